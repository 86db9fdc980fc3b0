"""The command line: which command was meant, and what to say when it fails.

Nothing is imported before it is needed: `--help` and `--version` cost no more than this file.
"""

from __future__ import annotations

import sys

from mlflash import __version__
from mlflash.errors import MlflashError

TYPE_CHECKING = False  # as typing's, without the import
if TYPE_CHECKING:
    from mlflash.study.launch import LaunchOptions

COMMANDS = {
    "drill": "go straight to the cards (--plain: without a screen)",
    "due": "how much waits",
    "list": "the questions, one a line",
    "show": "one question, its answer and what is remembered of it",
    "weak": "what would cost most in an interview today",
    "stats": "reviews, time, recall by section",
    "plan": "the plan to the interview: readiness by day, what to do today",
    "optimize": "fit the forgetting curve to your own reviews (--undo takes it back)",
    "mock": "a mock interview with a clock and a scorecard",
    "grade": "grade a question from outside the app",
    "undo": "take back the last thing done on this device",
    "check": "look for faults in question files",
    "config": "show or change settings",
    "paths": "where everything is kept",
    "doctor": "look for faults in what is kept, and mend them",
    "merge": "take in the journal of another machine or a copy",
    "restore": "list backups, or return to one",
}

HELP = """\
usage: mlflash [options]            open the app
       mlflash COMMAND [options]

A terminal flashcard drill for machine-learning interviews.

{commands}

Which questions, the same for every command that takes some:
  --section ID  --difficulty easy|medium|hard  --likelihood high|medium|low
  --tag TAG  --state new|due|learning|review|weak|suspended|flagged  --search TEXT
  --limit N  --bank PATH            (all but --search and --limit may be repeated)

--json on most commands gives the figures to a program.
`mlflash COMMAND --help` says more. MLFLASH_HOME holds everything in one directory.
"""


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 failed in a way the reader can mend, 2 wrong use."""
    if argv is not None:
        return attempt(argv)
    import gc

    # A command is over before its garbage matters: collecting while imports run, and once more at the end,
    # would take a tenth of its time each. The app collects when nobody is waiting.
    gc.disable()
    try:
        return attempt(sys.argv[1:])
    finally:
        gc.freeze()


def attempt(arguments: list[str]) -> int:
    """Run a command and say in a line what went wrong, if anything did."""
    try:
        try:
            code = run(arguments)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except SystemExit as stop:  # argparse after --help
        return stop.code if isinstance(stop.code, int) else 0
    except MlflashError as error:
        return fail(str(error), error.code)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        from mlflash.cli.output import silence

        silence()
        return 141  # as a program that the signal ended
    except OSError as error:
        from mlflash.cli.output import silence
        from mlflash.store.files import reason

        where = f"{error.filename}: " if error.filename else ""
        silence()
        return fail(f"{where}{reason(error)}", 1)
    return code


def run(arguments: list[str]) -> int:
    """Do what the arguments ask for; each command parses its own."""
    match arguments:
        case ["--version" | "-V"]:
            print(f"mlflash {__version__}")
            return 0
        case ["--help" | "-h" | "help"]:
            print(HELP.format(commands="\n".join(f"  {name:8} {about}" for name, about in COMMANDS.items())))
            return 0
        case ["help", name]:
            arguments = [name, "--help"]
    for stream in (sys.stdout, sys.stdin):
        # A locale that cannot say a character gets a question mark, not a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if not arguments or arguments[0].startswith("-"):
        return sit(arguments, drill=False)
    return perform(arguments[0], arguments[1:])


def perform(name: str, rest: list[str]) -> int:
    """One command by its name."""
    match name:
        case "drill":
            return sit(rest, drill=True)
        case "due":
            from mlflash.cli.due import due

            return due(rest)
        case "list" | "show" | "weak":
            from mlflash.cli import cards

            return {"list": cards.listing, "show": cards.show, "weak": cards.weak}[name](rest)
        case "stats":
            from mlflash.cli.stats import stats

            return stats(rest)
        case "plan":
            from mlflash.cli.plan import plan

            return plan(rest)
        case "optimize":
            from mlflash.cli.optimize import optimize

            return optimize(rest)
        case "mock":
            from mlflash.cli.mock import asked_for as interview

            wanted = interview(rest)
            return 0 if wanted is None else show(wanted)
        case "grade" | "undo":
            from mlflash.cli import grade

            return grade.grade(rest) if name == "grade" else grade.undo(rest)
        case "config":
            from mlflash.cli.config import config

            return config(rest)
        case "check" | "paths" | "doctor" | "merge" | "restore":
            from mlflash.cli import maintenance

            return maintenance.COMMANDS[name](rest)
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else "`mlflash --help` lists them"
    raise MlflashError(f"there is no command {name!r}; {hint}", code=2)


def sit(arguments: list[str], *, drill: bool) -> int:
    """The app, or the drill without a screen."""
    from mlflash.cli.drill import asked_for

    opening = asked_for(arguments, drill=drill)
    if opening.plain:
        from mlflash.cli.plain.loop import run as run_plain

        return run_plain(opening)
    return show(opening)


def show(opening: LaunchOptions) -> int:
    """The app, where there is a terminal for it."""
    from mlflash.cli.drill import require_terminal

    require_terminal()
    from mlflash.study.launch import parse_beside

    parsed = parse_beside(opening)
    from mlflash.cli.progress_line import replaying
    from mlflash.tui.app import run as run_app

    parsed()
    return run_app(opening._replace(told=replaying()))


def fail(message: str, code: int) -> int:
    """Say what is wrong on standard error, each line under the program's name."""
    from mlflash.cli.output import plain

    try:
        for line in message.splitlines() or [""]:
            print(f"mlflash: {plain(line)}", file=sys.stderr)
    except OSError:  # the terminal is gone
        return code
    return code


if __name__ == "__main__":
    sys.exit(main())
