"""The records that the figures are made of."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mlflash.study.stats.trouble import MissedCard, MissedLine, SlowCard


class ReviewTotals(NamedTuple):
    """What some days came to."""

    days: int
    """How many days had reviews."""
    reviews: int
    """The reviews."""
    new: int
    """The cards met for the first time."""
    minutes: float
    """The minutes studied."""
    learned: int
    """The reviews of learned cards."""
    recalled: float | None
    """The share of these that passed; None where there were none."""
    predicted: float | None
    """The share of these that the forgetting curve expected to pass; None where there were none."""
    seconds: float | None
    """The mean seconds of a review; None where none was timed."""


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


class Day(NamedTuple):
    """One study day."""

    day: date
    """The study day."""
    reviews: int
    """Its reviews."""
    new: int
    """Cards met for the first time."""
    minutes: float
    """The minutes studied."""
    learned: int
    """Reviews of learned cards."""
    passed: int
    """Those of them that passed."""
    predicted: float
    """How many of them were expected to pass."""


class Bin(NamedTuple):
    """Reviews whose recall was predicted between two bounds."""

    low: float
    """The lowest prediction."""
    high: float
    """The highest."""
    reviews: int
    """The reviews predicted between them."""
    predicted: float | None
    """The mean prediction; None where there are none."""
    passed: int
    """How many passed."""


class Figures(NamedTuple):
    """All figures."""

    day: date
    """The study day."""
    today: ReviewTotals
    """What today came to."""
    week: ReviewTotals
    """What the last seven days came to."""
    month: ReviewTotals
    """What the last thirty days came to."""
    total: ReviewTotals
    """What all days came to."""
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
