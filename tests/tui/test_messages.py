"""One message at a time, in a row that covers nothing, gone with the next action."""

from __future__ import annotations

import pytest
from textual.widgets._toast import Toast

from mlflash.tui.messages import NOTE
from mlflash.tui.textual_private import notifications
from mlflash.tui.widgets.grade_bar import GradeBar
from mlflash.tui.widgets.key_bar import KeyBar
from tests.tui.conftest import AppOf


async def test_one_message_at_a_time_next_to_a_note_and_a_key_removes_it(app_of: AppOf) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.notify("stays", title=NOTE)
        app.notify("first")
        app.notify("second")
        await pilot.pause()
        assert [shown.message for shown in notifications(app)] == ["stays", "second"]
        await pilot.press("l")
        await pilot.pause()
        assert [shown.message for shown in notifications(app)] == ["stays"]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30)])
async def test_a_message_covers_neither_grades_nor_keys(app_of: AppOf, size: tuple[int, int]) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("space")
        app.notify("a message")
        await pilot.pause()
        [toast] = app.screen.query(Toast)
        grades, keys = app.screen.query_one(GradeBar).region, app.screen.query_one(KeyBar).region
        assert toast.region.height == 1
        assert grades.bottom <= toast.region.y < toast.region.bottom <= keys.y
