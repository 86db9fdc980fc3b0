"""Figures of the section ml-fundamentals."""

from __future__ import annotations

from math import e, exp, log, sqrt
from statistics import harmonic_mean, mean, median

from tests.bundled.figures.figure import Figure, nearest, word


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


def f_score(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall)


def rows_for_accuracy() -> float:
    """Rows for a 95% interval of one point on either side of an accuracy of 90%."""
    return 1.96**2 * 0.9 * 0.1 / 0.01**2


def points(accuracy: float, rows: int) -> float:
    """Half the width of an accuracy's 95% interval, in points."""
    return 100 * 1.96 * sqrt(accuracy * (1 - accuracy) / rows)


def alarms(negatives: float = 1) -> tuple[float, float, float]:
    """Right and false alarms among 10,000 cases, with `negatives` times as many negatives, and the precision."""
    right, false = 10_000 * 0.01 * 0.9, 10_000 * 0.99 * 0.05 * negatives
    return right, false, right / (right + false)


FIGURES = [
    Figure(
        "fund-train-val-test",
        "probe 1",
        "About {:,.0f} independent ones: 1.96·√(0.9·0.1/n) = 0.01 gives n ≈ {:,.0f}.",
        lambda: (nearest(rows_for_accuracy(), 100), rows_for_accuracy()),
    ),
    Figure(
        "fund-cv-variants",
        "probe 3",
        "{}: 5 × 5 × 20 = {} for the search and one refit of the winner in each of the 5 outer folds",
        lambda: (5 * 5 * 20 + 5, 5 * 5 * 20),
    ),
    Figure(
        "fund-l1-l2",
        "intuition",
        "Take 0.1 off a weight of 0.3 each step and it reaches zero in {}.",
        lambda: word(0.3 / 0.1),
    ),
    Figure(
        "fund-l1-l2",
        "probe 1",
        "measured in meters instead of millimeters, it is {:,.0f} times larger",
        lambda: 1 / 0.001,
    ),
    Figure(
        "fund-precision-recall",
        "intuition",
        "90 of 100 fish: recall {:.0%}. If it also drags in 60 boots, only 90 of its {} catches are fish: "
        "precision {:.0%}.",
        lambda: (90 / 100, 90 + 60, 90 / (90 + 60)),
    ),
    Figure(
        "fund-precision-recall",
        "probe 2",
        "About {2:.0%}. Of 10,000 cases, {0:.0f} alarms are right and {1:.0f} are false.",
        alarms,
    ),
    Figure(
        "fund-precision-recall",
        "probe 3",
        "{:.0f} right to {:.0f} wrong becomes {:.0f} to {:.0f}, so {:.0%} drops to {:.0%}.",
        lambda: (*alarms()[:2], *alarms(2)[:2], alarms()[2], alarms(2)[2]),
    ),
    Figure(
        "fund-f1",
        "intuition",
        "out at 30 and back at 60: your average speed is {:g}, not {:g}",
        lambda: (harmonic_mean([30, 60]), mean([30, 60])),
    ),
    Figure(
        "fund-f1",
        "probe 1",
        "F1 is about {:.2f}, from 2·0.01/1.01; the plain average would say {:g}.",
        lambda: (f_score(1, 0.01), (1 + 0.01) / 2),
    ),
    Figure("fund-f1", "probe 2", "{} times: by counts", lambda: word(2**2).capitalize()),
    Figure(
        "fund-f1",
        "probe 3",
        "precision 0.5 and recall 1 give 2·0.5/1.5 = {:.2f}.",
        lambda: f_score(0.5, 1),
    ),
    Figure("fund-f1", "probe 3 question", "F1 of {:.2f}", lambda: f_score(0.5, 1)),
    Figure(
        "fund-loss-regression",
        "intuition",
        "Incomes of 20, 30 and 100: squared error picks the mean, {:g}, absolute error the median, {:g}.",
        lambda: (mean([20, 30, 100]), median([20, 30, 100])),
    ),
    Figure(
        "fund-loss-regression",
        "probe 1",
        "The {:.0f}th percentile: the cost of being short over the sum of both costs, 9/(9 + 1). "
        "The pinball loss at τ = {:g}",
        lambda: (100 * 9 / (9 + 1), 9 / (9 + 1)),
    ),
    Figure("fund-loss-classification", "d", "about {:.1f}, the natural log of ten", lambda: log(10)),
    Figure(
        "fund-loss-classification",
        "intuition",
        "give the truth 90% and you pay {:.1f}, give it 50% and you pay {:.1f}, give it 10% and you pay {:.1f}",
        lambda: (-log(0.9), -log(0.5), -log(0.1)),
    ),
    # The best that a second softmax can make of probabilities is of a one and nine zeros.
    Figure(
        "fund-loss-classification",
        "pitfall",
        "with ten classes it stays above {:.2f}",
        lambda: -log(e / (e + 9)),
    ),
    Figure(
        "fund-cross-entropy-vs-mse",
        "intuition",
        "The truth is 1 and the model says 0.01. Cross-entropy pushes its score with {:.2f}, squared error with "
        "only {:.2f}.",
        lambda: (1 - 0.01, 2 * (1 - 0.01) * 0.01 * (1 - 0.01)),
    ),
    Figure(
        "fund-train-logistic-regression",
        "intuition",
        "Log-odds of 0 mean {:.0%}, 2 mean {:.0%}, 4 mean {:.0%}.",
        lambda: (sigmoid(0), sigmoid(2), sigmoid(4)),
    ),
    Figure(
        "fund-loss-regression",
        "c",
        "Squared error charges a {}fold for a tenfold miss",
        lambda: {100: "hundred"}[10**2],
    ),
    Figure(
        "fund-train-val-test",
        "d",
        "With a few hundred rows, an accuracy is uncertain by {} points",
        lambda: "several" if 2 < points(0.9, 300) < points(0.9, 200) < 5 else "other",
    ),
    Figure(
        "fund-train-linear-regression",
        "probe 1",
        "squares the condition number, so nearly collinear columns cost you {} as many digits",
        lambda: {2: "twice"}[round(log(1e3**2) / log(1e3))],
    ),
]
