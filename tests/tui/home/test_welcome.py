"""The welcome: one question, refused in place or kept, and then the first card."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from mlflash.errors import MlflashError
from mlflash.store.settings import Settings
from mlflash.store.settings_file import read_settings
from mlflash.tui.dialogs.unsaved import UNSAVED
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.home.welcome import WelcomeScreen, interview_date
from tests.conftest import Opener
from tests.tui.conftest import AppOf

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "on"),
    [
        ("", None),
        ("21", date(2026, 12, 14)),
        (" 0 ", DAY),
        ("+14 days", date(2026, 12, 7)),
        ("2027-01-31", date(2027, 1, 31)),
        ("17 Dec", date(2026, 12, 17)),
        ("3 march", date(2027, 3, 3)),
    ],
)
def test_a_day_is_read_as_it_is_written(typed: str, on: date | None) -> None:
    assert interview_date(typed, DAY) == on


@pytest.mark.parametrize(
    ("typed", "why"), [("2026-11-22", "is past"), ("soon", "is no date"), ("-3", "is no date")]
)
def test_a_past_day_and_nonsense_are_refused(typed: str, why: str) -> None:
    with pytest.raises(MlflashError, match=why):
        interview_date(typed, DAY)


async def test_from_the_welcome_to_the_first_card(
    app_of: AppOf, open_study: Opener, settings: Settings, home: Path
) -> None:
    app = app_of(open_study(settings=settings._replace(welcome=True)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, WelcomeScreen)
        assert not home.exists()
        await pilot.press("s", "o", "o", "n", "enter")
        await pilot.pause()
        assert "is no date" in str(app.screen.query_one("#fault", Static).render())
        assert not home.exists()
        app.screen.query_one(Input).value = ""
        await pilot.press("2", "1", "enter")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)
        assert [one.on for one in read_settings(home / "config.toml").interviews] == [date(2026, 12, 14)]
        await pilot.press("space", "x", "enter")
        await pilot.pause()
        assert len(app.study.session.graded) == 1


async def test_without_a_date_nothing_is_written(
    app_of: AppOf, open_study: Opener, settings: Settings, home: Path
) -> None:
    app = app_of(open_study(settings=settings._replace(welcome=True)))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)
        assert not home.exists()


async def test_escape_looks_around_first(app_of: AppOf, open_study: Opener, settings: Settings) -> None:
    app = app_of(open_study(settings=settings._replace(welcome=True)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("9", "escape")
        await pilot.pause()
        assert UNSAVED in str(app.screen.query_one("#fault").render())
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_the_example_cannot_be_taken_for_a_date_filled_in(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(welcome=True))
    async with app_of(study).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(pilot.app.screen, WelcomeScreen)
        assert pilot.app.screen.query_one(Input).placeholder.startswith("e.g. ")
        await pilot.press("enter")
        assert study.settings.interviews == ()
