"""Figures of the sections reinforcement-learning, gnn, recommendation-systems and information-retrieval."""

from __future__ import annotations

from math import comb, log, log2, sqrt

from tests.bundled.figures.figure import Figure, fraction, word

BITS_PER_ID = log(1 / 0.01) / log(2) ** 2
"""What a Bloom filter needs per item at 1% error."""
IDS, USERS = 1000, 100_000_000


def undo_downsampling(p: float, kept: float) -> float:
    return p / (p + (1 - p) / kept)


def detectable_lift() -> float:
    return 4 * sqrt(0.05 * 0.95 / 2500)


def saturation(count: float, k1: float = 1.2) -> float:
    """BM25's factor for a word's count, in a document of average length."""
    return count * (k1 + 1) / (count + k1)


FIGURES = [
    Figure("rl-mdp", "probe 4", "About {:.0f} steps, 1/(1 − γ)", lambda: 1 / (1 - 0.99)),
    Figure(
        "rl-value-functions",
        "probe 3",
        "{:.0f}: V = 1 + 0.9·V",
        lambda: sum(0.9**step for step in range(1000)),
    ),
    # Strassen's method needs 7 multiplications for two-by-two matrices, here of two-by-two blocks.
    Figure("rl-alphatensor", "probe 2", "Strassen applied twice needs {}", lambda: 7 * 7),
    Figure(
        "gnn-training",
        "intuition",
        "Ask 20 friends, who each ask 20, who each ask 20: one question reaches {:,} people.",
        lambda: 20**3,
    ),
    Figure(
        "gnn-training",
        "probe 1",
        "1 + 50 + 50² + 50³ = {:,}",
        lambda: sum(50**hop for hop in range(4)),
    ),
    Figure(
        "rec-how-large-scale",
        "probe 1",
        "a billion items at one microsecond each take about {:.0f} minutes",
        lambda: 1e9 * 1e-6 / 60,
    ),
    Figure(
        "rec-design-startup",
        "formula",
        "4·√(0.05·0.95/2,500) ≈ {:.1f} points on 5%: {:.0%} relative",
        lambda: (100 * detectable_lift(), detectable_lift() / 0.05),
    ),
    Figure(
        "rec-calibration-how",
        "probe 1",
        "About {:.1%}. Odds of 1 to 9 become 1 to {:.0f}",
        lambda: (undo_downsampling(0.1, 0.01), (1 - 0.1) / 0.1 / 0.01),
    ),
    Figure(
        "rec-mf-embeddings",
        "intuition",
        "0.9·0.8 + 0.1·0.3 = {:.2f}",
        lambda: 0.9 * 0.8 + 0.1 * 0.3,
    ),
    Figure(
        "rec-bloom-filter",
        "probe 3",
        "About {:.1f} KB per user, so {:.0f} GB; storing 64-bit ids would take {:.0f} GB.",
        lambda: (IDS * BITS_PER_ID / 8 / 1e3, USERS * IDS * BITS_PER_ID / 8 / 1e9, USERS * IDS * 64 / 8 / 1e9),
    ),
    Figure(
        "rec-bloom-filter",
        "probe 4",
        "About {:.1f} more bits per item",
        lambda: log(10) / log(2) ** 2,
    ),
    Figure(
        "rec-ab-consumers",
        "pitfall",
        "about one in {} passes the 5% level by chance",
        lambda: word(1 / 0.05),
    ),
    Figure(
        "ir-ndcg",
        "probe 1",
        "{:g}: its gain is divided by log₂ 4, and the ideal would be divided by {:g}",
        lambda: (log2(1 + 1) / log2(3 + 1), log2(1 + 1)),
    ),
    Figure(
        "ir-bm25",
        "probe 2",
        "At most a factor of {:.1f} over a single occurrence",
        lambda: saturation(1e9) / saturation(1),
    ),
    Figure(
        "ir-biencoder-crossencoder",
        "probe 1",
        "About {:.0f} million, one per pair. A bi-encoder needs 10,000",
        lambda: comb(10_000, 2) / 1e6,
    ),
    Figure(
        "ir-ann",
        "probe 1",
        "{} bytes instead of {:,}, so {:g} times smaller",
        lambda: (96 * 1, 768 * 4, 768 * 4 / 96),
    ),
    Figure(
        "rec-realtime-vs-batch",
        "c",
        "If one user in ten comes back on a given day, {} of ten daily lists are wasted",
        lambda: word(10 - 10 / 10),
    ),
    Figure(
        "rec-position-bias",
        "c",
        "a slot that one user in ten looks at counts {} times",
        lambda: word(1 / (1 / 10)),
    ),
    Figure(
        "rec-calibration-when",
        "probe 3",
        "about {} the truth, so the cut lets through items worth {} of what it assumes",
        lambda: ({2: "double"}[round(1 / 0.5)], fraction(0.5).removeprefix("one ")),
    ),
    Figure(
        "rec-filter-order",
        "c",
        "If it keeps one item in a hundred, a thousand candidates shrink to about {}",
        lambda: word(1000 / 100),
    ),
    Figure(
        "rec-bloom-filter",
        "c",
        "One percent false positives cost about {} bits per item",
        lambda: word(BITS_PER_ID),
    ),
    Figure(
        "ir-ndcg",
        "intuition",
        "full pay at rank one, {} at rank three",
        lambda: fraction(log2(1 + 1) / log2(3 + 1)).removeprefix("one "),
    ),
]
