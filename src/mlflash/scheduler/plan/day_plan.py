"""The plan of a day: today's cards in order, and the readiness they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, assert_never

from mlflash.amounts import count_of
from mlflash.scheduler.plan.forecast import Point
from mlflash.scheduler.plan.readiness import Readiness

NEXT_TO_NOTHING = 0.0005
"""The readiness gained by another minute today below which it is no tenth of a point."""


class LeftOut(NamedTuple):
    """A section that does not fit into the time left."""

    section: str
    """The id of the section."""
    questions: int
    """Its unseen cards."""
    cost: float
    """The readiness lost without it."""


class StopReason(StrEnum):
    """Why a day's plan ends where it does."""

    BUDGET = "budget"
    """The minutes are used up."""
    ENOUGH = "enough"
    """Another card would gain next to nothing."""
    DONE = "done"
    """No card is left."""
    OFF = "off"
    """The day has no minutes."""
    NONE = "none"
    """No day until the interview has any."""
    AFTER = "after"
    """No interview is ahead."""


class Plan(NamedTuple):
    """Today's cards in order, and the readiness they lead to."""

    day: date
    """The study day planned."""
    on: date | None
    """The date of the next interview."""
    today: tuple[str, ...]
    """The ids of today's cards, in order."""
    learning: int
    """How many of them are in today's learning steps; they come first."""
    new: int
    """How many of them are new."""
    minutes: float
    """The minutes they are expected to take."""
    budget: float
    """The minutes left today."""
    stop: StopReason
    """Why there are not more."""
    why: str
    """The same in a sentence."""
    policy: str
    """What the order goes by: gain, cover (new cards come first) or fsrs."""
    ready: Readiness
    """Readiness for the next interview if nothing more is reviewed."""
    forecast: tuple[Point, ...] = ()
    """Readiness by morning, from today's to the last interview's."""
    left: tuple[LeftOut, ...] = ()
    """The sections to leave if time is too short to see every card."""
    without: float | None = None
    """The readiness without those sections."""
    back: Mapping[str, date] = MappingProxyType({})
    """The day after today on which the forecast takes a card up, where it follows that card day by day."""


def reason_in_words(stop: StopReason, rate: float, budget: float, minutes: float = 0.0) -> str:
    """A stop reason in a sentence.

    `rate` is the readiness that another minute today would gain; `budget` are the minutes left, `minutes` those
    planned.
    """
    match stop:
        case StopReason.NONE:
            return "no day until the interview has any minutes"
        case StopReason.OFF:
            return "a day off: no minutes are set for it"
        case StopReason.BUDGET:
            minutes_left = count_of(round(budget), "minute is full", "minutes are full")
            full = minutes_left if budget >= 1 else "today's minutes are used up"
            gain = "almost nothing" if rate < NEXT_TO_NOTHING else f"{100 * rate:.1f} points"
            return f"{full}; one more today would add {gain}"
        case StopReason.ENOUGH:
            enough = f"{minutes:.0f} minutes are enough today" if minutes >= 2 else "enough for today"
            return f"{enough}: more adds almost nothing"
        case StopReason.DONE:
            return "no other card can gain today"
        case StopReason.AFTER:
            return "cards come as FSRS has them due"
    assert_never(stop)
