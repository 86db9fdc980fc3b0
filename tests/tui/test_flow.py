"""How a sitting goes on: another filter, more, skips, and what undo says of what it took back."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.store import journal_reader
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.tui.browse.screen import BrowseScreen
from mlflash.tui.card.widget import CardView
from mlflash.tui.dialogs.filter_dialog import FilterScreen
from mlflash.tui.dialogs.own_lines import OwnLinesScreen
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.widgets.grade_bar import GradeBar
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.line_field import LineField
from tests.conftest import Clock, Opener
from tests.tui.conftest import AppOf

QUOTED = "“How is a decision tree trained?”"
TREES, ONE = Filter(sections=("trees",)), Filter(ids=("tree-decision-tree",))


def drill(pilot: Pilot[Any]) -> DrillScreen:
    screen = pilot.app.screen
    assert isinstance(screen, DrillScreen)
    return screen


def on(pilot: Pilot[Any], kind: type[Screen[Any]]) -> bool:
    """Whether the app shows a screen of this kind."""
    return isinstance(pilot.app.screen, kind)


def text(pilot: Pilot[Any], kind: type[Any]) -> str:
    return str(pilot.app.screen.query_one(kind).render())


def asked(pilot: Pilot[Any]) -> str:
    card = drill(pilot).card
    assert card is not None
    return card.id


def ratings(study: Study) -> list[int]:
    return [graded.rating for graded in study.session.graded]


def told(pilot: Pilot[Any]) -> list[str]:
    return [one.message for one in pilot.app._notifications]


async def choose(pilot: Pilot[Any], words: str) -> None:
    """Filter the drill by words."""
    await pilot.press("slash")
    await pilot.pause()
    pilot.app.screen.query_one(Input).value = words
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()


def unwritable(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise MlflashError("this is not on disk: the disk is full [b]x[/b]")

    monkeypatch.setattr(study.journal, "append", full)


# Another filter


async def test_undo_goes_back_through_a_change_of_the_filter(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=TREES)
    async with app.run_test() as pilot:
        first = asked(pilot)
        await pilot.press("space", "4")
        second = asked(pilot)
        await pilot.press("space", "a")
        await choose(pilot, "forest")
        assert study.session.chosen == TREES._replace(search="forest")
        assert asked(pilot) != second
        assert "u undo" in text(pilot, KeyBar)
        await pilot.press("u")
        assert asked(pilot) == second
        assert study.session.chosen == TREES
        assert drill(pilot).revealed and drill(pilot).reveal.ticks[0] is True
        await pilot.press("u")
        assert asked(pilot) == first
        assert study.progress.states == {}


async def test_grades_after_a_change_of_the_filter_are_taken_back_before_it(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(100, 30)) as pilot:
        first = asked(pilot)
        await choose(pilot, "dropout")
        assert asked(pilot) == "nn-dropout"
        assert "Filtered" in str(drill(pilot).view.header.render())
        await pilot.press("space", "4", "u", "u")
        assert asked(pilot) == first
        assert "Filtered" not in str(drill(pilot).view.header.render())
        assert study.progress.states == {}
        assert not study.can_undo


async def test_the_same_filter_again_leaves_the_session_unchanged(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=TREES)
    async with app.run_test() as pilot:
        await pilot.press("space", "a", "slash")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert drill(pilot).reveal.ticks[0] is True
        assert not study.can_undo


@pytest.mark.parametrize("size", [(100, 30), (40, 12)])
async def test_a_filter_that_leaves_nothing_is_refused_with_a_word(
    app_of: AppOf, study: Study, size: tuple[int, int]
) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=size) as pilot:
        before = study.session
        await choose(pilot, "zzz")
        assert on(pilot, FilterScreen)
        said = str(app.screen.query_one("#count", Static).render())
        assert said == "No card matches: choose others, or esc"
        await pilot.press("escape")
        await pilot.pause()
        assert on(pilot, FilterScreen), "typed words are not thrown away unasked"
        await pilot.press("escape")
        await pilot.pause()
        assert on(pilot, DrillScreen)
        assert study.session == before


@pytest.mark.parametrize("keys", [["slash"], ["b", "F"]])
async def test_the_filter_is_refused_from_home_and_browse_too(app_of: AppOf, keys: list[str]) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        app.screen.query_one(Input).value = "zzz"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert on(pilot, FilterScreen)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert on(pilot, BrowseScreen if "b" in keys else HomeScreen)


async def test_a_drill_that_its_filter_left_nothing_to_ask_offers_the_filter(app_of: AppOf, study: Study) -> None:
    study.mark("suspend", [head.id for head in study.catalog if head.section == "trees"])
    app = app_of(drill=True, chosen=TREES)
    async with app.run_test(size=(100, 30)) as pilot:
        assert "These cards are suspended." in text(pilot, CardView)
        assert "/ filter" in text(pilot, KeyBar)
        assert "more" not in text(pilot, KeyBar)
        await pilot.press("m")
        assert drill(pilot).card is None
        start = next(start for start, _, key in drill(pilot).bar._places if key == "slash")
        await pilot.click(KeyBar, offset=(start, 0))
        await pilot.pause()
        assert on(pilot, FilterScreen)


async def test_with_nothing_due_other_cards_can_be_chosen(app_of: AppOf, open_study: Any, settings: Any) -> None:
    app = app_of(open_study(settings=settings._replace(new_per_day=0)), drill=True)
    async with app.run_test(size=(100, 30)) as pilot:
        assert "m more" in text(pilot, KeyBar)
        assert "/ filter" in text(pilot, KeyBar)
        await pilot.press("slash")
        await pilot.pause()
        assert on(pilot, FilterScreen)


# More


async def test_more_offers_no_interval_for_what_is_not_yet_due(
    app_of: AppOf, study: Study, clock: Clock, paths: Paths
) -> None:
    study.record_final([new_events.review(study, "tree-decision-tree", 4, None, None, mode="cli")])
    clock.forward(days=1)
    before = study.progress.state("tree-decision-tree").memory
    app = app_of(drill=True, chosen=ONE, mode=SessionMode.MORE)
    async with app.run_test(size=(100, 30)) as pilot:
        assert "More · " in str(drill(pilot).view.header.render())
        await pilot.press("space")
        assert text(pilot, GradeBar).count("no change") == 3
        await pilot.press("3")
        assert study.progress.state("tree-decision-tree").memory == before
        assert "Done." in text(pilot, CardView)
    reading = journal_reader.read(paths.journal_dir)
    assert reading is not None
    assert [getattr(event, "mode", None) for event in reading.events] == ["cli", "cram"]


async def test_going_on_after_the_end_is_a_session_of_more(app_of: AppOf, study: Study, clock: Clock) -> None:
    study.record_final([new_events.review(study, "tree-decision-tree", 4, None, None, mode="cli")])
    clock.forward(days=1)
    study.use_settings(study.settings._replace(new_per_day=1))
    trees = sum(head.section == "trees" for head in study.catalog)
    app = app_of(drill=True, chosen=TREES)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "4", "m")
        assert "More · " in str(drill(pilot).view.header.render())
        await pilot.press("space")
        assert "10 min" in text(pilot, GradeBar), "new ones come first, and count"
        for _ in range(trees - 2):
            await pilot.press("4", "space")
        assert asked(pilot) == "tree-decision-tree"
        assert text(pilot, GradeBar).count("no change") == 3
        await pilot.press("4", *["u"] * trees)
        assert "More · " not in str(drill(pilot).view.header.render())
        assert "Done." in text(pilot, CardView)


async def test_a_fail_that_counts_shows_its_interval_in_cram(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(cram_counts_fails=True))
    app = app_of(study, drill=True, chosen=ONE, mode=SessionMode.CRAM)
    async with app.run_test() as pilot:
        await pilot.press("space")
        assert "1 min" in text(pilot, GradeBar)
        assert text(pilot, GradeBar).count("no change") == 3


# Learning ahead


async def test_what_is_in_learning_is_asked_when_nothing_else_is_due(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(new_per_day=0))
    study.record_final([new_events.review(study, "nn-dropout", 1, None, None, mode="cli")])
    app = app_of(study)
    async with app.run_test(size=(100, 30)) as pilot:
        assert "1 learning" in str(app.screen.query_one(OptionList).get_option_at_index(0).prompt)
        await pilot.press("enter")
        await pilot.pause()
        assert asked(pilot) == "nn-dropout"


async def test_the_end_does_not_deny_what_could_be_asked(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(new_per_day=0))
    study.record_final([new_events.review(study, "nn-dropout", 1, None, None, mode="cli")])
    for mode in (SessionMode.WEAK, SessionMode.CRAM):
        app = app_of(study, drill=True, chosen=TREES, mode=mode)
        study.mark("suspend", [head.id for head in study.catalog if head.section == "trees"])
        async with app.run_test(size=(100, 30)) as pilot:
            assert "These cards are suspended." in text(pilot, CardView)


# Skipping


async def test_a_card_is_skipped_after_the_reveal_too(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=TREES)
    async with app.run_test(size=(100, 30)) as pilot:
        first = asked(pilot)
        await pilot.press("space", "a", "s")
        assert study.session.waiting[-1] == first
        assert not drill(pilot).revealed
        assert study.progress.states == {}
        await pilot.press("u")
        assert asked(pilot) == first
        assert drill(pilot).revealed
        assert drill(pilot).reveal.ticks == (True, False, False, False)


# What undo says


async def test_undo_in_the_drill_says_what_cannot_be_seen(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=ONE)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.press("space", "p", "space", "y", "space", "n", "escape")
        await pilot.pause()
        await pilot.press("f", "u")
        assert told(pilot) == [f"Undone: flag {QUOTED}"]
        await pilot.press("u")
        assert told(pilot) == [f"Undone: a probe of {QUOTED}, not known"]
        await pilot.press("u")
        assert told(pilot) == [f"Undone: a probe of {QUOTED}, known"]
        await pilot.press("z", "u")
        assert told(pilot) == [f"Undone: bury {QUOTED}; it is new"]
        await pilot.press("4", "u")
        assert told(pilot) == [], "a grade's card is its own answer"


async def test_undo_at_home_says_what_it_took_back(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=ONE)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.press("space", "4", "escape", "u")
        await pilot.pause()
        assert on(pilot, HomeScreen)
        assert told(pilot) == [f"Undone: easy for {QUOTED}; it is new"]


# What could not be saved


async def test_what_was_written_stays_until_it_is_saved(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(drill=True, chosen=ONE)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("n", "x", "y")
        with monkeypatch.context() as broken:
            unwritable(study, broken)
            await pilot.press("ctrl+s")
            await pilot.pause()
            assert on(pilot, OwnLinesScreen)
            fault = str(app.screen.query_one("#fault", Static).render())
            assert "NOT SAVED: this is not on disk: the disk is full [b]x[/b]" in fault
            assert next(field.line for field in app.screen.query(LineField)) == "xy"
            await pilot.press("escape")
            await pilot.pause()
            assert on(pilot, OwnLinesScreen), "what is not kept is asked for"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert study.progress.state("tree-decision-tree").own_lines == ("xy",)
        assert on(pilot, DrillScreen)


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+q"])
async def test_a_grade_not_saved_is_asked_for_once_before_it_is_left(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    app = app_of(drill=True, chosen=ONE)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        unwritable(study, monkeypatch)
        await pilot.press("space", "3", key)
        await pilot.pause()
        assert "NOT SAVED" in text(pilot, CardView)
        assert any("not saved" in one for one in told(pilot))
        await pilot.press("3", key)
        await pilot.pause()
        assert on(pilot, DrillScreen), "it failed again, so it is asked again"
        await pilot.press(key)
        await pilot.pause()
        assert app._exit or on(pilot, HomeScreen)


async def test_a_grade_not_saved_is_asked_for_from_a_dialog_above_it(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(drill=True, chosen=ONE)
    async with app.run_test() as pilot:
        unwritable(study, monkeypatch)
        await pilot.press("space", "3", "question_mark")
        await pilot.pause()
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app._exit
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app._exit


# The home row


async def test_the_key_that_showed_the_last_line_does_not_grade_at_once(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(home_row=True))
    app = app_of(study, drill=True, chosen=TREES)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.press("l", "l", "l", "l", "l", "l")
        assert drill(pilot).revealed
        assert ratings(study) == []
        assert "that was the last line: tick" in text(pilot, GradeBar)
        await pilot.press("a", "l")
        assert ratings(study) == [3]
        await pilot.press("l", "l", "l", "l", "j")
        assert ratings(study) == [3, 1]
        await pilot.press("space", "l")
        assert ratings(study) == [3, 1, 3]


async def test_another_key_for_the_lines_leaves_the_home_row_alone(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(home_row=True, keys=(("line", "w"),)))
    app = app_of(study, drill=True, chosen=TREES)
    async with app.run_test() as pilot:
        await pilot.press("w", "w", "w", "w", "l")
        assert ratings(study) == [3]


async def test_the_key_bar_names_the_keys_that_grade(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    app = app_of(open_study(settings=settings._replace(home_row=True)), drill=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space")
        assert "j–; grade" in text(pilot, KeyBar)
        assert "1–4" not in text(pilot, KeyBar)


# A question met more than once


@pytest.mark.parametrize("away", ["1", "z", "S"])
async def test_undo_brings_back_the_ticks_of_that_time(
    app_of: AppOf, study: Study, clock: Clock, away: str
) -> None:
    app = app_of(drill=True, chosen=ONE)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "a", "1")  # it comes back within the sitting
        clock.forward(minutes=2)
        drill(pilot)._wake()
        await pilot.press("space", "b", "c", away)
        for ticks in ((False, True, True, False), (True, False, False, False)):
            await pilot.press("u")
            await pilot.pause()
            assert drill(pilot).reveal.ticks == ticks
