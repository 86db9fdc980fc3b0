"""Study days over rollover hours and the two odd days of daylight saving."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.scheduler.study_day import day_start, study_day

ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/Sao_Paulo",
        "America/Havana",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "Pacific/Auckland",
        "Pacific/Kiritimati",
        "Africa/Casablanca",
    ]
).map(ZoneInfo)
ROLLOVERS = st.integers(0, 23)
INSTANT = st.integers(0, 20 * 365 * 86_400_000).map(
    lambda ms: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), ZONES, ROLLOVERS)
def test_a_day_begins_in_itself_and_not_before(day: date, zone: ZoneInfo, rollover: int) -> None:
    start = day_start(day, zone, rollover)
    assert start.tzinfo is UTC
    assert study_day(start, zone, rollover) == day
    assert study_day(start - timedelta(milliseconds=1), zone, rollover) == day - timedelta(days=1)


@given(INSTANT, ZONES, ROLLOVERS)
def test_every_instant_lies_in_its_day(at: datetime, zone: ZoneInfo, rollover: int) -> None:
    day = study_day(at, zone, rollover)
    assert day_start(day, zone, rollover) <= at < day_start(day + timedelta(days=1), zone, rollover)


@given(INSTANT, ZONES, ZONES, ROLLOVERS)
def test_an_instant_is_the_same_in_any_notation(
    at: datetime, zone: ZoneInfo, other: ZoneInfo, rollover: int
) -> None:
    assert study_day(at.astimezone(other), zone, rollover) == study_day(at, zone, rollover)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 23), (date(2026, 10, 24), 25)])
def test_days_around_daylight_saving_have_23_and_25_hours(day: date, hours: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    length = day_start(day + timedelta(days=1), berlin, 4) - day_start(day, berlin, 4)
    assert length == timedelta(hours=hours)


def test_until_the_rollover_it_is_still_yesterday() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    late = datetime(2026, 6, 2, 1, 59, 59, tzinfo=UTC)
    assert study_day(late, berlin, 4) == date(2026, 6, 1)
    assert study_day(late + timedelta(seconds=1), berlin, 4) == date(2026, 6, 2)


def test_without_a_zone_the_machines_own_counts() -> None:
    start = day_start(date(2026, 6, 2), None, 4)
    assert start.astimezone().hour == 4
    assert study_day(start, None, 4) == date(2026, 6, 2)
