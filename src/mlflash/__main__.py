"""The command line: find the command, run it, turn an error into a message and an exit code.

A command's module is imported only when the command runs, so `--help` and `--version` cost no more than this file.
"""

from __future__ import annotations

import os
import sys

from mlflash import __version__
from mlflash.errors import MlflashError

TYPE_CHECKING = False  # as typing's, without the import
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlflash.cli.command import Command
    from mlflash.cli.options import Parser
    from mlflash.study.launch import LaunchOptions

COMMANDS = {
    "drill": ("drill", "go straight to the cards (--plain: without a screen)"),
    "due": ("due", "how many cards are waiting"),
    "list": ("cards", "the cards, one a line"),
    "show": ("show", "one card, its answer and its review history"),
    "history": ("history", "a card's reviews, and what each grade would do next"),
    "weak": ("cards", "the cards that would cost you most in an interview today"),
    "stats": ("stats", "reviews, time, recall by section"),
    "plan": ("plan", "the plan to the interview: readiness by day, what to do today"),
    "optimize": ("optimize", "fit the forgetting curve to your own reviews (--undo reverts it)"),
    "mock": ("mock", "a mock interview with a clock and a scorecard"),
    "grade": ("grade", "grade a card from outside the app"),
    "undo": ("grade", "undo the last thing done on this device"),
    "suspend": ("marks", "ask cards no more until they are resumed"),
    "resume": ("marks", "ask suspended or buried cards again"),
    "bury": ("marks", "ask cards no more today"),
    "flag": ("marks", "flag cards (unflag removes the flag)"),
    "unflag": ("marks", "remove the flag of cards"),
    "forget": ("marks", "make cards new again; undo brings their history back"),
    "note": ("marks", "keep a note on a card"),
    "asked": ("marks", "note which questions came in an interview, and how it went"),
    "rename": ("marks", "join a card to the history under its former id"),
    "add": ("own", "add a card of your own (--edit: in your editor)"),
    "tag": ("own", "give a card tags of your own (untag takes them away)"),
    "untag": ("own", "take own tags away from a card"),
    "report": ("own", "print a bug report about a card, for you to send"),
    "sections": ("sections", "the sections of the bank, with their ids"),
    "export": ("exchange", "write cards to a file: for Anki, as a table, to print, as a bank"),
    "check": ("checks", "check question files for errors"),
    "config": ("config", "show or change settings"),
    "paths": ("maintenance", "where your files are kept"),
    "doctor": ("checks", "check your files for problems, and fix them"),
    "merge": ("maintenance", "add the journal of another machine or a copy"),
    "import": ("exchange", "cards from Anki, tables, Markdown or other banks"),
    "restore": ("maintenance", "list backups, or go back to one"),
    "completion": ("completion", "let bash, zsh or fish complete commands, ids and sections"),
}
"""Each command's module in `mlflash.cli`, whose own COMMANDS declares it, and its line in the help."""

ABOUT = "A terminal flashcard drill for machine-learning interviews."
HELP = """\
usage: mlflash [options]            open the app
       mlflash COMMAND [options]

{about}

{commands}

Options that choose cards, the same for every command that takes them:
  --section ID  --difficulty easy|medium|hard  --likelihood high|medium|low
  --tag TAG  --state new|due|learning|review|weak|suspended|flagged  --search TEXT
  --filter NAME  --limit N  --bank PATH    (all but --filter, --search and --limit may be repeated)

--json, on most commands, prints JSON for programs. --version prints the version.
`mlflash COMMAND --help` says more. Set MLFLASH_HOME to keep everything in one directory.
Exit codes: 0 done, 1 an error that can be fixed, 2 wrong usage, 130 interrupted, 141 the output was closed.
"""


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 an error that the user can fix, 2 wrong usage."""
    if argv is not None:
        return exit_code(argv)
    import gc

    # A command ends before its garbage matters: collecting while imports run, and once more at the end, would take
    # a tenth of its time each. The app collects when nobody is waiting.
    gc.disable()
    try:
        return exit_code(sys.argv[1:])
    finally:
        gc.freeze()


def exit_code(arguments: list[str]) -> int:
    """Run a command; print the message of an error and return its exit code."""
    try:
        try:
            return run(arguments)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except SystemExit as stop:  # argparse after --help
        return stop.code if isinstance(stop.code, int) else 0
    except MlflashError as error:
        return fail(str(error), error.code)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        from mlflash.cli.output import silence
        from mlflash.store.files import reason

        silence()
        if isinstance(error, BrokenPipeError):
            return 141  # as if the signal had ended the program
        where = f"{error.filename}: " if error.filename else ""
        return fail(f"{where}{reason(error)}", 1)


def fail(message: str, code: int) -> int:
    """Print an error on standard error, each line after the program's name; returns the exit code given."""
    from mlflash.cli.output import complain, plain

    try:
        for line in message.splitlines() or [""]:
            complain(plain(line))
    except OSError:  # the terminal is gone
        return code
    return code


def run(arguments: list[str]) -> int:
    """Run what the arguments ask for, with a parser for that one command."""
    match arguments:
        case ["--version" | "-V"]:
            print(f"mlflash {__version__}")
            return 0
        case ["--help" | "-h" | "help"]:
            print(help_text())
            return 0
        case ["help", name]:
            arguments = [name, "--help"]
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by a daemon: the number must not go to the next file opened
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stdin):
        # A character that the locale cannot encode becomes a question mark, not a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    name, rest = split(arguments)
    command = load_command(name)
    quick = command.without_parser.get(tuple(rest))
    result = quick() if quick is not None else command.run(command_parser(name, command).parse_args(rest))
    if result is None or isinstance(result, int):
        return result or 0
    return open_app(result)


VALUED = ("section", "difficulty", "likelihood", "tag", "state", "filter", "search", "limit", "bank")
"""The options of the help that take a value."""


def split(arguments: list[str]) -> tuple[str, list[str]]:
    """The command and its arguments; options may stand before the command, as `mlflash --bank x.yaml list`."""
    at = 0
    while at < len(arguments) and arguments[at].startswith("-"):
        at += 2 if arguments[at].removeprefix("--") in VALUED else 1
    if at < len(arguments) and (at == 0 or arguments[at] in COMMANDS):
        return arguments[at], arguments[:at] + arguments[at + 1 :]
    return "", arguments


def help_text() -> str:
    """The help of the program as a whole."""
    lines = [f"  {name:10} {summary}" for name, (_, summary) in COMMANDS.items()]
    return HELP.format(about=ABOUT, commands="\n".join(lines))


def load_command(name: str) -> Command:
    """Import a command by its name, empty for the app itself; raises `MlflashError` with near ones."""
    if name and name not in COMMANDS:
        from difflib import get_close_matches

        near = get_close_matches(name, COMMANDS, n=2)
        hint = f"did you mean {' or '.join(near)}?" if near else "`mlflash --help` lists them"
        raise MlflashError(f"there is no command {name!r}; {hint}", code=2)
    from importlib import import_module

    import_module("mlflash.record")  # before any other module imports msgspec: it does that faster
    module, _ = COMMANDS[name or "drill"]
    commands: Mapping[str, Command] = import_module(f"mlflash.cli.{module}").COMMANDS
    return commands[name]


def command_parser(name: str, command: Command) -> Parser:
    """The parser of one command."""
    from mlflash.cli.options import Parser

    parser = Parser(f"mlflash {name}".strip(), description=command.about)
    parser.set_defaults(full_parser=full_parser)  # for `completion`
    command.add_arguments(parser)
    return parser


def full_parser() -> Parser:
    """The parser of the whole command line, from which shell completion and the man page are made.

    Nothing is run with it: it imports every command.
    """
    parser = command_parser("", load_command(""))
    parser.description = ABOUT
    commands = parser.add_subparsers(metavar="COMMAND")
    for name, (_, summary) in COMMANDS.items():
        command = load_command(name)
        command.add_arguments(commands.add_parser(name, help=summary, description=command.about))
    return parser


def open_app(options: LaunchOptions) -> int:
    """Open the app; raises `MlflashError` where there is no terminal for it."""
    from mlflash.cli.drill import require_terminal

    require_terminal()
    from mlflash.study.launch import parse_in_second_process

    wait_for_bank = parse_in_second_process(options)
    from mlflash.cli.progress_line import replay_progress
    from mlflash.tui.app import run as run_app

    wait_for_bank()
    return run_app(options._replace(on_progress=replay_progress()))


if __name__ == "__main__":
    sys.exit(main())
