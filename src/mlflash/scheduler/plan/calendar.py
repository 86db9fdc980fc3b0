"""The days until the interviews: which mornings count, and how many minutes each day has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import isfinite
from typing import NamedTuple, Protocol

from mlflash.errors import MlflashError
from mlflash.scheduler.plan.readiness import Item
from mlflash.scheduler.study_day import WEEKDAYS


class Dated(Protocol):
    """An interview: its study day, and what its sections weigh against each other (empty: all alike)."""

    @property
    def on(self) -> date: ...
    @property
    def sections(self) -> Sequence[tuple[str, float]]: ...


class Goal(NamedTuple):
    """An interview, where none comes from the settings. Sections not named, where some are, do not count."""

    on: date
    sections: tuple[tuple[str, float], ...] = ()


class Calendar(NamedTuple):
    """`minutes` a day, others on some weekdays (`by_weekday`: name and minutes), none on `days_off`."""

    goals: tuple[Dated, ...] = ()
    minutes: float = 20.0
    by_weekday: tuple[tuple[str, float], ...] = ()
    days_off: frozenset[date] = frozenset()

    def minutes_on(self, day: date) -> float:
        """The minutes a study day has."""
        if day in self.days_off:
            return 0.0
        return dict(self.by_weekday).get(WEEKDAYS[day.weekday()], self.minutes)

    def more(self, minutes: float) -> Calendar:
        """The same days with so many minutes more (or fewer) on each that has any."""
        by_weekday = tuple((day, max(0.0, m + minutes) if m else 0.0) for day, m in self.by_weekday)
        return self._replace(minutes=max(0.0, self.minutes + minutes), by_weekday=by_weekday)

    def ahead(self, today: date) -> list[Dated]:
        """The interviews still to come, today's among them, the nearest first."""
        return sorted((goal for goal in self.goals if goal.on >= today), key=lambda goal: goal.on)

    def next(self, today: date) -> date | None:
        """The nearest interview's day."""
        coming = self.ahead(today)
        return coming[0].on if coming else None

    def seconds(self, today: date, end: date) -> list[float]:
        """The seconds of each study day from today to the last before `end`."""
        days = (end - today).days
        return [60 * self.minutes_on(today + timedelta(days=n)) for n in range(max(0, days))]


def check(calendar: Calendar) -> None:
    """Raise `MlflashError` where the minutes make no sense."""
    for minutes in (calendar.minutes, *(m for _, m in calendar.by_weekday)):
        if not isfinite(minutes) or not 0 <= minutes <= 1440:
            raise MlflashError(f"minutes a day: found {minutes:g}, expected 0 to 1440", code=2)
    for goal in calendar.goals:
        if any(not isfinite(weight) or weight < 0 for _, weight in goal.sections):
            raise MlflashError("an interview's section weights have to be 0 or more", code=2)


def check_date(on: date, today: date) -> None:
    """Raise `MlflashError` where an interview newly set lies in the past."""
    if on < today:
        days = (today - on).days
        raise MlflashError(
            f"the interview date {on} is {days} {'day' if days == 1 else 'days'} past: set one that is to come",
            code=2,
        )


def shares(items: Iterable[Item], goal: Dated, power: float = 1.0) -> list[float]:
    """Each item's share of the goal's readiness: likelihood weight × section weight, summing to 1 (or all 0)."""
    sections = dict(goal.sections)
    raw = [
        max(0.0, item.weight) ** power * (sections.get(item.section, 0.0) if sections else 1.0) for item in items
    ]
    total = sum(raw)
    return [weight / total for weight in raw] if total else raw


def weighed(items: Iterable[Item], goal: Dated) -> list[Item]:
    """The items with the weights they have for one interview, as `readiness.report` takes them."""
    sections = dict(goal.sections)
    return [
        item._replace(weight=item.weight * (sections.get(item.section, 0.0) if sections else 1.0))
        for item in items
    ]
