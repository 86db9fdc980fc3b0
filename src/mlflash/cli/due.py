"""`mlflash due`: how much waits. Prompts and status bars call it, so it does little and imports little."""

from __future__ import annotations

from mlflash.cli.progress_line import replaying
from mlflash.scheduler.events import iso
from mlflash.study.launch import DueCounts, LaunchOptions, due_counts, launch_options


def due(arguments: list[str]) -> int:
    """Print what waits now and when the next question falls due."""
    as_json = arguments == ["--json"]
    if arguments and not as_json:
        opened, as_json = _parsed(arguments)
    else:
        opened = launch_options()
    seen = due_counts(opened, replaying())
    if seen.complaints:
        from mlflash.cli.output import note

        note(seen.complaints)
    counts = seen.counts
    if as_json:
        next_due = f'"{iso(seen.next_due)}"' if seen.next_due else "null"
        print(
            f'{{"due": {counts.due}, "learning": {counts.learning}, "new": {counts.new}, "next_due": {next_due}}}'
        )
    else:
        print(_words(seen, opened))
    return 0


def _parsed(arguments: list[str]) -> tuple[LaunchOptions, bool]:
    from mlflash.cli.options import Parser, add_filter, add_json, opening

    parser = Parser("due", "How much waits: questions due, in their learning steps, and new.")
    add_filter(parser)
    add_json(parser)
    args = parser.parse_args(arguments)
    return opening(args), args.json


def _words(seen: DueCounts, opened: LaunchOptions) -> str:
    counts = seen.counts
    new = f"{counts.new} new"
    if counts.new_today < counts.new and not opened.settings.interviews:  # with a date, the plan says how many
        new += f" ({counts.new_today} of them today)"
    words = f"{counts.due} due, {counts.learning} learning, {new}"
    if seen.next_due is not None:
        from mlflash.store.setting_parsers import time_zone

        local = seen.next_due.astimezone(time_zone(opened.settings.timezone))
        words += f"; the next falls due {local:%Y-%m-%d %H:%M}"
    return words
