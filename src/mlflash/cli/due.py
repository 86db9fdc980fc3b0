"""`mlflash due`: how many cards are waiting. Prompts and status bars call it, so it imports little."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mlflash.cli.command import Command
from mlflash.cli.progress_line import replaying
from mlflash.errors import MlflashError, count_of
from mlflash.scheduler.events import iso
from mlflash.study.launch import DueCounts, LaunchOptions, due_counts, launch_options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

WAITING, NOTHING, UNKNOWN = 0, 1, 3
"""Exit codes of `--short` and `--quiet`: cards wait, none does, it is not known."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add which cards to count, and what to print of them."""
    from mlflash.cli.options import add_filter, add_json

    printed = parser.add_mutually_exclusive_group()
    printed.add_argument("--short", action="store_true", help="a few words for a prompt, nothing if no card waits")
    printed.add_argument("--quiet", action="store_true", help="print nothing, the exit code says it")
    add_json(printed)
    add_filter(parser)


def due(args: Namespace) -> int:
    """Print how many of the chosen cards are waiting."""
    from mlflash.cli.options import parse_launch_options

    if args.short or args.quiet:
        return tell(lambda: parse_launch_options(args, keep=False), quiet=args.quiet)
    return print_due(parse_launch_options(args), as_json=args.json)


def tell(choose: Callable[[], LaunchOptions], *, quiet: bool) -> int:
    """Say in a few words or by the exit code alone whether cards wait; nothing is written, not even a cache.

    Pending warnings are left to `due`: a prompt would repeat them without end.
    """
    try:
        found = due_counts(choose()).today
    except (MlflashError, OSError) as error:
        if isinstance(error, MlflashError) and error.code == 2:
            raise  # a wrong call
        if quiet:
            return UNKNOWN
        raise MlflashError(_in_a_line(error), code=UNKNOWN) from None
    if not found.queue:
        return NOTHING
    if not quiet:
        print(f"{count_of(len(found.queue), 'card')} · {max(1, round(found.minutes))} min")
    return WAITING


def print_due(options: LaunchOptions, *, as_json: bool) -> int:
    """Print how many cards are waiting now and when the next is due."""
    waiting = due_counts(options, replaying())
    if waiting.complaints:
        from mlflash.cli.output import note

        note(waiting.complaints)
    counts = waiting.counts
    if as_json:
        next_due = f'"{iso(waiting.next_due)}"' if waiting.next_due else "null"
        today = str(waiting.today.numbers()).replace("'", '"')  # numbers alone; importing json takes time
        print(
            f'{{"due": {counts.due}, "learning": {counts.learning}, "new": {counts.new}, "next_due": {next_due}, '
            f'"today": {today}}}'
        )
    else:
        print(_in_words(waiting))
        if not waiting.today.queue:
            from mlflash.cli.output import sentence

            sentence(_why_none(waiting, options))
    return 0


def _in_a_line(error: MlflashError | OSError) -> str:
    """Why it is not known, in a line: a prompt has no room for more."""
    if isinstance(error, MlflashError):
        return str(error).splitlines()[0]
    from mlflash.store.files import reason

    return f"{error.filename}: {reason(error)}" if error.filename else reason(error)


def _in_words(waiting: DueCounts) -> str:
    """Today's numbers in a line: cards to review by a plan need not be due."""
    from mlflash.study.today_words import waiting_cards

    found, view = waiting.today, waiting.view
    new = f"{found.unseen} new"
    if len(found.new) < found.unseen:
        new += f" ({len(found.new)} of them today)"
    review = f"{len(found.review)} {'to review' if found.planned else 'due'}"
    words = f"{review}, {found.in_learning} learning, {new}"
    words += "".join(f"; {one.sentence}" for one in waiting_cards(view, found))
    if waiting.next_due is not None and not found.planned:
        local = waiting.next_due.astimezone(view.zone)
        words += f"; the next review is due {local:%Y-%m-%d %H:%M}"
    return words


def _why_none(waiting: DueCounts, options: LaunchOptions) -> str:
    """Why today holds no card, and the command that goes on."""
    from mlflash.study.no_cards import explain
    from mlflash.study.selection import select_cards

    tomorrow = None
    if not options.chosen:
        from mlflash.study.queries import PlanCache
        from mlflash.study.today import today

        later = waiting.view.tomorrow()
        tomorrow = today(later, PlanCache().plan(later))
    cards = select_cards(waiting.view, options.chosen)
    why = explain(waiting.view, waiting.today, cards, tomorrow=tomorrow)
    return f"{why.text} {why.command}"


COMMANDS = {
    "due": Command(
        "Count the cards that are waiting: due, in their learning steps, and new. --short and --quiet write "
        "nothing, not even a cache, and end with 0 where cards wait, 1 where none does, 3 if that is not known.",
        add_arguments,
        due,
        {
            (): lambda: print_due(launch_options(), as_json=False),
            ("--json",): lambda: print_due(launch_options(), as_json=True),
            ("--short",): lambda: tell(partial(launch_options, keep=False), quiet=False),
            ("--quiet",): lambda: tell(partial(launch_options, keep=False), quiet=True),
        },
    )
}
