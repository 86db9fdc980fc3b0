"""Figures of the section prob-stats."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import erfc, exp, sqrt
from statistics import NormalDist, correlation

import numpy as np

from tests.bundled.figures.figure import NORMAL, Figure, nearest, word


def ill_given_positive(prior: float = 0.001, sensitivity: float = 0.99, specificity: float = 0.99) -> float:
    right, false = sensitivity * prior, (1 - specificity) * (1 - prior)
    return right / (right + false)


def ill_given_negative() -> float:
    return 0.01 * 0.001 / (0.01 * 0.001 + 0.99 * 0.999)


def commonest_sum() -> int:
    """The commonest sum of two dice."""
    return Counter(a + b for a, b in product(range(1, 7), repeat=2)).most_common(1)[0][0]


def two_sided(z: float) -> float:
    """The p-value of a z-score."""
    return erfc(z / sqrt(2))


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Wilson's 95% interval of a rate."""
    z, p = 1.96, successes / trials
    middle = (p + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * sqrt(p * (1 - p) / trials + z * z / (4 * trials**2))
    return middle - half, middle + half


def power_at(level: float) -> float:
    """The power at a level of the test that has 80% at 5%."""
    effect = NORMAL.inv_cdf(0.975) + NORMAL.inv_cdf(0.8)
    return NORMAL.cdf(effect - NORMAL.inv_cdf(1 - level / 2))


def pooled_false_alarms() -> float:
    """False alarms of the pooled t-test at 5%, with 10 rows of standard deviation 3 against 40 of 1.

    Given the pooled variance, which the draws vary, the difference of the means is normal.
    """
    random = np.random.default_rng(0)
    pooled = (9 * random.chisquare(9, 50_000) + random.chisquare(39, 50_000)) / 48
    critical = 2.0106  # of Student's t with 48 degrees of freedom
    limits = critical * np.sqrt(pooled * (1 / 10 + 1 / 40) / (9 / 10 + 1 / 40))
    return float(np.mean([two_sided(limit) for limit in limits]))


def false_discoveries() -> tuple[float, float, float]:
    """Of 1,000 ideas of which 10% work: the share of false ones among the significant, real ones, useless ones."""
    real, useless = 1000 * 0.1 * 0.8, 1000 * 0.9 * 0.05
    return useless / (real + useless), real, useless


FIGURES = [
    Figure(
        "stat-distributions",
        "intuition",
        "gets 6 calls an hour on average. The number in one hour is Poisson with mean 6, and the average wait for "
        "a call is {:g} minutes",
        lambda: 60 / 6,
    ),
    Figure("stat-distributions", "probe 2", "About {:.2%}: a Poisson count", lambda: exp(-6)),
    Figure(
        "stat-covariance-correlation",
        "intuition",
        "Take x = −1, 0, 1 and y = x². The products of their deviations cancel, so the correlation is {:g}",
        lambda: abs(correlation([-1, 0, 1], [1, 0, 1])),
    ),
    Figure(
        "stat-bayes-test",
        "a",
        "a 99% accurate test, the chance of illness is only about {:.0%}",
        ill_given_positive,
    ),
    Figure(
        "stat-bayes-test",
        "c",
        "A positive is {:.0f} times as likely in the ill",
        lambda: 0.99 / (1 - 0.99),
    ),
    Figure(
        "stat-bayes-test",
        "d",
        "A second positive test would lift the chance to about {:.0%}",
        lambda: ill_given_positive(ill_given_positive()),
    ),
    Figure(
        "stat-bayes-test",
        "formula",
        "0.99·0.001/(0.99·0.001 + 0.01·0.999) ≈ {:.4f}",
        ill_given_positive,
    ),
    # The odds are even where prior odds times the likelihood ratio are one.
    Figure(
        "stat-bayes-test",
        "probe 1",
        "{:.0%}: prior odds of 1 to {:.0f} and a likelihood ratio of {:.0f} give even odds",
        lambda: (0.01 / (0.01 + 0.99), (1 - 0.01) / 0.01, 0.99 / 0.01),
    ),
    Figure(
        "stat-bayes-test",
        "probe 2",
        "About 1 in {:,.0f}: the ill who are missed are {:.5f} of all people",
        lambda: (nearest(1 / ill_given_negative(), 10_000), 0.01 * 0.001),
    ),
    Figure(
        "stat-bayes-test",
        "probe 3",
        "It rises to about {:.0%}: there is now about {} false alarm",
        lambda: (ill_given_positive(specificity=0.999), word(0.001 * 0.999 / (0.99 * 0.001))),
    ),
    Figure(
        "stat-clt",
        "b",
        "Four times the data {} their spread",
        lambda: {0.5: "halves"}[1 / sqrt(4)],
    ),
    Figure("stat-clt", "intuition", "The sum of two already peaks at {}", commonest_sum),
    Figure("stat-clt", "probe 3", "{:,.0f}. With 1,000 rows you expect", lambda: 10 / (1 / 1000)),
    Figure(
        "stat-p-value", "intuition", "ten coin flips right. A guesser does that once in {:,} tries", lambda: 2**10
    ),
    Figure(
        "stat-p-value",
        "probe 2",
        "About {} the time: the repeat's z-score scatters evenly around {:.2f}",
        lambda: ({0.5: "half"}[1 - NormalDist(1.96).cdf(1.96)], NORMAL.inv_cdf(0.975)),
    ),
    Figure(
        "stat-p-value",
        "probe 3",
        "{:.0%}: of 1,000 ideas, {:.0f} real ones and {:.0f} useless ones come out significant",
        false_discoveries,
    ),
    Figure(
        "stat-p-value",
        "probe 4",
        "A z of 1.5, with p about {:.2f}, becomes {:g}, with p about {:.3f}",
        lambda: (two_sided(1.5), 1.5 * sqrt(4), two_sided(1.5 * sqrt(4))),
    ),
    Figure("stat-confidence-interval", "formula", "x̄ ± {:.2f}·s/√n", lambda: NORMAL.inv_cdf(0.975)),
    Figure(
        "stat-confidence-interval",
        "probe 1",
        "About {:.0%}, by the rule of three: 3/n",
        lambda: 1 - 0.05 ** (1 / 300),
    ),
    Figure(
        "stat-confidence-interval",
        "probe 1",
        "300 clean trials have only a {:.0%} chance",
        lambda: (1 - 3 / 300) ** 300,
    ),
    Figure(
        "stat-confidence-interval",
        "probe 2",
        "with equal standard errors, {:.1f} of them are significant, but the intervals overlap up to {:.1f}",
        lambda: (1.96 * sqrt(2), 2 * 1.96),
    ),
    Figure(
        "stat-confidence-interval",
        "probe 3",
        "here about {:.0%} to {:.0%}",
        lambda: wilson(10, 10),
    ),
    Figure(
        "stat-type-errors",
        "pitfall",
        "At 20% power, {} real effects in five go undetected",
        lambda: word((1 - 0.2) * 5),
    ),
    Figure("stat-type-errors", "probe 2", "It falls to about {:.0%}", lambda: power_at(0.01)),
    Figure(
        "stat-test-choice",
        "probe 3",
        "10 rows of SD 3 against 40 of SD 1 give about {:.0%}",
        pooled_false_alarms,
    ),
    Figure(
        "stat-multiple-testing",
        "a",
        "With 20 independent tests at the 5% level and no real effect anywhere, the chance of at least one false "
        "alarm is about {:.0%}",
        lambda: 1 - 0.95**20,
    ),
    Figure(
        "stat-multiple-testing",
        "b",
        "stay quiet together only {:.0%} of the time",
        lambda: 0.95**20,
    ),
    Figure(
        "stat-multiple-testing",
        "formula",
        "1 − 0.95²⁰ ≈ {:.2f}      Bonferroni: α/m = 0.05/20 = {:g}",
        lambda: (1 - 0.95**20, 0.05 / 20),
    ),
    Figure("stat-multiple-testing", "probe 1", "{}: 20 times 0.05", lambda: word(20 * 0.05).capitalize()),
    Figure(
        "stat-multiple-testing",
        "probe 4",
        "which is {:.1f} for 20 tests",
        lambda: sum(1 / i for i in range(1, 21)),
    ),
    Figure(
        "stat-mle-map",
        "intuition",
        "makes MAP say {:.0%}",
        lambda: (3 + 1) / (3 + 1 + 1),
    ),
    Figure(
        "stat-bayes-test",
        "b",
        "but so do about {} healthy ones. So about one positive in {} is truly ill.",
        lambda: (word(0.01 * 999), word(1 / ill_given_positive())),
    ),
]
