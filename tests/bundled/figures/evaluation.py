"""Figures of the section evaluation."""

from __future__ import annotations

from itertools import product
from math import log, sqrt

from tests.bundled.figures.figure import Figure, fraction, word

ERRORS = [1, 1, 1, 9]


def entropy(p: float) -> float:
    """The log loss of always saying the true share, in nats."""
    return cross_entropy(p, p)


def cross_entropy(p: float, said: float) -> float:
    return -p * log(said) - (1 - p) * log(1 - said)


def auc(positives: list[float], negatives: list[float]) -> float:
    """The share of pairs in the right order."""
    return sum(p > n for p, n in product(positives, negatives)) / (len(positives) * len(negatives))


def annotator_error() -> float:
    """The error of two equally good, independent annotators who agree on 95% of two classes."""
    return (1 - sqrt(2 * 0.95 - 1)) / 2


def mape(forecast: float) -> float:
    """The mean absolute percentage error where demand is 25 or 100, equally often."""
    return (abs(25 - forecast) / 25 + abs(100 - forecast) / 100) / 2


def best_constant() -> float:
    return min((step / 2 for step in range(1, 400)), key=mape)


FIGURES = [
    Figure(
        "eval-accuracy-paradox",
        "a",
        "An accuracy of {:.0f} percent means little until I know the class shares. If one row in a hundred",
        lambda: 100 * (1 - 1 / 100),
    ),
    Figure(
        "eval-accuracy-paradox",
        "probe 1",
        "{}: it averages the recall of both classes, which is 0 on the positives and 1 on the negatives",
        lambda: fraction((0 + 1) / 2).capitalize(),
    ),
    Figure(
        "eval-accuracy-paradox",
        "probe 2",
        "each is wrong on {:.1%} of rows, so even a perfect model scores only {:.1%}",
        lambda: (annotator_error(), 1 - annotator_error()),
    ),
    Figure(
        "eval-accuracy-paradox",
        "probe 3",
        "It falls from {:.0%} to {:.0%}",
        lambda: (1 - 0.01, 1 - 0.05),
    ),
    Figure(
        "eval-multiclass",
        "intuition",
        "Of 900 pupils in one school 90% pass, of 100 in another 50%. Per pupil that is {:.0%}, "
        "per school {:.0%}.",
        lambda: ((900 * 0.9 + 100 * 0.5) / 1000, (0.9 + 0.5) / 2),
    ),
    Figure(
        "eval-multiclass",
        "probe 1",
        "moves that class's recall by {:g} points and the macro average by {:g}",
        lambda: (100 / 5, 100 / 5 / 4),
    ),
    Figure(
        "eval-roc-auc",
        "d",
        "0.3 looks like a ranking turned upside down. I check for swapped labels, since flipping the scores would "
        "give {:g}.",
        lambda: 1 - 0.3,
    ),
    Figure(
        "eval-roc-auc",
        "probe 1",
        "{:g}: {} of the four pairs are in the right order",
        lambda: (auc([0.9, 0.4], [0.6, 0.2]), word(4 * auc([0.9, 0.4], [0.6, 0.2]))),
    ),
    Figure(
        "eval-roc-vs-pr",
        "intuition",
        "of 0.1% sounds great. Among 100,000 travelers with 10 smugglers it stops {:.0f} innocents, "
        "{} per smuggler.",
        lambda: (0.001 * (100_000 - 10), word(0.001 * (100_000 - 10) / 10)),
    ),
    Figure(
        "eval-roc-vs-pr",
        "probe 1",
        "{:.2%}: half of the alarms are right when (1 − π)·FPR = π·TPR, and 0.001·0.8/0.999 ≈ {:.4f}.",
        lambda: (0.001 * 0.8 / 0.999, 0.001 * 0.8 / 0.999),
    ),
    Figure(
        "eval-threshold",
        "b",
        "If a miss costs nine false alarms, I accept {} per catch, a cutoff of {:.0f} percent.",
        lambda: (word((1 - 1 / (1 + 9)) / (1 / (1 + 9))), 100 * 1 / (1 + 9)),
    ),
    Figure("eval-threshold", "intuition", "take it from a {:.0%} chance of rain on", lambda: 1 / (1 + 4)),
    Figure(
        "eval-threshold",
        "probe 1",
        "{:.0%}: the cost of a false alarm over the sum of both, 5/(5 + 95)",
        lambda: 5 / (5 + 95),
    ),
    Figure(
        "eval-log-loss",
        "probe 1",
        "{:.3f}, against {:.3f}, which is ln 2, for always saying one half",
        lambda: (entropy(0.01), cross_entropy(0.01, 0.5)),
    ),
    Figure(
        "eval-log-loss",
        "probe 2",
        "It nearly doubles, from {:.2f} to {:.2f}.",
        lambda: (entropy(0.8), cross_entropy(0.8, 0.99)),
    ),
    Figure(
        "eval-regression-metrics",
        "c",
        "guessing zero costs {:.0f} percent",
        lambda: 100 * abs(7 - 0) / 7,
    ),
    Figure(
        "eval-regression-metrics",
        "intuition",
        "Errors of 1, 1, 1 and 9: MAE is {:g}, RMSE {:.1f}. The single big miss makes up {:.0%}",
        lambda: (sum(ERRORS) / 4, sqrt(sum(u * u for u in ERRORS) / 4), 9**2 / sum(u * u for u in ERRORS)),
    ),
    Figure(
        "eval-regression-metrics",
        "probe 2",
        "{:g}, at {:.1%}. The mean, {:g}, scores {:.2%}",
        lambda: (best_constant(), mape(best_constant()), (25 + 100) / 2, mape((25 + 100) / 2)),
    ),
    Figure(
        "eval-offline-online",
        "probe 2",
        "It dilutes the effect {:.0f}-fold: at equal variance you need {:.0f} times the users of a change that "
        "all see. Analyze only those 5%, and {:.0f} times will do.",
        lambda: (1 / 0.05, 1 / 0.05**2, 0.05 / 0.05**2),
    ),
    Figure(
        "eval-threshold",
        "a",
        "{} fits only if misses and false alarms cost the same",
        lambda: fraction(1 / (1 + 1)).capitalize(),
    ),
]
