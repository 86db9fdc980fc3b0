"""Figures of the section math."""

from __future__ import annotations

from math import dist, log2

import numpy as np

from tests.bundled.figures.figure import Figure, word

NEAR, FAR = np.array([1, 1]) / np.sqrt(2), np.array([5, 5]) / np.sqrt(2)
"""Two walks to the northeast, of 1 km and 5 km."""


def cosine(x: np.ndarray, y: np.ndarray) -> float:
    return float(x @ y / (np.linalg.norm(x) * np.linalg.norm(y)))


def eigenvalues(rows: list[list[int]]) -> tuple[float, ...]:
    """The eigenvalues of a matrix whose eigenvalues are real, in order."""
    return tuple(sorted(float(value) for value in np.linalg.eigvals(np.array(rows))))


def directions(rows: list[list[int]], eigenvalue: int) -> int:
    """How many independent eigenvectors belong to an eigenvalue."""
    return len(rows) - int(np.linalg.matrix_rank(np.array(rows) - eigenvalue * np.eye(len(rows))))


def best_by_appended_coordinate() -> bool:
    """Whether the item nearest to a query is that of the largest product, once norms are made equal."""
    random = np.random.default_rng(0)
    items, query = random.normal(size=(100, 4)), random.normal(size=4)
    norms = np.linalg.norm(items, axis=1)
    longer = np.column_stack([items, np.sqrt(norms.max() ** 2 - norms**2)])
    gaps = np.linalg.norm(longer - np.append(query, 0), axis=1)
    return bool(gaps.argmin() == (items @ query).argmax() != np.linalg.norm(items - query, axis=1).argmin())


def bits(p: float) -> float:
    """The entropy of a coin."""
    return -p * log2(p) - (1 - p) * log2(1 - p)


FIGURES = [
    Figure(
        "math-cosine-dot",
        "intuition",
        "one for 1 km, one for 5. The direction is the same, so cosine is {:g}, yet they end up {:g} km apart",
        lambda: (cosine(NEAR, FAR), dist(NEAR, FAR)),
    ),
    Figure(
        "math-cosine-dot",
        "probe 2",
        "The nearest item then has the {} product",
        lambda: {True: "largest", False: "another"}[best_by_appended_coordinate()],
    ),
    Figure(
        "math-cosine-dot",
        "probe 3",
        "(1, 0) scores {} with itself and {} with (3, 1)",
        lambda: (1 * 1 + 0 * 0, 1 * 3 + 0 * 1),
    ),
    Figure(
        "math-eigen",
        "pitfall",
        "with rows (1, 1) and (0, 1), has only {} direction",
        lambda: word(directions([[1, 1], [0, 1]], 1)),
    ),
    # A matrix with the characteristic polynomial of trace 5 and determinant 6.
    Figure("math-eigen", "probe 2", "{:g} and {:g}: they add up", lambda: eigenvalues([[5, -6], [1, 0]])),
    Figure(
        "math-eigen",
        "probe 4",
        "multiplies the error by 1 − ηλ, which is then below −{:g}",
        lambda: abs(1 - 2 / 3 * 3),
    ),
    Figure(
        "math-svd",
        "pitfall",
        "Rows (0, 2) and (0, 0) give eigenvalues {:g} and {:g}, but a singular value of {:g}.",
        lambda: (*eigenvalues([[0, 2], [0, 0]]), float(np.linalg.svd(np.array([[0, 2], [0, 0]]))[1].max())),
    ),
    Figure(
        "math-entropy-kl",
        "probe 2",
        "About {:.2f} bits, against {:g} bit for a fair coin",
        lambda: (bits(0.9), bits(0.5)),
    ),
]
