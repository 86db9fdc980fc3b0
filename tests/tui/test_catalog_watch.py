"""Files of cards that change are taken up by the running app, between cards."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from mlflash.bank.filter import Filter
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study.overrides import reopened
from mlflash.study.study import Study
from mlflash.tui import catalog_watch
from mlflash.tui.app import MlflashApp
from mlflash.tui.catalog_watch import CatalogWatch
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.textual_private import notifications
from tests.bank.banks import bank
from tests.conftest import Opener
from tests.tui.conftest import AppOf

ONE, TWO = Filter(ids=("one", "two")), ("one", "two")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(bank(*TWO))
    return file


@pytest.fixture
def own(open_study: Opener, settings: Settings, paths: Paths, mine: Path) -> Study:
    """A study of the reader's own bank alone."""
    settings = settings._replace(banks=(str(mine),), bundled=False)
    return open_study(settings=settings, catalog=reopened(settings, [], paths))


@pytest.fixture(autouse=True)
def only_when_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app does not look by itself."""
    monkeypatch.setattr(catalog_watch, "PERIOD", 86_400.0)


async def started(pilot: Pilot[Any]) -> CatalogWatch:
    """The app's own watch, after its first look."""
    app = pilot.app
    assert isinstance(app, MlflashApp)
    while not isinstance(vars(app)["between_cards"], partial):
        await pilot.pause()
    watch: CatalogWatch = vars(app)["between_cards"].func.__self__
    await looked(pilot, watch)
    return watch


def busy(watch: CatalogWatch) -> bool:
    return watch._looking


async def looked(pilot: Pilot[Any], watch: CatalogWatch, times: int = 1) -> None:
    """Wait until the watch has looked so often, and what it found is used."""
    for _ in range(times):
        while busy(watch):
            await pilot.pause()
        watch.look()
        while busy(watch):
            await pilot.pause()
    await pilot.pause()


async def test_a_changed_bank_is_in_use_on_the_first_screen(app_of: AppOf, own: Study, mine: Path) -> None:
    async with app_of(own).run_test(size=(80, 24)) as pilot:
        watch = await started(pilot)
        mine.write_text(bank(*TWO, "three"))
        await looked(pilot, watch)
        assert "three" not in own.catalog  # it may still be being written
        await looked(pilot, watch, 2)
        assert "three" in own.catalog


async def test_in_the_drill_it_waits_for_the_next_card(app_of: AppOf, own: Study, mine: Path) -> None:
    async with app_of(own, drill=True, chosen=ONE).run_test(size=(80, 24)) as pilot:
        watch = await started(pilot)
        mine.write_text(
            bank(*TWO).replace("What is two?", "Which is two?").replace("first line of one", "new one")
        )
        await looked(pilot, watch, 3)
        drill = pilot.app.screen
        assert isinstance(drill, DrillScreen)
        assert drill.card is not None
        assert own.catalog["two"].question == "What is two?"
        await pilot.press("space", "3")
        await pilot.pause()
        assert drill.card is not None
        assert drill.card.question == "Which is two?"


async def test_a_bank_that_does_not_load_leaves_the_old_one_with_a_notice(
    app_of: AppOf, own: Study, mine: Path
) -> None:
    async with app_of(own).run_test(size=(80, 24)) as pilot:
        watch = await started(pilot)
        mine.write_text("version: 1\ntitle: [")
        await looked(pilot, watch, 3)
        assert set(own.catalog.ids) == set(TWO)
        assert "Bank not taken up" in [shown.title for shown in pilot.app._notifications]
        mine.write_text(bank("one"))
        await looked(pilot, watch, 3)
        assert set(own.catalog.ids) == {"one"}


async def test_only_changes_from_elsewhere_are_announced(app_of: AppOf, own: Study, mine: Path) -> None:
    app = app_of(own)
    async with app.run_test(size=(80, 24)) as pilot:
        watch = await started(pilot)
        await pilot.press("N", *"Why", "enter", "S", "ctrl+s")
        await looked(pilot, watch, 3)
        assert "my-why" in own.catalog
        assert [shown.message for shown in notifications(app)] == ["Added to My questions: my-why"]
        mine.write_text(bank(*TWO, "three"))
        await looked(pilot, watch, 3)
        assert "changed on disk" in [shown.message for shown in notifications(app)][-1]


async def test_an_own_new_card_is_not_announced_when_it_waits_for_the_drill(app_of: AppOf, own: Study) -> None:
    app = app_of(own, drill=True, chosen=ONE)
    async with app.run_test(size=(80, 24)) as pilot:
        watch = await started(pilot)
        await pilot.press("N", *"Why", "enter", "S", "ctrl+s")
        await looked(pilot, watch, 4)
        await pilot.press("space", "3")
        await pilot.pause()
        assert not [shown for shown in notifications(app) if "changed on disk" in shown.message]
