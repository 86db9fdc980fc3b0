"""A new card by the form: what is written becomes a card, what is left is asked about once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from mlflash.store.paths import Paths
from mlflash.study.launch import NewCardBy
from mlflash.study.study import Study
from mlflash.tui.browse.screen import BrowseScreen
from mlflash.tui.dialogs.choice import ChoiceScreen
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.new_card.screen import NewCardScreen
from tests.tui.conftest import AppOf

SIZES = [(100, 30), (60, 20)]


async def form(pilot: Pilot[Any]) -> NewCardScreen:
    await pilot.pause()
    await pilot.press("N")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, NewCardScreen)
    return screen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_look(snap_compare: Any, app_of: AppOf, size: tuple[int, int]) -> None:
    keys = ["N", *"Why", "question_mark", "enter", *"So", "enter"]
    assert snap_compare(app_of(), terminal_size=size, press=keys)


async def test_what_is_written_becomes_a_card(app_of: AppOf, study: Study, paths: Paths) -> None:
    before = len(study.catalog)
    async with app_of().run_test(size=(80, 24)) as pilot:
        await form(pilot)
        await pilot.press(*"Why", "enter", *"So", "enter", *"Then", "ctrl+s")
        await pilot.pause()
        home = pilot.app.screen
        assert isinstance(home, HomeScreen)
        assert len(study.catalog) == before + 1
        card = study.catalog.card("my-why")
        assert (card.question, card.answer) == ("Why", ("So", "Then"))
        assert study.catalog.section_title(card.section) == "My questions"
        assert home.overview is not None
        assert any(line.id == card.section for line in home.overview.sections)
        assert (paths.cards / "my-why.yaml").exists()


async def test_a_section_of_the_banks_can_be_chosen(app_of: AppOf, study: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await form(pilot)
        await pilot.press(*"Why", "enter", *"So", "ctrl+o")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ChoiceScreen)
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert study.catalog["my-why"].section == next(iter(study.catalog.sections))


async def test_what_is_no_card_stays_open_and_leaving_asks_once(app_of: AppOf, study: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await form(pilot)
        await pilot.press(*"Why", "ctrl+s")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert screen.query_one("#fault").display
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "my-why" not in study.catalog


async def test_browse_lists_a_new_card_at_once(app_of: AppOf, study: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await pilot.app.workers.wait_for_complete()
        await form(pilot)
        await pilot.press(*"Why", "enter", *"So", "ctrl+s")
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, BrowseScreen)
        assert "my-why" in screen.listed_ids


async def test_the_editor_goes_on_from_the_form(
    app_of: AppOf, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i \'/  - ""/d\' "$1"\necho \'pitfall: None.\' >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.setattr("mlflash.tui.app.MlflashApp.suspend", _lent)
    async with app_of().run_test(size=(80, 24)) as pilot:
        await form(pilot)
        await pilot.press(*"Why", "enter", *"So", "ctrl+e")
        await pilot.pause()
        assert study.catalog.card("my-why").pitfall == "None."


async def test_the_command_opens_the_form(app_of: AppOf) -> None:
    async with app_of(new_card=NewCardBy.FORM).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert isinstance(pilot.app.screen, NewCardScreen)


def _lent(_: Any) -> Any:
    from contextlib import nullcontext

    return nullcontext()
