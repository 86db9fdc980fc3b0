"""`mlflash due`: how many cards are waiting. Prompts and status bars call it, so it imports little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlflash.cli.command import Command
from mlflash.cli.progress_line import replaying
from mlflash.scheduler.events import iso
from mlflash.study.launch import DueCounts, LaunchOptions, due_counts, launch_options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Add which cards to count, and JSON."""
    from mlflash.cli.options import add_filter, add_json

    add_filter(parser)
    add_json(parser)


def due(args: Namespace) -> int:
    """Print how many of the chosen cards are waiting."""
    from mlflash.cli.options import parse_launch_options

    return print_due(parse_launch_options(args), as_json=args.json)


def print_due(options: LaunchOptions, *, as_json: bool) -> int:
    """Print how many cards are waiting now and when the next is due."""
    waiting = due_counts(options, replaying())
    if waiting.complaints:
        from mlflash.cli.output import note

        note(waiting.complaints)
    counts = waiting.counts
    if as_json:
        next_due = f'"{iso(waiting.next_due)}"' if waiting.next_due else "null"
        print(
            f'{{"due": {counts.due}, "learning": {counts.learning}, "new": {counts.new}, "next_due": {next_due}}}'
        )
    else:
        print(_in_words(waiting, options))
    return 0


def _in_words(waiting: DueCounts, options: LaunchOptions) -> str:
    counts = waiting.counts
    new = f"{counts.new} new"
    if counts.new_today < counts.new and not options.settings.interviews:  # with a date, the plan says how many
        new += f" ({counts.new_today} of them today)"
    words = f"{counts.due} due, {counts.learning} learning, {new}"
    if waiting.next_due is not None:
        from mlflash.store.settings import time_zone

        local = waiting.next_due.astimezone(time_zone(options.settings.timezone))
        words += f"; the next is due {local:%Y-%m-%d %H:%M}"
    return words


COMMANDS = {
    "due": Command(
        "Count the cards that are waiting: due, in their learning steps, and new.",
        add_arguments,
        due,
        {
            (): lambda: print_due(launch_options(), as_json=False),
            ("--json",): lambda: print_due(launch_options(), as_json=True),
        },
    )
}
