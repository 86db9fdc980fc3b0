"""Import and export in the app: what is asked, what is written, and what is shown before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Checkbox, Input, Static

from mlflash.study.study import Study
from mlflash.tui.app import MlflashApp
from mlflash.tui.dialogs.unsaved import UNSAVED
from mlflash.tui.exchange.export_screen import ExportScreen
from mlflash.tui.exchange.import_screen import ImportScreen
from mlflash.tui.exchange.rows import export_folder, typed_path
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.textual_private import notifications
from tests.tui.conftest import AppOf

DECK = """## What is a forward pass?

- The input goes through the layers.
- It gives a prediction.

## A question without an answer?
"""


def said(pilot: Pilot[Any], name: str) -> str:
    return " ".join(str(pilot.app.screen.query_one(name, Static).render()).split())


async def work_done(app: MlflashApp, pilot: Pilot[Any]) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_export_writes_below_the_exports_and_asks_before_it_replaces(app_of: AppOf, study: Study) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_screen("export")
        await pilot.pause()
        app.screen.query_one(Input).value = "cards.md"
        await pilot.press("enter")
        await work_done(app, pilot)
        file = export_folder() / "cards.md"
        assert study.catalog["nn-dropout"].question in file.read_text()
        assert isinstance(app.screen, HomeScreen)
        assert str(file) in next(iter(notifications(app))).message
        file.write_text("mine")
        app.open_screen("export")
        await pilot.pause()
        app.screen.query_one(Input).value = "cards.md"
        await pilot.press("enter")
        await work_done(app, pilot)
        assert "Enter again replaces it" in said(pilot, "#fault") and file.read_text() == "mine"
        await pilot.press("enter")
        await work_done(app, pilot)
        assert file.read_text() != "mine"


async def test_export_refuses_what_has_no_place_and_asks_once_on_escape(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_screen("export")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ExportScreen)
        screen.query_one(Input).value = "cards.doc"
        await pilot.press("enter")
        assert "found .doc" in said(pilot, "#fault")
        screen.query_one(Input).value = "cards.csv"
        screen.query_one("#progress", Checkbox).value = True
        await pilot.pause()
        await pilot.press("enter")
        assert "only an .apkg file" in said(pilot, "#fault")
        await pilot.press("escape")
        assert UNSAVED in said(pilot, "#fault") and app.screen is screen
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen) and not export_folder().exists()


async def test_import_shows_what_would_come_and_enter_imports(app_of: AppOf, study: Study, tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text(DECK)
    app, before = app_of(), len(study.catalog)
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_screen("import")
        await pilot.pause()
        app.screen.query_one(Input).value = str(deck)
        await pilot.pause()
        await pilot.press("enter")
        await work_done(app, pilot)
        assert "2 cards: 2 new" in said(pilot, "#plan") and "changed: no answer" in said(pilot, "#plan")
        assert "deck.md:6" in said(pilot, "#plan")
        assert not study.paths.banks.exists()
        await pilot.press("enter")
        await work_done(app, pilot)
        assert isinstance(app.screen, HomeScreen)
        assert (study.paths.banks / "deck.yaml").exists() and len(study.catalog) == before + 2
        app.open_screen("import")
        await pilot.pause()
        app.screen.query_one(Input).value = str(deck)
        await pilot.pause()
        await pilot.press("enter")
        await work_done(app, pilot)
        assert "Nothing to import" in said(pilot, "#plan")


async def test_escape_leaves_the_dry_run_with_nothing_written(app_of: AppOf, study: Study, tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text(DECK)
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_screen("import")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ImportScreen)
        await pilot.press("enter")
        assert "Type the path" in said(pilot, "#fault")
        screen.query_one(Input).value = str(tmp_path / "none.md")
        await pilot.pause()
        await pilot.press("enter")
        await work_done(app, pilot)
        assert "cannot read" in said(pilot, "#fault")
        screen.query_one(Input).value = str(deck)
        await pilot.pause()
        await pilot.press("escape")
        assert "Esc again discards" in said(pilot, "#fault")
        await pilot.press("enter")
        await work_done(app, pilot)
        assert screen.dry_run is not None
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert not study.paths.banks.exists()


async def test_the_palette_has_both(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test() as pilot:
        await pilot.pause()
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert {"Import a deck…", "Export cards…"} <= set(titles)


def test_a_name_goes_below_the_folder_and_a_path_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert typed_path(" a.md ", Path("/x")) == Path("/x/a.md")
    assert typed_path("~/a.md", Path("/x")) == tmp_path / "a.md"
    monkeypatch.setenv("MLFLASH_HOME", str(tmp_path / "here"))
    assert export_folder() == tmp_path / "here" / "exports"
    monkeypatch.delenv("MLFLASH_HOME")
    assert export_folder() == tmp_path
