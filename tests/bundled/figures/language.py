"""Figures of the sections nlp, transformers and llm-pretraining."""

from __future__ import annotations

from math import comb, exp, log, log2, sqrt

from tests.bundled.figures.figure import Figure, fraction, nearest, word

ATTENTION, MLP = len(("query", "key", "value", "output")), 2 * 4
"""Weights of a transformer block in units of the squared width: four square matrices, and two of four widths."""


def perplexity(probabilities: list[float]) -> float:
    return exp(-sum(p * log(p) for p in probabilities))


def break_even() -> float:
    """At how many widths of text scores and values take as many operations as the block's weights."""
    per_weight, scores, values = 2, 2, 2
    return per_weight * (ATTENTION + MLP) / (scores + values)


FIGURES = [
    Figure(
        "nlp-tfidf",
        "formula",
        "N = 1,000,000: idf = ln N = {:.1f} for df = 1, and {:.1f} for df = 1000",
        lambda: (log(1_000_000 / 1), log(1_000_000 / 1000)),
    ),
    Figure("nlp-tfidf", "probe 1", "{}, because the log of 1", lambda: word(log(1)).capitalize()),
    Figure("nlp-word2vec", "probe 3", "only about {:.0f} times as often", lambda: 100**0.75),
    Figure("nlp-bpe", "probe 1 question", "come to {:,} tokens", lambda: 256 + 50_000 + 1),
    Figure(
        "nlp-perplexity",
        "intuition",
        "A fair die has a perplexity of {:.0f}",
        lambda: perplexity([1 / 6] * 6),
    ),
    Figure(
        "nlp-perplexity",
        "probe 1",
        "About {:.0f}, because e to the power of 2.3 is {:.2f}.",
        lambda: (exp(2.3), exp(2.3)),
    ),
    Figure(
        "nlp-perplexity",
        "probe 4",
        "About {:.2f}. The log of 20 to base 2 is {:.2f} bits a token, spread over 4.5 bytes.",
        lambda: (log2(20) / 4.5, log2(20)),
    ),
    Figure("attn-self-attention-steps", "probe 1", "{}d²: query, key, value and output", lambda: ATTENTION),
    Figure(
        "attn-scaling",
        "intuition",
        "Two scores 8 apart give odds of about {:,.0f} to 1, and one key wins all. Divided by 8 they are {:g} "
        "apart: odds of {:.1f} to 1.",
        lambda: (nearest(exp(8), 1000), 8 / 8, exp(8 / 8)),
    ),
    Figure("attn-scaling", "probe 1", "about {:.2f} at size 128", lambda: sqrt(128) / 128),
    # The variance of a product of independent entries with mean 1 and variance 1.
    Figure("attn-scaling", "probe 4", "dₖ(1 + {}μ²)", lambda: (1 + 1**2) ** 2 - 1**4 - 1),
    Figure(
        "attn-transformers",
        "probe 3",
        "{}: {}d² of {}d², against {}d² in attention",
        lambda: (fraction(MLP / (MLP + ATTENTION)).capitalize(), MLP, MLP + ATTENTION, ATTENTION),
    ),
    Figure(
        "attn-complexity",
        "a",
        "Twice the text needs {} times the work",
        lambda: word(2**2),
    ),
    Figure(
        "attn-complexity",
        "intuition",
        "10 guests make {} handshakes, and 20 guests make {}, over {} times as many",
        lambda: (comb(10, 2), comb(20, 2), word(comb(20, 2) // comb(10, 2))),
    ),
    Figure(
        "attn-complexity",
        "formula",
        "{}nd² (projections, 4d-wide MLP) + {}n²d (scores, values); equal at n = {:g}d",
        lambda: (2 * (ATTENTION + MLP), 2 + 2, break_even()),
    ),
    Figure(
        "attn-complexity",
        "probe 4",
        "About {:,.0f} tokens, {} times the width",
        lambda: (nearest(break_even() * 4096, 1000), word(break_even())),
    ),
    Figure("pretrain-scaling-laws", "probe 1 question", "the {} in C", lambda: 2 + (2 + 2)),
    Figure(
        "pretrain-scaling-laws",
        "probe 3",
        "About {:,.0f}: 15 trillion tokens for 8 billion parameters",
        lambda: nearest(15e12 / 8e9, 100),
    ),
    Figure(
        "pretrain-gqa-mla",
        "probe 1",
        "{}: its 64 query heads share 8 key-value heads",
        lambda: word(64 / 8).capitalize(),
    ),
    Figure(
        "nlp-tfidf",
        "c",
        "a word in one document would outweigh a word in a thousand documents a {}fold",
        lambda: {1000: "thousand"}[round((1e6 / 1) / (1e6 / 1000))],
    ),
    Figure(
        "nlp-perplexity",
        "b",
        "A perplexity of {} means the model is as unsure as if it chose among ten equally likely tokens",
        lambda: word(perplexity([1 / 10] * 10)),
    ),
    Figure(
        "pretrain-scaling-laws",
        "probe 2",
        "It grows about {}fold, and so does the number of tokens",
        lambda: word(sqrt(100)),
    ),
]
