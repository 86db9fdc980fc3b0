"""A bank and its cache deleted while the app runs: every screen still opens, and what cannot be done is said."""

from __future__ import annotations

from shutil import rmtree

import pytest

from mlflash.scheduler.events import Mode
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.overrides import reopened
from mlflash.study.study import Study
from mlflash.tui.textual_private import notifications
from tests.bank.banks import bank
from tests.conftest import Clock, Opener
from tests.tui.conftest import AppOf

CARDS = ("one", "two", "three")


@pytest.fixture
def lost(open_study: Opener, settings: Settings, paths: Paths, clock: Clock) -> Study:
    """A study with a line missed often, whose bank and cache are then deleted."""
    paths.journal_dir.mkdir(parents=True)
    file = paths.journal_dir.parent / "mine.yaml"
    file.write_text(bank(*CARDS))
    settings = settings._replace(banks=(str(file),), bundled=False)
    study = open_study(settings=settings, catalog=reopened(settings, [], paths))
    for card_id in CARDS[:2]:
        for _ in range(4):
            study.record_final([new_events.review(study, card_id, 1, (2, 3), None, mode=Mode.CLI)])
            clock.forward(days=1)
    study.use_catalog(reopened(settings, [], paths))  # with no card read yet
    file.unlink()
    rmtree(paths.cache)
    return study


@pytest.mark.parametrize(
    "keys",
    [
        "enter", "b", "b down i escape e n f", "b slash o n e", "b D", "s 2 3 4 5 6", "w", "w down enter", "p",
        "m enter", "l", "g", "x", "comma", "d", "i", "ctrl+p", "h", "L space 1", "enter space 3 3", "m down enter",
        "m enter enter enter space", "P", "question_mark",
    ],
)  # fmt: skip
async def test_the_app_lives(app_of: AppOf, lost: Study, keys: str) -> None:
    app = app_of(lost)
    async with app.run_test(size=(120, 30)) as pilot:
        for key in keys.split():
            await pilot.press(key)
            await pilot.pause()
        assert app.return_code is None


async def test_what_cannot_be_read_is_said(app_of: AppOf, lost: Study) -> None:
    app = app_of(lost)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert any("mine.yaml" in one.message for one in notifications(app))
