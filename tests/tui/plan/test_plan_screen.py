"""The plan screen by keys: dates and minutes tried out, kept, drilled; and its charts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from mlflash.store.paths import Paths
from mlflash.store.settings import InterviewDate, Settings
from mlflash.store.settings_file import read_settings
from mlflash.study.study import Study
from mlflash.tui.app import MlflashApp
from mlflash.tui.card.widget import CardView
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.plan.line_chart import Curve, columns, lines, sampled
from mlflash.tui.plan.screen import PlanScreen
from mlflash.tui.textual_private import notifications
from tests.conftest import Clock, Opener
from tests.tui.conftest import AppOf

SIZES = [(80, 24), (120, 40), (60, 20)]
ACME = InterviewDate(date(2026, 12, 7), "Acme")


@pytest.fixture
def dated(open_study: Opener, settings: Settings, clock: Clock) -> Study:
    """A study two weeks before an interview, some cards learned."""
    study = open_study(settings=settings._replace(interviews=(ACME,)))
    clock.forward(days=-3)
    for at, card in enumerate(study.catalog.cards[:24]):
        for rating in (3, 3) if at % 3 else (1, 3, 3):
            clock.forward(seconds=25)
            study.record_review(study.review_event(card.id, rating, None, 22_000, mode="drill"))
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


async def test_arrows_try_dates_and_minutes(app: MlflashApp, dated: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        screen = await planning(pilot)
        assert "Mon 7 Dec  14 days to go  Acme" in said(pilot, "#asked")
        assert screen.found is not None
        before = screen.found.reached
        await pilot.press("right", "right", "left", "up", "up")
        screen = await planning(pilot)
        assert screen.date == date(2026, 12, 8)
        assert screen.tried.minutes == 30
        assert screen.found is not None
        assert before is not None
        assert screen.found.reached is not None
        assert screen.found.reached > before
        assert "not kept" in said(pilot, "#head")
        assert dated.settings.interviews == (ACME,)
        await pilot.press("shift+right", "down", "c")
        assert (screen.date, screen.tried.minutes, screen.tried.stance) == (date(2026, 12, 15), 25, "core")
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)
        assert dated.settings.minutes == 20


async def test_after_a_drill_the_plan_is_that_of_now(app: MlflashApp, dated: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        screen = await planning(pilot)
        assert screen.found is not None
        before = screen.found.plan.today
        await pilot.press("enter", "space", "4", "space", "4", "escape", "enter")
        screen = await planning(pilot)
        assert screen.found is not None
        assert len(dated.session.graded) == 2
        assert not {graded.card_id for graded in dated.session.graded} & set(screen.found.plan.today)
        assert screen.found.plan.today != before


async def test_a_date_before_today_cannot_be_reached(app_of: AppOf, open_study: Opener, settings: Any) -> None:
    study = open_study(settings=settings._replace(interviews=(InterviewDate(date(2026, 11, 24)),)))
    app = app_of(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p", "left", "left", "left", "shift+left")
        screen = await planning(pilot)
        assert screen.date == date(2026, 11, 23)
        assert "today" in said(pilot, "#asked")
        assert screen.found is not None
        assert screen.found.plan.today


async def test_kept_in_the_settings(app: MlflashApp, dated: Study, paths: Paths) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p", "s")
        assert not paths.config.exists(), "nothing to keep"
        await pilot.press("right", "up", "s")
        assert [shown.message for shown in notifications(app)] == ["Kept: the drill goes by this plan"]
        screen = await planning(pilot)
        read = read_settings(paths.config)
        assert (read.interviews, read.minutes) == ((ACME._replace(on=date(2026, 12, 8)),), 25)
        assert dated.settings.minutes == 25
        assert not screen.changed


async def test_enter_drills_today_s_plan(app: MlflashApp, dated: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        screen = await planning(pilot)
        assert screen.found is not None
        planned = screen.found.plan.today
        await pilot.press("enter")
        assert app.screen.query(CardView), "the drill"
        assert (dated.session.current, *dated.session.waiting) == planned
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
        app.screen.query_one(Input).value = ""
        await pilot.press(*"soon", "enter")
        assert "expected one like" in said(pilot, "#fault")
        app.screen.query_one(Input).value = ""
        await pilot.press("plus", "1", "4", "enter")
        screen = await planning(pilot)
        assert screen.date == date(2026, 12, 7)
        assert screen.focused is None
        assert screen.found is not None
        assert screen.found.plan.on == date(2026, 12, 7)
        assert f"of {len(screen.study.catalog)}" in said(pilot, "#rows")


async def test_what_does_not_fit_is_named(app_of: AppOf, open_study: Opener, settings: Any) -> None:
    soon = InterviewDate(date(2026, 11, 26))
    app = app_of(open_study(settings=settings._replace(interviews=(soon,), minutes=6.0)))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("p")
        await planning(pilot)
        assert "not all fits; cheapest to leave: " in said(pilot, "#rows")
        assert "would be ready without" in " ".join(said(pilot, "#rows").split())


async def test_minutes_typed(app: MlflashApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p", "m", "0", "enter")
        screen = await planning(pilot)
        assert "expected 1 to 1440" in said(pilot, "#fault")
        screen.query_one(Input).value = "45"
        await pilot.press("enter")
        assert screen.tried.minutes == 45
        await pilot.press("d", "escape")
        assert app.screen is screen, "escape leaves the typing first"


async def test_an_empty_scope_is_said(app: MlflashApp, dated: Study) -> None:
    dated.mark("suspend", [card.id for card in dated.catalog])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        await planning(pilot)
        assert "no question is in scope" in said(pilot, "#fault")


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
async def test_home_says_how_ready(app: MlflashApp, dated: Study, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        said_there = said(pilot, "#headline")
        assert "14 days to go" in said_there
        assert "Ready" in said_there
        assert "±" in said_there
        assert "Recall today" not in said_there
        assert all(len(line) <= size[0] for line in said_there.splitlines())


async def test_home_says_when_the_plan_is_done(app: MlflashApp, dated: Study) -> None:
    for card_id in dated.queue():
        dated.record_review(dated.review_event(card_id, 4, None, 100_000, mode="drill"))
    async with app.run_test(size=(100, 30)) as pilot:
        assert "done; today's minutes are used up" in said(pilot, "#headline")


class TestChart:
    def test_a_line_climbs_from_corner_to_corner(self) -> None:
        rows = [str(row) for row in lines([Curve([(0, 0.5), (1, 1.0)], "")], 27, 5, 0.5, 1.0)]
        assert rows[0].startswith(" 100% │")
        assert rows[0].endswith("─")
        assert rows[4].startswith("  50% │─")
        assert all(len(row) == 27 for row in rows)
        body = "".join(row[7:] for row in rows)
        assert body.count("╭") == body.count("╯") == 4

    def test_what_falls_outside_stays_at_the_edge(self) -> None:
        rows = [str(row) for row in lines([Curve([(0, 0.0), (1, 0.0)], "")], 20, 4, 0.5, 1.0)]
        assert rows[3].endswith("─" * 13)

    def test_no_points_and_one(self) -> None:
        assert len(lines([Curve([], "")], 20, 3, 0, 1)) == 3
        assert sampled([(0.0, 0.4)], 3) == [0.4, 0.4, 0.4]

    def test_steep_steps_are_joined(self) -> None:
        rows = [
            str(row)[7:] for row in lines([Curve([(0, 0.0), (0.5, 0.0), (0.51, 1.0), (1, 1.0)], "")], 20, 5, 0, 1)
        ]
        (column,) = {row.index("│") for row in rows[1:4]}
        assert rows[0][column] == "╭"
        assert rows[4][column] == "╯"

    def test_columns(self) -> None:
        assert columns([(0, 0.0), (1, 1.0)], 3) == "▁▄█"


async def test_without_a_date_today_is_what_the_first_screen_says(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        screen = await planning(pilot)
        assert screen.found is not None and screen.found.plan.policy == "fsrs"
        texts = [str(one.render()) for one in screen.query(Static)]
        assert any("Today          0 to review" in text for text in texts)
        assert not any("nothing more" in text for text in texts)
