"""Figures of the section classical-ml."""

from __future__ import annotations

from math import exp, hypot, sqrt
from statistics import mean

import numpy as np

from tests.bundled.figures.figure import Figure, fraction, nearest, superscript, word

EIGENVALUES = [6, 3, 0.7, 0.3]


def lloyd_step(centers: list[float]) -> list[float]:
    """The centers after one step of k-means on the points 0, 1, 9 and 10."""
    sides: tuple[list[int], list[int]] = ([], [])
    for point in (0, 1, 9, 10):
        sides[abs(point - centers[1]) < abs(point - centers[0])].append(point)
    return [mean(side) for side in sides]


def settled() -> tuple[float, float]:
    """Where k-means ends that starts on the first two of these points."""
    centers = [0.0, 1.0]
    while lloyd_step(centers) != centers:
        centers = lloyd_step(centers)
    return centers[0], centers[1]


def rectangle(apart: float) -> float:
    """The within-cluster sum of squares if corners that are `apart` share a cluster, two to a cluster."""
    return 4 * (apart / 2) ** 2


def nearest_to_farthest(dimensions: int, draws: int) -> float:
    """Distance of the nearest of 1,000 uniform points from a uniform query over the farthest, the median."""
    random = np.random.default_rng(0)
    ratios = []
    for _ in range(draws):
        gaps = random.random((1000, dimensions)) - random.random(dimensions)
        squares = np.einsum("ij,ij->i", gaps, gaps)
        ratios.append(sqrt(squares.min() / squares.max()))
    return float(np.median(ratios))


def axes_for(share: float) -> int:
    """How many axes keep a share of the variance."""
    return next(k for k in range(1, 5) if sum(EIGENVALUES[:k]) >= share * sum(EIGENVALUES))


def rank_after_centering() -> int:
    rows = np.random.default_rng(0).normal(size=(50, 1000))
    return int(np.linalg.matrix_rank(rows - rows.mean(axis=0)))


def doubled_odds(p: float) -> float:
    """The probability once its odds are doubled."""
    return 2 * p / (1 - p) / (1 + 2 * p / (1 - p))


FIGURES = [
    Figure(
        "classic-kmeans",
        "intuition",
        "The second center moves to {:.1f}, loses point 1, and the two settle at {:g} and {:g}.",
        lambda: (lloyd_step([0, 1])[1], *settled()),
    ),
    Figure(
        "classic-kmeans",
        "probe 2",
        "4 apart gives a sum of {:g} and is stable; pairing those that are 1 apart gives {:g}.",
        lambda: (rectangle(4), rectangle(1)),
    ),
    Figure("classic-choose-k", "probe 1", "{:g}: (5 − 2)/5.", lambda: (5 - 2) / max(5, 2)),
    Figure(
        "classic-curse-of-dimensionality",
        "b",
        "A neighborhood {:.0f} percent as wide as the space keeps {} of evenly spread points per dimension. Ten "
        "such factors leave only about a {}.",
        lambda: (
            nearest(100 * 0.1 ** (1 / 10), 10),
            fraction(nearest(0.1 ** (1 / 10), 0.1)),
            fraction(nearest(0.8**10, 0.1)).removeprefix("one "),
        ),
    ),
    Figure("classic-curse-of-dimensionality", "formula", "0.1^(1/10) ≈ {:.2f}", lambda: 0.1 ** (1 / 10)),
    Figure(
        "classic-curse-of-dimensionality",
        "probe 2",
        "In 2 dimensions it is about {:.0%} as far from a random query",
        lambda: nearest_to_farthest(2, 2000),
    ),
    Figure(
        "classic-curse-of-dimensionality",
        "probe 2",
        "in 1,000 dimensions about {:.0%}",
        lambda: nearest(nearest_to_farthest(1000, 10), 0.05),
    ),
    Figure(
        "classic-curse-of-dimensionality",
        "probe 3",
        "{:.1%}: the inner cube holds 0.9⁵⁰ ≈ {:.3f}",
        lambda: (1 - 0.9**50, 0.9**50),
    ),
    Figure(
        "classic-pca",
        "probe 1",
        "{}: (6 + 3)/10 = {:.0%}",
        lambda: (word(axes_for(0.9)).capitalize(), sum(EIGENVALUES[:2]) / sum(EIGENVALUES)),
    ),
    Figure("classic-pca", "probe 4", "{}: centering takes away one of the 50", rank_after_centering),
    Figure(
        "classic-logreg-coefficient",
        "b",
        "A coefficient of 0.7 about {} them.",
        lambda: {2: "doubles"}[round(exp(0.7))],
    ),
    Figure(
        "classic-logreg-coefficient",
        "intuition",
        "1% becomes {:.0%}, 50% becomes {:.0%} and 90% becomes {:.0%}",
        lambda: (doubled_odds(0.01), doubled_odds(0.5), doubled_odds(0.9)),
    ),
    Figure(
        "classic-logreg-coefficient",
        "pitfall",
        "even odds become 2 to 1, which is only {:.0%}",
        lambda: doubled_odds(0.5),
    ),
    Figure(
        "classic-logreg-coefficient",
        "probe 1",
        "at a base risk of 1%, an odds ratio of 2 is a risk ratio of {:.2f}",
        lambda: doubled_odds(0.01) / 0.01,
    ),
    Figure(
        "classic-multicollinearity",
        "probe 1",
        "About {:.1f} times: the variance inflation factor is 1/(1 − 0.9) = {:.0f}, and its root is {:.2f}.",
        lambda: (sqrt(1 / (1 - 0.9)), 1 / (1 - 0.9), sqrt(1 / (1 - 0.9))),
    ),
    # The covariance of the sum with one of its parts is that part's variance.
    Figure("classic-multicollinearity", "probe 3", "correlates only {:.2f} with each", lambda: 1 / sqrt(10)),
    Figure(
        "classic-svm-margin",
        "probe 1",
        "{:g}: two divided by the norm of w, which is {:g}",
        lambda: (2 / hypot(3, 4), hypot(3, 4)),
    ),
    # For x = z = (1, 1) the square of the inner product is 4, and the other two features give 1 each.
    Figure("classic-kernel-trick", "probe 1", "√{}·x₁x₂", lambda: (1 + 1) ** 2 - 1 - 1),
    Figure(
        "classic-kernel-trick",
        "probe 4",
        "{:.0f} GB: 10{} entries of 8 bytes",
        lambda: (100_000**2 * 8 / 1e9, superscript(np.log10(100_000**2))),
    ),
    Figure(
        "classic-naive-bayes",
        "probe 2",
        "{:.1%}: odds of 9 to 1 become {} to 1",
        lambda: (9**2 / (9**2 + 1), 9**2),
    ),
    Figure(
        "classic-naive-bayes",
        "probe 3",
        "without it 2²⁰ − 1, about {}",
        lambda: {1_000_000: "a million"}[round(nearest(2**20 - 1, 1_000_000))],
    ),
    Figure(
        "classic-naive-bayes",
        "probe 4",
        "200 factors of 0.01 make 10{}, below any positive double",
        lambda: superscript(200 * np.log10(0.01)) if 0.01**200 == 0 else "representable",
    ),
]
