"""The card's clock stands still while nobody studies."""

from __future__ import annotations

import pytest

from mlflash.scheduler.events import Review
from mlflash.store.journal_reader import read
from mlflash.study.study import Study
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.study_time import LONGEST_GAP, StudyTime
from tests.conftest import Clock
from tests.tui.conftest import AppOf


def milliseconds(study: Study) -> list[int | None]:
    reading = read(study.paths.journal_dir)
    assert reading is not None
    return [event.ms for event in reading.events if isinstance(event, Review)]


@pytest.mark.parametrize("key", ["question_mark", "slash", "n", "ctrl+p"])
async def test_a_dialog_that_is_not_about_the_answer_takes_no_study_time(
    app_of: AppOf, study: Study, clock: Clock, key: str
) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        clock.forward(seconds=20)
        await pilot.press(key)
        await pilot.pause()
        assert not isinstance(app.screen, DrillScreen)
        clock.forward(seconds=600)
        await pilot.press("escape")
        await pilot.pause()
        clock.forward(seconds=10)
        await pilot.press("3")
        await pilot.pause()
    assert milliseconds(study) == [30_000]


@pytest.mark.parametrize("key", ["t", "p"])
async def test_typing_and_probes_are_study_time(app_of: AppOf, study: Study, clock: Clock, key: str) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*(["space"] if key == "p" else []), key)
        await pilot.pause()
        assert not isinstance(app.screen, DrillScreen)
        clock.forward(seconds=40)
        await pilot.press("escape", "space", "3")
        await pilot.pause()
    assert milliseconds(study) == [40_000]


async def test_a_suspended_program_takes_no_study_time(app_of: AppOf, study: Study, clock: Clock) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        clock.forward(seconds=5)
        app.app_suspend_signal.publish(app)
        clock.forward(hours=9)
        app.app_resume_signal.publish(app)
        clock.forward(seconds=5)
        await pilot.press("3")
        await pilot.pause()
    assert milliseconds(study) == [10_000]


async def test_a_gap_in_which_the_program_did_not_run_is_deducted(
    app_of: AppOf, study: Study, clock: Clock
) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(80, 24)):
        screen = app.screen
        assert isinstance(screen, DrillScreen)
        time = StudyTime(screen, screen.answer.stopwatch, study.timer)
        clock.forward(seconds=LONGEST_GAP)
        time.look()
        assert screen.answer.stopwatch.seconds == LONGEST_GAP
        clock.forward(seconds=3_600)
        time.look()
        clock.forward(seconds=2)
        time.look()
        assert screen.answer.stopwatch.seconds == LONGEST_GAP + 2


async def test_a_mock_interviews_clock_stops_while_it_is_suspended(
    app_of: AppOf, study: Study, clock: Clock
) -> None:
    from mlflash.study.mock.interview import MockInterview
    from mlflash.tui.mock.interview_screen import InterviewScreen

    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        interview = MockInterview(study, 10, 1)
        app.push_screen(InterviewScreen(interview))
        await pilot.pause()
        clock.forward(seconds=30)
        app.app_suspend_signal.publish(app)
        clock.forward(hours=1)
        app.app_resume_signal.publish(app)
        await pilot.press("space")
        await pilot.pause()
        assert interview.run.spent == 30
