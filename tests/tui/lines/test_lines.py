"""The line drill on screen: asked, shown, answered, undone, summed up, and opened from everywhere."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from mlflash.bank.filter import Filter
from mlflash.scheduler.events import LineAnswer
from mlflash.scheduler.fold import live
from mlflash.store import journal_reader, own_file
from mlflash.study import new_events
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.tui.app import MlflashApp
from mlflash.tui.card.widget import CardView
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.lines.screen import KEPT_MISSING, MISSED, LineDrillScreen
from mlflash.tui.weak.screen import WeakScreen
from tests.conftest import Clock
from tests.tui.conftest import AppOf

SIZES = [(80, 24), (120, 40), (60, 20)]
NORM, VARIANCE, FORMULA = "nn-batch-norm", "fund-bias-variance", "fund-train-val-test"


def history(study: Study, clock: Clock) -> None:
    """Three days on which the same lines were missed: two of one card, one of two others."""
    for _ in range(3):
        for card_id, hit in ((VARIANCE, (1, 2)), (FORMULA, (2, 3, 4)), (NORM, (1, 2, 4))):
            study.record_final([new_events.review(study, card_id, 3, hit, 20_000, mode="drill")])
        clock.forward(days=1)


@pytest.fixture
def app(app_of: AppOf, study: Study, clock: Clock) -> MlflashApp:
    history(study, clock)
    return app_of(drill=True, mode=SessionMode.LINES)


def asked(pilot: Pilot[Any]) -> LineDrillScreen:
    screen = pilot.app.screen
    assert isinstance(screen, LineDrillScreen)
    return screen


def text(pilot: Pilot[Any], where: str = "CardView") -> str:
    return str(pilot.app.screen.query_one(where).render())


def answers(study: Study) -> list[bool]:
    reading = journal_reader.read(study.paths.journal_dir)
    assert reading is not None
    return [event.right for event in live(reading.events) if isinstance(event, LineAnswer)]


async def test_a_line_is_blank_until_it_is_shown_and_answered(app: MlflashApp, study: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        first = asked(pilot).drill.current
        assert first is not None
        assert f"{KEPT_MISSING} · 1 of 4" in text(pilot, "#head")
        others = [line for line in study.catalog.card(first.card_id).answer if line != first.text]
        assert first.text[:30] not in text(pilot)
        assert "say it" in text(pilot)
        assert f"Say line {first.label} aloud" in text(pilot, "#say")
        await pilot.press("y", "n")
        assert answers(study) == [], "no answer before the line is shown"
        await pilot.press("space")
        assert first.text[:30] in text(pilot)
        assert any(line[:30] in text(pilot) for line in others)
        assert "Did you say it?" in text(pilot, "#say")
        await pilot.press("space")
        assert "y if you said it, n if not yet" in text(pilot, "#say")
        await pilot.press("y")
        assert answers(study) == [True]
        assert "2 of 4" in text(pilot, "#head")


async def test_the_blank_of_a_narrow_card_keeps_what_to_do(app: MlflashApp) -> None:
    async with app.run_test(size=(60, 20)) as pilot:
        assert "__  say it" in text(pilot)


async def test_nothing_moves_when_the_line_appears(app: MlflashApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.screen.query_one(CardView)
        while asked(pilot).drill.current is not None:
            hidden = [row.line for row in view.laid.rows]
            await pilot.press("enter")
            assert [row.line for row in view.laid.rows][: len(hidden)] == hidden
            await pilot.press("n")


async def test_a_line_still_to_come_is_not_given_away(app: MlflashApp, study: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        later = study.catalog.card(VARIANCE).answer[3]
        while (line := asked(pilot).drill.current) is not None and line.card_id != VARIANCE:
            await pilot.press("space", "y")
        assert "comes later" in text(pilot)
        await pilot.press("space")
        assert later[:30] not in text(pilot)


async def test_undo_summary_and_the_lines_not_yet_known_again(app: MlflashApp, study: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        before = study.progress.states
        await pilot.press("space", "n", "space", "y", "u")
        assert asked(pilot).drill.shown
        assert answers(study) == [False]
        await pilot.press("right", "space", "left", "space", "y")
        lines = asked(pilot).drill.lines
        assert "2 of 4 lines known" in text(pilot)
        assert lines[0].text[:30] in text(pilot)
        assert lines[1].text[:30] not in text(pilot)
        assert "Lines you keep missing now: 2" in text(pilot)
        await pilot.press("r")
        assert asked(pilot).drill.lines == (lines[0], lines[2])
        await pilot.press("space", "y", "space", "y")
        assert "All 2 lines known" in text(pilot)
        assert "no line you keep missing now" in text(pilot)
        await pilot.press(*["u"] * 6)
        assert study.progress.states == before
        assert asked(pilot).drill.lines == lines


async def test_leaving_shows_what_it_came_to_first(app: MlflashApp, study: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "n", "escape")
        assert "0 of 1 line known" in text(pilot)
        await pilot.press("u")
        assert asked(pilot).drill.shown, "undo goes on with the line"
        await pilot.press("y", "escape", "enter")
        assert isinstance(app.screen, HomeScreen)
        assert answers(study) == [True]


async def test_an_answer_that_cannot_be_written_stays(
    app: MlflashApp, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        line = asked(pilot).drill.current
        await pilot.press("space")

        def fail(*_: object) -> bool:
            raise own_file.NotWritten("the disk is full")

        monkeypatch.setattr(study.journal, "append", fail)
        await pilot.press("y")
        assert "NOT SAVED: the disk is full" in text(pilot)
        assert asked(pilot).drill.current == line
        await pilot.press("escape")
        assert asked(pilot).drill.current == line, "leaving asks first"
        monkeypatch.undo()
        await pilot.press("y")
        assert "NOT SAVED" not in text(pilot)
        assert answers(study) == [True]


async def test_a_click_on_the_card_shows_the_line(app: MlflashApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.screen.query_one(CardView)
        place = next(i for i, row in enumerate(view.laid.rows) if row.line == 0)
        await pilot.click(CardView, offset=(12, place))
        assert asked(pilot).drill.shown


async def test_without_a_line_it_says_what_goes_on(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("L")
        assert "No line you keep missing yet" in text(pilot)
        await pilot.press("enter")
        assert isinstance(app.screen, DrillScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_a_filter_and_a_limit_from_the_command_line_hold(app_of: AppOf, study: Study, clock: Clock) -> None:
    history(study, clock)
    async with app_of(drill=True, mode=SessionMode.LINES, chosen=Filter(ids=(NORM,))).run_test(
        size=(80, 24)
    ) as pilot:
        assert [line.card_id for line in asked(pilot).drill.lines] == [NORM]
    async with app_of(drill=True, mode=SessionMode.LINES, limit=2).run_test(size=(80, 24)) as pilot:
        assert len(asked(pilot).drill.lines) == 2
    async with app_of(drill=True, mode=SessionMode.LINES, chosen=Filter(sections=("trees",))).run_test() as pilot:
        assert "among these cards" in text(pilot)


async def test_from_home_weak_and_the_palette(app_of: AppOf, study: Study, clock: Clock) -> None:
    history(study, clock)
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("L")
        assert len(asked(pilot).drill.lines) == 4
        await pilot.press("escape")
        assert type(app.screen).__name__ == HomeScreen.__name__
        await pilot.press("w")
        assert type(app.screen).__name__ == WeakScreen.__name__
        await pilot.press("L")
        assert len(asked(pilot).drill.lines) == 4
        await pilot.press("escape")
        assert type(app.screen).__name__ == WeakScreen.__name__
        app.go("lines")
        await pilot.pause()
        assert len(asked(pilot).drill.lines) == 4


async def test_from_the_end_of_a_session_with_the_lines_missed_in_it(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=Filter(ids=(NORM,)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "a", "b", "d", "4")
        await pilot.press("L")
        assert asked(pilot).heading == MISSED
        assert [(line.card_id, line.number) for line in asked(pilot).drill.lines] == [(NORM, 3)]
        due = study.progress.state(NORM).memory
        await pilot.press("space", "y", "enter")
        assert isinstance(app.screen, DrillScreen)
        assert study.progress.state(NORM).memory == due
        assert answers(study) == [True]


async def test_a_card_of_which_every_line_was_missed(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=Filter(ids=(NORM,)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "a", "a", "4", "L")
        assert [line.number for line in asked(pilot).drill.lines] == [1, 2, 3, 4]
        assert "say it" in text(pilot)
        assert text(pilot).count("comes later") == 3
        await pilot.press("space", "n")
        assert text(pilot).count("comes later") == 2


@pytest.mark.parametrize("size", [(40, 12), (20, 5)])
async def test_small_terminals_show_something(app: MlflashApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("space", "y", "space", "n", "down", "escape")
        assert "1 of 2 lines" in text(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("blank", ["space", "y"]),
        ("shown", ["space"]),
        ("summary", ["space", "y", "space", "n", "space", "n", "space", "y"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_looks(snap_compare: Any, app: MlflashApp, size: tuple[int, int], name: str, keys: list[str]) -> None:
    assert snap_compare(app, terminal_size=size, press=keys), name


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_looks_empty(snap_compare: Any, app_of: AppOf, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(drill=True, mode=SessionMode.LINES), terminal_size=size)
