"""Report how far a long export or import has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

OnProgress = Callable[[int, int], None]
"""Called with how much is done, and of how much."""
STEPS = 200
"""Reports of one pass at most, so that reporting takes no time."""
Item = TypeVar("Item")


def no_progress(done: int, total: int) -> None:
    """Report nothing."""


def part_of(on_progress: OnProgress, part: int, parts: int) -> OnProgress:
    """A report for one of several passes of about the same length, counted from 0."""
    return lambda done, total: on_progress(part * total + done, parts * total)


def counted(items: Sequence[Item], on_progress: OnProgress) -> Iterator[Item]:
    """The items, with a report after every few of them."""
    total = len(items)
    step = max(1, total // STEPS)
    for done, item in enumerate(items, 1):
        yield item
        if done % step == 0 or done == total:
            on_progress(done, total)
