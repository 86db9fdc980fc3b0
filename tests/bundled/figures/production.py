"""Figures of the sections on products: from time series and MLOps to experiments and responsible ML."""

from __future__ import annotations

from math import erfc, exp, sqrt

import numpy as np

from tests.bundled.figures.figure import NORMAL, Figure, fraction, nearest, word

STONES = {"small": ((81, 87), (234, 270)), "large": ((192, 263), (55, 80))}
"""Successes and patients by size of the stone: of surgery, of its rival."""


def rule_of_thumb(rate: float = 0.05, lift: float = 0.005) -> float:
    """Users per arm by the rule of sixteen variances over the squared lift."""
    return 16 * rate * (1 - rate) / lift**2


def users_per_arm(before: float = 0.05, after: float = 0.055) -> float:
    """Users per arm by the two-proportion formula, at a two-sided level of 5% and a power of 80%."""
    mean = (before + after) / 2
    level = NORMAL.inv_cdf(0.975) * sqrt(2 * mean * (1 - mean))
    power = NORMAL.inv_cdf(0.8) * sqrt(before * (1 - before) + after * (1 - after))
    return ((level + power) / (after - before)) ** 2


def multiple(power: float) -> float:
    """What stands in place of the sixteen for another power."""
    return 2 * (NORMAL.inv_cdf(0.975) + NORMAL.inv_cdf(power)) ** 2


def false_alarm(looks: int) -> float:
    """The chance that one of some evenly spaced looks finds |z| > 1.96 with no effect.

    Follows the density of the running sum over those runs that no look has stopped yet.
    """
    step = 0.02
    limit = 1.96 * sqrt(looks)
    grid = np.arange(-limit, limit + step, step)
    kernel = step * np.exp(-((grid[:, None] - grid) ** 2) / 2) / sqrt(2 * np.pi)
    density = np.exp(-(grid**2) / 2) / sqrt(2 * np.pi)
    for look in range(1, looks + 1):
        # A cell that the limit cuts counts by the share of it that lies inside.
        density = density * np.clip((1.96 * sqrt(look) - np.abs(grid)) / step + 0.5, 0, 1)
        if look < looks:
            density = kernel @ density
    return 1 - step * float(density.sum())


def chi_square() -> float:
    return 2 * 600**2 / 50_000


def p_value(chi_squared: float) -> float:
    """The p-value of a chi-square with one degree of freedom."""
    return erfc(sqrt(chi_squared / 2))


def success(arm: int, size: str) -> float:
    cured, treated = STONES[size][arm]
    return cured / treated


def crude(arm: int) -> float:
    """The success rate of a treatment over all its patients."""
    return sum(STONES[size][arm][0] for size in STONES) / sum(STONES[size][arm][1] for size in STONES)


def adjusted(arm: int) -> float:
    """The success rate of a treatment if it got the mix of stones of all patients."""
    patients = {size: sum(treated for _, treated in arms) for size, arms in STONES.items()}
    return sum(success(arm, size) * patients[size] for size in STONES) / sum(patients.values())


FIGURES = [
    # The difference of two independent draws.
    Figure(
        "ts-stationarity",
        "c",
        "doing it again {} the variance",
        lambda: {2: "doubles"}[(1**2 + (-1) ** 2)],
    ),
    Figure("ts-stationarity", "probe 4", "about −{:g} or below", lambda: 1 / (1 + 1**2)),
    Figure(
        "mlops-monitoring",
        "probe 3",
        "About {} alarms a day",
        lambda: word(500 * 0.01),
    ),
    Figure(
        "design-ads-ctr",
        "intuition",
        "5 clicks at $2 and another 1 click at $5. The cheaper click earns ${:g}, the dearer one ${:g}.",
        lambda: (5 * 2, 1 * 5),
    ),
    Figure(
        "design-llm-assistant",
        "formula",
        "10 million documents · 10 passages · 1,024 dimensions · 4 bytes ≈ {:.0f} GB  (1 byte: {:.0f} GB)",
        lambda: (1e7 * 10 * 1024 * 4 / 1e9, 1e7 * 10 * 1024 / 1e9),
    ),
    Figure(
        "ab-sample-size",
        "a",
        "from 5% to 5.5%, I need about {:,.0f} users",
        lambda: nearest(users_per_arm(), 10_000),
    ),
    Figure(
        "ab-sample-size",
        "c",
        "To detect half the lift, I need about {} times as many users",
        lambda: word(users_per_arm(after=0.0525) / users_per_arm()),
    ),
    Figure(
        "ab-sample-size",
        "intuition",
        "A coin with 60% heads soon gives itself away. One with 51% heads takes about {} times as many flips.",
        lambda: {100: "a hundred"}[round(nearest(0.51 * 0.49 / 0.01**2 / (0.6 * 0.4 / 0.1**2), 10))],
    ),
    Figure(
        "ab-sample-size",
        "formula",
        "16·0.05·0.95/0.005² = {:,.0f} per arm    (exact two-proportion formula: {:,.0f})",
        lambda: (rule_of_thumb(), nearest(users_per_arm(), 100)),
    ),
    Figure(
        "ab-sample-size",
        "pitfall",
        "from 5% to 5.025%, takes about {:.0f} times as many users",
        lambda: nearest(users_per_arm(after=0.05025) / users_per_arm(), 100),
    ),
    Figure(
        "ab-sample-size",
        "probe 1",
        "2·({:.2f} + {:.2f})² ≈ {:.1f}: two arms",
        lambda: (NORMAL.inv_cdf(0.975), NORMAL.inv_cdf(0.8), multiple(0.8)),
    ),
    Figure(
        "ab-sample-size",
        "probe 2",
        "It becomes {:.0f}, so you need about {} more users",
        lambda: (multiple(0.9), fraction(multiple(0.9) / 16 - 1, 4).replace("one", "a")),
    ),
    Figure(
        "ab-sample-size",
        "probe 3",
        "One about {:.1f} times as large",
        lambda: 1 / sqrt(1 / 2),
    ),
    Figure(
        "ab-peeking",
        "b",
        "is wrong {:.0%} of the time. Looking daily for two weeks makes that about {:.0%}.",
        lambda: (false_alarm(1), false_alarm(14)),
    ),
    Figure(
        "ab-peeking",
        "formula",
        "1 look {:.0%}   5 looks {:.1%}   14 looks {:.1%}   28 looks {:.1%}",
        lambda: tuple(false_alarm(looks) for looks in (1, 5, 14, 28)),
    ),
    Figure(
        "ab-srm",
        "a",
        "ends at 50,600 against 49,400 has a sample ratio mismatch. By chance, a gap this large comes about once "
        "in {} thousand tests.",
        lambda: word(1 / p_value(chi_square()) / 1000),
    ),
    Figure(
        "ab-srm",
        "b",
        "by about {:.0f} users, half the square root of the total. The larger one is {} too high, "
        "nearly {} standard",
        lambda: (nearest(sqrt(100_000) / 2, 10), 50_600 - 100_000 // 2, word(600 / (sqrt(100_000) / 2))),
    ),
    Figure(
        "ab-srm",
        "formula",
        "2·600²/50,000 = {:g}    p ≈ {:.5f} (1 degree of freedom)    SD = √(n/4) ≈ {:.0f}",
        lambda: (chi_square(), p_value(chi_square()), sqrt(100_000 / 4)),
    ),
    Figure(
        "ab-srm",
        "probe 2",
        "it is only {:.1f} standard deviations off, p = {:.2f}",
        lambda: (60 / sqrt(10_000 / 4), p_value(2 * 60**2 / 5000)),
    ),
    Figure("ab-srm", "probe 3", "throw away one sound test in {}", lambda: word(1 / 0.05)),
    Figure(
        "causal-simpson",
        "b",
        "Yet in total it had {:.0%} success and its rival {:.0%}",
        lambda: (crude(0), crude(1)),
    ),
    Figure(
        "causal-simpson",
        "formula",
        "small 81/87 = {:.0%} v 234/270 = {:.0%}; large 192/263 = {:.0%} v 55/80 = {:.0%}; all {:.0%} v {:.0%}",
        lambda: (*(success(arm, size) for size in STONES for arm in (0, 1)), crude(0), crude(1)),
    ),
    Figure(
        "causal-simpson",
        "probe 1",
        "About {:.0%} for surgery against {:.0%}",
        lambda: (adjusted(0), adjusted(1)),
    ),
    Figure(
        "causal-did",
        "intuition",
        "Your bakery sells 20 more after a new sign, but one across town also sells 15 more. The sign gets credit "
        "for {}.",
        lambda: 20 - 15,
    ),
    Figure(
        "resp-differential-privacy",
        "pitfall",
        "a factor of up to e to the 10, about {:,.0f}",
        lambda: nearest(exp(10), 1000),
    ),
]
