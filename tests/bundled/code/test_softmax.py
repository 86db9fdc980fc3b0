"""What the card code-softmax says of its program."""

from __future__ import annotations

import numpy as np
import pytest

from tests.bundled.code.program import Array, program, random

CODE = program("code-softmax")
LOGITS = random().normal(size=(6, 5))
LABELS = random(1).integers(0, 5, 6)


def plain_softmax(logits: Array) -> Array:
    exponentials: Array = np.exp(logits)
    rows: Array = exponentials / exponentials.sum(axis=1, keepdims=True)
    return rows


def test_rows_are_probabilities() -> None:
    assert CODE.softmax(LOGITS).shape == LOGITS.shape
    assert np.allclose(CODE.softmax(LOGITS), plain_softmax(LOGITS))
    assert np.allclose(CODE.softmax(LOGITS, axis=0).sum(axis=0), 1)


def test_a_shift_changes_nothing() -> None:
    assert np.allclose(CODE.softmax(LOGITS + 1000), CODE.softmax(LOGITS))
    assert np.isclose(CODE.cross_entropy(LOGITS + 1000, LABELS), CODE.cross_entropy(LOGITS, LABELS))
    assert np.allclose(CODE.softmax(np.array([[1001.0, 1000.0]])), CODE.softmax(np.array([[1.0, 0.0]])))


def test_ten_equal_logits_cost_log_ten() -> None:
    assert np.isclose(CODE.cross_entropy(np.zeros((3, 10)), np.array([0, 4, 9])), np.log(10))


def test_cross_entropy_is_the_mean_minus_log_of_the_true_class() -> None:
    expected = -np.log(plain_softmax(LOGITS)[np.arange(6), LABELS]).mean()
    assert np.isclose(CODE.cross_entropy(LOGITS, LABELS), expected)


def test_the_log_is_logit_minus_log_sum_exp() -> None:
    expected = LOGITS - np.log(np.exp(LOGITS).sum(axis=1, keepdims=True))
    assert np.allclose(CODE.log_softmax(LOGITS), expected)


def test_large_logits_do_not_overflow() -> None:
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.isfinite(CODE.log_softmax(LOGITS * 1000)).all()
        assert np.isfinite(CODE.softmax(LOGITS * 1000)).all()


def test_a_probability_that_rounds_to_zero_keeps_a_finite_log() -> None:
    far = np.array([[0.0, 1000.0]])
    assert CODE.softmax(far)[0, 0] == 0
    assert np.isclose(CODE.log_softmax(far)[0, 0], -1000)
    assert np.isclose(CODE.cross_entropy(far, np.array([0])), 1000)


def test_logits_may_be_integers() -> None:
    assert np.allclose(CODE.softmax(np.array([[3, 1, 0]])), CODE.softmax(np.array([[3.0, 1.0, 0.0]])))


def test_a_masked_logit_gets_nothing_and_a_masked_row_is_not_a_number() -> None:
    assert np.allclose(CODE.softmax(np.array([[0.0, -np.inf, 0.0]])), [[0.5, 0, 0.5]])
    with np.errstate(invalid="ignore"):
        assert np.isnan(CODE.softmax(np.full((1, 3), -np.inf))).all()


def test_float32_overflows_at_a_logit_of_100() -> None:
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(np.float32(100)))


def test_without_keepdims_the_shift_fails_or_is_silently_wrong() -> None:
    with pytest.raises(ValueError, match="broadcast"):
        LOGITS - LOGITS.max(axis=1)
    square = random().normal(size=(5, 5))
    assert not np.allclose(square - square.max(axis=1), square - square.max(axis=1, keepdims=True))
