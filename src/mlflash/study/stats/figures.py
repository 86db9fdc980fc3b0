"""Figures of what was done and learned: what `mlflash stats` prints and the charts draw."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from mlflash.bank.catalog import DIFFICULTIES, CardHead
from mlflash.scheduler.card_state import BINS, Progress
from mlflash.scheduler.study_day import streak
from mlflash.study.stats.day_figures import (
    Bin,
    Day,
    ReviewTotals,
    calibration_bins,
    last_days,
    longest_streak,
    review_totals,
    study_days,
)
from mlflash.study.status import Status
from mlflash.study.view import View
from mlflash.study.weak_lists import (
    MissedCard,
    MissedLine,
    SlowCard,
    leech_cards,
    missed_lines,
    overconfident_cards,
    slow_cards,
)

OF_ALL = ("today", "week", "month", "total", "streak", "longest", "days", "calibration")
"""Figures of all cards, whatever was chosen: the journal's totals are by day, not by card."""
FORECAST = 30
"""Days looked ahead, today among them."""


class CardGroup(NamedTuple):
    """Cards that belong together."""

    id: str
    """The id of the section, or the name of the group."""
    title: str
    """What it is called."""
    questions: int
    """Its cards in all."""
    new: int
    """Cards never met."""
    learning: int
    """Cards in their learning steps."""
    review: int
    """Learned cards."""
    suspended: int
    """Suspended cards."""
    weak: int
    """Weak cards."""
    lapses: int
    """How often its cards were forgotten."""
    recall: float | None
    """The mean retrievability of the cards met, today; None where there are none."""
    secure: float
    """The mean over all its cards, a card never met counting 0."""


class TimeSpent(NamedTuple):
    """The reviews of some cards, and the minutes these took."""

    questions: int
    """The cards."""
    met: int
    """Those met at least once."""
    reviews: int
    """Their reviews."""
    minutes: float
    """The minutes these took."""


class Figures(NamedTuple):
    """All figures."""

    day: date
    """The study day."""
    today: ReviewTotals
    """The totals of today."""
    week: ReviewTotals
    """The totals of the last seven days."""
    month: ReviewTotals
    """The totals of the last thirty days."""
    total: ReviewTotals
    """The totals of all days."""
    streak: int
    """Days in a row with reviews, up to today or yesterday."""
    longest: int
    """The most such days there ever were."""
    all: CardGroup
    """All cards."""
    sections: tuple[CardGroup, ...]
    """The cards of each section."""
    difficulties: tuple[CardGroup, ...]
    """The cards of each difficulty."""
    days: tuple[Day, ...]
    """Every study day."""
    calibration: tuple[Bin, ...]
    """Reviews by predicted recall."""
    forecast: tuple[int, ...]
    """Cards that fall due on each day from today; overdue ones count today."""
    recall: tuple[int, ...]
    """Cards met by retrievability today, in tenths."""
    lost: tuple[MissedLine, ...]
    """The lines the reader keeps missing."""
    sure_wrong: tuple[MissedCard, ...]
    """Cards answered wrong with confidence."""
    leeches: tuple[MissedCard, ...]
    """Leeches."""
    slow: tuple[SlowCard, ...]
    """Cards that take long."""


def figures(view: View, cards: Iterable[CardHead] | None = None) -> Figures:
    """The figures of the cards given, or of all; those named in `OF_ALL` are of everything in the journal."""
    catalog, progress, day = view.catalog, view.progress, view.day
    cards = tuple(view.cards(cards))  # made once, for some thirty passes

    by_section, by_difficulty = defaultdict[str, list[CardHead]](list), defaultdict[str, list[CardHead]](list)
    for card in cards:
        by_section[card.section].append(card)
        by_difficulty[card.difficulty].append(card)
    return Figures(
        day=day,
        today=last_days(progress, day, 1),
        week=last_days(progress, day, 7),
        month=last_days(progress, day, 30),
        total=review_totals(progress.days.values()),
        streak=streak(progress.days, day),
        longest=longest_streak(progress),
        all=_group("all", "all", cards, view),
        sections=tuple(
            _group(section.id, section.title, by_section[section.id], view)
            for section in catalog.sections.values()
            if section.id in by_section
        ),
        difficulties=tuple(
            _group(name, name, by_difficulty[name], view) for name in DIFFICULTIES if name in by_difficulty
        ),
        days=study_days(progress),
        calibration=calibration_bins(progress),
        forecast=view.due_by_day(cards, FORECAST),
        recall=_cards_by_recall(view, cards),
        lost=missed_lines(view, cards),
        sure_wrong=overconfident_cards(view, cards),
        leeches=leech_cards(view, cards),
        slow=slow_cards(view, cards),
    )


def time_spent(cards: Sequence[CardHead], progress: Progress) -> TimeSpent:
    """The reviews and minutes of the cards given; reviews without a schedule, as in cram, are left out."""
    states = [progress.state(card.id) for card in cards]
    met = sum(state.memory is not None for state in states)
    return TimeSpent(len(states), met, sum(s.reps for s in states), sum(s.ms for s in states) / 60_000)


def to_json(value: Any) -> Any:
    """Figures in JSON's types, with shares and minutes rounded."""
    if hasattr(value, "_asdict"):
        return {
            name: round(field, 1) if name == "minutes" else to_json(field)
            for name, field in value._asdict().items()
        }
    match value:
        case tuple():
            return list(map(to_json, value))
        case float():
            return round(value, 4)
        case date():
            return value.isoformat()
    return value


def _group(key: str, title: str, cards: Sequence[CardHead], view: View) -> CardGroup:
    chances = _recalls(view, cards)
    statuses = [view.status(card.id) for card in cards]
    phases = Counter(status.phase for status in statuses)
    return CardGroup(
        id=key,
        title=title,
        questions=len(cards),
        new=phases["new"],
        learning=phases["learning"],
        review=phases["review"],
        suspended=phases["suspended"],
        weak=sum(Status.WEAK in status for status in statuses),
        lapses=sum(view.state(card.id).lapses for card in cards),
        recall=sum(chances) / len(chances) if chances else None,
        secure=sum(chances) / len(cards) if cards else 0.0,
    )


def _cards_by_recall(view: View, cards: Iterable[CardHead]) -> tuple[int, ...]:
    """How many of the cards met have a retrievability in each tenth."""
    counts = Counter(min(int(chance * BINS), BINS - 1) for chance in _recalls(view, cards))
    return tuple(counts[tenth] for tenth in range(BINS))


def _recalls(view: View, cards: Iterable[CardHead]) -> list[float]:
    """The retrievability today of each of the cards met."""
    return [chance for card in cards if (chance := view.recall(card.id)) is not None]
