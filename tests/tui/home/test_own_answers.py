"""The reader's own answers: written one by one, from Home."""

from __future__ import annotations

from textual.widgets import OptionList, Static

from mlflash.tui.dialogs.own_lines import OwnLinesScreen
from mlflash.tui.home.own_answers import OwnAnswersScreen
from mlflash.tui.home.screen import HomeScreen
from tests.tui.conftest import AppOf


async def test_home_leads_through_writing_them(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "0 of 9 written" in str(app.screen.query_one(OptionList).get_option_at_index(1).prompt)
        await pilot.press("down", "enter")
        await pilot.pause()
        guide: object = app.screen
        assert isinstance(guide, OwnAnswersScreen)
        assert "What your lines must hold" in str(app.screen.query_one("#guide", Static).render())
        await pilot.press("enter")
        await pilot.pause()
        first: object = app.screen
        assert isinstance(first, OwnLinesScreen)
        await pilot.press("m", "y", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, OwnLinesScreen)
        assert app.screen.card.id != first.card.id, "it goes on to the next"
        await pilot.press("escape")
        await pilot.pause()
        assert "1 of 9 written" in str(app.screen.query_one("#own-head", Static).render())
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert "1 of 9 written" in str(app.screen.query_one(OptionList).get_option_at_index(1).prompt)
        assert app.study.view().drillable(first.card.id)


async def test_all_written_need_no_row(app_of: AppOf) -> None:
    app = app_of()
    for card in app.study.view().personal():
        app.study.write(card.id, ("mine",))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert "own" not in app.screen._rows
