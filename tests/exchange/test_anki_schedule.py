"""Schedules and reviews in Anki's columns: what Anki holds after an import, as recorded, and what FSRS says."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from mlflash.exchange.anki_schedule import EPOCH, review_rows, schedule_columns
from mlflash.exchange.notetype import guid_of
from mlflash.scheduler.events import Mode, Rating, Review
from mlflash.scheduler.fold import fold, histories
from mlflash.scheduler.schedule import REVIEW, Parameters, Scheduler, preview
from mlflash.study.study import Study

from ..scheduler.histories import journals
from .anki_home import export_of, home_of_all_kinds
from .test_anki_package import database

GOLDEN = json.loads((Path(__file__).parent / "anki_export.json").read_text("utf-8"))
NOW = datetime.fromisoformat(GOLDEN["now"])
CARDS = list(GOLDEN["cards"])
KINDS = ("new", "learning", "review", "relearning")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """The home that Anki was asked of, at the instant it was asked."""
    made = home_of_all_kinds(tmp_path_factory.mktemp("home"), NOW)
    yield made
    made.close()


@pytest.fixture(scope="module")
def db(study: Study, tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    return database(export_of(study, tmp_path_factory.mktemp("out") / "all.apkg"))


def row(db: sqlite3.Connection, card_id: str) -> dict[str, Any]:
    found = db.execute(
        "select cards.*, tags from cards join notes on nid = notes.id where guid = ?", [guid_of(card_id)]
    )
    names = [column[0] for column in found.description]
    return dict(zip(names, found.fetchone(), strict=True))


@pytest.mark.parametrize("card_id", CARDS)
def test_anki_holds_what_the_package_says(db: sqlite3.Connection, card_id: str) -> None:
    held, ours = GOLDEN["cards"][card_id], row(db, card_id)
    data = json.loads(ours["data"] or "{}")
    due = ours["due"] - (NOW.date() - EPOCH).days if held["kind"] == "review" else ours["due"]
    assert held["kind"] == KINDS[ours["type"]]
    assert held["due"] == due
    assert (held["ivl"], held["reps"], held["lapses"]) == (ours["ivl"], ours["reps"], ours["lapses"])
    assert held["suspended"] == (ours["queue"] == -1)
    assert held["flagged"] == ("mlflash::flagged" in ours["tags"])
    if held["memory"] is not None:
        assert held["memory"] == pytest.approx([data["s"], data["d"]], abs=1e-3)
    select = "select id, ease, ivl, lastIvl, factor, time, type from revlog where cid = ? order by id"
    assert held["reviews"] == [list(review) for review in db.execute(select, [ours["id"]])]


@pytest.mark.parametrize("card_id", [card_id for card_id in CARDS if "offered" in GOLDEN["cards"][card_id]])
def test_anki_goes_on_where_we_stopped(study: Study, card_id: str) -> None:
    """The intervals it offers are ours, and its FSRS makes the same of the reviews alone."""
    held, memory = GOLDEN["cards"][card_id], study.progress.state(card_id).memory
    assert memory is not None
    assert held["from_log"] == pytest.approx([memory.stability, memory.difficulty], rel=1e-3, abs=1e-3)
    parameters = study.settings.parameters._replace(fuzz=False)
    offered = [
        (after.due_day - NOW.date()).days if after.due_at is None else -round((after.due_at - NOW).total_seconds())
        for after in preview(memory, NOW, NOW.date(), parameters, (card_id, 0)).values()
    ]
    assert held["offered"] == offered


def test_what_anki_does_with_a_later_import_is_what_we_say() -> None:
    """Nothing twice; new text for a card that is there, and never another schedule."""
    imports, cards = GOLDEN["imports"], GOLDEN["imports"]["first"]["found"]
    assert imports["first"]["new"] == imports["second"]["duplicate"] == cards
    assert imports["one note written since"]["updated"] == 1
    assert imports["without note and flag again"]["updated"] == 2
    assert imports["elsewhere, with progress later"]["duplicate"] == cards
    for first, second in GOLDEN["tables"].values():
        assert first["new"] == second["duplicate"] == cards


@given(journals())
def test_the_rows_end_where_the_fold_ends(events: list[Any]) -> None:
    parameters = Parameters()
    progress, rules = fold(events, parameters), Scheduler(parameters)
    for card_id, history in histories(events).items():
        rows = list(review_rows(history, rules))
        state = progress.state(card_id)
        columns = schedule_columns(state, 1, parameters)
        answered = [row for row in rows if row.factor]
        if state.memory is None:
            assert columns.type == 0
            assert not rows or rows[-1].type in (3, 4)
        elif state.memory.phase is REVIEW:
            assert (EPOCH + timedelta(days=columns.due)) == state.memory.due_day
            assert answered[-1].ivl == (state.memory.due_day - state.memory.day).days
        else:
            assert answered[-1].ivl < 0
        assert all(100 <= row.factor <= 1100 for row in answered)


def test_cramming_is_a_review_that_anki_does_not_schedule_by() -> None:
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    one = Review("a", at, date(2026, 11, 23), "x", Rating.GOOD, mode=Mode.CRAM)
    (row,) = review_rows([one], Scheduler(Parameters()))
    assert (row.type, row.factor, row.ease) == (3, 0, 3)
