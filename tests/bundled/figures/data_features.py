"""Figures of the section data-features."""

from __future__ import annotations

from math import exp, log, sqrt
from statistics import mean, median

from tests.bundled.figures.figure import NORMAL, Figure, nearest, word

QUARTILE = NORMAL.inv_cdf(0.75)
"""The third quartile of the standard normal distribution, and so its median absolute deviation."""
INCOMES = [40] * 9 + [1000]


def flagged_normal() -> float:
    """The share of normal data outside the box-plot rule's fences."""
    return 2 * (1 - NORMAL.cdf(QUARTILE + 1.5 * 2 * QUARTILE))


def flagged_lognormal() -> float:
    """The same of lognormal data, whose lower fence is negative."""
    low, high = exp(-QUARTILE), exp(QUARTILE)
    assert low - 1.5 * (high - low) < 0
    return 1 - NORMAL.cdf(log(high + 1.5 * (high - low)))


FIGURES = [
    Figure("data-missing", "probe 1", "About {:.0%}: 0.95²⁰ ≈ {:.3f}.", lambda: (0.95**20, 0.95**20)),
    Figure(
        "data-outliers",
        "intuition",
        "Nine people earn 40 and one earns 1,000. The mean jumps to {:g}, while the median stays at {:g}.",
        lambda: (mean(INCOMES), median(INCOMES)),
    ),
    Figure("data-outliers", "formula", "modified z = {:.4f}·(x − median)/MAD", lambda: QUARTILE),
    Figure("data-outliers", "probe 1", "(n − 1)/√n, here {:.2f}", lambda: (10 - 1) / sqrt(10)),
    Figure("data-outliers", "probe 2", "About {:.1%}. Of lognormal", flagged_normal),
    Figure("data-outliers", "probe 2", "has a standard deviation of 1, it flags {:.1%}", flagged_lognormal),
    Figure("data-outliers", "probe 3 question", "multiplied by {:.4f}", lambda: 1 / QUARTILE),
    Figure(
        "data-outliers",
        "probe 3",
        "it comes to {0:.4f} standard deviations. Times {1:.4f}, which is 1/{0:.4f}",
        lambda: (QUARTILE, 1 / QUARTILE),
    ),
    Figure("data-scaling", "probe 2", "Between 0 and {:g}.", lambda: 1 / 1000),
    Figure(
        "data-categorical",
        "probe 1",
        "About {:.0%}: (2·1 + 20·0.1)/22 = {:g}/22",
        lambda: ((2 * 1 + 20 * 0.1) / (2 + 20), 2 * 1 + 20 * 0.1),
    ),
    Figure(
        "data-categorical",
        "probe 4",
        "level 30 would count {} times as much as level 10",
        lambda: word(30 / 10),
    ),
    # At a recall of 80%, which is usual; at one half it would be 14 points.
    Figure(
        "data-imbalance",
        "d",
        "only fifty positives, recall can be off by about {} points",
        lambda: word(nearest(100 * 1.96 * sqrt(0.8 * 0.2 / 50), 10)),
    ),
    Figure("data-imbalance", "formula", "r ± {:.2f}·√(r(1 − r)/n₊)", lambda: NORMAL.inv_cdf(0.975)),
    Figure(
        "data-feature-selection",
        "probe 1",
        "About {} billion: 2³⁰ ≈ {:.2f}·10⁹.",
        lambda: ({1: "a"}[round(2**30 / 1e9)], 2**30 / 1e9),
    ),
    Figure("data-label-noise", "probe 1", "{:.0%}: it disagrees with exactly the flipped", lambda: 1 - 1 / 10),
]
