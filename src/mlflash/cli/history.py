"""`mlflash history`: what happened to a card, and what each grade would do next."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from mlflash.amounts import count_of
from mlflash.cli.card_json import card_row, memory_json
from mlflash.cli.command import Command
from mlflash.cli.opened_study import opened_study
from mlflash.cli.options import add_card, parse_launch_options
from mlflash.cli.output import BOLD, DIM, dump, paragraph, sentence, styled, table
from mlflash.scheduler.events import RATING_NAMES, iso
from mlflash.scheduler.line_ticks import line_label
from mlflash.study.card_history import HistoryEntry, card_history, hit_words, stability_chart
from mlflash.study.card_summary import due_in_words, status_and_due
from mlflash.study.format import percent
from mlflash.study.view import View

CHART = (60, 5)
"""Columns and rows of the chart."""
HEADS = ("date", "grade", "lines", "days after", "recall", "interval", "stability")


def history(args: Namespace) -> None:
    """Print a card's reviews, its stability over time and what each grade would do next."""
    with opened_study(parse_launch_options(args)) as study:
        view = study.view()
        card_id = study.progress.name(args.id) if args.id not in study.catalog else args.id
        if card_id not in study.progress.states:
            study.catalog.require(args.id)  # a card that is no longer in the bank keeps its history
        past, card = card_history(study, card_id, view), study.catalog.get(card_id)
        if args.json:
            dump(
                {
                    "card": None if card is None else card_row(study, card),
                    "reviews": [_entry_json(view, entry) for entry in past.entries],
                    "interviews": [on.isoformat() for on in view.state(card_id).interviews],
                    "next": {
                        RATING_NAMES[rating]: memory_json(view, after) for rating, after in past.next.items()
                    },
                }
            )
            return
        paragraph(card.question if card is not None else card_id)
        state = view.state(card_id)
        reps, lapses = count_of(state.reps, "review"), count_of(state.lapses, "lapse")
        sentence(f"{status_and_due(view, card_id)} · {reps} · {lapses}", DIM)
        if state.interviews:
            sentence(f"came up on {', '.join(map(str, state.interviews))}", DIM)
        chart = stability_chart(past.entries, view.day, *CHART)
        if chart:
            print(styled("\nStability in days", BOLD))
        for line in chart:
            print("".join(text for text, _ in line).rstrip())
        print(styled("\nIf graded now", BOLD))
        for rating, memory in past.next.items():
            due = due_in_words(view, memory)
            print(f"  {RATING_NAMES[rating]:<6} due {due}, stability {memory.stability:.1f} days")
        print()
        if past.entries:
            table((_row(view, entry) for entry in reversed(past.entries)), HEADS, right=(3, 4, 5, 6))
        else:
            sentence("no review yet: `mlflash drill` asks today's cards")


def _row(view: View, entry: HistoryEntry) -> list[object]:
    """A review, or a reset, as a row of the table."""
    at = f"{entry.at.astimezone(view.zone):%Y-%m-%d %H:%M}"
    if entry.rating is None:
        return [at, "reset", *[""] * 5]
    grade, memory = RATING_NAMES[entry.rating], entry.memory if entry.counts else None
    return [
        at,
        grade if entry.counts else f"{grade} (practice)",
        hit_words(entry),
        entry.elapsed,
        None if entry.recall is None else percent(entry.recall),
        entry.interval,
        None if memory is None else f"{memory.stability:.1f}",
    ]


def _entry_json(view: View, entry: HistoryEntry) -> dict[str, Any]:
    """A review, or a reset, in JSON."""
    hit, missed = entry.lines, entry.missed
    return {
        "at": iso(entry.at),
        "day": entry.day.isoformat(),
        "grade": None if entry.rating is None else RATING_NAMES[entry.rating],
        "lines": None if hit is None else [line_label(line) for line in hit],
        "missed": None if missed is None else [line_label(line) for line in missed],
        "ms": entry.ms,
        "counts": entry.counts,
        "days_after": entry.elapsed,
        "retrievability": entry.recall,
        "interval": entry.interval,
        **memory_json(view, entry.memory),
    }


COMMANDS = {
    "history": Command(
        "Show what happened to a card: its reviews, its stability, what each grade would do next.",
        add_card,
        history,
    )
}
