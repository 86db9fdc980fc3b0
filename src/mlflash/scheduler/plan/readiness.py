"""How ready the reader is: what they are expected to recall on the morning, and how certain that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import sqrt
from typing import NamedTuple

from mlflash.scheduler.card_state import MILLION
from mlflash.scheduler.schedule import DECAY, Memory, retrievability

DOUBT = 0.05
"""Standard deviation of the curve's error, the same for all cards of a reader, before any review is known."""

WIDTH = 1.645
"""Half the width of the band in standard deviations: nine mornings in ten fall within it."""


class Item(NamedTuple):
    """A card as the plan sees it."""

    id: str
    """The id of the card."""
    section: str
    """The id of its section."""
    weight: float
    """The weight of its likelihood."""
    memory: Memory | None = None
    """None for a new card."""
    pace: float = 1.0
    """How long it takes relative to the reader's mean."""


class Calibration(NamedTuple):
    """Predicted recall against actual."""

    n: int
    """The reviews of learned cards compared."""
    predicted: float
    """The mean of their predicted recall."""
    actual: float
    """The share of them passed."""

    @property
    def offset(self) -> float:
        """How far actual recall is above the predicted, drawn to 0 while reviews are few."""
        return (self.actual - self.predicted) * self._known

    @property
    def error(self) -> float:
        """The standard deviation of the offset's error."""
        return DOUBT * sqrt(1 - self._known)

    @property
    def _known(self) -> float:
        if not self.n:
            return 0.0
        share = (self.predicted * self.n + 1) / (self.n + 2)
        return DOUBT**2 / (DOUBT**2 + share * (1 - share) / self.n)


class Readiness(NamedTuple):
    """Expected recall on a morning, from 0 to 1."""

    value: float
    """The weighted mean of predicted recall; an unseen card counts as not known."""
    low: float
    """The lower end of the 90 % band."""
    high: float
    """The upper end of the 90 % band."""
    seen: int
    """How many cards have been reviewed."""
    questions: int
    """How many cards there are."""


class ReadinessReport(NamedTuple):
    """Readiness for a morning."""

    on: date
    """The morning's date."""
    overall: Readiness
    """Of all cards."""
    sections: dict[str, Readiness]
    """Of each section."""
    calibration: Calibration
    """How predictions have held so far."""


def report(
    items: Iterable[Item],
    on: date,
    bins: Sequence[tuple[int, int, int]] = (),
    decay: float = DECAY,
) -> ReadinessReport:
    """Readiness on the morning of a study day; `bins` are `Progress.calibration`.

    Cards of no weight are left out. An empty scope gives a readiness of 0 of 0 cards.
    """
    calibration = calibrated(bins)
    chosen = [item for item in items if item.weight > 0]
    by_section: dict[str, list[Item]] = {}
    for item in chosen:
        by_section.setdefault(item.section, []).append(item)
    sections = {name: readiness(group, on, calibration, decay) for name, group in by_section.items()}
    return ReadinessReport(on, readiness(chosen, on, calibration, decay), sections, calibration)


def readiness(items: Sequence[Item], on: date, calibration: Calibration, decay: float = DECAY) -> Readiness:
    """The mean and its band.

    Two things make the band. The morning itself is random: the weighted sum of independent recalls of probability
    r has variance Σw²r(1−r)/(Σw)². And the curve may be off for this reader: that error, common to all seen
    cards, has a normal prior of mean 0 and deviation `DOUBT`, updated by predicted against actual so far. The
    band is centered on the prediction moved by that error's mean; the value itself is not moved.
    """
    total = sum(item.weight for item in items)
    if not total:
        return Readiness(0.0, 0.0, 0.0, 0, len(items))
    mean = variance = known = 0.0
    seen = 0
    for item in items:
        if item.memory is None:
            continue
        share, r = item.weight / total, retrievability(item.memory, on, decay)
        mean, variance, known, seen = mean + share * r, variance + share**2 * r * (1 - r), known + share, seen + 1
    center = mean + known * calibration.offset
    half = WIDTH * sqrt(variance + (known * calibration.error) ** 2)
    return Readiness(mean, max(0.0, center - half), min(known, max(0.0, center + half)), seen, len(items))


def calibrated(bins: Iterable[tuple[int, int, int]]) -> Calibration:
    """Predicted recall against actual over all bins of (reviews, sum predicted in millionths, passed)."""
    n = predicted = passed = 0
    for count, millionths, right in bins:
        n, predicted, passed = n + count, predicted + millionths, passed + right
    return Calibration(n, predicted / MILLION / n, passed / n) if n else Calibration(0, 0.0, 0.0)
