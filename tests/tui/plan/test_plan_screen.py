"""The plan screen by keys: dates and minutes changed, saved, undone, drilled; and its charts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from mlflash.store.paths import Paths
from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.store.settings_file import read_settings
from mlflash.study import new_events
from mlflash.study.study import Study
from mlflash.tui.app import MlflashApp
from mlflash.tui.card.widget import CardView
from mlflash.tui.dialogs.unsaved import UNSAVED
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.plan.line_chart import Spot, band_chart, sampled
from mlflash.tui.plan.screen import PlanScreen
from mlflash.tui.textual_private import notifications
from tests.conftest import Clock, Opener, count_askable
from tests.tui.conftest import AppOf

SIZES = [(80, 24), (100, 30), (140, 45), (60, 20)]
ACME = InterviewDate(date(2026, 12, 7), "Acme")


@pytest.fixture
def dated(open_study: Opener, settings: Settings, clock: Clock) -> Study:
    """A study two weeks before an interview, some cards learned."""
    study = open_study(settings=settings._replace(interviews=(ACME,)))
    clock.forward(days=-3)
    for at, card in enumerate(study.catalog.cards[:24]):
        for rating in (3, 3) if at % 3 else (1, 3, 3):
            clock.forward(seconds=25)
            study.record_final([new_events.review(study, card.id, rating, None, 22_000, mode="drill")])
    clock.now = clock.now.replace(day=23, hour=8, minute=0, second=0)
    return study


@pytest.fixture
def app(app_of: AppOf, dated: Study) -> MlflashApp:
    return app_of(dated)


async def planning(pilot: Pilot[Any]) -> PlanScreen:
    """The plan screen, once nothing more is being computed."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, PlanScreen)
    return screen


def said(pilot: Pilot[Any], where: str) -> str:
    return str(pilot.app.screen.query_one(where, Static).render())


async def test_arrows_change_dates_and_minutes_and_save_them(app: MlflashApp, dated: Study, paths: Paths) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        screen = await planning(pilot)
        assert "Mon 7 Dec  14 days to go  Acme" in said(pilot, "#date .value")
        assert screen.figures is not None and screen.figures.outlook.reached is not None
        before = screen.figures.outlook.reached.readiness
        await pilot.press("right", "right", "left", "up", "up")
        screen = await planning(pilot)
        assert (screen.date, dated.settings.minutes) == (date(2026, 12, 8), 30)
        assert screen.figures is not None and screen.figures.outlook.reached is not None
        assert screen.figures.outlook.reached.readiness > before
        read = read_settings(paths.config)
        assert (read.interviews, read.minutes) == ((ACME._replace(on=date(2026, 12, 8)),), 30)
        await pilot.press("shift+right", "down", "c")
        assert (screen.date, dated.settings.minutes, dated.settings.stance) == (date(2026, 12, 15), 25, "core")
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)
        assert read_settings(paths.config).stance == "core"


async def test_every_change_is_undone(app: MlflashApp, dated: Study, paths: Paths) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p", "u")
        assert not paths.config.exists(), "nothing to undo"
        await pilot.press("right", "up", "c", "u", "u")
        await planning(pilot)
        assert (dated.settings.minutes, dated.settings.stance) == (20, "cover")
        assert dated.settings.interviews == (ACME._replace(on=date(2026, 12, 8)),)
        await pilot.press("u")
        await planning(pilot)
        assert dated.settings.interviews == read_settings(paths.config).interviews == (ACME,)


async def test_the_date_is_removed_by_the_word_none(app: MlflashApp, dated: Study, paths: Paths) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p", "d", *"none", "enter")
        await planning(pilot)
        assert not dated.settings.interviews
        assert "no date yet" in said(pilot, "#date .value")
        await pilot.press("u")
        await planning(pilot)
        assert dated.settings.interviews == (ACME,)


async def test_ctrl_s_saves_a_typed_date_and_escape_asks_once(app: MlflashApp, dated: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p", "d", "plus", "3", "escape")
        assert UNSAVED in said(pilot, "#fault")
        await pilot.press("0", "ctrl+s")
        assert [one.on for one in dated.settings.interviews] == [date(2026, 12, 23)]
        await pilot.press("d", "plus", "1", "escape", "escape", "escape")
        assert isinstance(app.screen, HomeScreen)
        assert [one.on for one in dated.settings.interviews] == [date(2026, 12, 23)]


async def test_after_a_drill_the_plan_is_that_of_now(app: MlflashApp, dated: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        screen = await planning(pilot)
        assert screen.figures is not None
        before = screen.figures.outlook.plan.today
        await pilot.press("enter", "space", "4", "space", "4", "escape", "enter")
        screen = await planning(pilot)
        assert screen.figures is not None
        assert len(dated.session.graded) == 2
        assert not {graded.card_id for graded in dated.session.graded} & set(screen.figures.outlook.plan.today)
        assert screen.figures.outlook.plan.today != before


async def test_a_date_before_today_cannot_be_reached(app_of: AppOf, open_study: Opener, settings: Any) -> None:
    study = open_study(settings=settings._replace(interviews=(InterviewDate(date(2026, 11, 24)),)))
    app = app_of(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p", "left", "left", "left", "shift+left")
        screen = await planning(pilot)
        assert screen.date == date(2026, 11, 23)
        assert "today" in said(pilot, "#date .value")
        assert screen.figures is not None
        assert screen.figures.outlook.plan.today


async def test_the_key_that_kept_says_that_nothing_is_left_to_save(app: MlflashApp, paths: Paths) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p", "s")
        await planning(pilot)
        (shown,) = notifications(app)
        assert "saved as you make them" in shown.message
        assert not paths.config.exists()


async def test_enter_drills_today_s_plan(app: MlflashApp, dated: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        screen = await planning(pilot)
        assert screen.figures is not None
        planned = screen.figures.outlook.plan.today
        await pilot.press("enter")
        assert app.screen.query(CardView), "the drill"
        begun = (dated.session.current, *dated.session.waiting)
        assert (begun[0], sorted(map(str, begun))) == (planned[0], sorted(planned)), "related cards are kept apart"
        await pilot.press("escape")
        assert app.screen is screen


async def test_without_a_date_it_asks_for_one(app_of: AppOf, study: Study) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        await planning(pilot)
        assert isinstance(app.focused, Input)
        await pilot.press(*"2020-01-01", "enter")
        assert "days past" in said(pilot, "#fault")
        app.screen.query_one("#date Input", Input).value = ""
        await pilot.press(*"soon", "enter")
        assert "expected one like" in said(pilot, "#fault")
        app.screen.query_one("#date Input", Input).value = ""
        await pilot.press("plus", "1", "4", "enter")
        screen = await planning(pilot)
        assert screen.date == date(2026, 12, 7)
        assert screen.focused is None
        assert screen.figures is not None
        assert screen.figures.outlook.plan.on == date(2026, 12, 7)
        assert f"of {count_askable(screen.study.catalog)}" in said(pilot, "#rows")


async def test_what_does_not_fit_is_named(app_of: AppOf, open_study: Opener, settings: Any) -> None:
    soon = InterviewDate(date(2026, 11, 26))
    app = app_of(open_study(settings=settings._replace(interviews=(soon,), minutes=6.0)))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("p")
        await planning(pilot)
        assert "not all fits; cheapest to leave: " in said(pilot, "#rows")
        assert "leaving them costs" in " ".join(said(pilot, "#rows").split())


async def test_minutes_typed(app: MlflashApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p", "m", "0", "enter")
        screen = await planning(pilot)
        assert "expected 1 to 1440" in said(pilot, "#fault")
        screen.query_one("#minutes Input", Input).value = "45"
        await pilot.press("enter")
        assert screen.study.settings.minutes == 45
        await pilot.press("d", "escape")
        assert app.screen is screen, "escape leaves the typing first"


async def test_an_empty_scope_is_said(app: MlflashApp, dated: Study) -> None:
    dated.mark("suspend", [card.id for card in dated.catalog])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        await planning(pilot)
        assert "no card is in scope" in said(pilot, "#fault")


@pytest.mark.parametrize("size", [(40, 12), (20, 5)])
async def test_small_terminals_show_something(app: MlflashApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("p", "right", "up")
        await planning(pilot)
        await pilot.press("pagedown", "d", "escape", "escape")
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_looks(snap_compare: Any, app: MlflashApp, size: tuple[int, int]) -> None:
    async def settle(pilot: Pilot[Any]) -> None:
        await pilot.press("p")
        await planning(pilot)

    assert snap_compare(app, terminal_size=size, run_before=settle)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
async def test_home_says_where_the_plan_leads(app: MlflashApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)  # the forecast begins after the first frame
        await app.workers.wait_for_complete()
        await pilot.pause()
        shown = said(pilot, "#headline")
        assert re.search(r"now \d+% → \d+ to \d+%", shown)
        assert ("on 7 December" in shown) is (size[0] >= 80)
        assert all(len(line) <= size[0] for line in shown.splitlines())
        sentence = shown[shown.index("now ") :].split(" on ")[0].strip()
        await pilot.press("p")
        await planning(pilot)
        assert sentence in said(pilot, "#rows"), "the same on the plan's screen"


class TestChart:
    def test_a_line_climbs_from_corner_to_corner(self) -> None:
        rows = [str(row) for row in band_chart([Spot(0, 0, 0, 0), Spot(1, 1, 1, 1)], 28, 5)]
        assert rows[0].startswith("  100% │")
        assert rows[0].endswith("─")
        assert rows[2].startswith("   50% │")
        assert rows[4].startswith("    0% │─")
        assert all(len(row) == 28 for row in rows)
        body = "".join(row[8:] for row in rows)
        assert body.count("╭") == body.count("╯") == 4

    def test_the_band_is_shaded_from_its_lower_end_to_an_eighth_of_a_cell(self) -> None:
        rows = band_chart([Spot(0, 0.25, 0.3, 0.8125), Spot(1, 0.25, 0.3, 0.8125)], 20, 4)
        assert [str(row)[10] for row in rows] == ["▂", " ", "─", " "]
        shaded = [[span.style for span in row.spans if span.start <= 10 < span.end] for row in rows]
        assert [any("on $primary" in str(style) for style in styles) for styles in shaded] == [
            False, True, True, False,
        ]  # fmt: skip

    def test_the_line_stands_out_where_the_terminals_own_colors_cannot_be_mixed(self) -> None:
        rows = band_chart([Spot(0, 0.25, 0.3, 0.8125), Spot(1, 0.25, 0.3, 0.8125)], 20, 4, ansi=True)
        (span,) = {span.style for span in rows[2].spans if "─" in rows[2].plain[span.start : span.end]}
        assert "reverse" in str(span)

    def test_no_points_and_one(self) -> None:
        assert len(band_chart([], 20, 3)) == 3
        assert sampled([(0.0, 0.4)], 3) == [0.4, 0.4, 0.4]

    def test_steep_steps_are_joined(self) -> None:
        spots = [Spot(x, y, y, y) for x, y in ((0, 0.0), (0.5, 0.0), (0.51, 1.0), (1, 1.0))]
        rows = [str(row)[8:] for row in band_chart(spots, 21, 5)]
        (column,) = {row.index("│") for row in rows[1:4]}
        assert rows[0][column] == "╭"
        assert rows[4][column] == "╯"


async def test_without_a_date_today_is_what_the_first_screen_says(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        screen = await planning(pilot)
        assert screen.figures is not None and screen.figures.outlook.plan.policy == "fsrs"
        texts = [str(one.render()) for one in screen.query(Static)]
        assert any("Today          10 new cards · about 15 min" in text for text in texts)
        assert not any("nothing more" in text for text in texts)
