"""What the card code-logistic-regression says of its program."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.bundled.code.program import Array, program, random

CODE = program("code-logistic-regression")
ROWS = 400


def standardized(features: Array) -> Array:
    scaled: Array = (features - features.mean(axis=0)) / features.std(axis=0)
    return scaled


X = standardized(random().normal(size=(ROWS, 3)))
TRUE = np.array([1.5, -2.0, 0.5])
Y = (random(1).random(ROWS) < CODE.sigmoid(X @ TRUE + 0.3)).astype(float)
WEIGHTS, BIAS = np.array([0.4, 1.1, -0.7]), 0.7


def copies(features: int, noise: float) -> tuple[Array, Array]:
    """Features that are noisy copies of one, and labels that follow it."""
    source = random(2)
    rows = standardized(source.normal(size=(ROWS, 1)) + noise * source.normal(size=(ROWS, features)))
    return rows, (source.random(ROWS) < CODE.sigmoid(rows[:, 0] + 0.3)).astype(float)


def loss(weights: Array, bias: float, penalty: float = 0.3) -> float:
    return float(CODE.loss_and_grad(weights, bias, X, Y, penalty)[0])


def test_large_scores_neither_overflow_nor_take_the_log_of_zero() -> None:
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        assert np.allclose(CODE.sigmoid(np.array([-1e4, 0.0, 1e4])), [0, 0.5, 1])
        labels = np.array([0.0, 1.0])
        wrong, _, _ = CODE.loss_and_grad(np.array([1000.0]), 0.0, np.array([[1.0], [-1.0]]), labels, 0.0)
    assert np.isclose(wrong, 1000)


def test_the_loss_is_the_mean_log_loss() -> None:
    p = CODE.sigmoid(X @ WEIGHTS + BIAS)
    assert np.isclose(loss(WEIGHTS, BIAS, 0), -np.mean(Y * np.log(p) + (1 - Y) * np.log(1 - p)))


def test_the_gradient_agrees_with_central_differences() -> None:
    step = 1e-6
    _, for_weights, for_bias = CODE.loss_and_grad(WEIGHTS, BIAS, X, Y, 0.3)
    for place, shift in enumerate(np.eye(3) * step):
        slope = (loss(WEIGHTS + shift, BIAS) - loss(WEIGHTS - shift, BIAS)) / (2 * step)
        assert np.isclose(slope, for_weights[place], atol=1e-7)
    assert np.isclose((loss(WEIGHTS, BIAS + step) - loss(WEIGHTS, BIAS - step)) / (2 * step), for_bias, atol=1e-7)


def test_the_gradient_is_each_rows_error_times_its_features() -> None:
    error = CODE.sigmoid(X @ WEIGHTS + BIAS) - Y
    _, for_weights, for_bias = CODE.loss_and_grad(WEIGHTS, BIAS, X, Y, 0.0)
    assert np.allclose(for_weights, [(error * feature).mean() for feature in X.T])
    assert np.isclose(for_bias, error.mean())


def test_the_bias_is_not_penalized() -> None:
    gradients = [CODE.loss_and_grad(WEIGHTS, BIAS, X, Y, penalty)[2] for penalty in (0.0, 99.0)]
    assert np.isclose(*gradients)


def test_the_fit_ends_where_the_gradient_is_zero() -> None:
    weights, bias = CODE.fit(X, Y)
    _, for_weights, for_bias = CODE.loss_and_grad(weights, bias, X, Y, 0.0)
    assert np.abs(weights - TRUE).max() < 0.6
    assert max(np.abs(for_weights).max(), abs(for_bias)) < 2e-6


def test_a_penalty_shrinks_the_weights() -> None:
    assert np.linalg.norm(CODE.fit(X, Y, lam=1.0)[0]) < np.linalg.norm(CODE.fit(X, Y)[0])


@pytest.mark.parametrize("penalty", [0.0, 5.0, 50.0])
@pytest.mark.parametrize(("features", "noise"), [(3, 1.0), (30, 0.1), (30, 0.01)])
def test_the_loss_falls_at_every_step(features: int, noise: float, penalty: float) -> None:
    rows, labels = copies(features, noise)
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        fits = [CODE.fit(rows, labels, lam=penalty, steps=step) for step in range(20)]
    path = [CODE.loss_and_grad(*fit, rows, labels, penalty)[0] for fit in fits]
    assert np.isclose(path[0], np.log(2))
    assert path[-1] < path[0]
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(path))


@pytest.mark.parametrize("penalty", [5.0, 50.0])
def test_a_penalized_fit_of_nearly_equal_features_ends_too(penalty: float) -> None:
    rows, labels = copies(30, 0.01)
    _, for_weights, for_bias = CODE.loss_and_grad(*CODE.fit(rows, labels, lam=penalty), rows, labels, penalty)
    assert max(np.abs(for_weights).max(), abs(for_bias)) < 2e-6


@pytest.mark.parametrize("noise", [0.01, 0.1, 1.0])
def test_the_curvature_is_at_most_a_quarter_of_the_number_of_features(noise: float) -> None:
    rows, _ = copies(30, noise)
    with_bias = np.column_stack([rows, np.ones(ROWS)])
    assert np.linalg.eigvalsh(with_bias.T @ with_bias / (4 * ROWS)).max() <= 30 / 4 + 1e-9


def test_a_step_of_4n_over_the_largest_eigenvalue_never_raises_the_loss() -> None:
    rate = 4 * ROWS / np.linalg.eigvalsh(X.T @ X).max()
    weights, last = random(3).normal(size=3) * 5, np.inf
    for _ in range(200):
        value, gradient, _ = CODE.loss_and_grad(weights, 0.0, X, Y, 0.0)
        assert value <= last + 1e-12
        weights, last = weights - rate * gradient, value


def test_a_fixed_rate_of_one_half_diverges_under_a_penalty_of_5() -> None:
    weights = np.zeros(3)
    with np.errstate(over="ignore"):
        for _ in range(200):
            weights = weights - 0.5 * CODE.loss_and_grad(weights, 0.0, X, Y, 5.0)[1]
    assert np.abs(weights).max() > 1e3


def test_labels_of_one_class_give_finite_weights() -> None:
    weights, bias = CODE.fit(X[:, :1], np.ones(ROWS), steps=500)
    assert np.isfinite(weights).all()
    assert 0 < bias < np.inf


def test_labels_may_be_integers_or_truth_values() -> None:
    weights, _ = CODE.fit(X, Y, steps=50)
    for labels in (Y.astype(int), Y == 1):
        assert np.allclose(CODE.fit(X, labels, steps=50)[0], weights)


def test_a_label_column_broadcasts_to_a_table_and_fails_only_later() -> None:
    assert (CODE.sigmoid(X @ WEIGHTS) - Y[:, None]).shape == (ROWS, ROWS)
    with pytest.raises(ValueError, match="broadcast"):
        CODE.fit(X, Y[:, None])


def test_weights_for_raw_features_give_the_same_scores() -> None:
    raw = random(4).normal(5, 3, size=(ROWS, 3))
    mean, deviation = raw.mean(axis=0), raw.std(axis=0)
    rescaled = WEIGHTS / deviation
    assert np.allclose(raw @ rescaled + BIAS - rescaled @ mean, standardized(raw) @ WEIGHTS + BIAS)
