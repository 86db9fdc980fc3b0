"""What commands share on the command line: the filter, the bank, and errors in one line."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from mlflash.bank.catalog import DIFFICULTIES, LIKELIHOODS, Catalog
from mlflash.bank.filter import STATES, Filter, check_sections
from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions, launch_options


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are the program's own."""

    def __init__(self, command: str, about: str) -> None:
        super().__init__(f"mlflash {command}".strip(), description=about, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise MlflashError(f"{message}; see `{self.prog} --help`", code=2)


def add_filter(parser: argparse.ArgumentParser) -> None:
    """The options that choose questions; values of one option are alternatives, different options add up."""
    group = parser.add_argument_group("which questions")
    group.add_argument(
        "--section", action="append", default=[], metavar="ID", help="by id, its beginning or title"
    )
    group.add_argument("--difficulty", action="append", default=[], metavar="LEVEL", help=", ".join(DIFFICULTIES))
    group.add_argument("--likelihood", action="append", default=[], metavar="LEVEL", help=", ".join(LIKELIHOODS))
    group.add_argument("--tag", action="append", default=[], metavar="TAG", help="may be repeated")
    group.add_argument("--state", action="append", default=[], metavar="STATE", help=", ".join(STATES))
    group.add_argument("--search", default="", metavar="TEXT", help="words in the question, its id or its tags")
    group.add_argument("--limit", type=positive, metavar="N", help="at most so many questions")
    add_bank(group)


def add_bank(parser: argparse._ActionsContainer) -> None:
    """The option that puts other banks in the place of the reader's."""
    parser.add_argument(
        "--bank",
        action="append",
        type=Path,
        default=[],
        metavar="PATH",
        help="a question file or a folder of them, in place of the usual ones; may be repeated",
    )


def add_json(parser: argparse._ActionsContainer) -> None:
    """The option for programs."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def positive(text: str) -> int:
    """A whole number from 1."""
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 1")
    return int(text)


def opening(args: argparse.Namespace) -> LaunchOptions:
    """What the arguments ask to be opened, their filter checked against the bank."""
    opened = launch_options(tuple(args.bank))
    if "section" not in args:
        return opened
    return opened._replace(chosen=chosen(args, opened), limit=args.limit)


def chosen(args: argparse.Namespace, opened: LaunchOptions) -> Filter:
    """The filter; raises `MlflashError` naming near ones for a value that the bank does not know."""
    return Filter(
        check_sections(opened.catalog(), args.section) if args.section else (),
        known("difficulty", args.difficulty, DIFFICULTIES),
        known("likelihood", args.likelihood, LIKELIHOODS),
        known("tag", args.tag, tags(opened.catalog())) if args.tag else (),
        known("state", args.state, STATES),
        args.search,
    )


def tags(catalog: Catalog) -> list[str]:
    """Every tag of the bank."""
    return sorted({tag for card in catalog for tag in card.tags})


def known(kind: str, given: Iterable[str], values: Iterable[str]) -> tuple[str, ...]:
    """The values given, each one of those known; raises `MlflashError`."""
    found, choices = [], list(values)
    for value in given:
        folded = value.strip().casefold()
        if folded not in choices:
            from difflib import get_close_matches

            near = get_close_matches(folded, choices, n=3, cutoff=0.5)
            most = ", ".join(choices[:12]) + (", …" if len(choices) > 12 else "")
            hint = f"did you mean {' or '.join(near)}?" if near and len(choices) > 8 else f"there are: {most}"
            raise MlflashError(f"no {kind} is called {value!r}; {hint}", code=2)
        found.append(folded)
    return tuple(found)
