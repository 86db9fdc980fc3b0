"""The charts: their pages, ranges and looks."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from mlflash.bank.text import cells
from mlflash.study import new_events
from mlflash.study.stats.figures import Figures
from mlflash.study.stats.pages import PageSize, StatsPage, draw_page
from mlflash.study.study import Study
from mlflash.study.weak_lists import MISSED_LINES
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.stats import screen as stats_screen
from mlflash.tui.stats.screen import PAGES, StatsScreen
from mlflash.tui.themes import TONE_STYLES
from mlflash.tui.weak.screen import WeakScreen
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.tabs import tab_row
from tests.conftest import Clock
from tests.tui.conftest import AppOf


@pytest.fixture
def studied(study: Study, clock: Clock) -> Study:
    """Three weeks of reviews of a few cards."""
    cards = [head.id for head in study.catalog][:12]
    for day in range(21):
        for i, card_id in enumerate(cards):
            if (day + i) % (i + 2) == 0:
                rating = 1 if (day + i) % 5 == 4 else 3
                event = new_events.review(
                    study, card_id, rating, (1, 2, 4), 20_000 + i * 1_000, mode="drill", sure=i == 3
                )
                study.record_final([event])
        clock.forward(days=1)
    return study


async def opened(pilot: Pilot[Any]) -> StatsScreen:
    await pilot.pause()
    await pilot.press("s")
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, StatsScreen)
    return screen


def page(screen: StatsScreen) -> str:
    return str(screen.query_one("#page", Static).content)


WORDS = ("reviews", "Minutes a day", "Due", "Actual vs predicted recall", "Section")


async def test_pages_by_number_and_in_turn(app_of: AppOf, studied: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        for n, words in enumerate(WORDS):
            assert words in page(screen)
            await pilot.press("right")
            assert screen.page == min(n + 1, PAGES - 1)
        for n, words in enumerate(WORDS):
            await pilot.press(str(n + 1))
            assert words in page(screen)
        await pilot.press("left")
        assert screen.page == PAGES - 2
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, StatsScreen)


async def test_range(app_of: AppOf, studied: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("plus")  # the calendar has no range
        assert screen.range == 1
        await pilot.press("2", "plus")
        assert "in 90 days" in page(screen)
        await pilot.press("plus", "plus")
        assert "in 365 days" in page(screen)
        await pilot.press("minus", "minus", "minus", "minus")
        assert "in 7 days" in page(screen)


async def test_a_click_turns_the_page(app_of: AppOf, studied: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.click("#tabs", offset=(15, 0))
        assert screen.page == 1


async def test_long_pages_scroll(app_of: AppOf, studied: Study) -> None:
    async with app_of().run_test(size=(60, 12)) as pilot:
        screen = await opened(pilot)
        await pilot.press("1", "pagedown")
        assert screen.query_one("#charts").scroll_offset.y > 0
        await pilot.press("5")
        assert screen.query_one("#charts").scroll_offset.y == 0


async def test_two_pages_side_by_side_where_there_is_room(app_of: AppOf, studied: Study) -> None:
    async with app_of().run_test(size=(140, 45)) as pilot:
        screen = await opened(pilot)
        assert screen.shown == (0, 1)
        assert WORDS[0] in page(screen)
        assert WORDS[1] in page(screen)
        assert all(cells(row) <= 132 for row in page(screen).splitlines())
        await pilot.press("5")
        assert screen.shown == (3, 4)
        assert "Section" in page(screen)


async def test_the_last_tab_leads_to_the_missed_lines(app_of: AppOf, studied: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("6")
        await pilot.pause()
        weak = pilot.app.screen
        assert isinstance(weak, WeakScreen)
        assert weak.place == MISSED_LINES
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, StatsScreen)


@pytest.mark.parametrize("width", [60, 80])
def test_tabs_are_whole_and_stay_where_they_are(width: int) -> None:
    titles = ["Overview", "Days", "Ahead", "Recall", "Mastery", "Weak"]
    rows = [tab_row(titles, at, width) for at in range(6)]
    assert len({(line.plain, ends) for line, ends in rows}) == 1
    assert all(title in rows[0][0].plain for title in titles)
    assert rows[0][0].cell_length <= width + 1
    assert tab_row(titles, 0, 40)[0].cell_length <= 41


async def test_weak_from_stats(app_of: AppOf, studied: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WeakScreen)


@pytest.mark.parametrize("size", [(40, 12), (20, 5), (80, 24)])
async def test_nothing_done_yet(app_of: AppOf, size: tuple[int, int]) -> None:
    async with app_of().run_test(size=size) as pilot:
        screen = await opened(pilot)
        for n in range(PAGES):
            await pilot.press(str(n + 1))
            assert page(screen).startswith("No reviews yet · ⏎ drills today's cards")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, DrillScreen)


def test_every_tone_has_a_color() -> None:
    from mlflash.study.stats.charts import TONES

    assert set(TONE_STYLES) == set(TONES)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30)])
async def test_the_way_back_is_always_in_the_footer(app_of: AppOf, studied: Study, size: tuple[int, int]) -> None:
    async with app_of().run_test(size=size) as pilot:
        screen = await opened(pilot)
        for n in range(PAGES):
            await pilot.press(str(n + 1))
            await pilot.pause()
            assert "esc back" in str(screen.query_one(KeyBar).render())


@pytest.mark.parametrize(("size", "key"), [((60, 20), "1"), ((80, 24), "2"), ((80, 24), "4"), ((120, 40), "1")])
def test_look(app_of: AppOf, studied: Study, snap_compare: Any, size: tuple[int, int], key: str) -> None:
    async def show(pilot: Pilot[Any]) -> None:
        await opened(pilot)
        await pilot.press(key)

    assert snap_compare(app_of(), terminal_size=size, run_before=show)


async def test_only_the_page_at_hand_is_laid_out(app_of: AppOf, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[int] = []

    def counted(figures: Figures, size: PageSize, place: int) -> StatsPage:
        laid_out.append(place)
        return draw_page(figures, size, place)

    monkeypatch.setattr(stats_screen, "draw_page", counted)
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("4")
        await pilot.pause()
        assert set(laid_out) == {0, 3}
