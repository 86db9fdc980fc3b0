"""The range of readiness that a plan promises for the interview's morning, in the words of every screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan
    from mlflash.scheduler.plan.readiness import Readiness


class Promise(NamedTuple):
    """How ready the reader will be on the interview's morning."""

    on: date
    """The interview's date."""
    now: Readiness
    """Readiness for that morning if nothing more is studied."""
    low: float
    """The lower end of the range that the plan leads to; nine mornings in ten fall within it."""
    high: float
    """Its upper end."""


def promised_by(plan: Plan | None) -> Promise | None:
    """The promise of a plan with its forecast; None without an interview to come."""
    for point in plan.forecast if plan else ():
        if plan and plan.on is not None and point.day == plan.on:
            return Promise(plan.on, plan.ready, point.low, point.high)
    return None


def promise_in_words(promise: Promise, today: date, *, dated: bool = True) -> str:
    """The promise as every screen says it: now 11% → 84 to 92% on 17 December; without the date if not `dated`."""
    if promise.on <= today:
        return f"ready {range_in_words(promise.now.low, promise.now.high)}"
    year = f" {promise.on.year}" if promise.on.year != today.year else ""
    then = f" on {promise.on.day} {promise.on:%B}{year}" if dated else ""
    return f"now {promise.now.value:.0%} → {range_in_words(promise.low, promise.high)}{then}"


def range_in_words(low: float, high: float) -> str:
    """A range of shares: 84 to 92%."""
    first, last = round(100 * low), round(100 * high)
    return f"{last}%" if first == last else f"{first} to {last}%"
