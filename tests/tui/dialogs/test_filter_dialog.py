"""Saved filters in the filter dialog, and its search."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

from mlflash.bank.filter import Filter
from mlflash.store.paths import Paths
from mlflash.store.settings_file import read_settings
from mlflash.study.saved_filters import saved_filters
from mlflash.study.study import Study
from mlflash.tui.dialogs import filter_dialog
from mlflash.tui.dialogs.choice import ChoiceScreen
from mlflash.tui.dialogs.filter_dialog import FilterScreen
from tests.tui.conftest import AppOf


async def opened(pilot: Pilot[Any]) -> FilterScreen:
    await pilot.pause()
    await pilot.press("slash")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, FilterScreen)
    return screen


def shown(pilot: Pilot[Any]) -> Screen[Any]:
    return pilot.app.screen


async def test_a_filter_is_saved_and_opened_by_its_name(app_of: AppOf, study: Study, paths: Paths) -> None:
    async with app_of().run_test(size=(80, 30)) as pilot:
        screen = await opened(pilot)
        await pilot.press("down", "space", "s", *"mine s", "enter")
        await pilot.pause()
        assert saved_filters(read_settings(paths.config)) == {"mine s": Filter(difficulties=("medium",))}
        assert shown(pilot) is screen
        assert not screen.query_one("#name", Input).display
        await pilot.press("r")
        assert screen.chosen == Filter()
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(shown(pilot), ChoiceScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert screen.chosen == Filter(difficulties=("medium",))
        await pilot.press("r", "s", *"mine s", "enter")
        await pilot.pause()
        assert study.settings.filters == ()


async def test_leaving_the_name_saves_nothing(app_of: AppOf, study: Study) -> None:
    async with app_of().run_test(size=(80, 30)) as pilot:
        screen = await opened(pilot)
        await pilot.press("o")  # nothing is saved yet
        assert pilot.app.screen is screen
        await pilot.press("space", "s", *"xr", "escape")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert study.settings.filters == ()
        assert screen.chosen == Filter(difficulties=("easy",))


async def test_a_saved_filter_brings_its_words(app_of: AppOf, study: Study) -> None:
    study.settings = study.settings._replace(filters=(("boost", "--search boosting"),))
    async with app_of().run_test(size=(80, 30)) as pilot:
        screen = await opened(pilot)
        await pilot.press("o")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert screen.query_one("#words", Input).value == "boosting"
        assert screen.chosen == Filter(search="boosting")


@pytest.mark.parametrize("read_before", [False, True])
async def test_answers_are_counted_whether_or_not_they_were_read_before(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch, read_before: bool
) -> None:
    go_on, line = Event(), study.catalog.card("nn-dropout").answer[2]
    monkeypatch.setattr(filter_dialog, "sleep", lambda seconds: go_on.wait(30))
    async with app_of().run_test(size=(80, 30)) as pilot:
        screen = await opened(pilot)
        try:
            if read_before:
                go_on.set()
                await pilot.app.workers.wait_for_complete()
            screen.query_one("#words", Input).value = line
            await pilot.pause()
            assert str(screen.query_one("#count", Static).content).startswith("1 card ")
        finally:
            go_on.set()
