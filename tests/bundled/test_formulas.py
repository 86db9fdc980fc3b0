"""Formulas and claims on the bundled cards, transcribed and held against another way to the same result."""

from __future__ import annotations

from itertools import combinations
from math import exp, factorial, log, sqrt
from statistics import NormalDist

import numpy as np
import pytest

from tests.bundled.code.program import Array, random
from tests.bundled.fields import cards, fields


def says(card_id: str, field: str, claim: str) -> None:
    """Check that a card still makes the claim that a test proves."""
    assert claim in fields(cards()[card_id])[field]


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


def softmax(logits: Array) -> Array:
    weights: Array = np.exp(logits - logits.max())
    shares: Array = weights / weights.sum()
    return shares


def average_precision(labels: list[int]) -> float:
    hits = [place for place, label in enumerate(labels, 1) if label]
    return sum(number / place for number, place in enumerate(hits, 1)) / len(hits)


def test_f_beta_counts_a_miss_beta_squared_times() -> None:
    says("fund-f1", "formula", "F1 = 2PR/(P + R) = 2TP/(2TP + FP + FN)     Fβ = (1 + β²)PR/(β²P + R)")
    says("fund-f1", "probe 2", "by counts the denominator holds β²·FN + FP")
    hit, false, missed = 30, 20, 50
    p, r = hit / (hit + false), hit / (hit + missed)
    for square in (1, 4, 0.25):
        by_counts = (1 + square) * hit / ((1 + square) * hit + square * missed + false)
        assert (1 + square) * p * r / (square * p + r) == pytest.approx(by_counts)


def test_dice_follows_from_iou() -> None:
    says("cv-segmentation", "formula", "IoU = TP/(TP+FP+FN),   Dice = 2TP/(2TP+FP+FN) = 2·IoU/(1+IoU)")
    iou = 30 / (30 + 20 + 50)
    assert 2 * iou / (1 + iou) == pytest.approx(2 * 30 / (2 * 30 + 20 + 50))


def test_false_positive_rate_follows_from_base_rate_and_precision() -> None:
    says("resp-fairness-metrics", "formula", "FPR = p/(1 − p) · (1 − PPV)/PPV · (1 − FNR)")
    hit, missed, false, right = 30, 20, 10, 90
    p, ppv, fnr = (hit + missed) / 150, hit / (hit + false), missed / (hit + missed)
    assert p / (1 - p) * (1 - ppv) / ppv * (1 - fnr) == pytest.approx(false / (false + right))


def test_at_equal_error_rates_a_yes_is_right_more_often_at_the_higher_base_rate() -> None:
    says("resp-fairness-metrics", "c", "yes right more often in the group with more true cases")
    right = [0.8 * base / (0.8 * base + 0.2 * (1 - base)) for base in (0.3, 0.5)]
    assert right[0] < right[1]


def test_flipped_labels_shrink_the_probability_toward_one_half() -> None:
    says("data-label-noise", "formula", "(1 − 2ρ)·P(true label 1 | x) + ρ")
    seen = (1 - 2 * 0.1) * 0.7 + 0.1
    assert seen == pytest.approx(0.7 * (1 - 0.1) + (1 - 0.7) * 0.1)


def test_dropping_negatives_moves_only_the_intercept() -> None:
    says("data-imbalance", "probe 2", "Only the intercept, which rises by log(1/w)")
    for p in (0.01, 0.2, 0.7):
        kept = p / (p + (1 - p) * 0.1)
        assert log(kept / (1 - kept)) - log(p / (1 - p)) == pytest.approx(log(1 / 0.1))
        says("rec-calibration-how", "formula", "q = p / (p + (1 − p)/w)")
        assert kept / (kept + (1 - kept) / 0.1) == pytest.approx(p)


def test_no_z_score_of_ten_values_exceeds_its_bound() -> None:
    says("data-outliers", "probe 1", "among n values no z-score exceeds (n − 1)/√n")
    bound = (10 - 1) / sqrt(10)
    samples = np.vstack([random().standard_cauchy((1000, 10)), np.eye(10)])
    scores = np.abs(samples - samples.mean(axis=1, keepdims=True)) / samples.std(axis=1, ddof=1, keepdims=True)
    assert scores.max() == pytest.approx(bound)


def test_gradients_of_both_losses_at_the_score() -> None:
    says("fund-cross-entropy-vs-mse", "formula", "∂L/∂z = p − y     (p − y)² with p = sigmoid(z)")
    says("fund-cross-entropy-vs-mse", "formula", "∂L/∂z = 2(p − y)·p(1 − p)")
    z, h, p = 0.8, 1e-6, sigmoid(0.8)
    assert (-log(sigmoid(z + h)) + log(sigmoid(z - h))) / (2 * h) == pytest.approx(p - 1, abs=1e-6)
    square = ((sigmoid(z + h) - 1) ** 2 - (sigmoid(z - h) - 1) ** 2) / (2 * h)
    assert square == pytest.approx(2 * (p - 1) * p * (1 - p), abs=1e-6)


@pytest.mark.parametrize("temperature", [1.0, 3.0])
def test_the_gradient_of_softmax_and_cross_entropy(temperature: float) -> None:
    says("nn-softmax-gradient", "formula", "∂L/∂zᵢ = pᵢ − yᵢ")
    says("nn-softmax-gradient", "probe 3", "It becomes (p − y)/T")
    logits, h = np.array([1.0, -0.5, 0.3]), 1e-6

    def loss(z: Array) -> float:
        return float(-np.log(softmax(z / temperature)[1]))

    slopes = [(loss(logits + shift) - loss(logits - shift)) / (2 * h) for shift in np.eye(3) * h]
    assert np.allclose(slopes, (softmax(logits / temperature) - np.eye(3)[1]) / temperature, atol=1e-6)


def test_speculative_decoding_draws_from_the_large_model() -> None:
    says(
        "infer-speculative", "formula", "accept x with probability min(1, p(x)/q(x)), else draw from max(0, p − q)"
    )
    p, q = softmax(random().normal(size=8)), softmax(random(1).normal(size=8))
    accepted, rest = q * np.minimum(1, p / q), np.maximum(0, p - q)
    assert np.allclose(accepted + (1 - accepted.sum()) * rest / rest.sum(), p)


def test_tokens_that_a_speculative_pass_yields() -> None:
    says("infer-speculative", "formula", "E[tokens per pass] = (1 − α^(γ+1)) / (1 − α)")
    stops = [0.7**guess * (1 - 0.7) * (guess + 1) for guess in range(5)]
    tokens = (1 - 0.7 ** (5 + 1)) / (1 - 0.7)
    assert tokens == pytest.approx(sum(stops) + 0.7**5 * (5 + 1))


def test_divergence_of_a_normal_from_the_standard_normal() -> None:
    says("gen-elbo", "formula", "KL per dimension = ½(μ² + σ² − 1 − log σ²)")
    q, p, step = NormalDist(0.7, 0.5), NormalDist(), 0.001
    points = [0.7 + step * place for place in range(-4000, 4001)]
    integral = step * sum(q.pdf(x) * log(q.pdf(x) / p.pdf(x)) for x in points)
    assert (0.7**2 + 0.5**2 - 1 - log(0.5**2)) / 2 == pytest.approx(integral, abs=1e-6)


def test_the_variance_inflation_factor_scales_the_weights_variance() -> None:
    says("classic-multicollinearity", "formula", "VIFⱼ = 1/(1 − Rⱼ²)")
    says("classic-multicollinearity", "formula", "Var(ŵⱼ) = σ²·VIFⱼ/Σᵢ(xᵢⱼ − x̄ⱼ)²")
    rows = random().normal(size=(60, 3)) @ np.array([[1, 0.9, 0], [0, 1, 0.5], [0, 0, 1]])
    rows -= rows.mean(axis=0)
    others = rows[:, 1:]
    left = rows[:, 0] - others @ np.linalg.lstsq(others, rows[:, 0], rcond=None)[0]
    spread = float(rows[:, 0] @ rows[:, 0])
    factor = 1 / (1 - (1 - float(left @ left) / spread))
    assert np.linalg.inv(rows.T @ rows)[0, 0] == pytest.approx(factor / spread)


def test_rotations_leave_only_the_distance_between_tokens() -> None:
    says("attn-positional", "formula", "(R_m q)·(R_n k) = q·(R_{n−m} k)")
    q, k = random().normal(size=(2, 2))

    def turned(vector: Array, place: int) -> Array:
        c, s = np.cos(0.3 * place), np.sin(0.3 * place)
        rotated: Array = np.array([[c, -s], [s, c]]) @ vector
        return rotated

    assert turned(q, 5) @ turned(k, 9) == pytest.approx(q @ turned(k, 9 - 5))


def test_shapley_values_add_up_to_the_output() -> None:
    says("resp-shap-lime", "formula", "φⱼ = Σ_S |S|!(p − |S| − 1)!/p! · [v(S ∪ {j}) − v(S)]")
    p = 4
    sets = [frozenset(chosen) for size in range(p + 1) for chosen in combinations(range(p), size)]
    value = dict(zip(sets, random().normal(size=len(sets)), strict=True))
    total = sum(
        factorial(len(s)) * factorial(p - len(s) - 1) / factorial(p) * (value[s | {j}] - value[s])
        for j in range(p)
        for s in sets
        if j not in s
    )
    assert value[frozenset()] + total == pytest.approx(value[frozenset(range(p))])


def test_cuped_leaves_the_unexplained_variance() -> None:
    says("rec-ab-consumers", "formula", "θ = Cov(X, Y)/Var(X),   Var(Ŷ) = (1 − ρ²)·Var(Y)")
    x, noise = random().normal(size=(2, 500))
    y = 0.8 * x + noise
    covariance = np.cov(x, y)
    adjusted = y - covariance[0, 1] / covariance[0, 0] * (x - x.mean())
    assert adjusted.var() == pytest.approx((1 - np.corrcoef(x, y)[0, 1] ** 2) * y.var())


def test_the_variance_of_a_forest() -> None:
    says("tree-rf-decorrelation", "formula", "Var[mean of B trees] = ρσ² + (1 − ρ)σ²/B")
    covariance = np.full((7, 7), 0.3 * 4) + np.eye(7) * (1 - 0.3) * 4
    variance = 0.3 * 4 + (1 - 0.3) * 4 / 7
    assert variance == pytest.approx(covariance.sum() / 7**2)


def test_the_best_number_of_hashes() -> None:
    says("rec-bloom-filter", "formula", "p ≈ (1 − e^(−kn/m))ᵏ   best k = (m/n) ln 2   m/n = −ln p/(ln 2)²")
    bits = -log(0.01) / log(2) ** 2
    error = {step / 100: (1 - exp(-step / 100 / bits)) ** (step / 100) for step in range(100, 2000)}
    best = min(error, key=lambda hashes: error[hashes])
    assert best == pytest.approx(bits * log(2), abs=0.01)
    assert error[best] == pytest.approx(0.01, rel=1e-4)


def test_f1_of_means_is_never_below_the_mean_f1() -> None:
    says("eval-multiclass", "probe 3", "F1 of mean precision and mean recall, which is never lower")
    p, r = random().random((2, 5000, 4))
    of_means = 2 * p.mean(axis=1) * r.mean(axis=1) / (p.mean(axis=1) + r.mean(axis=1))
    assert ((2 * p * r / (p + r)).mean(axis=1) <= of_means + 1e-12).all()


def test_a_swap_far_down_the_list_adds_less_to_average_precision() -> None:
    says("eval-roc-vs-pr", "probe 3", "average precision gains less than from the top two")
    top = average_precision([1, 0, 0, 1, 0, 1]) - average_precision([0, 1, 0, 1, 0, 1])
    down = average_precision([0, 1, 0, 1, 1, 0]) - average_precision([0, 1, 0, 1, 0, 1])
    assert 0 < down < top


def test_the_polynomial_kernel_is_an_inner_product() -> None:
    says(
        "classic-kernel-trick",
        "probe 1",
        "x₁², √2·x₁x₂ and x₂²: their inner product for x and z is exactly (x·z)²",
    )
    x, z = random().normal(size=(2, 2))
    lifted = [np.array([v[0] ** 2, sqrt(2) * v[0] * v[1], v[1] ** 2]) for v in (x, z)]
    assert lifted[0] @ lifted[1] == pytest.approx((x @ z) ** 2)


def test_ridge_bounds_the_inverse_of_a_singular_value() -> None:
    says("math-svd", "probe 4", "Ridge uses σ/(σ² + λ) instead")
    rows = random().normal(size=(6, 3))
    left, sigma, right = np.linalg.svd(rows, full_matrices=False)
    inverse = np.linalg.solve(rows.T @ rows + 0.5 * np.eye(3), rows.T)
    assert np.allclose(right.T @ np.diag(sigma / (sigma**2 + 0.5)) @ left.T, inverse)


def test_eigenvalues_of_a_product_with_the_transpose_are_squared_singular_values() -> None:
    says("math-svd", "b", "the product's nonzero eigenvalues are those values squared")
    rows = random().normal(size=(3, 5))
    eigenvalues = np.linalg.eigvalsh(rows.T @ rows)[::-1]
    assert np.allclose(eigenvalues[:3], np.linalg.svd(rows)[1] ** 2)
    assert np.allclose(eigenvalues[3:], 0)


def test_a_single_minimum_does_not_make_a_function_convex() -> None:
    says("math-convexity", "pitfall", "1 − exp(−x²) has one, but it flattens out and is not convex")
    low, middle, high = (1 - exp(-(x**2)) for x in (1, 2, 3))
    assert middle > (low + high) / 2


def test_a_strong_independent_predictor_moves_the_coefficient_away_from_zero() -> None:
    says("classic-logreg-coefficient", "probe 2", "It moves away from zero although nothing was confounded")
    odds = [(p := (sigmoid(x + 2) + sigmoid(x - 2)) / 2) / (1 - p) for x in (0, 1)]
    assert 0 < log(odds[1] / odds[0]) < 1


def test_the_best_weight_of_a_leaf() -> None:
    says("tree-gbdt", "probe 2", "−G/(H + λ)")
    gradient, curvature, penalty = 3.0, 5.0, 1.0
    weights = [step / 1000 for step in range(-2000, 2001)]
    best = min(weights, key=lambda w: gradient * w + (curvature + penalty) * w * w / 2)
    assert best == pytest.approx(-gradient / (curvature + penalty))


def test_pooled_folds_without_signal_fall_below_one_half() -> None:
    says("eval-roc-auc", "probe 3 question", "an AUC well below 0.5")
    areas = []
    for seed in range(100):
        labels = random(seed).integers(0, 2, 40)
        folds = np.arange(40) % 5
        scores = np.array([labels[folds != fold].mean() for fold in folds])
        gaps = scores[labels == 1][:, None] - scores[labels == 0]
        areas.append(float(((gaps > 1e-12) + 0.5 * (abs(gaps) <= 1e-12)).mean()))
    assert sum(areas) / 100 < 0.4
