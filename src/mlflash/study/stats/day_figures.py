"""The figures of study days: totals over some days, each day, and predicted recall against actual."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from mlflash.scheduler.card_state import BINS, MILLION, DayTotals, Progress


class ReviewTotals(NamedTuple):
    """The totals of some days."""

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
    """How many of these passed."""
    predicted: float
    """How many of these were expected to pass."""


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


def review_totals(tallies: Iterable[DayTotals]) -> ReviewTotals:
    """The totals of some days together."""
    days, total = 0, DayTotals()
    for tally in tallies:
        days += 1
        total = total.plus(tally)
    share = total.learned or None
    return ReviewTotals(
        days,
        total.reviews,
        total.new,
        total.ms / 60_000,
        total.learned,
        total.passed / share if share else None,
        total.predicted / MILLION / share if share else None,
        total.ms / 1000 / total.reviews if total.reviews else None,
    )


def last_days(progress: Progress, day: date, count: int) -> ReviewTotals:
    """The totals of the last `count` days up to a day."""
    first = day - timedelta(days=count - 1)
    return review_totals(tally for on, tally in progress.days.items() if first <= on <= day)


def study_days(progress: Progress) -> tuple[Day, ...]:
    """Every study day, oldest first."""
    return tuple(
        Day(on, t.reviews, t.new, t.ms / 60_000, t.learned, t.passed, t.predicted / MILLION)
        for on, t in sorted(progress.days.items())
    )


def calibration_bins(progress: Progress) -> tuple[Bin, ...]:
    """Reviews by predicted recall."""
    return tuple(
        Bin(i / BINS, (i + 1) / BINS, n, predicted / MILLION / n if n else None, passed)
        for i, (n, predicted, passed) in enumerate(progress.calibration)
    )


def longest_streak(progress: Progress) -> int:
    """The most days in a row that had reviews."""
    longest = length = 0
    before = None
    for day in sorted(progress.days):
        length = length + 1 if before is not None and (day - before).days == 1 else 1
        longest, before = max(longest, length), day
    return longest
