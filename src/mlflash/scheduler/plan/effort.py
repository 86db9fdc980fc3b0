"""What a sitting with one question costs and leads to: grades to expect, seconds to spend.

The shares of grades are the means of Anki's users as fsrs-rs simulates them (its `SimulatorConfig` defaults). So
are the seconds, doubled: four lines said aloud take longer than the flip of a vocabulary card. The seconds
give way to the reader's own as soon as there are some.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.events import AGAIN, EASY, GOOD, HARD, Rating
from mlflash.scheduler.fsrs import FsrsModel, MemoryState
from mlflash.scheduler.schedule import Parameters

FIRST = (0.24, 0.094, 0.495, 0.171)
"""Shares of Again, Hard, Good and Easy at a question's first sight."""

PASSED = (0.224, 0.631, 0.145)
"""Shares of Hard, Good and Easy among passed reviews."""

LEARNING = ((0.369, 0.063, 0.51, 0.058), (0.044, 0.455, 0.446, 0.055), (0.052, 0.047, 0.846, 0.055))
RELEARNING = ((0.216, 0.064, 0.66, 0.06), (0.05, 0.464, 0.447, 0.039), (0.106, 0.143, 0.727, 0.024))
"""Shares of the grades of a look within the day, after Again, Hard and Good at the look before."""

LOOKS = 3
"""Looks within a day that are followed one by one before the rest is taken to go well."""

LOOK_AGAIN, LOOK_EASY = 1.3, 0.65
"""How much longer than other looks one takes that fails, and one that is easy."""

PRIOR = 8
"""How many reviews the assumed seconds weigh against the reader's own."""

LONGEST = 600_000
"""Milliseconds beyond which a review says that the reader was away, not how long it took."""


class Seconds(NamedTuple):
    """Mean seconds a grade takes: at first sight, on a later day, and at another look on the same day."""

    first: tuple[float, float, float, float] = (39.0, 38.0, 28.0, 21.0)
    later: tuple[float, float, float, float] = (39.0, 35.0, 25.0, 18.0)
    look: float = 25.0


DEFAULT = Seconds()


class Outcome(NamedTuple):
    """One way a day with a question can end: its probability, the memory it leaves, the seconds it took."""

    probability: float
    strength: MemoryState
    seconds: float


def first_day(curves: FsrsModel, parameters: Parameters, seconds: Seconds) -> tuple[Outcome, ...]:
    """What meeting a new question comes to, the looks of its learning steps with it.

    Again and Hard begin at the first step, Good at the second, Easy is through.
    """
    last = len(parameters.learning_steps)
    outcomes: list[Outcome] = []
    for rating in (AGAIN, HARD, GOOD, EASY):
        step = {AGAIN: 0, HARD: 0, GOOD: 1, EASY: last}[rating]
        met = Outcome(FIRST[rating - 1], curves.initial_state(rating), seconds.first[rating - 1])
        outcomes += _looks(curves, met, rating, step, last, seconds.look, LEARNING, LOOKS)
    return tuple(outcomes)


def later_day(
    curves: FsrsModel, parameters: Parameters, seconds: Seconds, strength: MemoryState, chance: float
) -> tuple[Outcome, ...]:
    """What a review on a later day comes to where recall is predicted with this chance: lapses, three passes."""
    last = len(parameters.relearning_steps)
    lapse = Outcome(1 - chance, curves.next_state(*strength, chance, AGAIN), seconds.later[0])
    outcomes = _looks(curves, lapse, AGAIN, 0, last, seconds.look, RELEARNING, 1)
    for rating, share in zip((HARD, GOOD, EASY), PASSED, strict=True):
        after = curves.next_state(*strength, chance, rating)
        outcomes.append(Outcome(chance * share, after, seconds.later[rating - 1]))
    return tuple(outcomes)


def _looks(
    curves: FsrsModel,
    so_far: Outcome,
    rating: Rating,
    step: int,
    last: int,
    seconds: float,
    shares: tuple[tuple[float, float, float, float], ...],
    left: int,
) -> list[Outcome]:
    """The ways on through the day's steps; where the looks run out, the next one is taken to end them well."""
    if step >= last:
        return [so_far]
    if not left:
        return [
            Outcome(
                so_far.probability,
                curves.short_term_state(*so_far.strength, GOOD),
                so_far.seconds + (last - step) * seconds,
            )
        ]
    found = []
    for grade, share in zip(Rating, shares[rating - 1], strict=True):
        slower = LOOK_AGAIN if grade == AGAIN else LOOK_EASY if grade == EASY else 1.0
        way = Outcome(
            so_far.probability * share,
            curves.short_term_state(*so_far.strength, grade),
            so_far.seconds + slower * seconds,
        )
        onward = {AGAIN: 0, HARD: step, GOOD: step + 1, EASY: last}[grade]
        found += _looks(curves, way, grade, onward, last, seconds, shares, left - 1)
    return found


def mean_seconds(outcomes: Iterable[Outcome]) -> float:
    """The seconds to be expected."""
    return sum(o.probability * o.seconds for o in outcomes)


def seconds_from(recalls: Iterable[CardState], assumed: Seconds = DEFAULT) -> Seconds:
    """The assumed seconds scaled to the reader's mean over all timed reviews."""
    ms = timed = 0
    for recall in recalls:
        ms, timed = ms + min(recall.ms, LONGEST * recall.timed), timed + recall.timed
    typical = (sum(assumed.later) / 4 + assumed.look) / 2
    scale = (PRIOR * typical + ms / 1000) / (PRIOR + timed) / typical
    return Seconds(_scaled(assumed.first, scale), _scaled(assumed.later, scale), assumed.look * scale)


def _scaled(four: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    return four[0] * by, four[1] * by, four[2] * by, four[3] * by


def pace(recall: CardState, seconds: Seconds) -> float:
    """How long a question takes the reader against their mean: its own timed reviews, drawn to 1 by `PRIOR`."""
    typical = (sum(seconds.later) / 4 + seconds.look) / 2
    spent = min(recall.ms, LONGEST * recall.timed) / 1000
    return (PRIOR * typical + spent) / (PRIOR + recall.timed) / typical
