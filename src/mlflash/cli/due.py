"""`mlflash due`: print how many cards are waiting. Prompts and status bars call it, so it imports little."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from mlflash.amounts import count_of
from mlflash.cli.command import Command, Result
from mlflash.cli.progress_line import replay_progress
from mlflash.errors import MlflashError
from mlflash.scheduler.events import iso
from mlflash.store.files import reason
from mlflash.study.launch import DueCounts, LaunchOptions, due_counts, launch_options
from mlflash.study.queries import tomorrows_cards
from mlflash.study.selection import select_cards

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

WAITING, NOTHING, UNKNOWN = 0, 1, 3
"""The exit codes of `--short` and `--quiet`: cards wait, no card waits, it is not known."""


def _add_arguments(parser: ArgumentParser) -> None:
    from mlflash.cli.options import add_filter, add_json

    printed = parser.add_mutually_exclusive_group()
    printed.add_argument("--short", action="store_true", help="a few words for a prompt, nothing if no card waits")
    printed.add_argument("--quiet", action="store_true", help="print nothing, the exit code says it")
    add_json(printed)
    add_filter(parser)


def due(args: Namespace) -> Result:
    """Print how many of the chosen cards are waiting."""
    from mlflash.cli.options import parse_launch_options

    if args.short or args.quiet:
        return print_short(lambda: parse_launch_options(args, keep=False), quiet=args.quiet)
    print_due(parse_launch_options(args), as_json=args.json)
    return None


def print_short(read_options: Callable[[], LaunchOptions], *, quiet: bool) -> int:
    """Print in a few words whether cards wait, if `quiet` only by the exit code; writes nothing, not even a cache.

    Pending warnings are left to `due`: a prompt would repeat them again and again.
    """
    try:
        today = due_counts(read_options()).today
    except (MlflashError, OSError) as error:
        if isinstance(error, MlflashError) and error.code == 2:
            raise  # wrong usage
        if quiet:
            return UNKNOWN
        raise MlflashError(_in_a_line(error), code=UNKNOWN) from None
    if not today.queue:
        return NOTHING
    if not quiet:
        print(f"{count_of(len(today.queue), 'card')} · {max(1, round(today.minutes))} min")
    return WAITING


def print_due(options: LaunchOptions, *, as_json: bool) -> None:
    """Print how many cards are waiting now and when the next is due."""
    waiting = due_counts(options, replay_progress())
    if waiting.complaints:
        from mlflash.cli.output import note

        note(waiting.complaints)
    if as_json:
        today, view = waiting.today, waiting.view
        now = {"due": len(today.review), "learning": len(today.learning), "new": today.unseen}
        next_due = iso(view.instant(today.next_due)) if today.next_due else None
        print(json.dumps({**now, "next_due": next_due, "today": today.numbers()}))
    else:
        print(_in_words(waiting))
        if not waiting.today.queue:
            from mlflash.cli.output import sentence

            sentence(_why_none(waiting, options))


def _in_a_line(error: MlflashError | OSError) -> str:
    """An error in one line: a prompt has no room for more."""
    if isinstance(error, MlflashError):
        return str(error).splitlines()[0]
    return f"{error.filename}: {reason(error)}" if error.filename else reason(error)


def _in_words(waiting: DueCounts) -> str:
    """Today's numbers in a line; with a plan, the cards to review need not be due."""
    from mlflash.study.today_words import waiting_cards

    today, view = waiting.today, waiting.view
    new = f"{today.unseen} new"
    if len(today.new) < today.unseen:
        new += f" ({len(today.new)} of them today)"
    review = f"{len(today.review)} {'to review' if today.planned else 'due'}"
    words = f"{review}, {today.in_learning} learning, {new}"
    words += "".join(f"; {one.sentence}" for one in waiting_cards(view, today))
    if today.next_due is not None and not today.planned:
        local = view.instant(today.next_due).astimezone(view.zone)
        words += f"; the next review is due {local:%Y-%m-%d %H:%M}"
    return words


def _why_none(waiting: DueCounts, options: LaunchOptions) -> str:
    """Why there is no card today, and the command to go on with."""
    from mlflash.study.no_cards import explain

    tomorrow = None if options.chosen else tomorrows_cards(waiting.view)
    cards = select_cards(waiting.view, options.chosen)
    why = explain(waiting.view, waiting.today, cards, tomorrow=tomorrow)
    return f"{why.text} {why.command}"


COMMANDS = {
    "due": Command(
        "Count the cards that are waiting: due, in their learning steps, and new. --short and --quiet write "
        "nothing, not even a cache, and end with 0 where cards wait, 1 where none does, 3 if that is not known.",
        _add_arguments,
        due,
        {
            (): lambda: print_due(launch_options(), as_json=False),
            ("--json",): lambda: print_due(launch_options(), as_json=True),
            ("--short",): lambda: print_short(partial(launch_options, keep=False), quiet=False),
            ("--quiet",): lambda: print_short(partial(launch_options, keep=False), quiet=True),
        },
    )
}
