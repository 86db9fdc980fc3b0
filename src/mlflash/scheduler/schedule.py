"""When a question comes back: FSRS-6 (`model_for`) on study days, with learning steps and fuzz.

Days are whole study days: counted as floors of 24 hours they would drift from what Anki computes. Fuzz is seeded
by question and number of reviews and spread as Anki's. Intervals of Hard, Good and Easy differ by at least a day,
as Anki's do.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from mlflash.hashing import blake2b
from mlflash.scheduler.events import AGAIN, EASY, GOOD, HARD

if TYPE_CHECKING:
    from mlflash.scheduler.fsrs import MemoryState

LEARNING, REVIEW, RELEARNING = "learning", "review", "relearning"
DECAY = 0.1542
"""FSRS-6's default for w20, the exponent of the forgetting curve."""

WEIGHT_BOUNDS = (
    (0.001, 100), (0.001, 100), (0.001, 100), (0.001, 100), (1, 10), (0.001, 4), (0.001, 4),
    (0.001, 0.75), (0, 4.5), (0, 0.8), (0.001, 3.5), (0.001, 5), (0.001, 0.25), (0.001, 0.9),
    (0, 4), (0, 1), (1, 6), (0, 2), (0, 2), (0, 0.8), (0.1, 0.8),
)  # fmt: skip
"""The least and the greatest value of each FSRS-6 weight, as the fsrs package has them."""


class Parameters(NamedTuple):
    """What the schedule depends on: FSRS weights (None: FSRS-6's own), retention, steps in minutes."""

    weights: tuple[float, ...] | None = None
    retention: float = 0.9
    learning_steps: tuple[float, ...] = (1.0, 10.0)
    relearning_steps: tuple[float, ...] = (10.0,)
    maximum_interval: int = 36_500
    fuzz: bool = True

    @property
    def decay(self) -> float:
        """The forgetting curve's exponent."""
        return self.weights[20] if self.weights else DECAY


class Memory(NamedTuple):
    """What FSRS knows of a question.

    `stability` in days, `difficulty` 1 to 10, `day` and `at` of the last review. `due` is a study day for
    review cards and an instant for cards in (re)learning steps.
    """

    state: str
    step: int | None
    stability: float
    difficulty: float
    day: date
    at: datetime
    due: date | datetime

    @property
    def due_day(self) -> date:
        """The study day it falls due on: that of the last review while in (re)learning steps."""
        return self.day if isinstance(self.due, datetime) else self.due


def forgetting_curve(stability: float, days: float, decay: float = DECAY) -> float:
    """Predicted chance of recall after `days` without review.

    The FSRS-6 power curve (1 + F·t/S)^(−w20), with F = 0.9^(−1/w20) − 1 so that it is 0.9 at t = S.
    """
    return float((1 + _factor(decay) * max(0.0, days) / stability) ** -decay)


@lru_cache(maxsize=16)
def _factor(decay: float) -> float:
    return float(0.9 ** (-1 / decay) - 1)


def interval(stability: float, parameters: Parameters) -> float:
    """Days until predicted recall has fallen to the retention asked for: the curve read backward, unrounded."""
    decay = parameters.decay
    return float(stability / _factor(decay) * (parameters.retention ** (-1 / decay) - 1))


def retrievability(memory: Memory, day: date, decay: float = DECAY) -> float:
    """Predicted chance that a question is recalled on a study day."""
    return forgetting_curve(memory.stability, (day - memory.day).days, decay)


def review(
    memory: Memory | None,
    rating: int,
    at: datetime,
    day: date,
    parameters: Parameters,
    seed: tuple[str, int],
    settle: bool = True,
) -> Memory:
    """The memory after a grade given on study day `day`; `seed` is (question id, reviews before this one).

    A day before the last review's, as a clock set back can give, counts as the same day. `settle` False spares a
    review card its due day and leaves `day` there: no later review looks at it, so a replay settles only the last.
    """
    return scheduler_for(parameters).review(memory, rating, at, day, seed, settle)


def preview(
    memory: Memory | None, at: datetime, day: date, parameters: Parameters, seed: tuple[str, int]
) -> dict[int, Memory]:
    """What each of the four grades would give."""
    return {rating: review(memory, rating, at, day, parameters, seed) for rating in (AGAIN, HARD, GOOD, EASY)}


def fuzzed(days: float, seed: tuple[str, int], minimum: int, maximum: int) -> int:
    """A whole number of days drawn evenly from the fuzz range of `days`; the same for the same seed."""
    low, high = fuzz_range(days, minimum, maximum)
    digest = blake2b(f"{seed[0]}\0{seed[1]}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return low + int.from_bytes(digest) * (high - low + 1) // 2**64


def fuzz_range(days: float, minimum: int, maximum: int) -> tuple[int, int]:
    """The least and the greatest interval that fuzz may make of this one, both in days.

    Anki's: a day, and ±15 % of days 2.5–7, ±10 % of 7–20, ±5 % beyond; under 2.5 days nothing, but that a
    range of one day over 2, as the minimum may leave, is widened by one.
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
    """To the nearest whole number, halves upward, as Anki rounds."""
    return floor(days + 0.5)


class Scheduler:
    """The rules of one set of parameters, with what follows from them alone worked out but once."""

    __slots__ = ("curves", "learning", "parameters", "relearning")

    def __init__(self, parameters: Parameters) -> None:
        from mlflash.scheduler.fsrs import model_for  # late: a start schedules nothing

        self.parameters, self.curves = parameters, model_for(parameters)
        self.learning = _minutes(parameters.learning_steps)
        self.relearning = _minutes(parameters.relearning_steps)

    def review(
        self,
        memory: Memory | None,
        rating: int,
        at: datetime,
        day: date,
        seed: tuple[str, int],
        settle: bool = True,
        chance: float | None = None,
    ) -> Memory:
        """The memory after a grade, as the function `review` says; `chance` is its `predicted`, where known."""
        if memory is not None and day < memory.day:
            day = memory.day
        if chance is None:
            chance = self.predicted(memory, day)
        stability, difficulty = self._strength(memory, rating, chance)
        state, step, wait = self._step(memory, rating)
        due: date | datetime = day
        if wait is not None:
            due = at + wait
        elif settle:
            due = day + timedelta(days=self._settled(memory, rating, chance, stability, seed))
        return Memory(state, step, stability, difficulty, day, at, due)

    def predicted(self, memory: Memory | None, day: date) -> float | None:
        """The chance of recall on a day after the last review's; None for one that is not, or a new question."""
        if memory is None or day <= memory.day:
            return None
        return self.curves.chance(memory.stability, (day - memory.day).days)

    def _strength(self, memory: Memory | None, rating: int, chance: float | None) -> "MemoryState":
        """Stability and difficulty after a grade; no `chance` says that the last was on the same day."""
        if memory is None:
            return self.curves.first(rating)
        if chance is None:
            return self.curves.same_day(memory[2:4], rating)
        return self.curves.later(memory[2:4], chance, rating)

    def _step(self, memory: Memory | None, rating: int) -> tuple[str, int | None, timedelta | None]:
        """State and step after a grade, and the wait in a step; outside of steps, no wait.

        Again goes back to the first step, Hard repeats one, Good goes on to the next, Easy leaves them. Hard waits
        longer at the first step than Again: halfway to the second, or half as long again where there is none.
        """
        state, step = (LEARNING, 0) if memory is None else memory[:2]
        if state == REVIEW:
            if rating > AGAIN:
                return REVIEW, None, None
            state = RELEARNING
        steps = self.learning if state == LEARNING else self.relearning
        repeated = step or 0
        step = {AGAIN: 0, HARD: repeated, GOOD: repeated + 1, EASY: len(steps)}[rating]
        if step >= len(steps):  # also one kept from when there were more of them
            return REVIEW, None, None
        if rating != HARD or step:
            return state, step, steps[step]
        return state, step, (steps[0] + steps[1]) / 2 if len(steps) > 1 else steps[0] * 1.5

    def _settled(
        self, before: Memory | None, rating: int, chance: float | None, stability: float, seed: tuple[str, int]
    ) -> int:
        """Days to the next review, at least one more than the next lower passing grade would give.

        In learning steps Easy is held against the interval that Good would give if it ended the steps.
        """
        minimum = 1
        if rating > HARD and (rating == EASY or self._step(before, rating - 1)[0] == REVIEW):
            lower = self._strength(before, rating - 1, chance).stability
            minimum = 1 + self._settled(before, rating - 1, chance, lower, seed)
        exact, maximum = interval(stability, self.parameters), self.parameters.maximum_interval
        if self.parameters.fuzz:
            return fuzzed(exact, seed, minimum, maximum)
        return min(max(_round(exact), minimum), maximum)


scheduler_for = lru_cache(maxsize=16)(Scheduler)


def _minutes(steps: Sequence[float]) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=step) for step in steps)
