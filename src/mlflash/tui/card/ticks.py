"""Ticks next to the lines of an answer: True for a line recalled, False for a line missed, None for unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

Ticks = tuple[bool | None, ...]


def fitted(ticks: Ticks, count: int, said: bool) -> Ticks:
    """As many ticks as there are lines; with `said`, once a line is ticked no other stays unsaid."""
    if not ticks:
        return ticks
    whole = (*ticks, *[None] * count)[:count]
    return tuple(bool(tick) for tick in whole) if said else whole


def turned(sure: bool | None) -> bool | None:
    """The next confidence of an answer not yet shown: unsaid, sure, unsure, unsaid."""
    return {None: True, True: False, False: None}[sure]


ALIKE = 85
"""The likeness, of 100, from which a line is the same one with a slip corrected."""


def kept(ticks: Ticks, before: Sequence[str], now: Sequence[str], earlier: Ticks = ()) -> Ticks:
    """The ticks of lines whose words stay, wherever they are; others get those of `earlier`, or become unsaid."""
    if not ticks or before == now:
        return ticks
    said = dict(zip(before, ticks, strict=False))
    return tuple(
        said[line] if line in said else old if old is not None else _of_the_like(line, place, before, ticks)
        for place, (line, old) in enumerate(zip_longest(now, earlier[: len(now)]))
    )


def _of_the_like(line: str, place: int, before: Sequence[str], ticks: Ticks) -> bool | None:
    """The tick of the line in this place if that differs by a slip only."""
    from rapidfuzz.fuzz import ratio

    if place >= min(len(before), len(ticks)):
        return None
    return ticks[place] if ratio(before[place], line) >= ALIKE else None


def flipped(ticks: Ticks, line: int, count: int, said: bool) -> Ticks:
    """The ticks with the tick of one line, from 0, inverted."""
    whole = [*ticks, *[None] * count][:count]
    whole[line] = not whole[line]
    return fitted(tuple(whole), count, said)


def flipped_all(ticks: Ticks, count: int) -> Ticks:
    """Every line ticked, or none if all were."""
    return (not (len(ticks) == count and all(ticks)),) * count
