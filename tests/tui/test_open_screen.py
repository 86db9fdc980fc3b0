"""What a screen has put off does nothing once the screen is closed."""

from __future__ import annotations

from typing import Any

import pytest

from mlflash.tui.open_screen import is_open
from tests.tui.conftest import AppOf


@pytest.mark.parametrize("key", ["m", "p", "w", "comma", "b", "s", "question_mark"])
async def test_a_late_drawing_after_the_screen_is_closed(app_of: AppOf, key: str) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        screen: Any = app.screen
        assert is_open(screen)
        closing = app.pop_screen()
        assert not is_open(screen)
        screen.draw()
        await closing
        screen.draw()


async def test_no_screen_is_open_once_the_app_leaves(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("m")
        app.exit()
        assert not is_open(app.screen)
