"""Ticks next to the lines of an answer: True for a line recalled, False for a line missed, None for unsaid."""

from __future__ import annotations

from collections.abc import Sequence

Ticks = tuple[bool | None, ...]


def fitted(ticks: Ticks, count: int, complete: bool) -> Ticks:
    """As many ticks as there are lines; with `complete`, no line stays unsaid once another is ticked."""
    if not ticks:
        return ticks
    whole = (*ticks, *[None] * count)[:count]
    return tuple(bool(tick) for tick in whole) if complete else whole


def next_confidence(sure: bool | None) -> bool | None:
    """The next confidence of an answer not yet shown: unsaid, sure, unsure, unsaid."""
    return {None: True, True: False, False: None}[sure]


ALIKE = 85
"""The similarity, of 100, from which two lines are the same but for a typo."""


def ticks_of(ticks: Ticks, before: Sequence[str], now: Sequence[str], earlier: Ticks = ()) -> Ticks:
    """The ticks of the lines shown `now`: those with the same words keep theirs, others get those of `earlier`."""
    if not ticks or before == now:
        return ticks
    by_text = dict(zip(before, ticks, strict=False))

    def tick(place: int, line: str) -> bool | None:
        if line in by_text:
            return by_text[line]
        old = earlier[place] if place < len(earlier) else None
        return _tick_of_similar(line, place, before, ticks) if old is None else old

    return tuple(tick(place, line) for place, line in enumerate(now))


def _tick_of_similar(line: str, place: int, before: Sequence[str], ticks: Ticks) -> bool | None:
    """The tick of the line that was in this place, if the two differ by a typo only."""
    from rapidfuzz.fuzz import ratio

    if place >= min(len(before), len(ticks)):
        return None
    return ticks[place] if ratio(before[place], line) >= ALIKE else None


def flipped(ticks: Ticks, line: int, count: int, complete: bool) -> Ticks:
    """The ticks with the tick of one line, from 0, inverted."""
    whole = [*ticks, *[None] * count][:count]
    whole[line] = not whole[line]
    return fitted(tuple(whole), count, complete)


def flipped_all(ticks: Ticks, count: int) -> Ticks:
    """Every line ticked, or none if all were."""
    return (not (len(ticks) == count and all(ticks)),) * count
