"""What is new is shown once, over the first screen."""

from __future__ import annotations

from mlflash.bank.filter import Filter
from mlflash.store.paths import Paths
from mlflash.study.update_notices import NEWS_MARK, WHATS_NEW
from mlflash.tui.dialogs.news import NewsScreen
from mlflash.tui.home.screen import HomeScreen
from tests.tui.conftest import AppOf


def updated(paths: Paths) -> None:
    paths.cache.mkdir(parents=True)
    (paths.cache / NEWS_MARK).write_text("0.0.1")


async def test_it_is_shown_after_an_update_once(app_of: AppOf, paths: Paths) -> None:
    updated(paths)
    async with app_of().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, NewsScreen)
        assert screen.lines == WHATS_NEW
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
    async with app_of().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_it_does_not_come_between_a_reader_and_the_cards(app_of: AppOf, paths: Paths) -> None:
    updated(paths)
    async with app_of(drill=True, chosen=Filter(ids=("nn-dropout",))).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert not isinstance(pilot.app.screen, NewsScreen)
        assert (paths.cache / NEWS_MARK).read_text() == "0.0.1"
