"""The days until the interviews: the mornings that count, and the minutes of each day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import isfinite
from typing import NamedTuple, Protocol, TypeVar

from mlflash.errors import MlflashError
from mlflash.scheduler.plan.readiness import Item
from mlflash.scheduler.study_day import WEEKDAYS


class Dated(Protocol):
    """An interview."""

    @property
    def on(self) -> date:
        """Its study day."""

    @property
    def sections(self) -> Sequence[tuple[str, float]]:
        """The weight of each section; empty if all count alike."""


Goal = TypeVar("Goal", bound=Dated)


class Calendar(NamedTuple):
    """The interviews, and the minutes of each study day."""

    goals: tuple[Dated, ...] = ()
    """The interviews."""
    minutes: float = 20.0
    """Minutes of a day, unless said otherwise."""
    by_weekday: tuple[tuple[str, float], ...] = ()
    """Other minutes on some weekdays, by name."""
    days_off: frozenset[date] = frozenset()
    """Days without minutes."""

    def minutes_on(self, day: date) -> float:
        """The minutes of a study day."""
        if day in self.days_off:
            return 0.0
        return dict(self.by_weekday).get(WEEKDAYS[day.weekday()], self.minutes)

    def more(self, minutes: float) -> Calendar:
        """The calendar with more (or fewer) minutes on each day that has any."""
        by_weekday = tuple((day, max(0.0, m + minutes) if m else 0.0) for day, m in self.by_weekday)
        return self._replace(minutes=max(0.0, self.minutes + minutes), by_weekday=by_weekday)

    def seconds(self, today: date, end: date) -> list[float]:
        """The seconds of each study day from today to the last before `end`."""
        days = (end - today).days
        return [60 * self.minutes_on(today + timedelta(days=n)) for n in range(max(0, days))]


def to_come(goals: Iterable[Goal], today: date) -> list[Goal]:
    """The interviews still to come, today's among them, the nearest first."""
    return sorted((goal for goal in goals if goal.on >= today), key=lambda goal: goal.on)


def check(calendar: Calendar) -> None:
    """Raise `MlflashError` if the minutes or weights are out of bounds."""
    for minutes in (calendar.minutes, *(m for _, m in calendar.by_weekday)):
        if not isfinite(minutes) or not 0 <= minutes <= 1440:
            raise MlflashError(f"minutes a day: found {minutes:g}, expected 0 to 1440", code=2)
    for goal in calendar.goals:
        if any(not isfinite(weight) or weight < 0 for _, weight in goal.sections):
            raise MlflashError("an interview's section weights have to be 0 or more", code=2)


def check_date(on: date, today: date) -> None:
    """Raise `MlflashError` if a new interview date lies in the past."""
    if on < today:
        days = (today - on).days
        raise MlflashError(
            f"the interview date {on} is {days} {'day' if days == 1 else 'days'} past: set one that is to come",
            code=2,
        )


def shares(items: Iterable[Item], goal: Dated, power: float = 1.0) -> list[float]:
    """Each item's share of the goal's readiness: likelihood weight × section weight, summing to 1 (or all 0)."""
    raw = [max(0.0, item.weight) ** power * _section_weight(goal, item.section) for item in items]
    total = sum(raw)
    return [weight / total for weight in raw] if total else raw


def weighed(items: Iterable[Item], goal: Dated) -> list[Item]:
    """The items with the weights they have for one interview, as `readiness.report` takes them."""
    return [item._replace(weight=item.weight * _section_weight(goal, item.section)) for item in items]


def _section_weight(goal: Dated, section: str) -> float:
    return dict(goal.sections).get(section, 0.0) if goal.sections else 1.0
