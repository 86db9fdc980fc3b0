"""`mlflash` and `mlflash drill`: open the app, or run the plain drill."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mlflash.cli.command import Command, Result
from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions, launch_options
from mlflash.study.session import SessionMode

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

MODES = {
    SessionMode.WEAK: "the cards that would cost you most in an interview today",
    SessionMode.CRAM: "every card that matches, due or not; the schedule stays as it is",
    SessionMode.LINES: "the lines you keep missing, one at a time; the schedule stays as it is",
    SessionMode.MORE: "cards beyond today's; those not yet due keep their dates",
}
"""The drill's modes, and what the help says of them."""


def _add_app_arguments(parser: ArgumentParser) -> None:
    from mlflash.cli.options import add_filter

    add_filter(parser)


def add_words(parser: ArgumentParser) -> None:
    """Add the option that prints mathematics in words."""
    parser.add_argument("--words", action="store_true", help="with --plain: mathematics in words, to listen to")


def check_words(args: Namespace) -> None:
    """Raise `MlflashError` for --words without --plain."""
    if args.words and not args.plain:
        raise MlflashError("--words is for --plain", code=2)


def _add_drill_arguments(parser: ArgumentParser) -> None:
    from mlflash.cli.options import positive

    modes = parser.add_mutually_exclusive_group()
    for mode, about in MODES.items():
        modes.add_argument(
            f"--{mode}", dest="mode", action="store_const", const=mode, default=SessionMode.DRILL, help=about
        )
    parser.add_argument(
        "--plain", action="store_true", help="line by line, for screen readers, dumb terminals and pipes"
    )
    add_words(parser)
    parser.add_argument(
        "--minutes", type=positive, metavar="N", help="as many cards as fit into N minutes at your pace"
    )
    _add_app_arguments(parser)


def app(args: Namespace) -> Result:
    """Open the app on its first screen."""
    from mlflash.cli.options import parse_launch_options

    return parse_launch_options(args)


def drill(args: Namespace) -> Result:
    """Open the app on the cards, or run the drill in plain text."""
    from mlflash.cli.options import parse_launch_options

    if args.minutes and args.mode is SessionMode.LINES:
        raise MlflashError("--minutes is for cards: --lines takes --limit", code=2)
    options = parse_launch_options(args)._replace(
        drill=True, mode=args.mode, plain=args.plain, within=args.minutes
    )
    check_words(args)
    if not options.plain:
        return options
    from mlflash.cli.plain import loop, missed_lines
    from mlflash.cli.plain.speech import spoken

    run = missed_lines.run if options.mode is SessionMode.LINES else loop.run
    with spoken(args.words):
        return run(options)


def drill_everything() -> LaunchOptions:
    """The launch options of `mlflash drill` without arguments."""
    return launch_options()._replace(drill=True)


def require_terminal() -> None:
    """Raise `MlflashError` without a terminal that can show the app."""
    instead = "`mlflash drill --plain`, `mlflash mock --plain` and `mlflash list` work without one"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise MlflashError(f"the app needs a terminal on its input and output; {instead}", code=2)
    if os.environ.get("TERM") in ("dumb", "unknown"):
        raise MlflashError(f"the app needs more than a {os.environ['TERM']} terminal; {instead}", code=2)


# Calls without arguments run without argparse, whose import would take a twentieth of the start.
COMMANDS = {
    "": Command("", _add_app_arguments, app, {(): launch_options}),
    "drill": Command(
        "Drill what is due, and today's new cards.", _add_drill_arguments, drill, {(): drill_everything}
    ),
}
