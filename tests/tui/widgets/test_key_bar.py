"""The row of keys: which of them are shown where not all fit, and in which order."""

from __future__ import annotations

import pytest

from mlflash.store.settings import Settings
from mlflash.tui.widgets.key_bar import Key, KeyBar, fitting
from tests.conftest import Opener
from tests.tui.conftest import AppOf

KEYS = [Key("a", "a", "accept"), Key("b", "b", "bury"), Key("c", "c", "cram"), Key("h", "?", "help")]


@pytest.mark.parametrize(
    ("room", "shown"), [(32, "abch"), (31, "abh"), (24, "abh"), (23, "ah"), (16, "ah"), (15, "a"), (2, "a")]
)
def test_the_first_key_and_the_last_come_before_the_rest(room: int, shown: str) -> None:
    assert "".join(key.key for key in fitting(KEYS, room, keep_last=True)) == shown


def test_no_keys_at_all() -> None:
    assert fitting([], 10, keep_last=True) == []


async def test_help_is_shown_where_not_all_fits_and_nothing_is_cut(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        line = str(app.screen.query_one(KeyBar).render())
        assert line.startswith("  ⏎ start") and line.endswith("? help")
        assert len(line) <= 60


async def test_the_order_is_that_of_the_screen_whatever_has_the_focus_and_whoever_chose_the_keys(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(keys=(("begin", "ctrl+b"),)))
    app = app_of(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m")
        await pilot.pause()
        line = str(app.screen.query_one(KeyBar).render())
        assert line.split("  ")[1:4] == ["^b begin", "← shorter", "→ longer"]


async def test_a_state_seen_before_shows_its_keys_again_until_the_bindings_are_refreshed(app_of: AppOf) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space")
        bar = app.screen.query_one(KeyBar)
        bar.draw("one state")
        shown = str(bar.render())
        app.screen.check_action = lambda action, parameters: False  # type: ignore[method-assign]
        bar.draw("one state")
        assert str(bar.render()) == shown
        app.screen.refresh_bindings()
        await pilot.pause()
        bar.draw("one state")
        assert str(bar.render()) != shown


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (80, 30), (100, 30), (101, 24), (140, 45)])
async def test_the_keys_begin_and_end_where_the_text_does(app_of: AppOf, size: tuple[int, int]) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        head, line = app.screen.query_one("#head"), str(app.screen.query_one(KeyBar).render())
        assert len(line) - len(line.lstrip()) == head.region.x + 2
        assert len(line) == head.region.right - 1
