"""Ticks beside the lines of an answer: True for a line recalled, False for a line missed, None for unsaid."""

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


def kept(ticks: Ticks, before: Sequence[str], now: Sequence[str]) -> Ticks:
    """The ticks of lines whose words are unchanged; all others become unsaid."""
    same = [old == new for old, new in zip_longest(before, now)]
    return tuple(tick if stays else None for tick, stays in zip(ticks, same, strict=False))


def flipped(ticks: Ticks, line: int, count: int, said: bool) -> Ticks:
    """The ticks with the tick of one line, from 0, inverted."""
    whole = [*ticks, *[None] * count][:count]
    whole[line] = not whole[line]
    return fitted(tuple(whole), count, said)


def flipped_all(ticks: Ticks, count: int) -> Ticks:
    """Every line ticked, or none if all were."""
    return (not (len(ticks) == count and all(ticks)),) * count
