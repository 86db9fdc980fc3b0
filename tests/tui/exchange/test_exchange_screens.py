"""Import and export in the app: what is asked, what is written, and what is shown before."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Checkbox, Input, ProgressBar, Static

from mlflash.bank.filter import Filter
from mlflash.exchange.export_file import FORMATS
from mlflash.study.study import Study
from mlflash.tui.app import MlflashApp
from mlflash.tui.browse.screen import BrowseScreen
from mlflash.tui.dialogs.filter_dialog import FilterScreen
from mlflash.tui.dialogs.unsaved import UNSAVED
from mlflash.tui.exchange.export_screen import ExportScreen
from mlflash.tui.exchange.import_screen import ImportScreen
from mlflash.tui.exchange.rows import export_folder, export_rows, typed_path
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.textual_private import notifications
from mlflash.tui.widgets.tick_box import TickBox
from tests.tui.conftest import AppOf

DECK = """## What is a forward pass?

- The input goes through the layers.
- It gives a prediction.

## A question without an answer?
"""


def said(pilot: Pilot[Any], name: str) -> str:
    return " ".join(str(pilot.app.screen.query_one(name, Static).render()).split())


@asynccontextmanager
async def shown(app_of: AppOf, name: str) -> AsyncIterator[tuple[MlflashApp, Pilot[Any]]]:
    """The app with the screen of this name open."""
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_screen(name)
        await pilot.pause()
        yield app, pilot


async def enter_path(app: MlflashApp, pilot: Pilot[Any], path: str) -> None:
    """Type the path of a file, press Enter and wait for what it starts."""
    app.screen.query_one(Input).value = path
    await pilot.pause()
    await pilot.press("enter")
    await work_done(app, pilot)


async def work_done(app: MlflashApp, pilot: Pilot[Any]) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_export_writes_below_the_exports_and_asks_before_it_replaces(app_of: AppOf, study: Study) -> None:
    async with shown(app_of, "export") as (app, pilot):
        await enter_path(app, pilot, "cards.md")
        file = export_folder() / "cards.md"
        assert study.catalog["nn-dropout"].question in file.read_text()
        assert isinstance(app.screen, HomeScreen)
        assert str(file) in next(iter(notifications(app))).message
        file.write_text("mine")
        app.open_screen("export")
        await pilot.pause()
        await enter_path(app, pilot, "cards.md")
        assert "Enter again replaces it" in said(pilot, "#fault") and file.read_text() == "mine"
        await pilot.press("enter")
        await work_done(app, pilot)
        assert file.read_text() != "mine"


async def test_export_refuses_what_has_no_place_and_asks_once_on_escape(app_of: AppOf) -> None:
    async with shown(app_of, "export") as (app, pilot):
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
        await enter_path(app, pilot, str(deck))
        assert "2 cards: 2 new" in said(pilot, "#plan") and "changed: no answer" in said(pilot, "#plan")
        assert "deck.md:6" in said(pilot, "#plan")
        assert not study.paths.banks.exists()
        await pilot.press("enter")
        await work_done(app, pilot)
        assert isinstance(app.screen, HomeScreen)
        assert (study.paths.banks / "deck.yaml").exists() and len(study.catalog) == before + 2
        app.open_screen("import")
        await pilot.pause()
        await enter_path(app, pilot, str(deck))
        assert "Nothing to import" in said(pilot, "#plan")


async def test_escape_leaves_the_dry_run_with_nothing_written(app_of: AppOf, study: Study, tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text(DECK)
    async with shown(app_of, "import") as (app, pilot):
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


def test_each_ending_that_can_be_exported_is_explained() -> None:
    assert [ending for ending in FORMATS if "The ending" in export_rows(Path(f"/x/a{ending}"), 80).plain] == []
    assert all(ending in export_rows(Path("/x/a"), 80).plain for ending in FORMATS)


async def test_export_takes_only_the_cards_of_a_filter(app_of: AppOf, study: Study) -> None:
    app, trees = app_of(), [card.id for card in study.catalog if card.section == "trees"]
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_screen("export")
        await pilot.pause()
        screen = app.screen
        box = screen.query_one("#some", TickBox)
        assert str(box.label) == f"Only some of the {len(study.catalog)} cards"
        await pilot.press("tab", "space")
        await pilot.pause()
        assert isinstance(app.screen, FilterScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen and not box.value
        await pilot.press("space")
        await pilot.pause()
        assert isinstance(app.screen, FilterScreen)
        app.screen.dismiss(Filter(sections=("trees",)))
        await pilot.pause()
        assert str(box.label) == f"Only {len(trees)} cards: {study.catalog.section_title('trees')}"
        screen.query_one(Input).value = "trees.json"
        await pilot.press("enter")
        await work_done(app, pilot)
    bank = json.loads((export_folder() / "trees.json").read_text())
    assert [card["id"] for section in bank["sections"] for card in section["questions"]] == trees


async def test_export_from_a_list_offers_the_cards_of_the_list(app_of: AppOf, study: Study) -> None:
    app, chosen = app_of(), Filter(states=("flagged",))
    study.mark("flag", ["tree-gbdt"])
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(BrowseScreen(study, chosen))
        await pilot.pause()
        app.open_screen("export")
        await pilot.pause()
        box = app.screen.query_one("#some", TickBox)
        assert box.value and str(box.label) == "Only 1 card: flagged"
        await pilot.press("tab", "space")
        assert str(box.label) == f"Only some of the {len(study.catalog)} cards"


@pytest.mark.parametrize("name", ["x" * 300 + ".md", "there.md"])
async def test_export_says_at_once_what_cannot_be_written(app_of: AppOf, name: str) -> None:
    (export_folder() / "there.md").mkdir(parents=True)
    async with shown(app_of, "export") as (app, pilot):
        app.screen.query_one(Input).value = name
        await pilot.press("enter")
        assert "cannot write" in said(pilot, "#fault")


async def test_the_bars_follow_the_cards(app_of: AppOf, study: Study, tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text(DECK)
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        for name, path in (("export", "a.apkg"), ("import", str(deck))):
            app.open_screen(name)
            await pilot.pause()
            screen = app.screen
            screen.query_one(Input).value = path
            await pilot.pause()
            bar = screen.query_one(ProgressBar)
            assert not bar.display
            await pilot.press("enter")
            await work_done(app, pilot)
            assert bar.percentage == 1


BAD_FILES = {
    "empty.md": b"",
    "cut.apkg": b"PK\x03\x04 cut",
    "latin.csv": "Frage;Antwort\nWas ist ü?;é\n".encode("latin-1"),
    "heads.md": b"# A\n## B\n# C\n",
    "line.md": b"word " * 1_000_000,
    "deep.json": b"[" * 100_000,
    "column.csv": "#tags column:²\na\n".encode(),
}


@pytest.mark.parametrize("name", [*BAD_FILES, "folder.md"])
async def test_nonsense_is_one_line_and_nothing_is_written(
    app_of: AppOf, study: Study, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(BAD_FILES[name]) if name in BAD_FILES else file.mkdir()
    async with shown(app_of, "import") as (app, pilot):
        await enter_path(app, pilot, str(file))
        assert name in said(pilot, "#fault") and not study.paths.banks.exists()


async def test_a_file_that_is_gone_after_the_dry_run_is_imported_as_it_was_shown(
    app_of: AppOf, study: Study, tmp_path: Path
) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text(DECK)
    async with shown(app_of, "import") as (app, pilot):
        await enter_path(app, pilot, str(deck))
        deck.unlink()
        await pilot.press("enter")
        await work_done(app, pilot)
        assert (study.paths.banks / "deck.yaml").exists()


async def test_a_bank_that_changes_after_the_dry_run_is_left_alone(
    app_of: AppOf, study: Study, tmp_path: Path
) -> None:
    deck, bank = tmp_path / "deck.md", study.paths.banks / "deck.yaml"
    deck.write_text(DECK)
    async with shown(app_of, "import") as (app, pilot):
        await enter_path(app, pilot, str(deck))
        bank.parent.mkdir()
        bank.write_text("# mine\n")
        await pilot.press("enter")
        await work_done(app, pilot)
        assert "has changed meanwhile" in " ".join(note.message for note in notifications(app))
        assert isinstance(app.screen, ImportScreen) and bank.read_text() == "# mine\n"
        assert not list(study.paths.backups.glob("*before-import*"))
