"""Keys that arrive together with the key that opens a field belong to the field."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from mlflash.bank.filter import Filter
from mlflash.study.study import Study
from mlflash.tui.browse.screen import BrowseScreen
from mlflash.tui.dialogs.filter_dialog import FilterScreen
from mlflash.tui.dialogs.typed_lines import TypeLinesScreen
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.widgets.line_field import LineField
from tests.tui.conftest import AppOf

NAMED = {
    "\r": "enter", "\x1b": "escape", "\x13": "ctrl+s", "\x10": "ctrl+p", " ": "space", "/": "slash",
    "*": "asterisk", "?": "question_mark", ",": "comma",
}  # fmt: skip
WORDS = "tSzf train on past, n q"
ONE = "fund-train-val-test"


async def burst(pilot: Pilot[None], text: str) -> None:
    """Put all keys of a text into the app's queue before any of them is handled."""
    for char in text:
        pilot.app.post_message(events.Key(NAMED.get(char, char), char))
    for _ in range(4):
        await pilot.pause()


def untouched(study: Study) -> bool:
    """Whether no card has been marked, graded or written to."""
    return not any((study.paths.journal_dir).glob("*.jsonl"))


@pytest.mark.parametrize("text", ["transformer", "SVM", "XGBoost", "f*r n/q?"])
async def test_in_browse_a_search_that_arrives_at_once_is_a_search(app_of: AppOf, study: Study, text: str) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("b")
        await pilot.pause()
        await burst(pilot, f"/{text}")
        screen = app.screen
        assert isinstance(screen, BrowseScreen)
        assert screen.query_one(Input).value == text
        assert not screen.selected
    assert untouched(study)


async def test_a_screen_and_its_search_in_one_burst(app_of: AppOf, study: Study) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await burst(pilot, "b/SVM")
        assert isinstance(app.screen, BrowseScreen)
        assert app.screen.query_one(Input).value == "SVM"
    assert untouched(study)


async def test_in_the_drill_lines_that_arrive_at_once_are_typed(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await burst(pilot, f"t{WORDS}")
        assert isinstance(app.screen, TypeLinesScreen)
        assert app.screen.query(LineField).first().text == WORDS
    assert untouched(study)


async def test_own_lines_that_arrive_at_once_are_written_line_by_line(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=Filter(ids=(ONE,)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(pilot, f" n{WORDS}\r3 q\rtwo\x133")
        assert isinstance(app.screen, DrillScreen)
        state = study.progress.state(ONE)
        assert state.own_lines == (WORDS, "3 q", "two")
        assert state.reps == 1, "the key after the dialog is the drill's"


async def test_in_the_filter_dialog_and_after_it(app_of: AppOf, study: Study) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await burst(pilot, "//r q nn")
        assert isinstance(app.screen, FilterScreen)
        assert app.screen.query_one(Input).value == "r q nn"
        for _ in range(3):  # from the field to the list, the question about what was typed, and away
            await burst(pilot, "\x1b")
        assert isinstance(app.screen, HomeScreen)


async def test_in_the_palette(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await burst(pilot, "\x10quit b?")
        assert app.screen.query_one(Input).value == "quit b?"


async def test_grades_that_arrive_at_once_are_all_given(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await burst(pilot, " 3" * 5)
        assert len(study.session.graded) == 5


async def test_a_paste_waits_for_its_field(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        app.post_message(events.Key("b", "b"))
        app.post_message(events.Key("slash", "/"))
        app.post_message(events.Paste("XGBoost"))
        for _ in range(4):
            await pilot.pause()
        assert app.screen.query_one(Input).value == "XGBoost"


async def test_wide_digits_of_an_input_method_are_keys_but_text_in_a_field(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        app.post_message(events.Key("space", " "))
        app.post_message(events.Key("fullwidth_digit_three", "３"))
        for _ in range(4):
            await pilot.pause()
        assert [graded.rating for graded in study.session.graded] == [3]
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("b")
        await pilot.pause()
        await burst(pilot, "/３")
        assert app.screen.query_one(Input).value == "３"


@pytest.mark.parametrize("action", ["reveal", "leave", "grade(3)", "write"])
async def test_a_key_that_comes_after_its_screen_was_closed_does_nothing(app_of: AppOf, action: str) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("enter")
        drill = app.screen
        assert isinstance(drill, DrillScreen)
        closing = app.pop_screen()
        await app.run_action(action, drill)  # it is still being taken apart
        await closing
        await app.run_action(action, drill)
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_a_key_bar_that_was_taken_off_the_screen_is_not_drawn(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("enter")
        drill = app.screen
        assert isinstance(drill, DrillScreen)
        await app.pop_screen()
        drill.changed()
        drill.bar.draw()


async def test_keys_after_the_one_that_quits_do_nothing(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        app.exit()
        await app.run_action("reveal", app.screen)
        assert isinstance(app.screen, DrillScreen)
        assert not app.screen.key_state().revealed
