"""How ready the reader is: what they are expected to recall on the morning, and how certain that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import exp, log, sqrt
from typing import NamedTuple

from mlflash.scheduler.card_state import MILLION
from mlflash.scheduler.schedule import DECAY, Memory, retrievability

DOUBT = 0.6
"""Standard deviation of the reader's shift, in log-odds of recall, before any later-day review is known."""

DRIFT = 0.1
"""Standard deviation of what later-day reviews cannot tell of the morning, in log-odds."""

TILT, USUAL = 0.2, 0.9
"""The same for each unit of log-odds by which the morning's recall differs from that of the reviews so far.

`USUAL` is the recall of reviews as long as there are none.
"""

PACE = 0.1
"""Standard deviation of the cards seen by then, relative to those still to be seen until then."""

FADING, FADING_KNOWN = 0.06, 300
"""Standard deviation of the part of recall that fades within the day, though the curve counts on it.

It only lowers the range, and no shift of log-odds stands for it: near 1, odds move recall too little. After
`FADING_KNOWN` later-day reviews its variance is half.
"""

BELOW, ABOVE = 1.65, 1.2
"""How far a range reaches below and above, in standard deviations: nine mornings in ten fall within it.

Tuned with both kinds of readers of `benchmarks/plan.py`, others than those that `docs/plan.md` measures.
"""

STEPS = 8
"""Newton's steps to the likeliest shift."""

MOST, MOST_UNTESTED = 0.98, 0.95
"""The most that is ever promised, and before the first review on a later day."""


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
    """Predicted recall against actual, and what follows for predictions."""

    n: int = 0
    """The reviews of learned cards compared."""
    predicted: float = 0.0
    """The mean of their predicted recall."""
    actual: float = 0.0
    """The share of them passed."""
    shift: float = 0.0
    """How far the log-odds of actual recall are above the predicted, drawn to 0 while reviews are few."""
    error: float = DOUBT
    """The standard deviation of the shift's error."""

    @property
    def most(self) -> float:
        """The most that is promised."""
        return MOST if self.n else MOST_UNTESTED

    def corrected(self, recall: float) -> float:
        """Predicted recall as this reader's own reviews correct it."""
        return 1 / (1 + exp(-log_odds(recall) - self.shift)) if self.n else recall


UNTESTED = Calibration()
"""Before any review on a later day."""


class Readiness(NamedTuple):
    """Expected recall on a morning, from 0 to 1."""

    value: float
    """The weighted mean of predicted recall, corrected; an unseen card counts as not known."""
    low: float
    """The lower end of the range that nine mornings in ten fall within."""
    high: float
    """Its upper end."""
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
    items: Iterable[Item], on: date, bins: Sequence[tuple[int, int, int]] = (), decay: float = DECAY
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
    """The corrected mean and its range."""
    total = sum(item.weight for item in items)
    if not total:
        return Readiness(0.0, 0.0, 0.0, 0, len(items))
    seen = [(item.weight / total, item.memory) for item in items if item.memory is not None]
    found = expected(((share, retrievability(memory, on, decay)) for share, memory in seen), calibration)
    return Readiness(*promised(found, calibration), len(seen), len(items))


class Expected(NamedTuple):
    """What is expected of a morning, each card's share of the weight counted."""

    value: float
    """The corrected recall."""
    known: float
    """The share of cards seen: recall is at most this."""
    slope: float
    """How much recall grows with the shift."""
    variance: float
    """The variance of the recall of the morning itself, each card recalled or not by chance."""


def expected(seen: Iterable[tuple[float, float]], calibration: Calibration) -> Expected:
    """What is expected of the cards seen, given as (share of the weight, predicted recall)."""
    value = known = slope = variance = 0.0
    corrected = calibration.corrected
    for share, predicted in seen:
        recall = corrected(predicted)
        doubt = recall * (1 - recall)
        value, known = value + share * recall, known + share
        slope, variance = slope + share * doubt, variance + share * share * doubt
    return Expected(value, known, slope, variance)


def promised(found: Expected, calibration: Calibration, to_come: float = 0.0) -> tuple[float, float, float]:
    """The value and the range around it, none above what may be promised; `to_come` are cards seen until then.

    Four things make the range. The curve may be off for this reader: an error of the log-odds, common to all seen
    cards. It may also be of the wrong form, and then less is kept. The morning itself is random. And more or fewer
    cards may be seen until then.
    """
    value, known, slope, variance = found
    if value <= 0:
        return 0.0, 0.0, 0.0
    mean = value / known
    far = log_odds(mean) - log_odds(calibration.predicted if calibration.n else USUAL)
    error = sqrt(calibration.error**2 + DRIFT**2 + (TILT * far) ** 2) * slope / (known * mean * (1 - mean) or 1.0)
    pace = PACE * to_come * (1 - known)
    by_chance = variance + (mean * pace) ** 2
    by_fading = (FADING * value) ** 2 / (1 + calibration.n / FADING_KNOWN)

    def reach(sides: float) -> float:
        by_curve = known / (1 + exp(-log_odds(mean) - sides * error)) - value
        return sqrt(by_curve**2 + sides**2 * (by_chance + (by_fading if sides < 0 else 0.0)))

    low, high = max(0.0, value - reach(-BELOW)), min(known + ABOVE * pace, value + reach(ABOVE))
    most = calibration.most
    return min(value, most), min(low, most), min(high, most)


def log_odds(share: float) -> float:
    """The logarithm of the odds of a share, kept off 0 and 1."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    return log(share / (1 - share))


def calibrated(bins: Iterable[tuple[int, int, int]]) -> Calibration:
    """Predicted recall against actual over all bins of (reviews, sum predicted in millionths, passed).

    The shift is the likeliest one given the bins and a normal prior of mean 0 and deviation `DOUBT`.
    """
    counted = [(n, millionths / MILLION / n, passed) for n, millionths, passed in bins if n]
    n = sum(count for count, *_ in counted)
    if not n:
        return Calibration()
    shift, precision = 0.0, 1 / DOUBT**2
    for _ in range(STEPS):
        slope, precision = -shift / DOUBT**2, 1 / DOUBT**2
        for count, predicted, passed in counted:
            recall = 1 / (1 + exp(-log_odds(predicted) - shift))
            slope, precision = slope + passed - count * recall, precision + count * recall * (1 - recall)
        shift += slope / precision
    return Calibration(
        n=n,
        predicted=sum(count * predicted for count, predicted, _ in counted) / n,
        actual=sum(passed for *_, passed in counted) / n,
        shift=shift,
        error=sqrt(1 / precision),
    )
