"""Figures of the section trees."""

from __future__ import annotations

from math import e

from tests.bundled.figures.figure import Figure


def forest_variance(trees: float) -> float:
    """The variance of the mean of trees with variance 1 and pairwise correlation 0.3."""
    return 0.3 * 1 + (1 - 0.3) * 1 / trees


FIGURES = [
    Figure(
        "tree-split-criteria",
        "intuition",
        "9 red balls and 1 blue. Draw twice, putting the first back, and the colors differ {:.0%} of the time",
        lambda: 1 - 0.9**2 - 0.1**2,
    ),
    Figure(
        "tree-rf-decorrelation",
        "probe 1",
        "To {:g}, the correlation times the variance, however many trees you add. With 100 trees it is {:.3f}.",
        lambda: (forest_variance(float("inf")), forest_variance(100)),
    ),
    Figure(
        "tree-rf-decorrelation",
        "probe 2 question",
        "miss about {:.0%} of the rows",
        lambda: (1 - 1 / 10_000) ** 10_000,
    ),
    Figure("tree-rf-decorrelation", "probe 2", "which tends to 1/e ≈ {:.3f}", lambda: 1 / e),
]
