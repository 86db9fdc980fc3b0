"""List what can follow each command, from the parser of the whole command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

KINDS = {
    "section": "sections",
    "difficulty": "difficulties",
    "likelihood": "likelihoods",
    "tag": "tags",
    "state": "states",
    "id": "ids",
    "new": "ids",
    "rating": "grades",
    "key": "keys",
    "name": "backups",
}
"""The kind of live values that an argument takes, by its name in the parser."""
FILES, NOTHING, WORDS = "files", "nothing", "words:"
"""The other kinds: a path, a value that only the reader knows, and the words after the colon."""
ANY = "any"
"""The place of an argument that may be given again."""


class OptionRow(NamedTuple):
    """An option of a command."""

    name: str
    """As it is typed, `--section`."""
    about: str
    """What the help says of it."""
    kind: str | None
    """The kind of its value; None for a switch."""


class CommandRow(NamedTuple):
    """A command and what can follow it."""

    path: str
    """Its name, `config set`; empty for the program itself."""
    options: tuple[OptionRow, ...]
    """Its options."""
    commands: tuple[tuple[str, str], ...]
    """The commands below it, and what the help says of each."""
    places: tuple[tuple[str, str], ...]
    """The number of each positional argument, `any` for one that may be given again, and its kind."""


def command_rows(parser: argparse.ArgumentParser, path: str = "") -> list[CommandRow]:
    """The row of the parser's own command, and of each command below it."""
    options: list[OptionRow] = []
    places: list[tuple[str, str]] = []
    below: dict[str, argparse.ArgumentParser] = {}
    about: dict[str, str] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            below = dict(action.choices)
            about = {choice.dest: choice.help or "" for choice in action._choices_actions}
        elif action.option_strings:
            text = help_of(parser, action)
            kind = None if action.nargs == 0 else _kind(action)
            if text is not None:
                options += [OptionRow(name, text, kind) for name in action.option_strings]
        else:
            nth = ANY if action.nargs in ("+", "*") else str(len(places) + 1)
            places.append((nth, _kind(action)))
    if not path:
        options.append(OptionRow("--version", "print the version", None))
    rows = [CommandRow(path, tuple(options), tuple(about.items()), tuple(places))]
    for name, parser_below in below.items():
        rows += command_rows(parser_below, f"{path} {name}".strip())
    return rows


def help_of(parser: argparse.ArgumentParser, action: argparse.Action) -> str | None:
    """The help of an argument, on one line; None if it is hidden."""
    if action.help == argparse.SUPPRESS:
        return None
    return " ".join(parser._get_formatter()._expand_help(action).split()) if action.help else ""


def _kind(action: argparse.Action) -> str:
    """The kind of an argument's value."""
    if action.choices:
        return WORDS + " ".join(map(str, action.choices))
    if action.type is Path or action.metavar in ("FILE", "PATH", "BANK.yaml"):
        return FILES
    return KINDS.get(action.dest, NOTHING)
