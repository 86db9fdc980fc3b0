"""The interview on the first screen: the last look on its day, and the questions that came after it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.study import Study
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.interview.screen import InterviewScreen
from mlflash.tui.textual_private import notifications
from tests.conftest import Clock, Opener
from tests.tui.conftest import AppOf

YESTERDAY = date(2026, 11, 22)


@pytest.fixture
def after(open_study: Opener, settings: Settings) -> Study:
    """A study on the day after an interview."""
    return open_study(settings=settings._replace(interviews=(InterviewDate(YESTERDAY),)))


def rows(pilot: Pilot[Any]) -> str:
    options = pilot.app.screen.query_one(OptionList)
    return "\n".join(str(option.prompt) for option in options.options)


async def test_on_the_day_enter_begins_the_last_look(
    app_of: AppOf, open_study: Opener, settings: Settings, clock: Clock
) -> None:
    study = open_study(settings=settings._replace(interviews=(InterviewDate(date(2026, 11, 23)),)))
    met = [card.id for card in study.catalog if not card.personal][:3]
    clock.forward(days=-4)
    for card_id in met:
        study.record_final([new_events.review(study, card_id, 4, None, 20_000, mode="drill")])
    clock.forward(days=4)
    async with app_of(study).run_test(size=(100, 30)) as pilot:
        assert "Today. Your own answers, the ten weakest, ten minutes" in rows(pilot).splitlines()[0]
        await pilot.press("enter")
        assert {study.session.current, *study.session.waiting} == set(met)


async def test_the_questions_that_came_are_ticked_saved_and_undone(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(100, 30)) as pilot:
        assert "How did it go? Which questions came?" in rows(pilot)
        await pilot.press("i")
        assert isinstance(app.screen, InterviewScreen)
        await pilot.press(*"overfit", "enter", "down", "enter")
        ticked = set(app.screen.ticked)
        assert len(ticked) == 2
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert {one for one in after.catalog.ids if after.progress.state(one).interviews == (YESTERDAY,)} == ticked
        assert "How did it go?" not in rows(pilot)
        await pilot.press("u")
        assert not any(after.progress.state(one).interviews for one in after.catalog.ids)


async def test_ticks_are_not_thrown_away_by_one_key(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("i", "a", "enter", "escape", "escape")
        assert isinstance(app.screen, InterviewScreen), "the search is cleared, then a warning"
        assert "Not saved" in [shown.message for shown in notifications(app)][-1]
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)
        assert not after.journal.path.exists() or not after.progress.states


async def test_a_search_without_a_match_saves_nothing(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", *"zzzz", "enter", "ctrl+s")
        assert isinstance(app.screen, InterviewScreen)
        assert not app.screen.ticked


@pytest.mark.parametrize("size", [(60, 20), (100, 30)], ids=lambda size: "x".join(map(str, size)))
def test_look(snap_compare: Any, app_of: AppOf, after: Study, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(after), terminal_size=size, press=["i", "o", "v", "e", "r", "enter"])
