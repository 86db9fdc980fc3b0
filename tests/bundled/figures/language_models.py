"""Figures of the sections on language models in use: post-training, inference, RAG and agents, evaluation."""

from __future__ import annotations

from math import ceil, exp, sqrt
from statistics import mean, pstdev

from tests.bundled.figures.figure import Figure, fraction, nearest

REWARDS = [1, 1, 0, 0, 0, 0, 0, 0]
LORA = 16 * (4096 + 4096)
CACHE = 2 * 80 * 8 * 128 * 2
"""Bytes of keys and values per token: layers, key-value heads, their size, bytes each."""
FLOPS, BANDWIDTH = 989e12, 3.35e12
"""What an H100 SXM computes in bf16 and reads from memory in a second."""


def softmax(scores: list[float], temperature: float) -> list[float]:
    weights = [exp(score / temperature) for score in scores]
    return [weight / sum(weights) for weight in weights]


def chunks(overlap: int) -> int:
    """Chunks of 400 tokens that 10,000 tokens make."""
    return ceil((10_000 - overlap) / (400 - overlap))


def chance_agreement() -> float:
    return 0.9**2 + 0.1**2


def kappa() -> float:
    return (0.9 - chance_agreement()) / (1 - chance_agreement())


FIGURES = [
    Figure(
        "post-grpo",
        "formula",
        "2 of 8 right, reward 1 or 0: mean {0:.2f}, std (population) {1:.2f}, a right answer gets 0.75/{1:.2f} ≈ "
        "{2:.1f}",
        lambda: (mean(REWARDS), pstdev(REWARDS), (1 - mean(REWARDS)) / pstdev(REWARDS)),
    ),
    Figure(
        "post-lora",
        "b",
        "The rank, here 16, is the short side of each thin matrix. The two hold about {:,.0f} weights",
        lambda: nearest(LORA, 1000),
    ),
    Figure(
        "post-lora",
        "formula",
        "16·(4,096 + 4,096) = {:,} of 4,096² = {:,}, or {:.2%}",
        lambda: (LORA, 4096**2, LORA / 4096**2),
    ),
    Figure(
        "post-lora",
        "probe 3",
        "{:,}, about {:.0%}: the count grows in proportion",
        lambda: (64 * (4096 + 4096), 64 * (4096 + 4096) / 4096**2),
    ),
    Figure(
        "post-test-time-compute",
        "formula",
        "p = 0.1, n = 10 gives {:.2f}",
        lambda: 1 - (1 - 0.1) ** 10,
    ),
    Figure(
        "post-test-time-compute",
        "probe 1",
        "{:.0%} of the time: 1 − 0.9¹⁰",
        lambda: 1 - 0.9**10,
    ),
    Figure(
        "infer-sampling",
        "formula",
        "z = (2, 1, 0):  T = 1 gives {:.2f}, {:.2f}, {:.2f};  T = 0.5 gives {:.2f}, {:.2f}, {:.2f}",
        lambda: (*softmax([2, 1, 0], 1), *softmax([2, 1, 0], 0.5)),
    ),
    # The 1,979e12 of the data sheet are 1,978.9e12, rounded.
    Figure(
        "infer-prefill-decode",
        "formula",
        "(1,979e12 with sparsity, halved): {:.0f}e12 FLOP/s / 3.35e12 B/s ≈ {:.0f}",
        lambda: (1978.9 / 2, FLOPS / BANDWIDTH),
    ),
    Figure(
        "infer-prefill-decode",
        "probe 1",
        "Around {:.0f} sequences: the GPU can do {:.0f} FLOPs per byte read",
        lambda: (nearest(FLOPS / BANDWIDTH, 100), FLOPS / BANDWIDTH),
    ),
    Figure(
        "infer-prefill-decode",
        "probe 2",
        "About {:.0f} tokens a second: reading {:.0f} GB at 3.35 TB/s takes {:.1f} ms a token",
        lambda: (nearest(BANDWIDTH / (8e9 * 2), 10), 8 * 2, 1000 * 8e9 * 2 / BANDWIDTH),
    ),
    Figure(
        "infer-kv-cache-size",
        "c",
        "about {:.0f} kilobytes per token. One user with 8k tokens then takes up about {:.1f} gigabytes.",
        lambda: (nearest(CACHE / 1000, 10), CACHE * 8192 / 1e9),
    ),
    Figure(
        "infer-kv-cache-size",
        "formula",
        "2·80·8·128·2 B = {:,} B per token;   ·8,192 tokens = {:,} B ≈ {:.1f} GB ({:g} GiB)",
        lambda: (CACHE, CACHE * 8192, CACHE * 8192 / 1e9, CACHE * 8192 / 2**30),
    ),
    Figure(
        "infer-kv-cache-size",
        "probe 2",
        "At most {:.0f}: {:.0f} GB are left, at {:.2f} GB each",
        lambda: ((4 * 80e9 - 140e9) // (CACHE * 8192), 4 * 80 - 140, CACHE * 8192 / 1e9),
    ),
    Figure(
        "infer-quantization",
        "formula",
        "70B parameters: {:.0f} GB at 2 bytes, {:.0f} GB at 1 byte, {:.0f} GB at half a byte",
        lambda: (70 * 2, 70 * 1, 70 * 0.5),
    ),
    Figure(
        "infer-quantization",
        "probe 2",
        "An {} of a bit per weight",
        lambda: fraction(16 / 128).removeprefix("one "),
    ),
    Figure(
        "infer-speculative",
        "probe 1",
        "About {:.1f}: (1 − 0.8⁵) / 0.2",
        lambda: sum(0.8**accepted for accepted in range(4 + 1)),
    ),
    Figure(
        "rag-chunking",
        "formula",
        "N = 10,000, s = 400:  o = 0 gives {} chunks, o = 200 gives {}",
        lambda: (chunks(0), chunks(200)),
    ),
    Figure(
        "agent-vs-workflow",
        "c",
        "With 95% success per step, twenty independent steps all succeed only {:.0%} of the time",
        lambda: 0.95**20,
    ),
    Figure("agent-vs-workflow", "formula", "0.95²⁰ ≈ {:.2f}", lambda: 0.95**20),
    Figure(
        "agent-mcp",
        "probe 4",
        "{}: each side implements it once, which makes {}, instead of one for each of the {} pairs",
        lambda: (5 * 8 - (5 + 8), 5 + 8, 5 * 8),
    ),
    Figure(
        "leval-golden-set",
        "formula",
        "p = 0.8, n = 100: ± {:.2f}",
        lambda: 1.96 * sqrt(0.8 * 0.2 / 100),
    ),
    Figure(
        "leval-golden-set",
        "probe 1",
        "About plus or minus {:.0f} points",
        lambda: 100 * 1.96 * sqrt(0.8 * 0.2 / 100),
    ),
    Figure(
        "leval-llm-judge",
        "formula",
        "both pass 90%, agree on 90%:  pₑ = 0.9² + 0.1² = {:.2f},  κ ≈ {:.2f}",
        lambda: (chance_agreement(), kappa()),
    ),
    Figure(
        "leval-llm-judge",
        "probe 1",
        "About {:.2f}: chance alone would give {:.0%} agreement, so only {:.0f} of the {:.0f} points above it",
        lambda: (kappa(), chance_agreement(), 90 - 100 * chance_agreement(), 100 - 100 * chance_agreement()),
    ),
    Figure(
        "leval-rag-metrics",
        "formula",
        "ranks 1, 2, 4 give (1 + 0.5 + 0.25)/3 ≈ {:.2f}",
        lambda: mean([1 / 1, 1 / 2, 1 / 4]),
    ),
    Figure(
        "leval-rag-metrics",
        "probe 1",
        "About {:.2f}: the mean of {:g}, {:g} and {:g}",
        lambda: (mean([1 / 1, 1 / 2, 1 / 4]), 1 / 1, 1 / 2, 1 / 4),
    ),
    Figure(
        "leval-hallucination",
        "formula",
        "t = 0.75: a wrong answer costs 0.75/0.25 = {:g}",
        lambda: 0.75 / (1 - 0.75),
    ),
    Figure("leval-hallucination", "probe 1", "Above {:.0%}: p − 3(1 − p)", lambda: 3 / (1 + 3)),
    Figure(
        "infer-quantization",
        "b",
        "Weight memory shrinks to a {} or a {}",
        lambda: tuple(fraction(bits / 16).removeprefix("one ") for bits in (8, 4)),
    ),
    Figure("rag-chunking", "probe 1", "It about {} it", lambda: {2: "doubles"}[round(chunks(200) / chunks(0))]),
]
