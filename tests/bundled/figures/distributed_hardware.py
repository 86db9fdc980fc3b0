"""Figures of the section distributed-hardware."""

from __future__ import annotations

from tests.bundled.figures.figure import Figure, fraction, word

WEIGHT, GRADIENT, MASTER, MOMENT = 2, 2, 4, 4
"""Bytes per parameter, with Adam in mixed precision."""
STATES = MASTER + 2 * MOMENT
ALL = WEIGHT + GRADIENT + STATES


def sharded(stage: int, gpus: int = 8) -> float:
    """Bytes per parameter on each GPU at a stage of ZeRO."""
    parts = [STATES, GRADIENT, WEIGHT]
    return sum(part / gpus for part in parts[:stage]) + sum(parts[stage:])


FIGURES = [
    Figure(
        "dist-memory-budget",
        "a",
        "about {} bytes per parameter. For 7 billion, that makes {} gigabytes before activations",
        lambda: (ALL, 7 * ALL),
    ),
    Figure("dist-memory-budget", "b", "The other {} hold Adam's two moments", lambda: word(STATES)),
    Figure(
        "dist-memory-budget",
        "intuition",
        "The paperwork outweighs the bricks {} to one",
        lambda: word((ALL - WEIGHT) / WEIGHT),
    ),
    Figure(
        "dist-memory-budget",
        "formula",
        "weight 2 + gradient 2 + master 4 + moments 4 + 4 = {} B per parameter",
        lambda: 2 + 2 + 4 + 4 + 4,
    ),
    Figure(
        "dist-memory-budget",
        "formula",
        "7e9·16 B = {} GB, of it bf16 weights 7e9·2 B = {} GB, the rest {} GB",
        lambda: (7 * ALL, 7 * WEIGHT, 7 * (ALL - WEIGHT)),
    ),
    Figure("dist-memory-budget", "pitfall", "the weights only: {} GB", lambda: 7 * WEIGHT),
    Figure("dist-memory-budget", "probe 2", "{:g} GB, plus the activations", lambda: 7 * ALL / 4),
    Figure("dist-memory-budget", "probe 3", "{} GB: three bytes less", lambda: 7 * 2 * (MOMENT - 1)),
    Figure(
        "dist-gradient-accumulation",
        "formula",
        "100 tokens at mean loss 3, 900 at 2:  right {0:,}/1,000 = {1:g};  mean of means {2:g}",
        lambda: (100 * 3 + 900 * 2, (100 * 3 + 900 * 2) / (100 + 900), (3 + 2) / 2),
    ),
    Figure(
        "dist-gradient-accumulation",
        "probe 1",
        "{:g}, the mean over all {:,} tokens. The mean of the two means would be {:g}.",
        lambda: ((100 * 3 + 900 * 2) / (100 + 900), 100 + 900, (3 + 2) / 2),
    ),
    Figure("dist-parallelism", "formula", "p = 4, m = 32:  {}/32 ≈ {:.0%}", lambda: (4 - 1, (4 - 1) / 32)),
    Figure(
        "dist-parallelism",
        "probe 1",
        "About {:.0%} of the ideal time: (4 − 1) / 32",
        lambda: (4 - 1) / 32,
    ),
    # Gathering and scattering are a share each; an all-reduce is both.
    Figure(
        "dist-zero-fsdp",
        "c",
        "about {:g} times the traffic of plain data parallelism",
        lambda: (1 + 1 + 1) / 2,
    ),
    Figure(
        "dist-zero-fsdp",
        "formula",
        "stage 1: {} + {}/N   stage 2: {} + {}/N   stage 3: {}/N",
        lambda: (WEIGHT + GRADIENT, STATES, WEIGHT, STATES + GRADIENT, ALL),
    ),
    Figure(
        "dist-zero-fsdp",
        "formula",
        "7B on N = 8: {:g} GB, {:g} GB, {:g} GB, against {:g} GB unsharded",
        lambda: tuple(7 * sharded(stage) for stage in (1, 2, 3, 0)),
    ),
    Figure(
        "dist-zero-fsdp",
        "probe 1",
        "{:g} GB: weights and gradients stay whole at {} GB, and an eighth of the {} GB for the optimizer "
        "adds {:g}",
        lambda: (7 * sharded(1), 7 * (WEIGHT + GRADIENT), 7 * STATES, 7 * STATES / 8),
    ),
    Figure(
        "dist-zero-fsdp",
        "intuition",
        "Eight cooks share one cookbook: each keeps an {} of the pages",
        lambda: fraction(1 / 8).removeprefix("one "),
    ),
    Figure(
        "dist-compression",
        "b",
        "Going from 16 bits to 8 or 4 makes the model {} to {} times smaller",
        lambda: (word(16 / 8), word(16 / 4)),
    ),
]
