"""The mock interview by keys and by mouse: set up, asked, ticked, probed, scored."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from mlflash.bank.filter import Filter
from mlflash.scheduler.events import ProbeAnswer, Review
from mlflash.store import journal_reader, own_file
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study.mock.interview import MockInterview
from mlflash.study.mock.mock_run import MockPhase
from mlflash.study.mock.scorecard import Score, Scorecard
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.tui.app import MlflashApp
from mlflash.tui.card.widget import CardView
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.mock.interview_screen import InterviewScreen
from mlflash.tui.mock.rows import scorecard_rows
from mlflash.tui.mock.scorecard_screen import ScorecardScreen
from mlflash.tui.mock.screen import MockScreen
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.line_field import LineField
from tests.conftest import Clock, Opener
from tests.tui.conftest import AppOf

BIAS = Filter(ids=("fund-bias-variance",))
SIZES = [(80, 24), (120, 40), (60, 20)]


def interviewing(pilot: Pilot[Any]) -> InterviewScreen:
    screen = pilot.app.screen
    assert isinstance(screen, InterviewScreen)
    return screen


def said(pilot: Pilot[Any], where: str) -> str:
    return str(pilot.app.screen.query_one(where).render())


def kept(paths: Paths) -> list[Any]:
    reading = journal_reader.read(paths.journal_dir)
    return [] if reading is None else list(reading.events)


def held(study: Study, clock: Clock, seed: int, good: int) -> None:
    """A whole interview with so many lines hit in each question."""
    interview = MockInterview(study, 12, seed)
    while interview.run.phase != MockPhase.OVER:
        clock.forward(seconds=95)
        interview.reveal()
        interview.judge([n < good for n in range(4)])
        while interview.run.phase == MockPhase.PROBE:
            interview.show_probe()
            interview.answer_probe(good > 2)


@pytest.fixture
def app(app_of: AppOf) -> MlflashApp:
    return app_of(mode=SessionMode.MOCK, minutes=12, seed=5, chosen=BIAS)


async def test_a_question_from_countdown_to_scorecard(app: MlflashApp, clock: Clock, paths: Paths) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        run = interviewing(pilot).interview.run
        assert run.asks[0].seconds == 180
        assert "3:00" in said(pilot, "#clock")
        clock.forward(seconds=100)
        interviewing(pilot).tick_clock()
        assert "1:20" in said(pilot, "#clock")
        assert interviewing(pilot).interview.lines[0][:12] not in said(pilot, "CardView")
        await pilot.press("enter", "a")
        assert kept(paths) == []
        await pilot.press("space")
        assert "answered in 1:40" in said(pilot, "#clock")
        await pilot.press("a", "b", "c", "b")
        assert "2 of 4 lines" in said(pilot, "#clock")
        bar = said(pilot, "KeyBar")
        assert "go on" in bar
        assert "grade" not in bar
        await pilot.press("enter")
        (review,) = [e for e in kept(paths) if isinstance(e, Review)]
        assert (review.lines, review.rating, review.mode) == ((1, 3), 2, "mock")
        asked = len(run.asks[0].probes)
        for _ in range(asked):
            await pilot.press("y")
            assert interviewing(pilot).phase == MockPhase.PROBE, "no verdict before the answer is shown"
            await pilot.press("space", "n")
        assert len([e for e in kept(paths) if isinstance(e, ProbeAnswer) and not e.right]) == asked
        assert isinstance(app.screen, ScorecardScreen)
        assert "50% of lines" in said(pilot, "#scores")
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_time_over_is_shown(app: MlflashApp, clock: Clock) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        clock.forward(seconds=200)
        interviewing(pilot).tick_clock()
        assert "+0:20 over" in said(pilot, "#clock")
        clock.forward(minutes=20)
        interviewing(pilot).tick_clock()
        assert "last question" in said(pilot, "#head")


async def test_ticks_by_mouse_and_all_at_once(app: MlflashApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        card = app.screen.query_one(CardView)
        place = next(i for i, row in enumerate(card.laid.rows) if row.line == 1)
        await pilot.click(CardView, offset=(12, place))
        assert interviewing(pilot).reveal.ticks == (False, True, False, False)
        await pilot.press("x")
        assert interviewing(pilot).reveal.ticks == (True,) * 4
        await pilot.press("x")
        assert interviewing(pilot).reveal.ticks == (False,) * 4


async def test_leaving_takes_two_and_keeps_what_was_done(app_of: AppOf, paths: Paths, study: Study) -> None:
    app = app_of(mode=SessionMode.MOCK, minutes=30, seed=5)
    async with app.run_test(size=(80, 24)) as pilot:
        interview = interviewing(pilot).interview
        await pilot.press("space", "x", "enter")
        while interview.run.phase == MockPhase.PROBE:
            await pilot.press("space", "y")
        await pilot.press("escape")
        assert "esc again" in said(pilot, "#clock")
        await pilot.press("up")
        assert "esc again" not in said(pilot, "#clock")
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, ScorecardScreen)
        assert "left before its end" in said(pilot, "#head")
        assert "1 question of 10" in said(pilot, "#scores")
        (mock,) = study.progress.mocks
        assert mock.summary["finished"] is False


async def test_leaving_before_the_first_answer_leaves_nothing(app: MlflashApp, paths: Paths) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, HomeScreen)
        assert kept(paths) == []


async def test_typed_answers_propose_their_ticks(app: MlflashApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        true = interviewing(pilot).interview.lines
        await pilot.press("t")
        await pilot.press("x", "escape")
        await pilot.press("t")
        [first, *_] = app.screen.query(LineField)
        assert first.line == "x"
        first.text = true[1]
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert interviewing(pilot).reveal.ticks == (False, True, False, False)
        assert "you:" in said(pilot, "CardView")


async def test_typed_lines_are_kept_as_they_were_typed(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(keep_typed=True))
    async with app_of(on=study, mode=SessionMode.MOCK, seed=1).run_test(size=(80, 24)) as pilot:
        true = interviewing(pilot).interview.lines
        await pilot.press("t")
        await pilot.pause()
        [first, *_] = pilot.app.screen.query(LineField)
        first.text = true[1]
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert interviewing(pilot).reveal.ticks[1]
        await pilot.press("enter")
        await pilot.pause()
    reading = journal_reader.read(study.paths.journal_dir)
    assert reading is not None
    assert [event.typed for event in reading.events if isinstance(event, Review)] == [(true[1],)]


async def test_a_result_that_cannot_be_written_stays(
    app: MlflashApp, monkeypatch: pytest.MonkeyPatch, study: Study
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "x")

        def fail(*_: object) -> bool:
            raise own_file.NotWritten("the disk is full")

        monkeypatch.setattr(study.journal, "append", fail)
        await pilot.press("enter")
        assert interviewing(pilot).phase == MockPhase.TICKS
        assert interviewing(pilot).reveal.ticks == (True,) * 4
        monkeypatch.undo()
        await pilot.press("enter")
        assert interviewing(pilot).phase == MockPhase.PROBE


async def test_set_up_by_keys(app_of: AppOf, study: Study) -> None:
    for card in study.view().personal():
        study.write(card.id, ("mine",))
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m")
        screen = app.screen
        assert isinstance(screen, MockScreen)
        assert "9: 2 on your project, then 7 others" in said(pilot, "#about")
        await pilot.press("right", "right")
        assert screen.minutes == 40
        await pilot.press("left", "down", "space")
        assert screen.minutes == 35
        assert screen.chosen.sections == ("ml-fundamentals",)
        assert "your project" not in said(pilot, "#about")
        await pilot.press("space", "space", "s")
        assert app.screen is screen, "no scorecards yet"
        await pilot.press("enter")
        assert {ask.section for ask in interviewing(pilot).interview.run.asks} == {"ml-fundamentals"}
        await pilot.press("escape", "escape")
        assert app.screen is screen
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_minutes_stay_in_reason(app_of: AppOf, study: Study) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = MockScreen(study, minutes=10)
        await app.push_screen(screen)
        await pilot.press("left", "left", "left", "left")
        assert screen.minutes == 5
        screen.minutes = 240
        await pilot.press("right")
        assert screen.minutes == 240


async def test_nothing_left_to_ask_is_said(app_of: AppOf, study: Study) -> None:
    study.mark("suspend", [head.id for head in study.catalog])
    app = app_of(mode=SessionMode.MOCK)
    async with app.run_test(size=(80, 24)) as pilot:
        assert isinstance(app.screen, MockScreen)
        assert "no card is left to ask" in said(pilot, "#about")
        await pilot.press("enter")
        assert isinstance(app.screen, MockScreen)


async def test_scorecards_compare_export_and_lead_on(
    app_of: AppOf, study: Study, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed, good in ((1, 2), (2, 3)):
        held(study, clock, seed, good)
        clock.forward(days=2)
    monkeypatch.chdir(tmp_path)
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", "s")
        assert "75% of lines" in said(pilot, "#scores")
        assert "+25 points on the 50% before" in said(pilot, "#scores")
        await pilot.press("right")
        assert "75% of lines" in said(pilot, "#scores")
        await pilot.press("left")
        assert "50% of lines" in said(pilot, "#scores")
        await pilot.press("e", "e")
        assert sorted(path.name for path in tmp_path.glob("*.md")) == [
            "mock-2026-11-23-2.md",
            "mock-2026-11-23.md",
        ]
        assert "# Mock interview, 2026-11-23" in (tmp_path / "mock-2026-11-23.md").read_text()
        tonight = {one.card_id for one in app.screen.card.tonight}  # type: ignore[attr-defined]
        await pilot.press("r")
        assert isinstance(app.screen, DrillScreen)
        session = study.session
        assert {session.current, *session.waiting} == tonight


@pytest.mark.parametrize("size", [(40, 12), (20, 5)])
async def test_small_terminals_show_something(app_of: AppOf, size: tuple[int, int]) -> None:
    app = app_of(mode=SessionMode.MOCK, minutes=12, seed=5)
    async with app.run_test(size=size) as pilot:
        await pilot.press("space", "x", "enter", "space", "y", "escape", "escape")
        assert isinstance(app.screen, ScorecardScreen)
        await pilot.press("escape", "m")
        assert isinstance(app.screen, MockScreen)
        assert app.screen.query_one(KeyBar).display


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("setup", ["escape", "escape", "m", "right", "down", "space"]),
        ("ticks", ["space", "a", "d"]),
        ("probe", ["space", "x", "enter", "space"]),
        ("scores", ["escape", "escape", "m", "s"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_looks(
    snap_compare: Any, app_of: AppOf, study: Study, clock: Clock, size: tuple[int, int], name: str, keys: list[str]
) -> None:
    for seed, good in ((1, 2), (2, 3)):
        held(study, clock, seed, good)
        clock.forward(days=2)
    app = app_of(mode=SessionMode.MOCK, minutes=12, seed=5, chosen=BIAS)
    assert snap_compare(app, terminal_size=size, press=keys), name


async def test_nothing_is_missed_before_it_is_ticked_and_enter_says_what_is_wanted(
    app: MlflashApp, study: Study
) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        assert "○" in said(pilot, "CardView") and "✗" not in said(pilot, "CardView")
        at = interviewing(pilot).interview.run.at
        for key in ("enter", "space"):
            await pilot.press(key)
            assert "tick the lines you said" in said(pilot, "#clock")
            assert (interviewing(pilot).phase.value, interviewing(pilot).interview.run.at) == ("ticks", at)
        await pilot.press("x", "x", "enter")
        await pilot.pause()
        assert not interviewing(pilot).interview.run.results[-1].hit


@pytest.mark.parametrize(("probes", "said"), [(1, "1 of 1 probe"), (2, "1 of 2 probes")])
def test_one_probe_is_said_as_one(study: Study, probes: int, said: str) -> None:
    score = Score(questions=1, hit=4, lines=4, right=1, probes=probes, seconds=9, limit=90)
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    card = Scorecard(at, at.date(), 30, True, 1, score, (), (), ())
    assert said in scorecard_rows(card, [card], study.catalog, 80)[0].plain.split("   ")
