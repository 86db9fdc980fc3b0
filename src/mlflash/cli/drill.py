"""`mlflash` and `mlflash drill`: what sitting was asked for, and whether there is a terminal to sit at."""

from __future__ import annotations

import os
import sys

from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions, launch_options


def asked_for(arguments: list[str], *, drill: bool) -> LaunchOptions:
    """The opening that the arguments of the app or of `drill` ask for."""
    if not arguments:  # the usual case, for which argparse would take a twentieth of the whole start
        return launch_options()._replace(drill=drill)
    from mlflash.cli.options import Parser, add_filter, opening

    parser = Parser("drill", "Drill what is due, and today's new questions.") if drill else Parser("", "")
    if drill:
        modes = parser.add_mutually_exclusive_group()
        for mode, about in (
            ("weak", "what would cost most in an interview today"),
            ("cram", "all that is chosen, due or not; the schedule stays as it is"),
            ("more", "questions beyond today's; those not yet due keep their dates"),
        ):
            modes.add_argument(
                f"--{mode}", dest="mode", action="store_const", const=mode, default="drill", help=about
            )
        parser.add_argument(
            "--plain", action="store_true", help="line by line, for screen readers, dumb terminals and pipes"
        )
    add_filter(parser)
    args = parser.parse_args(arguments)
    opened = opening(args)
    if not drill:
        return opened
    return opened._replace(drill=True, mode=args.mode, plain=args.plain)


def require_terminal() -> None:
    """Raise `MlflashError` where there is no terminal that can show the app."""
    instead = "`mlflash drill --plain` and `mlflash list` do without"
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise MlflashError(f"the app needs a terminal on its input and output; {instead}", code=2)
    if os.environ.get("TERM") in ("dumb", "unknown"):
        raise MlflashError(f"the app needs more than a {os.environ['TERM']} terminal; {instead}", code=2)
