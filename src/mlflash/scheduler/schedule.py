"""Schedule cards: FSRS-6 (`fsrs.FsrsModel`) on study days, with learning steps and fuzz.

Days are whole study days: counted as multiples of 24 hours they would differ from Anki's. Fuzz has Anki's ranges,
and its seed is the card's id and the number of its reviews. Intervals of Hard, Good and Easy differ by at least a
day, as in Anki.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from mlflash.hashing import blake2b
from mlflash.record import Record
from mlflash.scheduler.events import AGAIN, EASY, HARD, Rating

if TYPE_CHECKING:
    from mlflash.scheduler.fsrs import MemoryState

DECAY = 0.1542
"""FSRS-6's default for w20, the exponent of the forgetting curve."""

WEIGHT_BOUNDS = (
    (0.001, 100), (0.001, 100), (0.001, 100), (0.001, 100), (1, 10), (0.001, 4), (0.001, 4),
    (0.001, 0.75), (0, 4.5), (0, 0.8), (0.001, 3.5), (0.001, 5), (0.001, 0.25), (0.001, 0.9),
    (0, 4), (0, 1), (1, 6), (0, 2), (0, 2), (0, 0.8), (0.1, 0.8),
)  # fmt: skip
"""The least and the greatest value of each FSRS-6 weight, as the fsrs package has them."""


class Parameters(NamedTuple):
    """The settings that the schedule depends on."""

    weights: tuple[float, ...] | None = None
    """The 21 FSRS-6 weights; None for the default ones."""
    retention: float = 0.9
    """The predicted recall at which a card becomes due."""
    learning_steps: tuple[float, ...] = (1.0, 10.0)
    """Minutes of each step of a new card."""
    relearning_steps: tuple[float, ...] = (10.0,)
    """Minutes of each step of a forgotten card."""
    maximum_interval: int = 36_500
    """The longest interval, in days."""
    fuzz: bool = True
    """Whether intervals vary slightly, so that cards learned together don't stay together."""

    @property
    def decay(self) -> float:
        """The forgetting curve's exponent."""
        return self.weights[20] if self.weights else DECAY


class Phase(StrEnum):
    """The phase of a card."""

    LEARNING = "learning"
    """In its learning steps."""
    REVIEW = "review"
    """Past its learning steps: it is due on a study day."""
    RELEARNING = "relearning"
    """Forgotten, and in its relearning steps."""


LEARNING, REVIEW, RELEARNING = Phase


class Memory(Record, frozen=True, gc=False):
    """What FSRS knows of a card, and when it is due."""

    phase: Phase
    """Learning, review or relearning."""
    step: int | None
    """The number of the step, from 0; None in review."""
    stability: float
    """Days after which predicted recall has fallen to 90 %."""
    difficulty: float
    """How hard the card is, from 1 to 10."""
    day: date
    """The study day of the last review."""
    at: datetime
    """The instant of the last review."""
    due_day: date
    """The study day it is due on; in the steps, the study day of the last review."""
    due_at: datetime | None = None
    """The instant at which the step is over; None in review."""

    @property
    def due(self) -> date | datetime:
        """When it is due: a study day in review, an instant in the steps."""
        return self.due_day if self.due_at is None else self.due_at


def forgetting_curve(stability: float, days: float, decay: float = DECAY) -> float:
    """Predicted recall after `days` without review.

    The FSRS-6 power curve (1 + F·t/S)^(−w20), with F = 0.9^(−1/w20) − 1 so that it is 0.9 at t = S.
    """
    return float((1 + _factor(decay) * max(0.0, days) / stability) ** -decay)


def _factor(decay: float) -> float:
    return float(0.9 ** (-1 / decay) - 1)


def interval(stability: float, parameters: Parameters) -> float:
    """Days until predicted recall has fallen to the desired retention: the curve inverted, unrounded."""
    decay = parameters.decay
    return float(stability / _factor(decay) * (parameters.retention ** (-1 / decay) - 1))


def retrievability(memory: Memory, day: date, decay: float = DECAY) -> float:
    """Predicted recall of a card on a study day, from 0 to 1."""
    return forgetting_curve(memory.stability, (day - memory.day).days, decay)


def preview(
    memory: Memory | None, at: datetime, day: date, parameters: Parameters, seed: tuple[str, int]
) -> dict[Rating, Memory]:
    """The memory after each of the four ratings."""
    scheduler = Scheduler(parameters)
    return {rating: scheduler.review(memory, rating, at, day, seed) for rating in Rating}


def fuzzed(days: float, seed: tuple[str, int], minimum: int, maximum: int) -> int:
    """A whole number of days drawn evenly from the fuzz range of `days`; the same for the same seed."""
    low, high = fuzz_range(days, minimum, maximum)
    digest = blake2b(f"{seed[0]}\0{seed[1]}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return low + int.from_bytes(digest) * (high - low + 1) // 2**64


def fuzz_range(days: float, minimum: int, maximum: int) -> tuple[int, int]:
    """The shortest and the longest interval that fuzz may make of an interval, all in days.

    As in Anki: a day, and ±15 % of days 2.5–7, ±10 % of 7–20, ±5 % beyond; no range under 2.5 days. A range of a
    single day over 2, as the minimum may leave it, is widened by a day.
    """
    minimum = min(minimum, maximum)
    days = min(max(days, minimum), maximum)
    delta = 0.0
    if days >= 2.5:
        delta = 1.0 + 0.15 * (min(days, 7.0) - 2.5)
        if days > 7.0:
            delta += 0.1 * (min(days, 20.0) - 7.0) + 0.05 * max(days - 20.0, 0.0)
    low = min(max(_round(days - delta), minimum), maximum)
    high = min(max(_round(days + delta), minimum), maximum)
    if low == high and 2 < high < maximum:
        high += 1
    return low, high


def _round(days: float) -> int:
    """Round to the nearest whole number, halves upward, as Anki does."""
    return floor(days + 0.5)


class Scheduler:
    """The rules of scheduling with a set of parameters; terms of the parameters alone are computed once."""

    def __init__(self, parameters: Parameters) -> None:
        from mlflash.scheduler.fsrs import model_for  # late: a start schedules nothing

        self.parameters, self.model = parameters, model_for(parameters)
        self.learning = _minutes(parameters.learning_steps)
        self.relearning = _minutes(parameters.relearning_steps)

    def review(
        self,
        memory: Memory | None,
        rating: Rating,
        at: datetime,
        day: date,
        seed: tuple[str, int],
        settle: bool = True,
        predicted: float | None = None,
    ) -> Memory:
        """The memory after a grade on study day `day`; `seed` is (card id, reviews before this one).

        A day before the last review's, as a clock set back can give, counts as the same day. If `settle` is false,
        the due day of a review card is not computed and `day` stands for it: a replay settles only the last
        review. `predicted` is the predicted recall, if it is known already.
        """
        if memory is not None and day <= memory.day:
            day = memory.day
        elif predicted is None:
            predicted = self.predicted(memory, day)
        stability, difficulty = self._next_state(memory, rating, predicted)
        phase, step, wait = self._step(memory, rating)
        due_day, due_at = day, None
        if wait is not None:
            due_at = at + wait
        elif settle:
            due_day = day + timedelta(days=self._settled(memory, rating, predicted, stability, seed))
        return Memory(phase, step, stability, difficulty, day, at, due_day, due_at)

    def predicted(self, memory: Memory | None, day: date) -> float | None:
        """Predicted recall on a day after the last review's; None on any other day, or for a new card."""
        if memory is None or day <= memory.day:
            return None
        return self.model.retrievability(memory.stability, (day - memory.day).days)

    def _next_state(self, memory: Memory | None, rating: Rating, predicted: float | None) -> "MemoryState":
        """Stability and difficulty after a grade; `predicted` is None if the last review was on the same day."""
        if memory is None:
            return self.model.initial_state(rating)
        if predicted is None:
            return self.model.short_term_state(memory.stability, memory.difficulty, rating)
        return self.model.next_state(memory.stability, memory.difficulty, predicted, rating)

    def _step(self, memory: Memory | None, rating: Rating) -> tuple[Phase, int | None, timedelta | None]:
        """Phase and step after a grade, and the wait in a step; None in review.

        Again goes back to the first step, Hard repeats the step, Good goes on to the next, Easy ends the steps. At
        the first step Hard waits longer than Again: halfway to the second step, or half as long again without one.
        """
        phase, repeated = (LEARNING, 0) if memory is None else (memory.phase, memory.step or 0)
        if phase is REVIEW:
            if rating > AGAIN:
                return REVIEW, None, None
            phase = RELEARNING
        steps = self.learning if phase is LEARNING else self.relearning
        step = (0, repeated, repeated + 1, len(steps))[rating - 1]
        if step >= len(steps):  # also if the settings had more steps before
            return REVIEW, None, None
        if rating != HARD or step:
            return phase, step, steps[step]
        return phase, step, (steps[0] + steps[1]) / 2 if len(steps) > 1 else steps[0] * 1.5

    def _settled(
        self,
        before: Memory | None,
        rating: Rating,
        predicted: float | None,
        stability: float,
        seed: tuple[str, int],
    ) -> int:
        """Days to the next review, at least a day more than the next lower passing rating would give.

        In learning steps Easy is compared with the interval that Good would give if it ended the steps.
        """
        minimum = 1
        if rating > HARD and (rating == EASY or self._step(before, Rating(rating - 1))[0] is REVIEW):
            easier = Rating(rating - 1)
            lower = self._next_state(before, easier, predicted).stability
            minimum = 1 + self._settled(before, easier, predicted, lower, seed)
        exact, maximum = interval(stability, self.parameters), self.parameters.maximum_interval
        if self.parameters.fuzz:
            return fuzzed(exact, seed, minimum, maximum)
        return min(max(_round(exact), minimum), maximum)


def _minutes(steps: Sequence[float]) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=step) for step in steps)
