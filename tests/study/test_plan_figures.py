"""What the Plan screen shows besides the plan: today by it, and what the reader's pace has changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.plan_figures import POINTS, plan_figures
from mlflash.study.study import Study
from tests.conftest import Clock, Opener


@pytest.fixture
def dated(open_study: Opener, settings: Settings, clock: Clock) -> Study:
    """A reader three weeks before an interview."""
    soon = InterviewDate(clock.now.date() + timedelta(days=21))
    return open_study(settings=settings._replace(interviews=(soon,), minutes=20.0))


def drill(study: Study, seconds: int) -> None:
    for card_id in study.today().queue[:12]:
        for rating in (3, 3):
            study.record_final([new_events.review(study, card_id, rating, None, seconds * 1000, mode="drill")])


def test_today_is_that_of_home(dated: Study) -> None:
    assert plan_figures(dated.view()).today.queue == dated.today().queue


def test_a_pace_that_was_not_assumed_is_told_for_two_days(dated: Study, clock: Clock) -> None:
    assert plan_figures(dated.view()).pace is None, "nothing is measured yet"
    drill(dated, 72)
    for _ in range(2):
        found = plan_figures(dated.view())
        assert found.pace is not None and found.outlook.reached is not None
        assert found.pace.gained < -POINTS and found.pace.before < 30 < 50 < found.pace.now
        clock.forward(days=1)
    assert plan_figures(dated.view()).pace is None, "it was known when yesterday began"


def test_a_pace_as_assumed_is_not_told(dated: Study) -> None:
    drill(dated, 27)
    assert plan_figures(dated.view()).pace is None
