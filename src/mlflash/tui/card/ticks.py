"""Ticks beside the lines of an answer: True for a line that was had, False for one that was not, None unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

Ticks = tuple[bool | None, ...]


def fitted(ticks: Ticks, count: int, said: bool) -> Ticks:
    """As many ticks as there are lines; where something is ticked and the answer is `said`, none stays unsaid."""
    if not ticks:
        return ticks
    whole = (*ticks, *[None] * count)[:count]
    return tuple(bool(tick) for tick in whole) if said else whole


def turned(sure: bool | None) -> bool | None:
    """What is said next of an answer not yet seen: sure, then unsure, then nothing."""
    return {None: True, True: False, False: None}[sure]


def kept(ticks: Ticks, before: Sequence[str], now: Sequence[str]) -> Ticks:
    """The ticks of the lines that still have their words; the rest are unsaid."""
    same = [old == new for old, new in zip_longest(before, now)]
    return tuple(tick if stays else None for tick, stays in zip(ticks, same, strict=False))


def flipped(ticks: Ticks, line: int, count: int, said: bool) -> Ticks:
    """The ticks with that of one line, counted from 0, turned over."""
    whole = [*ticks, *[None] * count][:count]
    whole[line] = not whole[line]
    return fitted(tuple(whole), count, said)


def flipped_all(ticks: Ticks, count: int) -> Ticks:
    """Every line ticked; where all were, none."""
    return (not (len(ticks) == count and all(ticks)),) * count
