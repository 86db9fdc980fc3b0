"""The first screen: its list stays within it, and its keys."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from mlflash.tui.screens.filtering import FilterScreen
from mlflash.tui.screens.home import HomeScreen
from tests.tui.conftest import AppOf


@pytest.mark.parametrize("size", [(100, 30), (60, 20), (40, 12)])
async def test_every_section_can_be_seen(app_of: AppOf, size: tuple[int, int]) -> None:
    app = app_of()
    async with app.run_test(size=size) as pilot:
        await pilot.press("end")
        await pilot.pause()
        column, week = app.screen.query_one(".column"), app.screen.query_one("#week")
        options = app.screen.query_one(OptionList)
        assert options.region.bottom <= week.region.y < column.region.bottom
        assert options.scroll_offset.y + options.size.height == options.option_count


@pytest.mark.parametrize("key", ["slash", "F"])
async def test_the_filter_has_the_key_it_has_in_the_list_of_cards_too(app_of: AppOf, key: str) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, FilterScreen)
        await pilot.press("slash", "q")
        await pilot.pause()
        assert app.screen.chosen.search == "q"
        await pilot.press("escape", "q")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_one_escape_too_many_does_not_leave_the_program(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", "escape", "escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert not app._exit
        assert ["q leaves" in told.message for told in app._notifications] == [True]
        await pilot.press("q")
        await pilot.pause()
        assert app._exit
