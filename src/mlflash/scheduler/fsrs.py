"""FSRS-6, the memory model: how stability and difficulty come out of a grade, and recall out of both.

The formulae are those of FSRS-6 as published (github.com/open-spaced-repetition/awesome-fsrs, "The Algorithm"),
worked out in the order of the `fsrs` package 6.3, so that every float is the package's to the last bit; a property
test holds them to that. Powers of e are written as powers for the same reason: `exp` may round otherwise.
"""

from __future__ import annotations

from functools import lru_cache
from math import e
from typing import TYPE_CHECKING, NamedTuple

from mlflash.scheduler.events import AGAIN, EASY, GOOD, HARD

if TYPE_CHECKING:
    from mlflash.scheduler.schedule import Parameters

DEFAULT_WEIGHTS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""FSRS-6's own, fitted to many readers."""

MIN_STABILITY = 0.001
"""The least stability, in days."""

GRADES = (AGAIN, HARD, GOOD, EASY)


class MemoryState(NamedTuple):
    """What a review leaves behind: stability in days, difficulty 1 to 10."""

    stability: float
    difficulty: float


class FsrsModel:
    """The model with one set of 21 weights w0 to w20, and what follows from them alone worked out but once."""

    __slots__ = (
        "_bonus",
        "_boost",
        "_drawn",
        "_firsts",
        "_floor",
        "_growth",
        "_kept",
        "_push",
        "decay",
        "factor",
        "weights",
    )

    def __init__(self, weights: tuple[float, ...]) -> None:
        w = self.weights = weights
        self.decay = w[20]
        self.factor: float = 0.9 ** (-1 / w[20]) - 1
        easiest = w[4] - e ** (w[5] * (EASY - 1)) + 1
        self._firsts = tuple(
            MemoryState(max(w[rating - 1], MIN_STABILITY), _clamp(w[4] - e ** (w[5] * (rating - 1)) + 1))
            for rating in GRADES
        )
        self._growth = e ** w[8]
        self._bonus = (0.0, w[15], 1.0, w[16])
        self._floor = e ** (w[17] * w[18])
        self._boost = tuple(e ** (w[17] * (rating - GOOD + w[18])) for rating in GRADES)
        self._push = tuple(-(w[6] * (rating - GOOD)) for rating in GRADES)
        self._drawn, self._kept = w[7] * easiest, 1 - w[7]

    def chance(self, stability: float, days: float) -> float:
        """Predicted recall after `days` without review: R = (1 + F·t/S)^(−w20), F such that R = 0.9 at t = S."""
        recalled: float = (1 + self.factor * days / stability) ** -self.decay
        return recalled

    def first(self, rating: int) -> MemoryState:
        """After the first grade G of a new question: S = w[G−1], D = w4 − e^(w5·(G−1)) + 1."""
        return self._firsts[rating - 1]

    def later(self, before: tuple[float, float], chance: float, rating: int) -> MemoryState:
        """After a grade on a later day, when recall was predicted with this chance R.

        Recalled: S·(1 + e^w8·(11 − D)·S^(−w9)·(e^(w10·(1 − R)) − 1)·bonus), w15 for Hard, w16 for Easy. Forgotten:
        w11·D^(−w12)·((S + 1)^w13 − 1)·e^(w14·(1 − R)), but no more than S / e^(w17·w18).
        """
        stability, difficulty = before
        w = self.weights
        if rating == AGAIN:
            lost = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * e ** ((1 - chance) * w[14])
            most = stability / self._floor
            after = lost if lost < most else most
        else:
            surprise = e ** ((1 - chance) * w[10]) - 1
            growth = self._growth * (11 - difficulty) * stability ** -w[9] * surprise * self._bonus[rating - 1]
            after = stability * (1 + growth)
        return MemoryState(after if after > MIN_STABILITY else MIN_STABILITY, self.harder(difficulty, rating))

    def same_day(self, before: tuple[float, float], rating: int) -> MemoryState:
        """After another grade within the day: S·e^(w17·(G − 3 + w18))·S^(−w19), no less than S if passed."""
        stability, difficulty = before
        change = self._boost[rating - 1] * stability ** -self.weights[19]
        if change < 1.0 and rating > AGAIN:
            change = 1.0
        return MemoryState(max(stability * change, MIN_STABILITY), self.harder(difficulty, rating))

    def harder(self, difficulty: float, rating: int) -> float:
        """The difficulty after a grade: moved by −w6·(G − 3)·(10 − D)/9, then by w7 toward a first Easy's."""
        moved = difficulty + (10.0 - difficulty) * self._push[rating - 1] / 9.0
        return _clamp(self._drawn + self._kept * moved)


def model_for(parameters: Parameters) -> FsrsModel:
    """The curves of a reader's parameters, FSRS-6's own where none were fitted."""
    return _curves(parameters.weights or DEFAULT_WEIGHTS)


_curves = lru_cache(maxsize=16)(FsrsModel)


def _clamp(difficulty: float) -> float:
    return 1.0 if difficulty < 1.0 else 10.0 if difficulty > 10.0 else difficulty
