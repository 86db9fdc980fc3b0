"""Find out how weak a card is today: the expected loss in an interview, and its causes."""

from __future__ import annotations

from datetime import date
from math import exp

from mlflash.record import Record
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.events import AGAIN
from mlflash.scheduler.line_ticks import line_label
from mlflash.scheduler.schedule import DECAY, retrievability

WEAK_BELOW = 0.8
"""Predicted recall below which a card counts as weak."""

STEADY = 21.0
"""Days of stability from which old lapses alone are no longer causes."""

LEECH_ODDS = 0.05
"""The probability of a card's lapses, by the forgetting curve, below which it counts as a leech."""


class Weakness(Record, frozen=True):
    """How weak a card is."""

    cost: float
    """The expected loss: likelihood weight × (1 − retrievability)."""
    retrievability: float
    """Predicted recall today."""
    causes: tuple[str, ...]
    """Why it is weak, in words, the most serious cause first; some causes may be past."""
    weak: bool = False
    """Whether there is a cause today."""


def weakness(state: CardState, weight: float, day: date, decay: float = DECAY) -> Weakness:
    """How weak a card is on a study day; a card never graded has no causes.

    Past lapses and overconfident answers do not make a card weak. They are listed until the card is steady, and
    next to causes of today.
    """
    if state.memory is None:
        return Weakness(weight, 0.0, ())
    recall = retrievability(state.memory, day, decay)
    past, now = [], []
    if is_leech(state):
        now.append(f"leech: forgotten {state.lapses}× ({state.expected:.1f} expected)")
    elif state.lapses:
        past.append(_times(state.lapses, "forgotten"))
    if state.overconfident:
        past.append(_times(state.overconfident, "overconfident"))
    if state.rating == AGAIN:
        now.append("failed last time")
    missed_most = missed_line(state)
    if missed_most is not None:
        line, missed, seen = missed_most
        now.append(f"line {line_label(line)} missed {missed}/{seen}")
    if state.wrong_probes:
        n = len(state.wrong_probes)
        now.append("a probe not known" if n == 1 else f"{n} probes not known")
    if recall < WEAK_BELOW:
        now.append(f"recall {recall:.0%} today")
    causes = [*now, *past] if now or state.memory.stability < STEADY else []
    return Weakness(weight * (1 - recall), recall, tuple(causes), bool(now))


def is_weak(state: CardState, day: date, decay: float = DECAY) -> bool:
    """Whether a card is weak today and can be drilled.

    It is weak if it failed last time, if its predicted recall is below `WEAK_BELOW`, if it is a leech, if the
    reader keeps missing one of its lines or did not know a probe. A suspended or buried card is never weak: it
    cannot be drilled.
    """
    return not state.suspended and state.buried != day and weakness(state, 1.0, day, decay).weak


def is_leech(state: CardState) -> bool:
    """Whether a card lapsed more often than chance explains.

    The forgetting curve predicts a mean number of lapses; in a Poisson distribution of that mean, as many lapses
    as there were have a probability under `LEECH_ODDS`. One bad day does not make a leech: it takes three lapses.
    """
    if state.lapses < 3:
        return False
    term = total = exp(-state.expected)
    for k in range(1, state.lapses):
        term *= state.expected / k
        total += term
    return 1 - total < LEECH_ODDS


def missed_line(state: CardState) -> tuple[int, int, int] | None:
    """The line that the reader misses most often, as `missed_lines` gives it; None if there is no such line."""
    return next(iter(missed_lines(state)), None)


def missed_lines(state: CardState) -> list[tuple[int, int, int]]:
    """The lines that the reader keeps missing, most often missed first, as (line, misses, times asked) lately.

    The reader keeps missing a line if they missed it the last time, and most of the last few times, at least
    twice, in reviews with ticks or in practice since.
    """
    last = state.recent_misses[-1] if state.recent_misses else ()
    kept_missing = []
    for line in range(1, len(state.line_misses) + 1):
        known = known_since(state, line) if state.practised else None
        if line in last if known is None else not known:
            misses, seen = missed_lately(state, line)
            if misses >= 2 and 2 * misses > seen:
                kept_missing.append((line, misses, seen))
    return sorted(kept_missing, key=lambda line: -line[1])


def missed_lately(state: CardState, line: int) -> tuple[int, int]:
    """How often a line was missed in the last few ticked reviews and in practice since: (misses, times asked)."""
    seen = len(state.recent_misses)
    if line > len(state.line_misses):
        return 0, seen  # it was not asked for
    misses, known = sum(line in missed for missed in state.recent_misses), known_since(state, line)
    return (misses, seen) if known is None else (misses + (not known), seen + 1)


def known_since(state: CardState, line: int) -> bool | None:
    """Whether a line was known in its last practice after the last ticked review; None if it was not practised.

    If the text of the ticked lines is not known, as in journals of former versions, practice does not count.
    """
    if not state.practised or line > len(state.line_hashes):
        return None
    return dict(state.practised).get(state.line_hashes[line - 1])


def _times(n: int, what: str) -> str:
    return f"{what} once" if n == 1 else f"{what} twice" if n == 2 else f"{what} {n}×"
