"""How ready the reader is: what they can be expected to recall on the morning, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import sqrt
from typing import NamedTuple

from mlflash.scheduler.card_state import MILLION
from mlflash.scheduler.schedule import DECAY, Memory, retrievability

DOUBT = 0.05
"""Standard deviation of the curve's error, the same for all questions of a reader, before any review is known."""

WIDTH = 1.645
"""Half the width of the band in standard deviations: nine mornings in ten fall within it."""


class Item(NamedTuple):
    """A question as the plan sees it: `weight` by likelihood, `pace` its seconds against the reader's mean."""

    id: str
    section: str
    weight: float
    memory: Memory | None = None
    pace: float = 1.0


class Calibration(NamedTuple):
    """Predicted recall against actual, over `n` reviews of learned questions: both are shares."""

    n: int
    predicted: float
    actual: float

    @property
    def offset(self) -> float:
        """How much actual recall is above the predicted, drawn to 0 while reviews are few."""
        return (self.actual - self.predicted) * self._known

    @property
    def error(self) -> float:
        """The standard deviation of what is left unknown of that."""
        return DOUBT * sqrt(1 - self._known)

    @property
    def _known(self) -> float:
        if not self.n:
            return 0.0
        share = (self.predicted * self.n + 1) / (self.n + 2)
        return DOUBT**2 / (DOUBT**2 + share * (1 - share) / self.n)


class Readiness(NamedTuple):
    """`value` is the weighted mean of predicted recall, unseen questions counted as not known.

    The 90 % band runs from `low` to `high`; `seen` of `questions` have been met.
    """

    value: float
    low: float
    high: float
    seen: int
    questions: int


class ReadinessReport(NamedTuple):
    """Readiness for a morning, in all and by section, and how predictions have held so far."""

    on: date
    overall: Readiness
    sections: dict[str, Readiness]
    calibration: Calibration


def report(
    items: Iterable[Item],
    on: date,
    bins: Sequence[tuple[int, int, int]] = (),
    decay: float = DECAY,
) -> ReadinessReport:
    """Readiness on the morning of a study day; `bins` are `Progress.calibration`.

    Items of no weight are left out. An empty scope gives a readiness of 0 of 0 questions.
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

    Two things make the band. The morning itself is chance: the weighted sum of independent recalls with chances
    r has variance Σw²r(1−r)/(Σw)². And the curve may be off for this reader: that error, common to all seen
    questions, has a normal prior of mean 0 and deviation `DOUBT`, updated by predicted against actual so far. The
    band is centered on the prediction moved by that error's mean; the value itself is not moved.
    """
    total = sum(item.weight for item in items)
    if not total:
        return Readiness(0.0, 0.0, 0.0, 0, len(items))
    mean = chance = known = 0.0
    seen = 0
    for item in items:
        if item.memory is None:
            continue
        share, r = item.weight / total, retrievability(item.memory, on, decay)
        mean, chance, known, seen = mean + share * r, chance + share**2 * r * (1 - r), known + share, seen + 1
    center = mean + known * calibration.offset
    half = WIDTH * sqrt(chance + (known * calibration.error) ** 2)
    return Readiness(mean, max(0.0, center - half), min(known, max(0.0, center + half)), seen, len(items))


def calibrated(bins: Iterable[tuple[int, int, int]]) -> Calibration:
    """Predicted recall against actual over all bins of (reviews, sum predicted in millionths, passed)."""
    n = predicted = passed = 0
    for count, millionths, right in bins:
        n, predicted, passed = n + count, predicted + millionths, passed + right
    return Calibration(n, predicted / MILLION / n, passed / n) if n else Calibration(0, 0.0, 0.0)
