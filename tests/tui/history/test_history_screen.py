"""The history of a card: where it opens from, what its rows say, how it looks."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Static

from mlflash.bank.filter import Filter
from mlflash.study import new_events
from mlflash.study.card_history import card_history
from mlflash.study.study import Study
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.history.rows import history_rows
from mlflash.tui.history.screen import HistoryScreen
from mlflash.tui.widgets.grade_bar import GradeBar
from tests.conftest import Clock
from tests.tui.conftest import AppOf

CARD = "nn-dropout"
SIZES = [(100, 30), (80, 24), (60, 20)]


@pytest.fixture
def known(study: Study, clock: Clock) -> Study:
    """A card with a month of reviews, one of them practice and one forgotten."""
    for wait, rating, lines, mode in (
        (0, 3, (1, 2, 4), "drill"),
        (1, 4, (1, 2, 3, 4), "drill"),
        (9, 3, (1, 2, 3), "drill"),
        (2, 2, None, "cram"),
        (14, 1, (1,), "drill"),
        (1, 3, (1, 2, 3, 4), "drill"),
    ):
        clock.forward(days=wait)
        study.record_final([new_events.review(study, CARD, rating, lines, 21_000, mode=mode)])
    clock.forward(days=2)
    return study


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_look(snap_compare: Any, app_of: AppOf, known: Study, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(known, drill=True, chosen=Filter(ids=(CARD,))), terminal_size=size, press=["i"])


async def test_opens_from_drill_browse_and_weak_and_returns(app_of: AppOf, known: Study, clock: Clock) -> None:
    clock.forward(days=90)  # long enough to be weak
    async with app_of(known, drill=True, chosen=Filter(ids=(CARD,))).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for opened in ([], ["escape", "b"], ["escape", "w"]):
            for key in opened:
                await pilot.press(key)
                await pilot.pause()
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
            before = pilot.app.screen
            await pilot.press("i")
            await pilot.pause()
            assert isinstance(pilot.app.screen, HistoryScreen)
            await pilot.press("i")
            await pilot.pause()
            assert pilot.app.screen is before


async def test_i_no_longer_shows_the_hint(app_of: AppOf, known: Study) -> None:
    async with app_of(known, drill=True, chosen=Filter(ids=(CARD,))).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("i", "escape")
        drill = pilot.app.screen
        assert isinstance(drill, DrillScreen)
        assert not drill.reveal.hint
        await pilot.press("h")
        assert drill.reveal.hint


@pytest.mark.parametrize("width", [55, 78, 95, 120])
def test_no_row_is_wider_than_the_screen(known: Study, width: int) -> None:
    rows = history_rows(known.view(), CARD, card_history(known, CARD, known.view()), width, 30)
    assert max(row.cell_length for row in rows) <= width


def test_rows_say_what_each_review_was(known: Study) -> None:
    rows = [row.plain for row in history_rows(known.view(), CARD, card_history(known, CARD, known.view()), 95, 30)]
    text = "\n".join(rows)
    assert "practice only" in text
    assert "a · · ·" in text
    assert [row.split()[0] for row in rows if " back in " in row] == ["again", "hard", "good", "easy"]
    view = known.view()
    fresh = [row.plain for row in history_rows(view, "tree-gbdt", card_history(known, "tree-gbdt", view), 95, 30)]
    assert "No review yet · esc goes back, d in a list drills it" in fresh


async def test_a_grade_leads_where_the_grade_bar_says(app_of: AppOf, clock: Clock) -> None:
    app = app_of(drill=True, chosen=Filter(ids=("tree-gbdt",)))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        hard = str(app.screen.query_one(GradeBar).render()).splitlines()[1].split()[2:4]
        await pilot.press("i")
        clock.forward(seconds=3)  # between reading the journal and drawing
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, HistoryScreen)
        screen.draw()
        rows = str(screen.query_one("#rows", Static).render()).splitlines()
        row = next(row for row in rows if row.strip().startswith("hard"))
        assert hard == ["6", "min"] and "back in 6 min" in row
