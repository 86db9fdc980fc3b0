"""Figures of the section optimization."""

from __future__ import annotations

from math import ceil, sqrt

from tests.bundled.figures.figure import Figure, word


def poll_error(people: int) -> float:
    """Half the width of the 95% interval of a share near one half, in points."""
    return 100 * 1.96 * sqrt(0.25 / people)


FIGURES = [
    Figure(
        "opt-gd-variants",
        "b",
        "Averaging four times as many examples {} that noise",
        lambda: {0.5: "halves"}[1 / sqrt(4)],
    ),
    Figure(
        "opt-gd-variants",
        "probe 2",
        "{}, the last with only {} examples, or {} if you drop it",
        lambda: (ceil(50_000 / 128), 50_000 % 128, 50_000 // 128),
    ),
    Figure(
        "opt-batch-size",
        "d",
        "so four times the batch means {} the rate",
        lambda: {2: "twice"}[round(sqrt(4))],
    ),
    Figure(
        "opt-batch-size",
        "intuition",
        "A poll of 1,000 people errs by about {:.0f} points, one of 4,000 by {:.1f}.",
        lambda: (poll_error(1000), poll_error(4000)),
    ),
    Figure(
        "opt-hyperparameter-search",
        "intuition",
        "in {2} tries a 3-by-3 grid hears {0} stations, while random turns hear {1}",
        lambda: (word(len({alive for alive in range(3) for _dead in range(3)})), word(3 * 3), word(3 * 3)),
    ),
    Figure("opt-hyperparameter-search", "probe 1", "About {:.0%}: 1 − 0.95⁶⁰", lambda: 1 - 0.95**60),
    Figure("opt-adam", "d", "two 32-bit averages take {} bytes per weight", lambda: word(2 * 32 / 8)),
    Figure(
        "opt-adam",
        "intuition",
        "starts at 0 and takes in 10% of each reading. After one reading of 20 degrees it shows {:g}",
        lambda: 0.9 * 0 + 0.1 * 20,
    ),
    Figure(
        "opt-adam",
        "probe 1",
        "It is about {} times too large: 0.1g over √(0.001g²) gives {:.1f} instead of {:g}.",
        lambda: (word(0.1 / sqrt(0.001)), 0.1 / sqrt(0.001), (0.1 / (1 - 0.9)) / sqrt(0.001 / (1 - 0.999))),
    ),
    Figure("opt-adam", "probe 3", "Roughly the last {:,.0f}: 1/(1 − 0.999)", lambda: 1 / (1 - 0.999)),
]
