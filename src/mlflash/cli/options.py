"""Options that several commands share: which cards, which banks, JSON."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from mlflash.bank.catalog import DIFFICULTIES, LIKELIHOODS
from mlflash.bank.filter import STATES, Filter, check_sections, tags_of
from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions, launch_options


class Parser(argparse.ArgumentParser):
    """An argument parser that raises `MlflashError` where argparse would print and exit."""

    def __init__(self, prog: str | None = None, **options: Any) -> None:
        super().__init__(prog, allow_abbrev=False, **options)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse; before Python 3.13 a second `--` would give an empty list where one text is expected."""
        parsed = super().parse_args(args, namespace)
        for action in self._actions:
            single = not action.option_strings and action.nargs is None
            if single and isinstance(getattr(parsed, action.dest, None), list):
                self.error(f"found --, expected {action.metavar or action.dest}")
        return parsed

    def error(self, message: str) -> NoReturn:
        from difflib import get_close_matches

        kind, _, value = message.partition(": ")
        if kind == "unrecognized arguments" and value.startswith("-"):
            near = get_close_matches(value.split()[0].split("=")[0], self._option_string_actions, n=1)
            message += f"; did you mean {near[0]}?" if near else ""
        if kind.startswith("argument ") and value.startswith("invalid choice: "):
            typed, *choices = re.findall(r"'([^']*)'", value)
            near = get_close_matches(typed, choices, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            message = f"found {typed!r}, expected {', '.join(choices[:-1])} or {choices[-1]}{hint}"
        raise MlflashError(f"{message}; see `{self.prog} --help`", code=2)


def add_filter(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose cards: a card has to match each option, by any of its values."""
    group = parser.add_argument_group("which cards")
    group.add_argument("--section", action="append", default=[], metavar="ID", help="id, its beginning, or title")
    group.add_argument("--difficulty", action="append", default=[], metavar="LEVEL", help=", ".join(DIFFICULTIES))
    group.add_argument("--likelihood", action="append", default=[], metavar="LEVEL", help=", ".join(LIKELIHOODS))
    group.add_argument("--tag", action="append", default=[], metavar="TAG", help="may be repeated")
    group.add_argument("--state", action="append", default=[], metavar="STATE", help=", ".join(STATES))
    group.add_argument("--filter", metavar="NAME", help="a saved filter; other options replace its parts")
    group.add_argument("--search", default="", metavar="TEXT", help="words in question, answer, id or tags")
    group.add_argument("--limit", type=positive, metavar="N", help="at most N cards")
    add_bank(group)


def add_bank(parser: argparse._ActionsContainer) -> None:
    """Add the option that names other banks than the reader's."""
    parser.add_argument(
        "--bank",
        action="append",
        type=Path,
        default=[],
        metavar="PATH",
        help="a question file or a folder of them, instead of the usual ones; may be repeated",
    )


def add_json(parser: argparse._ActionsContainer) -> None:
    """Add the option for programs."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_bank_and_json(parser: argparse.ArgumentParser) -> None:
    """Add the banks, and JSON."""
    add_bank(parser)
    add_json(parser)


def add_filter_and_json(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose cards, and JSON."""
    add_filter(parser)
    add_json(parser)


def add_card(parser: argparse.ArgumentParser) -> None:
    """Add the card, the banks and JSON."""
    parser.add_argument("id", help="the card's id")
    add_bank_and_json(parser)


def positive(text: str) -> int:
    """Parse a whole number from 1."""
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 1")
    return int(text)


def parse_launch_options(args: argparse.Namespace, *, keep: bool = True) -> LaunchOptions:
    """Launch options from parsed arguments, with the filter checked against the bank; raises `MlflashError`."""
    options = launch_options(tuple(args.bank), keep=keep)
    if "section" not in args:
        return options
    return options._replace(chosen=parse_filter(args, options), limit=args.limit)


def parse_filter(args: argparse.Namespace, options: LaunchOptions) -> Filter:
    """The filter from parsed arguments; raises `MlflashError` for a value that the bank does not have."""
    chosen = Filter(
        check_sections(options.catalog(), args.section) if args.section else (),
        check_values("difficulty", args.difficulty, DIFFICULTIES),
        check_values("likelihood", args.likelihood, LIKELIHOODS),
        check_values("tag", args.tag, tags_of(options.catalog())) if args.tag else (),
        check_values("state", args.state, STATES),
        args.search,
    )
    if args.filter is None:
        return chosen
    from mlflash.study.saved_filters import saved_filter

    saved = saved_filter(options.settings, args.filter)
    return Filter._make(typed or stored for typed, stored in zip(chosen, saved, strict=True))


def check_values(kind: str, typed: Iterable[str], values: Iterable[str]) -> tuple[str, ...]:
    """The given values in lower case; raises `MlflashError` with similar ones if a value is unknown."""
    checked, choices = [], list(values)
    for value in typed:
        folded = value.strip().casefold()
        if folded not in choices:
            from difflib import get_close_matches

            near = get_close_matches(folded, choices, n=3, cutoff=0.5)
            most = ", ".join(choices[:12]) + (", …" if len(choices) > 12 else "")
            hint = f"did you mean {' or '.join(near)}?" if near and len(choices) > 8 else f"there are: {most}"
            raise MlflashError(f"no {kind} is called {value!r}; {hint}", code=2)
        checked.append(folded)
    return tuple(checked)
