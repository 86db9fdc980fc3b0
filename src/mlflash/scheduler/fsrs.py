"""FSRS-6, the memory model: stability and difficulty after a grade, and the recall they predict.

The formulae are those of FSRS-6 as published (github.com/open-spaced-repetition/awesome-fsrs, "The Algorithm"),
computed in the order of the `fsrs` package 6.3, so that every float is the package's to the last bit; a property
test checks that. Powers of e are written as powers for the same reason: `exp` may round otherwise.
"""

from __future__ import annotations

from math import e
from typing import TYPE_CHECKING, NamedTuple

from mlflash.scheduler.events import AGAIN, EASY, GOOD, Rating

if TYPE_CHECKING:
    from mlflash.scheduler.schedule import Parameters

DEFAULT_WEIGHTS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""The weights of FSRS-6, fitted to many learners."""

MIN_STABILITY = 0.001
"""The least stability, in days."""


class MemoryState(NamedTuple):
    """Stability and difficulty after a review."""

    stability: float
    """Days after which predicted recall has fallen to 90 %."""
    difficulty: float
    """How hard the card is, from 1 to 10."""


class FsrsModel:
    """The model with a set of 21 weights w0 to w20; terms of the weights alone are computed once."""

    def __init__(self, weights: tuple[float, ...]) -> None:
        w = self.weights = weights
        self.decay = w[20]
        self.factor: float = 0.9 ** (-1 / w[20]) - 1
        easiest = w[4] - e ** (w[5] * (EASY - 1)) + 1
        self._initial_states = tuple(
            MemoryState(max(w[rating - 1], MIN_STABILITY), _clamp(w[4] - e ** (w[5] * (rating - 1)) + 1))
            for rating in Rating
        )
        self._growth = e ** w[8]
        self._factors = (0.0, w[15], 1.0, w[16])
        self._lapse_divisor = e ** (w[17] * w[18])
        self._boosts = tuple(e ** (w[17] * (rating - GOOD + w[18])) for rating in Rating)
        self._steps = tuple(-(w[6] * (rating - GOOD)) for rating in Rating)
        self._easy_difficulty, self._reverted = w[7] * easiest, 1 - w[7]

    def retrievability(self, stability: float, days: float) -> float:
        """Predicted recall after `days` without review: R = (1 + F·t/S)^(−w20), F such that R = 0.9 at t = S."""
        recall: float = (1 + self.factor * days / stability) ** -self.decay
        return recall

    def initial_state(self, rating: Rating) -> MemoryState:
        """The state after the first grade G of a new card: S = w[G−1], D = w4 − e^(w5·(G−1)) + 1."""
        return self._initial_states[rating - 1]

    def next_state(
        self, stability: float, difficulty: float, retrievability: float, rating: Rating
    ) -> MemoryState:
        """The state after a grade on a later day, when recall R was predicted.

        Recalled: S·(1 + e^w8·(11 − D)·S^(−w9)·(e^(w10·(1 − R)) − 1)·f), f = w15 for Hard, w16 for Easy.
        Forgotten: w11·D^(−w12)·((S + 1)^w13 − 1)·e^(w14·(1 − R)), but no more than S / e^(w17·w18).
        """
        w = self.weights
        if rating == AGAIN:
            lapsed = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1)
            lapsed *= e ** ((1 - retrievability) * w[14])
            most = stability / self._lapse_divisor
            after: float = lapsed if lapsed < most else most
        else:
            surprise = e ** ((1 - retrievability) * w[10]) - 1
            growth = self._growth * (11 - difficulty) * stability ** -w[9] * surprise * self._factors[rating - 1]
            after = stability * (1 + growth)
        after = after if after > MIN_STABILITY else MIN_STABILITY  # faster than max, in a replay
        return MemoryState(after, self.next_difficulty(difficulty, rating))

    def short_term_state(self, stability: float, difficulty: float, rating: Rating) -> MemoryState:
        """The state after another grade on a day: S·e^(w17·(G − 3 + w18))·S^(−w19), at least S if passed."""
        change: float = self._boosts[rating - 1] * stability ** -self.weights[19]
        if change < 1.0 and rating > AGAIN:
            change = 1.0
        return MemoryState(max(stability * change, MIN_STABILITY), self.next_difficulty(difficulty, rating))

    def next_difficulty(self, difficulty: float, rating: Rating) -> float:
        """The difficulty after a grade: moved by −w6·(G − 3)·(10 − D)/9, then by w7 toward a first Easy's."""
        moved = difficulty + (10.0 - difficulty) * self._steps[rating - 1] / 9.0
        return _clamp(self._easy_difficulty + self._reverted * moved)


def model_for(parameters: Parameters) -> FsrsModel:
    """The model with the weights of the parameters, or with the default weights."""
    return FsrsModel(parameters.weights or DEFAULT_WEIGHTS)


def _clamp(difficulty: float) -> float:
    return 1.0 if difficulty < 1.0 else 10.0 if difficulty > 10.0 else difficulty
