"""The figures of the first screen: what the plan of the day has gained or lost since it was made."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.study.launch import LaunchOptions, session_of
from mlflash.study.overview import overview
from tests.conftest import Clock, Opener


@pytest.mark.parametrize(("seconds", "grows"), [(10, True), (150, False)])
def test_what_the_drill_had_left_and_what_home_has_differ_by_the_cards_added(
    open_study: Opener, settings: Settings, clock: Clock, seconds: int, grows: bool
) -> None:
    soon = InterviewDate(clock.now.date() + timedelta(days=21))
    study = open_study(settings=settings._replace(interviews=(soon,), minutes=20.0))
    assert overview(study.view(), study.plan(), study.first_plan()).added == 0
    study.start(session_of(study, LaunchOptions(study.settings, lambda: study.catalog, study.paths)))
    for _ in range(4):
        study.reveal()
        clock.forward(seconds=seconds)
        study.grade(3, ms=seconds * 1000)
    found = overview(study.view(), study.plan(), study.first_plan())
    assert len(found.today.queue) + len(found.today.steps) - study.session.left == found.added
    assert found.added > 0 if grows else found.added < 0
    study.use_settings(study.settings._replace(minutes=40.0))
    assert overview(study.view(), study.plan(), study.first_plan()).added == 0, "the reader has planned anew"
