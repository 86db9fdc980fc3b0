"""Figures of the section coding, beside its programs."""

from __future__ import annotations

from math import exp, log
from statistics import mean

import numpy as np

from tests.bundled.figures.figure import Figure

RANKS = [2, 4, 5]


def first_of_two(first: float, second: float) -> float:
    """The softmax of two logits: the first's probability."""
    return exp(first - max(first, second)) / sum(exp(logit - max(first, second)) for logit in (first, second))


def overflow_limit() -> float:
    """The largest logit whose exponential float32 can hold."""
    return float(np.log(np.finfo(np.float32).max))


def beaten() -> list[int]:
    """How many of the negatives each positive beats: its rank less its rank among positives."""
    return [rank - own for own, rank in enumerate(RANKS, 1)]


def two_means() -> list[tuple[float, float]]:
    """The centers after each step of k-means on 0, 1 and 9, from centers at 0 and 1."""
    centers, path = (0.0, 1.0), []
    for _ in range(4):
        sides: tuple[list[int], list[int]] = ([], [])
        for point in (0, 1, 9):
            sides[abs(point - centers[1]) < abs(point - centers[0])].append(point)
        centers = (mean(sides[0]), mean(sides[1]))
        path.append(centers)
    return path


FIGURES = [
    Figure(
        "code-softmax",
        "intuition",
        "logits of 1,001 and 1,000 give the {} probabilities as 1 and 0",
        lambda: "same" if first_of_two(1001, 1000) == first_of_two(1, 0) else "different",
    ),
    Figure("code-softmax", "pitfall", "caps the loss near {:.1f}", lambda: -log(1e-9)),
    Figure("code-softmax", "probe 3", "the limit is near {:.1f}", overflow_limit),
    Figure(
        "code-logistic-regression",
        "intuition",
        "one predicted at 0.9 and labeled 0 pulls with {:.1f}, one labeled 1 with only {:.1f}",
        lambda: (abs(0.9 - 0), abs(0.9 - 1)),
    ),
    Figure(
        "code-logistic-regression",
        "probe 4",
        "The slope p(1 − p) is at most 1/{:.0f}",
        lambda: 1 / max(step / 100 * (1 - step / 100) for step in range(101)),
    ),
    Figure(
        "code-kmeans",
        "intuition",
        "drags one center to {:g}, the 1 changes sides, and the centers settle at {:g} and {:g}",
        lambda: (two_means()[0][1], *two_means()[-1]),
    ),
    Figure(
        "code-kmeans",
        "probe 1",
        "{:g} GB in float32 for a million points, 100 centers and 64 dimensions, against {:g} GB for n by k",
        lambda: (1e6 * 100 * 64 * 4 / 1e9, 1e6 * 100 * 4 / 1e9),
    ),
    Figure(
        "code-auc",
        "intuition",
        "beat {}, {} and {} negatives: {} of {} pairs",
        lambda: (*beaten(), sum(beaten()), 3 * 2),
    ),
]
