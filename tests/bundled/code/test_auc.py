"""What the card code-auc says of its program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import isclose, isnan, nan

import numpy as np
import pytest

from tests.bundled.code.program import program, random

auc = program("code-auc").auc


def by_pairs(scores: Sequence[float], labels: Sequence[int]) -> float:
    """The share of pairs in the right order, half a pair for a tie."""
    rows = list(zip(scores, labels, strict=True))
    pairs = [(p, n) for (p, one), (n, zero) in product(rows, rows) if one and not zero]
    return sum((p > n) + 0.5 * (p == n) for p, n in pairs) / len(pairs)


def small_cases() -> Iterator[tuple[list[int], list[int]]]:
    """Scores with many ties and labels of both classes."""
    source = random()
    for _ in range(200):
        rows = int(source.integers(2, 25))
        labels = source.integers(0, 2, rows).tolist()
        if 0 < sum(labels) < rows:
            yield source.integers(0, 7, rows).tolist(), labels


def test_it_is_the_share_of_pairs_in_the_right_order() -> None:
    for scores, labels in small_cases():
        assert isclose(auc(scores, labels), by_pairs(scores, labels))


def test_the_order_of_rows_does_not_matter() -> None:
    for scores, labels in small_cases():
        assert isclose(auc(scores[::-1], labels[::-1]), auc(scores, labels))


def test_of_predicted_classes_it_is_the_mean_of_sensitivity_and_specificity() -> None:
    for scores, labels in small_cases():
        said, true = np.array(scores) > 3, np.array(labels) == 1
        assert isclose(auc(said.astype(int), labels), (said[true].mean() + (~said[~true]).mean()) / 2)


def test_one_class_alone_has_none() -> None:
    for scores, labels in (([1, 2], [1, 1]), ([1, 2], [0, 0]), ([], [])):
        assert isnan(auc(scores, labels))


def test_ties_score_one_half_and_full_order_one() -> None:
    assert auc([5] * 6, [1, 0, 1, 0, 0, 1]) == 0.5
    assert auc([1, 2, 3, 4], [0, 0, 1, 1]) == 1
    assert auc([1, 2, 3, 4], [1, 1, 0, 0]) == 0


def test_the_intuition_holds() -> None:
    assert isclose(auc([1, 2, 3, 4, 5], [0, 1, 0, 1, 1]), 5 / 6)


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.bool_, np.int64, np.float32])
def test_labels_of_any_type_do_not_overflow(kind: type[np.generic]) -> None:
    scores = random().integers(0, 40, 800)
    labels = random(1).random(800) < 0.1 + scores / 50
    assert labels.sum() > 300
    assert (~labels).sum() > 300
    expected = by_pairs(scores.tolist(), labels.astype(int).tolist())
    assert isclose(auc(scores, labels.astype(kind)), expected)
    assert isclose(auc(-scores, labels.astype(kind)), 1 - expected)


def test_a_score_that_is_no_number_does_not_hang() -> None:
    auc([1.0, nan, 0.5, 0.2], [1, 0, 1, 0])
