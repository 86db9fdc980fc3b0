"""What the card code-kmeans says of its program."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.bundled.code.program import Array, program, random

CODE = program("code-kmeans")
MIDDLES = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])
GROUPS = np.concatenate([random(number).normal(middle, 1, size=(50, 2)) for number, middle in enumerate(MIDDLES)])
CLOUD = random().normal(size=(300, 4))
CORNERS = np.array([[0.0, 0.0], [5.0, 0.0], [0.0, 5.0], [5.0, 5.0]])


def cost(points: Array, centers: Array) -> float:
    return float(CODE.sq_dist(points, centers).min(axis=1).sum())


def costs(points: Array, k: int, steps: range, seed: int = 0) -> list[float]:
    """The cost after each number of steps."""
    return [cost(points, CODE.kmeans(points, k, iters=step, tol=0, seed=seed)[0]) for step in steps]


def falls(values: list[float]) -> bool:
    """Whether no value is above the one before it."""
    return all(later <= earlier + 1e-9 for earlier, later in pairwise(values))


class SamePoint:
    """A source of random numbers that draws the first point again and again, so that a center stays empty."""

    def __init__(self, seed: int) -> None:
        del seed

    def integers(self, high: int) -> int:
        del high
        return 0

    def choice(self, high: int, p: Array) -> int:
        del high, p
        return 0


def test_distances_are_those_of_the_plain_table() -> None:
    assert np.allclose(CODE.sq_dist(GROUPS, MIDDLES), ((GROUPS[:, None] - MIDDLES) ** 2).sum(axis=-1))
    assert (CODE.sq_dist(GROUPS + 1e8, GROUPS + 1e8) >= 0).all()


def test_it_finds_three_groups() -> None:
    centers, labels = CODE.kmeans(GROUPS, 3)
    assert np.abs(CODE.sq_dist(MIDDLES, centers).min(axis=1)).max() < 0.5
    assert [len(set(labels[start : start + 50])) for start in (0, 50, 100)] == [1, 1, 1]


@pytest.mark.parametrize("seed", range(5))
def test_the_cost_never_rises(seed: int) -> None:
    path = costs(CLOUD, 8, range(25), seed)
    assert falls(path)
    assert path[-1] < path[0]


def test_in_the_end_each_center_is_the_mean_of_its_points() -> None:
    centers, labels = CODE.kmeans(CLOUD, 8, iters=500)
    assert np.allclose(centers, [CLOUD[labels == number].mean(axis=0) for number in range(8)], atol=1e-5)


def test_an_empty_cluster_moves_to_the_worst_served_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np.random, "default_rng", SamePoint)
    worst = GROUPS[CODE.sq_dist(GROUPS, GROUPS[[0]]).min(axis=1).argmax()]
    with np.errstate(all="raise"):
        assert np.allclose(CODE.kmeans(GROUPS, 2, iters=1)[0], [GROUPS.mean(axis=0), worst])
        centers, labels = CODE.kmeans(GROUPS, 2, iters=50)
    assert np.isfinite(centers).all()
    assert len(set(labels)) == 2
    assert falls([cost(GROUPS, GROUPS[[0]]), *costs(GROUPS, 2, range(1, 12))])


def test_fewer_distinct_points_than_centers_are_refused() -> None:
    with np.errstate(invalid="ignore"), pytest.raises(ValueError, match="robabilities"):
        CODE.kmeans(np.ones((5, 2)), 2)


def test_rounding_among_duplicates_makes_no_center_that_is_no_number() -> None:
    refused = 0
    for seed in range(60):
        two = random(seed).normal(size=(2, 3)) * 10
        points = np.concatenate([two, two[random(seed + 1000).integers(0, 2, 28)]])
        try:
            with np.errstate(invalid="ignore"):
                centers, labels = CODE.kmeans(points, 3, seed=seed)
        except ValueError:
            refused += 1
            continue
        assert cost(points, centers) < 1e-8
        assert all(len(np.unique(points[labels == label], axis=0)) == 1 for label in set(labels))
    assert refused


@pytest.mark.parametrize("seed", range(10))
def test_each_distinct_point_becomes_a_center_if_there_are_k(seed: int) -> None:
    points = np.repeat(CORNERS, [40, 1, 3, 1], axis=0)
    with np.errstate(all="raise"):
        centers, labels = CODE.kmeans(points, 4, seed=seed)
    assert np.allclose(centers[np.lexsort(centers.T)], CORNERS[np.lexsort(CORNERS.T)])
    assert len(set(labels)) == 4


def test_many_duplicates_do_not_raise_the_cost() -> None:
    for seed in range(10):
        points = random(seed).integers(0, 4, size=(200, 2)).astype(float)
        assert falls(costs(points, 6, range(12), seed))


def test_one_center_is_the_mean_and_n_centers_are_the_points() -> None:
    assert np.allclose(CODE.kmeans(CLOUD, 1)[0][0], CLOUD.mean(axis=0))
    assert sorted(CODE.kmeans(CORNERS, 4)[1]) == [0, 1, 2, 3]


def test_points_may_be_integers() -> None:
    assert CODE.kmeans(np.array([[0, 0], [0, 1], [9, 9], [9, 8]]), 2)[0].dtype == float


def test_sums_over_chunks_give_the_update_of_the_whole_table() -> None:
    centers = CLOUD[:8]
    labels = CODE.sq_dist(CLOUD, centers).argmin(axis=1)
    sums, counts = np.zeros((8, 4)), np.zeros(8)
    for chunk in np.array_split(CLOUD, 7):
        members = np.eye(8)[CODE.sq_dist(chunk, centers).argmin(axis=1)]
        sums, counts = sums + members.T @ chunk, counts + members.sum(axis=0)
    assert np.allclose(sums / counts[:, None], [CLOUD[labels == number].mean(axis=0) for number in range(8)])


def test_argmin_takes_no_number_for_the_smallest() -> None:
    assert np.argmin([3.0, np.nan, 1.0]) == 1
