"""What a day with one card costs and leads to: the grades to expect and the seconds to spend.

The shares of grades are the means of Anki's users as fsrs-rs simulates them (its `SimulatorConfig` defaults). So
are the seconds, doubled: four lines said aloud take longer than the flip of a vocabulary card. The reader's own
seconds replace them as soon as there are some.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.events import AGAIN, EASY, GOOD, HARD, Rating
from mlflash.scheduler.fsrs import FsrsModel, MemoryState
from mlflash.scheduler.schedule import Parameters

FIRST = (0.24, 0.094, 0.495, 0.171)
"""Shares of Again, Hard, Good and Easy of a card seen for the first time."""

PASSED = (0.224, 0.631, 0.145)
"""Shares of Hard, Good and Easy among passed reviews."""

LEARNING = ((0.369, 0.063, 0.51, 0.058), (0.044, 0.455, 0.446, 0.055), (0.052, 0.047, 0.846, 0.055))
RELEARNING = ((0.216, 0.064, 0.66, 0.06), (0.05, 0.464, 0.447, 0.039), (0.106, 0.143, 0.727, 0.024))
"""Shares of the grades of a look within the day, after Again, Hard and Good at the look before."""

LOOKS = 3
"""Looks within a day that are followed one by one; after that the rest is assumed to be passed."""

LOOK_AGAIN, LOOK_EASY = 1.3, 0.65
"""How much longer than other looks a failed one takes, and an easy one."""

PRIOR = 8
"""How many reviews the assumed seconds weigh against the reader's own."""


class Seconds(NamedTuple):
    """Mean seconds that a grade takes, for Again, Hard, Good and Easy."""

    first: tuple[float, float, float, float] = (39.0, 38.0, 28.0, 21.0)
    """Of a new card."""
    later: tuple[float, float, float, float] = (39.0, 35.0, 25.0, 18.0)
    """On a later day."""
    look: float = 25.0
    """At another look on the same day, whatever the grade."""

    @property
    def typical(self) -> float:
        """The seconds of a review, as a mean over first and later looks."""
        return (sum(self.later) / 4 + self.look) / 2


DEFAULT = Seconds()


class Outcome(NamedTuple):
    """One way a day with a card can end."""

    probability: float
    """How likely it is, 0 to 1."""
    state: MemoryState
    """The state it leaves the card in."""
    seconds: float
    """The time it took."""


def first_day(model: FsrsModel, parameters: Parameters, seconds: Seconds) -> tuple[Outcome, ...]:
    """The outcomes of the first day of a new card, its learning steps included.

    Again and Hard begin at the first step, Good at the second; Easy leaves the steps.
    """
    last = len(parameters.learning_steps)
    outcomes: list[Outcome] = []
    for rating, step in zip(Rating, (0, 0, 1, last), strict=True):
        met = Outcome(FIRST[rating - 1], model.initial_state(rating), seconds.first[rating - 1])
        outcomes += _looks(model, met, rating, step, last, seconds.look, LEARNING, LOOKS)
    return tuple(outcomes)


def later_day(
    model: FsrsModel, parameters: Parameters, seconds: Seconds, state: MemoryState, recall: float
) -> tuple[Outcome, ...]:
    """The outcomes of a review on a later day, at which `recall` is predicted: lapses, and three ways to pass."""
    last = len(parameters.relearning_steps)
    lapse = Outcome(1 - recall, model.next_state(*state, recall, AGAIN), seconds.later[0])
    outcomes = _looks(model, lapse, AGAIN, 0, last, seconds.look, RELEARNING, 1)
    for rating, share in zip((HARD, GOOD, EASY), PASSED, strict=True):
        after = model.next_state(*state, recall, rating)
        outcomes.append(Outcome(recall * share, after, seconds.later[rating - 1]))
    return tuple(outcomes)


def _looks(
    model: FsrsModel,
    so_far: Outcome,
    rating: Rating,
    step: int,
    last: int,
    seconds: float,
    shares: tuple[tuple[float, float, float, float], ...],
    left: int,
) -> list[Outcome]:
    """The outcomes of the rest of the day's steps; after the last look followed they are assumed to be passed."""
    if step >= last:
        return [so_far]
    if not left:
        state = model.short_term_state(*so_far.state, GOOD)
        return [Outcome(so_far.probability, state, so_far.seconds + (last - step) * seconds)]
    found = []
    for grade, share, onward in zip(Rating, shares[rating - 1], (0, step, step + 1, last), strict=True):
        slower = LOOK_AGAIN if grade == AGAIN else LOOK_EASY if grade == EASY else 1.0
        way = Outcome(
            so_far.probability * share,
            model.short_term_state(*so_far.state, grade),
            so_far.seconds + slower * seconds,
        )
        found += _looks(model, way, grade, onward, last, seconds, shares, left - 1)
    return found


def mean_seconds(outcomes: Iterable[Outcome]) -> float:
    """The expected seconds."""
    return sum(o.probability * o.seconds for o in outcomes)


def seconds_from(states: Iterable[CardState]) -> Seconds:
    """The assumed seconds scaled to the reader's mean over all timed reviews."""
    ms = timed = 0
    for state in states:
        ms, timed = ms + state.ms, timed + state.timed
    scale = pace(CardState(ms=ms, timed=timed), DEFAULT)
    return Seconds(_scaled(DEFAULT.first, scale), _scaled(DEFAULT.later, scale), DEFAULT.look * scale)


def _scaled(four: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    return four[0] * by, four[1] * by, four[2] * by, four[3] * by


def pace(state: CardState, seconds: Seconds) -> float:
    """How long a card takes the reader relative to their mean: by its timed reviews, drawn to 1 by `PRIOR`."""
    return (PRIOR * seconds.typical + state.ms / 1000) / (PRIOR + state.timed) / seconds.typical
