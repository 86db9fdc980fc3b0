"""Settings, about, welcome: their keys, what they change, and what they must not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.content import Content
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from mlflash.errors import MlflashError
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.store.settings_file import read_settings
from mlflash.study import session
from mlflash.study.ledger import Refold
from mlflash.study.study import Study
from mlflash.tui.about.screen import AboutScreen
from mlflash.tui.app import MlflashApp
from mlflash.tui.dialogs.choice import ChoiceScreen
from mlflash.tui.dialogs.sources import SourcesScreen
from mlflash.tui.dialogs.unsaved import UNSAVED
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.settings.screen import SettingsScreen
from mlflash.tui.widgets.key_bar import KeyBar
from tests.conftest import Opener
from tests.tui.conftest import AppOf

SIZE = (80, 24)


def on(app: MlflashApp, kind: type[Screen[Any]]) -> bool:
    """Whether the app shows a screen of this kind."""
    return isinstance(app.screen, kind)


@asynccontextmanager
async def settings_shown(app_of: AppOf) -> AsyncIterator[tuple[MlflashApp, Pilot[Any]]]:
    """The app with the settings open."""
    app = app_of()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("comma")
        await pilot.pause()
        yield app, pilot


def highlight(app: MlflashApp, key: str) -> None:
    options = app.screen.query_one(OptionList)
    options.highlighted = options.get_option_index(key)


def said(app: MlflashApp) -> str:
    content = app.screen.query_one("#about", Static).content
    assert isinstance(content, Content)
    return content.plain


async def test_a_truth_flips_and_returns_to_its_default(app_of: AppOf, study: Study, paths: Paths) -> None:
    async with settings_shown(app_of) as (app, pilot):
        assert on(app, SettingsScreen)
        assert not paths.config.exists()
        highlight(app, "confidence")
        await pilot.press("space")
        said_now = (study.settings, read_settings(paths.config))
        assert [settings.confidence for settings in said_now] == [True] * 2
        await pilot.press("d")
        assert (study.settings.confidence, read_settings(paths.config).confidence) == (False, False)
        assert "confidence" not in paths.config.read_text()
        await pilot.press("escape")
        assert on(app, HomeScreen)


async def test_a_number_is_typed_and_what_is_wrong_is_said(app_of: AppOf, study: Study, paths: Paths) -> None:
    async with settings_shown(app_of) as (app, pilot):
        highlight(app, "new_per_day")
        await pilot.press("enter")
        field = app.screen.query_one("#value", Input)
        assert field.value == "10"
        field.value = "d"
        await pilot.press("enter")
        assert "expected a whole number" in said(app)
        assert not paths.config.exists()
        field.value = "3"
        await pilot.press("enter")
        assert study.settings.new_per_day == read_settings(paths.config).new_per_day == 3
        await pilot.press("enter")
        field.value = "4"
        await pilot.press("escape")
        assert UNSAVED in said(app) and field.has_focus
        await pilot.press("escape")
        assert on(app, SettingsScreen)
        assert bool(field.has_focus) is False
        assert study.settings.new_per_day == 3
        await pilot.press("enter", "7", "ctrl+s")
        assert {study.settings.new_per_day, read_settings(paths.config).new_per_day} == {7}


async def test_what_is_typed_takes_the_place_of_the_old_value(app_of: AppOf, study: Study) -> None:
    async with settings_shown(app_of) as (app, pilot):
        highlight(app, "minutes_by_day")
        await pilot.press("enter", *"sat=45", "enter")
        assert study.settings.minutes_by_day == (("sat", 45.0),)
        highlight(app, "new_per_day")
        await pilot.press("enter", "end", "0", "enter")  # or it is changed where it stands
        assert study.settings.new_per_day == 100


async def test_retention_refolds_what_is_remembered(app_of: AppOf, study: Study) -> None:
    card_id = next(iter(study.catalog)).id
    study.start(session.start([card_id]))
    study.reveal()
    study.grade(4)
    before = study.progress.state(card_id).memory
    async with settings_shown(app_of) as (app, pilot):
        highlight(app, "retention")
        await pilot.press("enter")
        app.screen.query_one("#value", Input).value = "0.75"
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert not app.screen.query_one("#value").has_class("-open")
        after = study.progress.state(card_id).memory
        assert before is not None and after is not None
        assert after.due > before.due


async def test_the_refold_runs_in_a_thread_and_keeps_what_was_graded_meanwhile(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = [head.id for head in study.catalog][:2]
    study.start(session.start([first, second]))
    study.reveal()
    study.grade(3)
    threads: list[bool] = []
    refolded = study.refolded

    def watched(settings: Settings) -> Refold | None:
        threads.append(current_thread() is main_thread())
        done = refolded(settings)
        study.reveal()
        study.grade(3)
        return done

    monkeypatch.setattr(study, "refolded", watched)
    async with settings_shown(app_of) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        screen.put("retention", 0.75)
        screen.put("maximum_interval", 10)
        assert "recomputed" in screen._fault, "one change of the schedule at a time"
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert threads == [False]
        assert study.settings.retention == read_settings(study.paths.config).retention == 0.75
        assert study.progress.state(first).reps == study.progress.state(second).reps == 1


async def test_where_the_refold_fails_nothing_is_written_even_if_the_screen_was_left(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(settings: Settings) -> Refold:
        raise MlflashError("journal: cannot be read")

    monkeypatch.setattr(study, "refolded", refused)
    async with settings_shown(app_of) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        screen.put("retention", 0.75)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert screen._fault == "journal: cannot be read"
        screen.put("retention", 0.75)
        await pilot.press("escape")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert study.settings.retention == 0.9 and not study.paths.config.exists()


async def test_themes_are_tried_on_and_kept_or_not(app_of: AppOf, study: Study, paths: Paths) -> None:
    async with settings_shown(app_of) as (app, pilot):
        highlight(app, "theme")
        await pilot.press("enter")
        await pilot.pause()
        assert on(app, ChoiceScreen)
        await pilot.press("down")
        await pilot.pause()
        assert app.theme == "mlflash-light"
        await pilot.press("escape")
        await pilot.pause()
        assert (app.theme, study.settings.theme, paths.config.exists()) == ("mlflash-dark", "mlflash-dark", False)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.theme == read_settings(paths.config).theme == "mlflash-light"


async def test_another_bank_is_in_use_at_once_and_a_broken_one_is_refused(
    app_of: AppOf, study: Study, paths: Paths, tmp_path: Path
) -> None:
    bank = tmp_path / "mine.yaml"
    bank.write_text(
        "version: 1\ntitle: Mine\nsections:\n  - id: mine\n    title: Mine\n    questions:\n"
        "      - {id: mine-one, question: One?, answer: [a]}\n"
    )
    async with settings_shown(app_of) as (app, pilot):
        highlight(app, "banks")
        await pilot.press("enter")
        field = app.screen.query_one("#value", Input)
        field.value = f"'{tmp_path / 'none.yaml'}'"
        await pilot.press("enter")
        assert "none.yaml" in said(app)
        assert not paths.config.exists()
        field.value = f"'{bank}'"
        await pilot.press("enter")
        assert "mine-one" in study.catalog
        assert read_settings(paths.config).banks == (str(bank),)


async def test_a_key_of_ones_own_works_at_once(app_of: AppOf) -> None:
    async with settings_shown(app_of) as (app, pilot):
        highlight(app, "keys")
        await pilot.press("enter")
        app.screen.query_one("#value", Input).value = "about = 'z'"
        await pilot.press("enter", "escape", "z")
        await pilot.pause()
        assert on(app, AboutScreen)


async def test_settings_that_cannot_be_written_stay_as_they_were(
    app_of: AppOf, study: Study, paths: Paths
) -> None:
    paths.config.mkdir(parents=True)
    async with settings_shown(app_of) as (app, pilot):
        highlight(app, "confidence")
        await pilot.press("enter")
        assert not study.settings.confidence
        assert "config.toml" in said(app) or "cannot" in said(app)


async def test_about_scrolls_by_pages_and_chapters_and_opens_links(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, AboutScreen)
        room = screen.query_one(VerticalScroll)
        await pilot.press("space")
        await pilot.pause()
        assert room.scroll_y > 10
        await pilot.press("b", "n")
        await pilot.pause()
        assert room.scroll_y == screen.chapters[1]
        await pilot.press("n", "p")
        await pilot.pause()
        assert room.scroll_y == screen.chapters[1]
        await pilot.press("o")
        await pilot.pause()
        assert on(app, SourcesScreen)
        await pilot.press("escape", "escape")
        assert on(app, HomeScreen)


async def test_no_welcome_once_there_is_a_journal_nor_when_drilling_at_once(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(welcome=True))
    app = app_of(study, drill=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert on(app, DrillScreen)
        await pilot.press("space", "3")
    again = app_of(open_study(settings=settings._replace(welcome=True)))
    async with again.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert on(again, HomeScreen)


async def test_typing_a_value_leaves_the_list_as_wide_as_it_was(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("comma")
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        width = options.region.width
        await pilot.press("enter")
        await pilot.pause()
        assert options.region.width == width


async def test_a_wrong_key_is_not_taken(app_of: AppOf, study: Study) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        screen.put("keys", {"reveel": "x"})
        assert "reveal" in screen._fault and not read_settings(study.paths.config).keys
        screen.put("keys", {"reveal": "x"})
        assert screen._fault == "" and dict(read_settings(study.paths.config).keys) == {"reveal": "x"}
        assert study.settings.keys == (("reveal", "x"),)


async def test_the_bar_says_what_enter_does(app_of: AppOf) -> None:
    async with settings_shown(app_of) as (app, pilot):
        keys = app.screen.query_one(KeyBar)
        assert "⏎ change" in str(keys.render())
        highlight(app, "new_per_day")
        await pilot.press("enter")
        await pilot.pause()
        assert "⏎ save" in str(keys.render()) and "change" not in str(keys.render())


async def test_enter_saves_also_where_saving_has_a_key_of_ones_own(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(keys=(("save", "f2"),)))
    app = app_of(study)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("comma")
        await pilot.pause()
        highlight(app, "new_per_day")
        await pilot.press("enter", *"7", "enter")
        assert study.settings.new_per_day == 7
