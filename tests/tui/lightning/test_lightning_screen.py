"""The lightning round: ten probes on the clock, each answer on disk before the next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from mlflash.errors import MlflashError
from mlflash.scheduler.events import ProbeAnswer
from mlflash.store.journal_reader import read
from mlflash.study.study import Study
from mlflash.tui.dialogs.help import HelpScreen
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.lightning.rows import (
    clock_row,
    probe_rows,
    result_rows,
    seconds_left,
    start_rows,
    title_row,
)
from mlflash.tui.lightning.screen import LightningScreen
from tests.conftest import Clock
from tests.tui.conftest import AppOf

SIZE = (80, 24)


def lightning(pilot: Pilot[Any]) -> LightningScreen:
    screen = pilot.app.screen
    assert isinstance(screen, LightningScreen)
    return screen


def text(pilot: Pilot[Any], name: str) -> str:
    return str(pilot.app.screen.query_one(name, Static).render())


def answers(study: Study) -> list[bool]:
    reading = read(study.paths.journal_dir)
    return [one.right for one in reading.events if isinstance(one, ProbeAnswer)] if reading else []


async def test_the_clock_starts_with_a_key_and_shows_the_answer_when_time_is_up(
    app_of: AppOf, study: Study, clock: Clock
) -> None:
    app = app_of()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("l")
        await pilot.pause()
        screen = lightning(pilot)
        assert "10 probes, 15 seconds each" in text(pilot, "#probe") and not text(pilot, "#clock")
        clock.now += timedelta(seconds=60)
        screen.look()
        await pilot.press("space")
        assert "15 s" in text(pilot, "#clock") and "1 of 10" in text(pilot, "#head")
        clock.now += timedelta(seconds=11)
        screen.look()
        assert " 4 s" in text(pilot, "#clock") and not screen.round.shown
        clock.now += timedelta(seconds=4)
        screen.look()
        shown: bool = screen.round.shown
        assert shown and "Time is up" in text(pilot, "#clock")
        assert answers(study) == []
        await pilot.press("n")
        assert answers(study) == [False]
        assert not bool(screen.round.shown) and "15 s" in text(pilot, "#clock")


async def test_the_clock_stops_under_the_help(app_of: AppOf, clock: Clock) -> None:
    app = app_of()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("l", "space", "question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert {"reveal", "leave"} <= {one.name for one in app.screen.keys}
        clock.now += timedelta(seconds=60)
        await pilot.press("escape")
        await pilot.pause()
        lightning(pilot).look()
        assert not lightning(pilot).round.shown


async def test_a_whole_round_ends_with_what_was_not_known_and_r_asks_it_again(app_of: AppOf, study: Study) -> None:
    app = app_of()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("l", "space")
        await pilot.pause()
        asked = lightning(pilot).round.probes
        assert len(asked) == len({one.card_id for one in asked}) == 10
        for number in range(10):
            await pilot.press("space", "enter")
            assert "y if you knew it" in text(pilot, "#clock")
            await pilot.press("n" if number in (2, 5) else "y")
            assert len(answers(study)) == number + 1
        assert "8 of 10 known" in text(pilot, "#probe")
        await pilot.press("u")
        assert len(lightning(pilot).round.right) == 9 and lightning(pilot).round.shown
        await pilot.press("y", "r")
        assert lightning(pilot).round.probes == (asked[2], asked[5])
        await pilot.press("space", "y", "space", "y")
        assert "2 known" in text(pilot, "#probe")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_leaving_in_the_middle_shows_what_it_came_to(app_of: AppOf, study: Study) -> None:
    app = app_of()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("l", "space", "space", "y", "space", "n", "space", "escape")
        await pilot.pause()
        assert "1 of 2 known" in text(pilot, "#probe")
        assert answers(study) == [True, False]
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_an_answer_that_cannot_be_written_keeps_its_probe(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise MlflashError("the disk is full")

    app = app_of()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("l", "space", "space")
        monkeypatch.setattr(study, "answer_probe", full)
        await pilot.press("y")
        assert lightning(pilot).round.right == () and lightning(pilot).round.shown
        monkeypatch.undo()
        await pilot.press("y")
        assert lightning(pilot).round.right == (True,)


async def test_without_any_probe_enter_leads_back(app_of: AppOf, study: Study) -> None:
    study.mark("suspend", [card.id for card in study.catalog])
    app = app_of()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("l")
        await pilot.pause()
        assert "No card in use has probes" in text(pilot, "#probe")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


def test_the_seconds_left_are_whole_and_end_at_none() -> None:
    assert [seconds_left(spent) for spent in (0, 0.2, 14, 14.9, 15, 99)] == [15, 15, 1, 1, 0, 0]


@pytest.mark.parametrize("width", [38, 58, 78])
def test_no_row_is_wider_than_its_room(study: Study, width: int) -> None:
    from mlflash.study.probes import lightning_round

    start = lightning_round(study.view())
    done = start._replace(right=(False,) * len(start.probes))
    section = "Reinforcement learning from human feedback, and all of it 深層学習"
    rows = [*start_rows(start, width), *result_rows(done, width), title_row(start, section, width, begun=True)]
    rows += [clock_row(left, width, running=True) for left in (15, 5, 0)]
    for asked in start.probes:
        rows += probe_rows(asked, section * 3, width, shown=True)
    assert [row.plain for row in rows if row.cell_length > width] == []


def test_the_card_of_a_probe_is_named_whole(study: Study) -> None:
    from mlflash.study.probes import lightning_round

    asked = lightning_round(study.view()).probes[0]
    about = "How do you choose between L1, L2 and elastic net, and what does each do to the weights?"
    rows = [row.plain.strip() for row in probe_rows(asked, about, 60, shown=False)]
    assert " ".join(rows[: rows.index("")]) == about
