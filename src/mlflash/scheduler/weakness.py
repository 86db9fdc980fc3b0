"""What would cost most in an interview today, and why."""

from __future__ import annotations

from datetime import date
from math import exp
from typing import NamedTuple

from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.events import AGAIN
from mlflash.scheduler.schedule import DECAY, retrievability

WEAK_BELOW = 0.8
"""Predicted recall under which a question counts as fading."""

STEADY = 21.0
"""Days of stability from which old lapses alone are no longer named."""

LEECH_ODDS = 0.05
"""How unlikely so many lapses have to be, had the curve been right, for a question to count as a leech."""


class Weakness(NamedTuple):
    """`cost` is likelihood weight × (1 − retrievability); `causes` are in words, the gravest first.

    `weak` where one of them stands today: some are of the past, and only told.
    """

    cost: float
    retrievability: float
    causes: tuple[str, ...]
    weak: bool = False


def weakness(state: CardState, weight: float, day: date, decay: float = DECAY) -> Weakness:
    """How weak a question is on a study day; a question never graded has no causes.

    Lapses and misjudgments since made good make nothing weak. They are told until the question is steady, and
    beside whatever is wrong now.
    """
    if state.memory is None:
        return Weakness(weight, 0.0, ())
    chance = retrievability(state.memory, day, decay)
    past, now = [], []
    if is_leech(state):
        now.append(f"leech: {state.lapses} lapses where {state.expected:.1f} were to be expected")
    elif state.lapses:
        past.append(_times(state.lapses, "forgotten"))
    if state.overconfident:
        past.append(_times(state.overconfident, "sure and wrong"))
    if state.rating == AGAIN:
        now.append("failed last time")
    lost = missed_line(state)
    if lost is not None:
        line, missed, seen = lost
        now.append(f"line {line} missed {missed} of the last {seen} times")
    if state.wrong_probes:
        n = len(state.wrong_probes)
        now.append("a probe not known" if n == 1 else f"{n} probes not known")
    if chance < WEAK_BELOW:
        now.append(f"fading: {chance:.0%} today")
    causes = [*now, *past] if now or state.memory.stability < STEADY else []
    return Weakness(weight * (1 - chance), chance, tuple(causes), bool(now))


def is_weak(state: CardState, day: date, decay: float = DECAY) -> bool:
    """Whether a question in the drill would likely go wrong today, by something that stands.

    Failed last time, fading, a leech, a line lost or a probe not known. What rests, suspended or buried for the
    day, is not weak: there is nothing to do about it.
    """
    return not state.suspended and state.buried != day and weakness(state, 1.0, day, decay).weak


def is_leech(state: CardState) -> bool:
    """Whether a question lapsed more often than chance explains.

    The lapses that the forgetting curve expected add up to a mean m; for a Poisson count of that mean, as many
    lapses as were seen have odds under `LEECH_ODDS`. One bad day is never a leech: it takes three lapses.
    """
    if state.lapses < 3:
        return False
    term = total = exp(-state.expected)
    for k in range(1, state.lapses):
        term *= state.expected / k
        total += term
    return 1 - total < LEECH_ODDS


def missed_line(state: CardState) -> tuple[int, int, int] | None:
    """The answer line the reader keeps missing, with (misses, ticked reviews) lately; None if there is none.

    A line counts as lost when it was missed the last time and most of the last few times, twice at the least.
    """
    seen, last = len(state.recent_ticks), state.recent_ticks[-1] if state.recent_ticks else ()
    missing = [line for line in range(1, len(state.line_misses) + 1) if line not in last]
    worst = max(missing, key=lambda line: missed_lately(state, line)[0], default=0)
    misses = missed_lately(state, worst)[0] if worst else 0
    return (worst, misses, seen) if misses >= 2 and 2 * misses > seen else None


def missed_lately(state: CardState, line: int) -> tuple[int, int]:
    """In how many of the last few ticked reviews a line was missed: (misses, reviews)."""
    if line > len(state.line_misses):
        return 0, len(state.recent_ticks)  # it was not asked for
    return sum(line not in hit for hit in state.recent_ticks), len(state.recent_ticks)


def _times(n: int, what: str) -> str:
    return f"{what} once" if n == 1 else f"{what} twice" if n == 2 else f"{what} {n} times"
