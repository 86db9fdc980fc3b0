"""A card's history: every review with what it did to the schedule, read from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from mlflash.scheduler.card_fold import Sums, fold_card
from mlflash.scheduler.card_state import NEW_CARD
from mlflash.scheduler.events import LINES, CardEvent, Mark, Rating, Review
from mlflash.scheduler.fold import histories
from mlflash.scheduler.line_ticks import line_label
from mlflash.scheduler.schedule import Memory, Parameters, Scheduler, retrievability
from mlflash.store.searches import events_naming
from mlflash.study.outcomes import memory_previews
from mlflash.study.stats.charts import Line, columns, under

if TYPE_CHECKING:
    from mlflash.study.study import Study
    from mlflash.study.view import View

WIDEST_COLUMN = 4
"""Cells of a column of the chart at most."""


class HistoryEntry(NamedTuple):
    """A review of a card, or a reset."""

    at: datetime
    """When it was, in UTC."""
    day: date
    """The study day it fell on."""
    memory: Memory | None
    """What FSRS knew of the card afterwards; None for a new card."""
    rating: Rating | None = None
    """The grade; None for a reset, which made the card new again."""
    lines: tuple[int, ...] | None = None
    """The lines hit, counted from 1; None where none were ticked."""
    asked: int = 0
    """How many lines the answer had."""
    ms: int | None = None
    """Milliseconds that the answer took; None where they are not known."""
    counts: bool = True
    """Whether the schedule follows it."""
    elapsed: int | None = None
    """Study days since the review before that counts; None for the first."""
    recall: float | None = None
    """The recall predicted for that day; None for the first review, and within a day."""

    @property
    def missed(self) -> tuple[int, ...] | None:
        """The lines missed; None where none were ticked."""
        if self.lines is None:
            return None
        return tuple(line for line in range(1, self.asked + 1) if line not in self.lines)

    @property
    def interval(self) -> int | None:
        """Days from this review to the day the card was then due; None if the schedule did not follow it."""
        if self.memory is None or not self.counts or self.rating is None:
            return None
        return (self.memory.due_day - self.memory.day).days


class CardHistory(NamedTuple):
    """A card's history."""

    entries: tuple[HistoryEntry, ...]
    """Its reviews and resets, oldest first."""
    next: dict[Rating, Memory]
    """The memory that each grade would give the card now."""


def card_history(study: Study, card_id: str, view: View) -> CardHistory:
    """The history of a card from all journals, and what each grade would do now; raises `MlflashError`."""
    progress = view.progress
    ids = {card_id, *(old for old, new in progress.names.items() if new == card_id)}
    events = histories(events_naming(study.paths.journal_dir, ids)).get(card_id, [])
    entries = history_entries(events, study.settings.parameters)
    return CardHistory(tuple(entries), memory_previews(view, card_id))


def history_entries(events: Iterable[CardEvent], parameters: Parameters) -> list[HistoryEntry]:
    """What each review and reset did, from a card's events in the order they are folded in."""
    rules, sums, state = Scheduler(parameters), Sums(), NEW_CARD
    entries = []
    for event in events:
        before = state.memory
        state = fold_card([event], rules, sums, state)
        match event:
            case Mark(type="forget"):
                entries.append(HistoryEntry(event.at, event.day, state.memory))
            case Review():
                asked = max(event.of or LINES, *(event.lines or (0,)))
                elapsed = max(0, (event.day - before.day).days) if before else None
                recall = retrievability(before, event.day, parameters.decay) if before and elapsed else None
                graded = (event.rating, event.lines, asked, event.ms, event.counts)
                entries.append(HistoryEntry(event.at, event.day, state.memory, *graded, elapsed, recall))
    return entries


def hit_words(entry: HistoryEntry) -> str:
    """The lines of a review, hit ones by letter and missed ones as a dot: a b · d."""
    if entry.lines is None:
        return ""
    return " ".join(line_label(line) if line in entry.lines else "·" for line in range(1, entry.asked + 1))


def stability_by_day(entries: Sequence[HistoryEntry], today: date) -> list[float]:
    """The stability in days at the end of each study day, from the first review to today."""
    if not entries:
        return []
    first = min(entry.day for entry in entries)
    last_of = {entry.day: entry.memory.stability if entry.memory else 0.0 for entry in entries}
    values: list[float] = []
    for place in range(max(0, (today - first).days) + 1):
        day = date.fromordinal(first.toordinal() + place)
        values.append(last_of.get(day, values[-1] if values else 0.0))
    return values


def stability_chart(entries: Sequence[HistoryEntry], today: date, width: int, height: int) -> list[Line]:
    """The stability over time as columns of at most `width` cells in all, from the first review to today."""
    values = stability_by_day(entries, today)
    if not values:
        return []
    days = -(-len(values) // max(1, width))
    # A column shows its last day, counted from today, so that the rightmost column is today's.
    values = values[::-1][::days][::-1]
    wide = max(1, min(WIDEST_COLUMN, width // len(values)))
    rows = columns(values, height, "main", wide)
    total = len(values) * wide
    first = min(entry.day for entry in entries)
    labels = {0: f"{first.day} {first:%b}"} if first != today else {}
    return [*rows, under(labels | {max(0, total - len("today")): "today"}, max(total, len("today")))]
