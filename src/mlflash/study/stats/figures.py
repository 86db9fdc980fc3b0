"""What has been done and what it came to, in figures: what `mlflash stats` prints and the charts draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from mlflash.bank.catalog import DIFFICULTIES, CardHead
from mlflash.scheduler.card_state import BINS, MILLION, DayTotals, Progress
from mlflash.scheduler.schedule import retrievability
from mlflash.scheduler.study_day import streak
from mlflash.store.settings import Settings
from mlflash.study.stats.figure_records import Bin, CardGroup, Day, Figures, ReviewTotals, TimeSpent
from mlflash.study.stats.trouble import (
    leech_cards,
    missed_lines,
    overconfident_cards,
    slow_cards,
)
from mlflash.study.status import Status
from mlflash.study.view import View

OF_ALL = ("today", "week", "month", "total", "streak", "longest", "days", "calibration")
"""Figures that are of all cards whatever was chosen: the journal's tallies are by day, not by card."""
FORECAST = 30
"""Days looked ahead, today among them."""


def figures(view: View, cards: Iterable[CardHead] | None = None) -> Figures:
    """The figures of the cards given, or of all; those named in `OF_ALL` are of everything in the journal."""
    catalog, progress, settings, day = view.catalog, view.progress, view.settings, view.day
    cards = tuple(view.cards(cards))  # made once, for some thirty passes
    since = {days: day - timedelta(days=days - 1) for days in (7, 30)}

    def group(key: str, title: str, belongs: Callable[[CardHead], bool]) -> CardGroup:
        return _group(key, title, [card for card in cards if belongs(card)], view)

    sections = (group(s.id, s.title, lambda e, s=s: e.section == s.id) for s in catalog.sections.values())  # type: ignore[misc]
    difficulties = (group(name, name, lambda e, name=name: e.difficulty == name) for name in DIFFICULTIES)  # type: ignore[misc]
    return Figures(
        day=day,
        today=_done(tally for on, tally in progress.days.items() if on == day),
        week=_done(tally for on, tally in progress.days.items() if since[7] <= on <= day),
        month=_done(tally for on, tally in progress.days.items() if since[30] <= on <= day),
        total=_done(progress.days.values()),
        streak=streak(progress.days, day),
        longest=_longest(progress),
        all=group("all", "all", lambda _: True),
        sections=tuple(g for g in sections if g.questions),
        difficulties=tuple(g for g in difficulties if g.questions),
        days=tuple(
            Day(on, t.reviews, t.new, _minutes(t.ms), t.learned, t.passed, t.predicted / MILLION)
            for on, t in sorted(progress.days.items())
        ),
        calibration=tuple(
            Bin(i / BINS, (i + 1) / BINS, n, predicted / MILLION / n if n else None, passed)
            for i, (n, predicted, passed) in enumerate(progress.calibration)
        ),
        forecast=_forecast(cards, progress, day),
        recall=_distribution(cards, progress, settings, day),
        lost=missed_lines(catalog, cards, progress),
        sure_wrong=overconfident_cards(cards, progress),
        leeches=leech_cards(cards, progress),
        slow=slow_cards(cards, progress),
    )


def time_spent(cards: Sequence[CardHead], progress: Progress) -> TimeSpent:
    """What the cards given came to; reviews by which no schedule goes, as in cram, are not among them."""
    states = [progress.state(card.id) for card in cards]
    met = sum(state.memory is not None for state in states)
    return TimeSpent(len(states), met, sum(s.reps for s in states), _minutes(sum(s.ms for s in states)))


def to_json(value: Any) -> Any:
    """Figures in JSON's types, shares rounded to what means something."""
    if hasattr(value, "_asdict"):
        return {name: to_json(one) for name, one in value._asdict().items()}
    match value:
        case tuple():
            return [to_json(one) for one in value]
        case float():
            return round(value, 4)
        case date():
            return value.isoformat()
    return value


def _minutes(ms: int) -> float:
    return round(ms / 60_000, 1)


def _done(tallies: Iterable[DayTotals]) -> ReviewTotals:
    days, total = 0, DayTotals()
    for tally in tallies:
        days += 1
        total = total.plus(tally)
    share = total.learned or None
    return ReviewTotals(
        days,
        total.reviews,
        total.new,
        _minutes(total.ms),
        total.learned,
        total.passed / share if share else None,
        total.predicted / MILLION / share if share else None,
        total.ms / 1000 / total.reviews if total.reviews else None,
    )


def _longest(progress: Progress) -> int:
    longest = length = 0
    before = None
    for day in sorted(progress.days):
        length = length + 1 if before is not None and (day - before).days == 1 else 1
        longest, before = max(longest, length), day
    return longest


def _group(key: str, title: str, cards: Sequence[CardHead], view: View) -> CardGroup:
    weak = lapses = 0
    chances: list[float] = []
    phases: Counter[str] = Counter()
    for card in cards:
        state = view.state(card.id)
        lapses += state.lapses
        if state.memory is not None:
            chances.append(retrievability(state.memory, view.day, view.decay))
        found = view.status(card.id)
        phases[found.phase] += 1
        weak += Status.WEAK in found
    return CardGroup(
        id=key,
        title=title,
        questions=len(cards),
        new=phases["new"],
        learning=phases["learning"],
        review=phases["review"],
        suspended=phases["suspended"],
        weak=weak,
        lapses=lapses,
        recall=sum(chances) / len(chances) if chances else None,
        secure=sum(chances) / len(cards) if cards else 0.0,
    )


def _forecast(cards: Iterable[CardHead], progress: Progress, day: date) -> tuple[int, ...]:
    due = [0] * FORECAST
    for card in cards:
        state = progress.state(card.id)
        if state.memory is None or state.suspended:
            continue
        away = max(0, (state.memory.due_day - day).days)
        if away < FORECAST:
            due[away] += 1
    return tuple(due)


def _distribution(cards: Iterable[CardHead], progress: Progress, settings: Settings, day: date) -> tuple[int, ...]:
    counts = [0] * BINS
    for card in cards:
        memory = progress.state(card.id).memory
        if memory is not None:
            chance = retrievability(memory, day, settings.parameters.decay)
            counts[min(int(chance * BINS), BINS - 1)] += 1
    return tuple(counts)
