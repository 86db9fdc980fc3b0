"""Searching before and after every answer was read."""

from __future__ import annotations

from threading import Event

import pytest
from textual.widgets import Input

from mlflash.study.study import Study
from mlflash.tui.browse import search_screen
from mlflash.tui.browse.screen import BrowseScreen
from tests.tui.browse.test_browse_screen import settled, shown
from tests.tui.conftest import AppOf


@pytest.mark.parametrize("read_before", [False, True])
async def test_answers_are_found_whether_or_not_they_were_read_before(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch, read_before: bool
) -> None:
    go_on = Event()
    monkeypatch.setattr(search_screen, "READ_AT_ONCE", 1)
    monkeypatch.setattr(search_screen, "sleep", lambda seconds: go_on.wait(30))
    line = study.catalog.card("nn-dropout").answer[2]
    async with app_of().run_test(size=(80, 24)) as pilot:
        try:
            await pilot.press("b")
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, BrowseScreen)
            if read_before:
                go_on.set()
                await settled(pilot)
                assert screen.index.complete
            screen.query_one(Input).value = line
            while screen.result is None or screen.result.asked.query != line:
                await pilot.pause(0.01)  # the search comes first, also while answers are still read
            assert screen.index.complete is read_before
            assert shown(screen) == (["nn-dropout"] if read_before else [])
        finally:
            go_on.set()
        assert shown(await settled(pilot)) == ["nn-dropout"]
        assert screen.index.complete
