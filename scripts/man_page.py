"""Write docs/mlflash.1, the man page, from the parser of the whole command line."""

from __future__ import annotations

import argparse
from collections.abc import Set
from pathlib import Path

from mlflash.__main__ import ABOUT, COMMANDS, full_parser
from mlflash.cli.completion_table import help_of

TARGET = Path(__file__).parent.parent / "docs" / "mlflash.1"

DESCRIPTION = """\
A card asks a question as an interviewer would, and its answer has four lines. You say the answer, tick the lines
you recalled, and FSRS-6 decides when the card comes back; with the date of an interview set, a plan does.
Without a command the app opens.
"""
EXIT_CODES = (
    ("0", "done; for due --short and --quiet: cards wait"),
    ("1", "an error that can be fixed; for due --short and --quiet: no card waits"),
    ("2", "wrong usage"),
    ("3", "due --short and --quiet could not tell"),
    ("130", "interrupted"),
    ("141", "the output was closed"),
)
VARIABLES = (
    ("MLFLASH_HOME", "one folder for everything that mlflash keeps"),
    ("MLFLASH_DEVICE", "this machine's name in the journal folder, in place of the host name"),
    ("MLFLASH_NOW", "an instant like 2027-01-31T08:00Z at which the clock starts, for scripts and tests"),
    ("NO_COLOR", "print without color"),
    ("VISUAL, EDITOR", "the editor for cards and notes"),
)


def man_page() -> str:
    """The page in roff; it has no date, so that it changes only with what it says."""
    parser = full_parser()
    (below,) = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    lines = [
        '.TH MLFLASH 1 "" "mlflash" "User Commands"',
        ".SH NAME",
        f"mlflash \\- {_escaped(ABOUT[0].lower() + ABOUT[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        ".B mlflash",
        "[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]",
        ".SH DESCRIPTION",
        _escaped(DESCRIPTION).rstrip(),
        ".SH OPTIONS",
        "Options that choose cards are the same for every command that takes them.",
        *_arguments(parser),
        *_entry("\\fB\\-\\-version\\fR", "print the version"),
        ".SH COMMANDS",
    ]
    for name in COMMANDS:
        lines += _command(below.choices[name], name, parser)
    lines += [".SH EXIT STATUS"]
    for code, about in EXIT_CODES:
        lines += _entry(f"\\fB{code}\\fR", about)
    lines += [".SH ENVIRONMENT"]
    for variable, about in VARIABLES:
        lines += _entry(f"\\fB{variable}\\fR", about)
    lines += [".SH FILES", _escaped("`mlflash paths` prints where everything is kept.".replace("`", ""))]
    return "\n".join([*lines, ""])


def _command(parser: argparse.ArgumentParser, name: str, program: argparse.ArgumentParser) -> list[str]:
    """The part of a command, and of the commands below it; the options of the program are not said again."""
    options = {one.dest for one in program._actions if one.option_strings}
    known = options if options <= {one.dest for one in parser._actions} else set()
    lines = [f".SS {_escaped(name)}", _escaped(parser.description or ""), *_arguments(parser, known)]
    if known:
        lines += [".PP", "The options that choose cards."]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            about = {one.dest: one.help or "" for one in action._choices_actions}
            for below, its in action.choices.items():
                taken = " ".join(
                    f"\\fI{_escaped(one.dest.upper())}\\fR" for one in its._actions if _positional(one)
                )
                lines += _entry(f"\\fB{_escaped(f'{name} {below}')}\\fR {taken}".rstrip(), about[below])
    return lines


def _arguments(parser: argparse.ArgumentParser, known: Set[str] = frozenset()) -> list[str]:
    """The arguments of a command, positional ones first; the help of each command is left out."""
    lines = []
    actions = [
        one for one in parser._actions if not isinstance(one, argparse._SubParsersAction | argparse._HelpAction)
    ]
    for action in sorted(actions, key=lambda one: not _positional(one)):
        about = help_of(parser, action)
        if about is None or action.dest in known:
            continue
        name = "|".join(map(str, action.choices)) if action.choices else action.metavar or action.dest
        value = f"\\fI{_escaped(str(name))}\\fR"
        if _positional(action):
            words = value + (" ..." if action.nargs in ("+", "*") else "")
        else:
            words = ", ".join(f"\\fB{_escaped(option)}\\fR" for option in action.option_strings)
            words += "" if action.nargs == 0 else f" {value}"
        lines += _entry(words, about)
    return lines


def _positional(action: argparse.Action) -> bool:
    return not action.option_strings


def _entry(term: str, about: str) -> list[str]:
    """A term, and indented what it means."""
    return [".TP", term, _escaped(about)]


def _escaped(text: str) -> str:
    """Text as roff shows it unchanged."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in text.splitlines())


if __name__ == "__main__":
    TARGET.write_text(man_page(), "utf-8")
