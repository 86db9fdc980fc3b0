"""Study days: the reader's calendar, in which a day begins at a rollover hour instead of midnight."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def study_day(at: datetime, zone: tzinfo | None, rollover: int) -> date:
    """The study day of an instant: the local date, or the day before if it is before `rollover` o'clock.

    Wall-clock arithmetic: days with 23 or 25 hours begin at the same hour as any other. `zone` None is the
    machine's time zone.
    """
    wall = at.astimezone(zone).replace(tzinfo=None)
    return (wall - timedelta(hours=rollover)).date()


def day_start(day: date, zone: tzinfo | None, rollover: int) -> datetime:
    """The instant (UTC) at which a study day begins."""
    wall = datetime.combine(day, time(hour=rollover))
    local = wall.replace(tzinfo=zone) if zone else wall.astimezone()
    return local.astimezone(UTC)


def streak(days: Container[date], today: date) -> int:
    """The number of days in a row, up to today or yesterday."""
    day = today if today in days else today - DAY
    length = 0
    while day in days:
        length += 1
        day -= DAY
    return length
