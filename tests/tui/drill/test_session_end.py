"""The end of a session: its report, its rows, and what can follow it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from mlflash.bank.filter import Filter
from mlflash.store.setting_parsers import InterviewDate
from mlflash.study import session
from mlflash.study.session import SessionMode, start
from mlflash.study.session_report import Workload, session_report
from mlflash.study.study import Study
from mlflash.tui.card.widget import CardView
from mlflash.tui.dialogs.probe_dialog import ProbeScreen
from mlflash.tui.drill.end_rows import end_rows
from mlflash.tui.drill.key_state import SessionEnd
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.widgets.key_bar import KeyBar
from tests.tui.conftest import AppOf

TWO = Filter(ids=("nn-dropout", "nn-batch-norm"))


def drill(pilot: Pilot[Any]) -> DrillScreen:
    screen = pilot.app.screen
    assert isinstance(screen, DrillScreen)
    return screen


def text(pilot: Pilot[Any], kind: type[Any]) -> str:
    return str(pilot.app.screen.query_one(kind).render())


def graded(study: Study, *grades: tuple[int, tuple[int, ...] | None]) -> None:
    study.start(session.start(["nn-dropout", "nn-batch-norm"]))
    for rating, lines in grades:
        study.reveal()
        study.grade(rating, lines, 60_000)


def test_the_report_names_each_line_missed_once_and_a_card_failed_without_ticks(study: Study) -> None:
    before = study.progress
    graded(study, (4, (1, 2)), (1, None), (4, (1, 2, 3, 4)))
    report = session_report(study.view(), study.session, before)
    assert [(miss.card_id, miss.line) for miss in report.missed] == [
        ("nn-dropout", 3),
        ("nn-dropout", 4),
        ("nn-batch-norm", None),
    ]
    assert report.missed[0].text == study.catalog.card("nn-dropout").answer[2]
    assert (report.cards, report.grades, report.new, report.hit, report.lines) == (2, (4, 1, 4), 2, 6, 8)
    assert report.minutes == pytest.approx(3)
    assert (report.before, report.streak, report.interview) == (0.0, 1, False)
    assert 0 < report.after < 0.1


def test_the_lines_of_a_card_stand_in_the_order_of_its_answer(study: Study) -> None:
    before = study.progress
    graded(study, (1, (1, 2, 3)), (4, (1, 2, 3, 4)), (4, (2, 4)))
    report = session_report(study.view(), study.session, before)
    assert [(miss.card_id, miss.line) for miss in report.missed] == [
        ("nn-dropout", 1),
        ("nn-dropout", 3),
        ("nn-dropout", 4),
    ]


def test_tomorrow_is_what_its_own_queue_holds(study: Study) -> None:
    before = study.progress
    graded(study, (4, None), (4, None))
    study.use_settings(study.settings._replace(new_per_day=3))
    report = session_report(study.view(), study.session, before)
    assert report.tomorrow.cards == 3 and report.tomorrow.minutes > 0
    on = study.view().day + timedelta(days=9)
    study.use_settings(study.settings._replace(interviews=(InterviewDate(on),)))
    planned = session_report(study.view(), study.session, before)
    assert planned.interview and planned.tomorrow.cards > 0


@pytest.mark.parametrize(("width", "height"), [(87, 23), (59, 16), (39, 8), (87, 60)])
def test_every_missed_line_is_shown_in_full_and_no_row_is_too_wide(study: Study, width: int, height: int) -> None:
    before = study.progress
    graded(study, (1, ()), (2, (1,)))
    view = study.view()
    end = SessionEnd(session_report(view, study.session, before))
    rows = end_rows(study, end, width, height)
    assert all(row.content.cell_length <= width for row in rows)
    said = " ".join(" ".join(row.content.plain for row in rows).split())
    for letter, line in zip("abcd", study.catalog.card("nn-dropout").answer, strict=True):
        assert f"{letter} {line}" in said
    assert len({row.line for row in rows} - {None}) == 7


@pytest.mark.parametrize("width", [38, 58, 78, 86])
def test_no_row_of_an_end_with_big_numbers_is_too_wide(study: Study, width: int) -> None:
    before = study.progress
    graded(study, (1, ()), (2, (1,)))
    report = session_report(study.view(), study.session, before)
    question = "How do you say this in a question that never ends, 深層学習 and all? " * 3
    report = report._replace(
        grades=(1, 2, 3, 4) * 2_500,
        cards=12_345,
        new=9_876,
        minutes=98_765.0,
        hit=49_380,
        lines=49_380,
        streak=1_234,
        tomorrow=Workload(12_345, 98_765.0),
        day=Workload(123_456, 98_765.0),
        missed=tuple(miss._replace(question=question, text=question) for miss in report.missed),
    )
    for stopped in (False, True):
        rows = end_rows(study, SessionEnd(report, stopped=stopped), width, 30)
        assert [row.content.plain for row in rows if row.content.cell_length > width] == []


@pytest.mark.parametrize(
    ("chosen", "mode", "said", "key"),
    [
        (Filter(ids=("nn-dropout",), states=("flagged",)), SessionMode.DRILL, "No card matches.", "/"),
        (Filter(), SessionMode.WEAK, "No weak cards yet.", "⏎"),
        (TWO, SessionMode.DRILL, "Done for today.", "⏎"),
    ],
)
def test_an_end_without_a_card_says_why_and_what_goes_on(
    study: Study, chosen: Filter, mode: SessionMode, said: str, key: str
) -> None:
    graded(study, (4, None), (4, None))
    study.start(start([], mode)._replace(chosen=chosen))
    rows = [row.content.plain for row in end_rows(study, SessionEnd(), 58, 20)]
    assert rows[1].strip().startswith(said)
    assert rows[-1].split()[0] == key and all(len(row) <= 58 for row in rows)


async def test_keys_at_the_end_ask_the_missed_cards_and_their_probes(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=TWO)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "a", "4", "space", "x", "4")
        assert "You missed" in text(pilot, CardView) and "Done." in text(pilot, CardView)
        missed = drill(pilot).end.missed
        assert len(missed) == 1
        await pilot.press("l")
        await pilot.pause()
        assert isinstance(app.screen, ProbeScreen)
        assert {item.card_id for item in app.screen.round.probes} == set(missed)
        await pilot.press("escape", "r")
        await pilot.pause()
        assert drill(pilot).card is not None and drill(pilot).card.id == missed[0]  # type: ignore[union-attr]
        before = study.progress.state(missed[0]).memory
        await pilot.press("space", "x", "enter")
        assert study.progress.state(missed[0]).memory == before
        assert "Every line recalled." in text(pilot, CardView)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_leaving_early_shows_it_in_short_and_space_goes_on(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=TWO)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "a", "4", "space", "b", "escape")
        assert "Stopped, 1 card left" in text(pilot, CardView)
        assert "Tomorrow" not in text(pilot, CardView)
        assert "space go on" in text(pilot, KeyBar) and "m more" not in text(pilot, KeyBar)
        await pilot.press("space")
        assert drill(pilot).revealed and drill(pilot).reveal.ticks == (False, True, False, False)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert len(study.session.graded) == 1


async def test_without_a_grade_escape_leaves_at_once(app_of: AppOf) -> None:
    app = app_of(drill=True, chosen=TWO)
    async with app.run_test() as pilot:
        await pilot.press("space", "escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
