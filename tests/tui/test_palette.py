"""The command palette: what it offers where, how it is searched, and where it leads."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import SystemCommand
from textual.command import CommandInput, CommandList, CommandPalette
from textual.pilot import Pilot

from mlflash.study.study import Study
from mlflash.tui.app import MlflashApp
from mlflash.tui.dialogs.choice import ChoiceScreen
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.palette import GO, command_row, rank
from mlflash.tui.stats.screen import StatsScreen
from tests.tui.conftest import AppOf


async def offered(pilot: Pilot[Any], words: str = "") -> list[str]:
    """What the palette lists once it is opened and some words are typed."""
    await pilot.press("ctrl+p", *words)
    palette = pilot.app.screen
    assert isinstance(palette, CommandPalette)
    await pilot.app.workers.wait_for_complete()
    found = palette.query_one(CommandList)
    while not found.option_count:  # that nothing matches is said after a moment
        await pilot.pause(0.01)
    return [str(option.prompt) for option in found.options]


def titles(app: MlflashApp) -> list[str]:
    return [command.title for command in app.get_system_commands(app.screen)]


@pytest.mark.parametrize(
    ("words", "first"),
    [("charts", "Statistics"), ("schedule", "Plan"), ("interview", "Mock interview"), ("wk", "Weak")],
)
async def test_every_word_is_searched_titles_first(app_of: AppOf, words: str, first: str) -> None:
    async with app_of().run_test(size=(100, 30)) as pilot:
        found = await offered(pilot, words)
        assert any(row.startswith(first) for row in found)


async def test_no_match_is_said(app_of: AppOf) -> None:
    async with app_of().run_test(size=(60, 20)) as pilot:
        assert len(await offered(pilot, "zqz")) == 1
        assert pilot.app.screen.query_one(CommandList).options[0].disabled


async def test_titles_have_their_own_rows_and_keys_that_move_are_left_out(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True)
    async with app.run_test() as pilot:
        await pilot.press("space")
        drilling = titles(app)
        assert {"Grade: again", "Tick every line, or none"} <= set(drilling)
        await pilot.press("escape", "b")
        await pilot.pause()
        browsing = titles(app)
        for found in (drilling, browsing):
            assert not {"All", "Again", "Down", "Up", "Page down", "Card", "First"} & set(found)
            assert len(found) == len(set(found))


async def test_every_screen_leads_to_the_others(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test() as pilot:
        wanted = {title for title, _ in GO.values()} | {"Theme"}
        for keys in ((), ("b",), ("escape", "s"), ("escape", "comma"), ("escape", "enter")):
            await pilot.press(*keys)
            await pilot.pause()
            assert wanted <= set(titles(app)), app.screen
        await pilot.press("slash")
        await pilot.pause()
        assert not wanted & set(titles(app))  # a dialog is answered first


async def test_going_elsewhere_leaves_the_session_and_comes_back_to_the_first_screen(app_of: AppOf) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await offered(pilot, "charts")
        await pilot.press("enter")
        await pilot.pause()
        assert any(isinstance(screen, StatsScreen) for screen in app.screen_stack)
        app.go("browse")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_a_theme_is_kept_without_leaving_the_card(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True)
    async with app.run_test() as pilot:
        await offered(pilot, "theme")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ChoiceScreen)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.theme == study.settings.theme == "mlflash-light"
        assert "mlflash-light" in study.paths.config.read_text()
        assert isinstance(app.screen, DrillScreen)


def test_titles_weigh_more_than_descriptions() -> None:
    plan = SystemCommand("Plan", "The schedule to the interview  (p)", print)
    mock = SystemCommand("Mock interview", "Questions on the clock", print)
    assert rank(mock, ["mock"]) > rank(mock, ["interview"]) > rank(plan, ["interview"]) > rank(plan, ["mock"])
    assert rank(plan, ["plan", "schedule"]) > 0


@pytest.mark.parametrize("width", [12, 40, 82])
def test_rows_fit(width: int) -> None:
    long = SystemCommand("Statistics", "Figures and charts " * 9, print)
    assert command_row(long, max(width, 24)).cell_length <= max(width, 24)


@pytest.mark.parametrize("size", [(60, 20), (100, 30)])
def test_look(app_of: AppOf, snap_compare: Any, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[Any]) -> None:
        await offered(pilot, "card")
        pilot.app.screen.query_one(CommandInput).cursor_blink = False

    assert snap_compare(app_of(), terminal_size=size, run_before=show)


def test_titles_are_a_column_and_the_key_is_never_cut() -> None:
    rows = [
        command_row(SystemCommand(title, "All in a list: search, sort, select  (b)", print), 46)
        for title in ("Browse cards", "Lines you keep missing")
    ]
    assert {row.plain.index("All in") for row in rows} == {24}
    assert all(row.plain.endswith("…  (b)") and row.cell_length <= 46 for row in rows)


async def test_no_command_repeats_its_title(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test() as pilot:
        await pilot.pause()
        commands = list(app.get_system_commands(app.screen))
        assert [one.title for one in commands if one.help.startswith(one.title)] == []
        assert "The schedule stays as it is  (c)" in [one.help for one in commands if one.title == "Cram"]


def test_the_beginning_of_a_word_weighs_more_than_its_middle() -> None:
    theme = SystemCommand("Theme", "Colors, dark or light, with a live preview", print)
    start = SystemCommand("Start", "Drill what is highlighted  (⏎)", print)
    assert rank(theme, ["light"]) > rank(start, ["light"]) > 0
