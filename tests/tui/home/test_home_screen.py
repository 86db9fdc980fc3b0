"""The first screen: its list stays within it, and its keys."""

from __future__ import annotations

import asyncio
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from textual.widgets import OptionList

from mlflash.store import backups
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.overview import Overview, overview
from mlflash.tui.app import MlflashApp
from mlflash.tui.dialogs.filter_dialog import FilterScreen
from mlflash.tui.dialogs.unsaved import UNSAVED
from mlflash.tui.home import screen as home_screen
from mlflash.tui.home.rows import loss_rows, threshold_color
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.textual_private import notifications
from tests.conftest import Clock, Opener
from tests.tui.conftest import AppOf


@pytest.mark.parametrize("size", [(100, 30), (60, 20), (40, 12)])
async def test_every_section_can_be_seen(app_of: AppOf, size: tuple[int, int]) -> None:
    app = app_of()
    async with app.run_test(size=size) as pilot:
        await pilot.press("end", "enter", "end")
        await pilot.pause()
        column, week = app.screen.query_one(".column"), app.screen.query_one("#week")
        options = app.screen.query_one(OptionList)
        assert options.region.bottom <= week.region.y < column.region.bottom
        assert options.scroll_offset.y + options.size.height == options.virtual_size.height
        assert options.option_count > len({card.section for card in app.study.view().cards()})


@pytest.mark.parametrize("key", ["slash", "F"])
async def test_the_filter_has_the_key_it_has_in_the_list_of_cards_too(app_of: AppOf, key: str) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, FilterScreen)
        await pilot.press("slash", "q")
        await pilot.pause()
        assert app.screen.chosen.search == "q"
        await pilot.press("escape", "q")
        await pilot.pause()
        assert UNSAVED in str(app.screen.query_one("#count").render())
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_a_missing_journal_is_reported_and_nobody_is_welcomed(
    app_of: AppOf, open_study: Opener, settings: Settings, paths: Paths
) -> None:
    welcoming = settings._replace(welcome=True)
    study = open_study(settings=welcoming)
    card_id = next(iter(study.catalog)).id
    study.record_final([new_events.review(study, card_id, 3, None, None, mode="cli")])
    backups.daily(paths, study.view().day)
    study.close()
    rmtree(paths.journal_dir)
    app = app_of(open_study(settings=welcoming))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        said = str(app.screen.query_one("#headline").render())
        assert " ".join(said.split()).endswith(
            "Journal the journal is gone, with 1 review; backups reach to 2026-11-23: `mlflash restore`"
        )
        await pilot.press("m")  # nothing is refused because of it
        await pilot.pause()
        assert not isinstance(app.screen, HomeScreen)


def test_what_is_gone_takes_a_row_where_there_is_little_room() -> None:
    loss = "3 reviews are gone from the journal; backups reach to 2026-11-25: `mlflash restore`"
    assert loss_rows(None, 80) == []
    assert len(loss_rows(loss, 40)) == 1
    whole = " ".join(row.plain.strip() for row in loss_rows(loss, 60))
    assert " ".join(whole.split()) == f"Journal {loss}"


async def test_a_journal_removed_during_a_drill_is_reported_and_no_grade_hides_it(
    app_of: AppOf, open_study: Opener, paths: Paths
) -> None:
    before = open_study()
    before.record_final([new_events.review(before, "nn-dropout", 3, None, None, mode="cli")])
    before.close()
    app = app_of(open_study(), drill=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "3")
        (paths.journal_dir / "desk.jsonl").unlink()
        await pilot.press("space", "3")
        app._show_news()
        await pilot.press("space", "3")
        await pilot.pause()
        said = [told.message for told in app._notifications]
        assert [line for one in said for line in one.splitlines() if "gone" in line] == [
            "1 review is gone from the journal; backups reach to 2026-11-23: `mlflash restore`"
        ]
        app._show_news()
        assert [told.message for told in app._notifications] == said


async def test_one_escape_too_many_does_not_leave_the_program(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", "escape", "escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert not app._exit
        assert ["Press q to quit" in told.message for told in app._notifications] == [True]
        await pilot.press("q")
        await pilot.pause()
        assert app._exit


async def test_the_overview_is_worked_out_once_a_start_and_again_after_a_screen(
    app_of: AppOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[Overview] = []

    def counted(*arguments: Any) -> Overview:
        worked_out.append(overview(*arguments))
        return worked_out[-1]

    monkeypatch.setattr(home_screen, "overview", counted)
    async with app_of().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert len(worked_out) == 1
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert len(worked_out) == 1
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert len(worked_out) == 2


async def test_a_journal_folder_that_cannot_be_looked_into_is_reported(
    app_of: AppOf, monkeypatch: pytest.MonkeyPatch, paths: Paths
) -> None:
    exists = Path.exists

    def refused(path: Path) -> bool:
        if path == paths.journal_dir:
            raise PermissionError(13, "Permission denied")
        return exists(path)

    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(Path, "exists", refused)
        await asyncio.to_thread(app._deferred_work)
        await pilot.pause()
        told = [(shown.title, shown.message) for shown in notifications(app)]
        assert [title for title, message in told if "denied" in message] == ["No backup today"]


def row(app: MlflashApp, name: str) -> str:
    """A row of the list, by its name."""
    assert isinstance(app.screen, HomeScreen)
    return str(app.screen.query_one(OptionList).get_option_at_index(app.screen._rows.index(name)).prompt)


async def test_start_says_what_today_holds_and_starts(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Start" in row(app, "start") and "10 new cards · about 15 min" in row(app, "start")
        assert "not started" in row(app, "all") and "0%" not in row(app, "all")
        await pilot.press("enter")
        await pilot.pause()
        assert app.study.session.left == 10


async def test_a_section_without_a_card_today_is_drilled_anyway(
    app_of: AppOf, open_study: Opener, clock: Clock
) -> None:
    study = open_study()
    study.record_final([new_events.review(study, "nn-dropout", 4, None, 20_000, mode="drill")])
    study.use_settings(study.settings._replace(new_per_day=0))
    app = app_of(study)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert "Done for today." in row(app, "start")
        app.screen.query_one(OptionList).highlighted = app.screen._rows.index("neural-networks")
        await pilot.pause()
        assert "⏎ anyway" in row(app, "neural-networks")
        await pilot.press("enter")
        await pilot.pause()
        assert study.session.mode == "more" and study.session.current is not None


async def test_a_new_day_and_grades_from_elsewhere_are_noticed(
    app_of: AppOf, open_study: Opener, clock: Clock
) -> None:
    app = app_of()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        home = app.screen
        assert isinstance(home, HomeScreen)
        other = open_study(device="laptop")
        other.record_final([new_events.review(other, "nn-dropout", 1, None, 20_000, mode="cli")])
        home.check()
        await pilot.pause()
        assert "1 learning" in row(app, "start")
        clock.forward(days=1)
        home.check()
        await pilot.pause()
        assert "Tuesday 24 November" in str(home.query_one("#headline").render())


async def test_weakest_sections_first_or_bank_order(app_of: AppOf, open_study: Opener, clock: Clock) -> None:
    study = open_study()
    for card_id, rating in (("fund-bias-variance", 4), ("nn-dropout", 1)):
        study.record_final([new_events.review(study, card_id, rating, None, 20_000, mode="drill")])
    clock.forward(days=5)
    app = app_of(study)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        home = app.screen
        assert isinstance(home, HomeScreen)
        order = [name for name in home._rows if name in ("ml-fundamentals", "neural-networks")]
        assert order == ["ml-fundamentals", "neural-networks"]
        await pilot.press("o")
        await pilot.pause()
        weakest = [line.id for line in sorted(home.overview.sections, key=lambda one: one.recalled) if line.seen]  # type: ignore[union-attr]
        assert [name for name in home._rows if name in order] == weakest


def test_readiness_has_the_color_of_its_threshold() -> None:
    assert [threshold_color(share) for share in (0.3, 0.5, 0.79, 0.8)] == [
        "$error",
        "$warning",
        "$warning",
        "$success",
    ]
