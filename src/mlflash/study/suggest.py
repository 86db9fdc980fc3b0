"""The grade that the lines recalled suggest. The reader has the last word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlflash.scheduler.events import EASY
from mlflash.store.settings import Settings


class Suggestion(NamedTuple):
    """A grade and why it is proposed."""

    rating: int
    """The grade, 1 to 4."""
    reason: str
    """Why, in words."""


def suggest(ticks: Sequence[bool | None], seconds: float, settings: Settings) -> Suggestion | None:
    """The grade for the lines ticked, or None where nothing was ticked either way.

    An unmarked line counts as missed once another is marked. Answers of other than four lines are measured
    against four; all lines within `easy_seconds` of the question suggest Easy.
    """
    if not ticks or all(tick is None for tick in ticks):
        return None
    hit = sum(bool(tick) for tick in ticks)
    share = hit if len(ticks) == 4 else int(4 * hit / len(ticks))
    if hit == len(ticks) and 0 < seconds <= settings.easy_seconds:
        return Suggestion(EASY, "all lines, quick")
    return Suggestion(settings.tick_grades[share], f"{hit} of {len(ticks)} lines")
