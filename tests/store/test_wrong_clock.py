"""Events in the future are told, and taken back only when asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mlflash.errors import MlflashError
from mlflash.scheduler.events import Event, Undo
from mlflash.store import backups, snapshot
from mlflash.store.doctor import examine
from mlflash.store.journal_reader import read_file
from mlflash.store.paths import Paths
from mlflash.store.wrong_clock import future, undo_future
from tests.store.making import NOON, PARAMETERS, line, put, review, reviews

LATER = NOON + timedelta(days=30)
AHEAD: list[Event] = [review(50, days=400), review(51, days=401)]


def undo(paths: Paths) -> int:
    return undo_future(paths, "desk", LATER, LATER.date(), lambda: "t")


def told(paths: Paths) -> list[str]:
    return [one.do for one in examine(paths, PARAMETERS, "desk", LATER) if "in the future" in one.what]


def test_they_are_taken_back_on_whichever_device_they_are(paths: Paths) -> None:
    put(paths.journal_dir / "desk.jsonl", [*reviews(9), AHEAD[0]])
    theirs = put(paths.journal_dir / "phone.jsonl", [AHEAD[1]])
    assert [one for one in told(paths) if "--undo-future" in one] == told(paths) != []
    assert undo(paths) == 2
    assert (paths.journal_dir / "phone.jsonl").read_bytes() == theirs
    own = read_file(paths.journal_dir / "desk.jsonl")
    assert own[:10] == [*reviews(9), AHEAD[0]], "what was written stays"
    assert [event.of for event in own[10:] if isinstance(event, Undo)] == ["r00050", "r00051"]
    assert len({event.id for event in own}) == 12
    assert backups.listing(paths)[0].reason == "before-undo"
    right = snapshot.rebuild(paths.journal_dir, PARAMETERS).progress
    put(paths.journal_dir / "phone.jsonl", [])
    put(paths.journal_dir / "desk.jsonl", reviews(9))
    assert right._replace(undone=frozenset()) == snapshot.rebuild(paths.journal_dir, PARAMETERS).progress


def test_once_taken_back_there_is_nothing_to_tell(paths: Paths) -> None:
    put(paths.journal_dir / "desk.jsonl", [*reviews(3), *AHEAD])
    undo(paths)
    before = (paths.journal_dir / "desk.jsonl").read_bytes()
    assert (told(paths), undo(paths)) == ([], 0)
    assert (paths.journal_dir / "desk.jsonl").read_bytes() == before


def test_looking_takes_nothing_back_and_neither_does_fixing(paths: Paths) -> None:
    data = put(paths.journal_dir / "desk.jsonl", AHEAD)
    examine(paths, PARAMETERS, "desk", LATER)
    examine(paths, PARAMETERS, "desk", LATER, fix=True)
    assert (paths.journal_dir / "desk.jsonl").read_bytes() == data


def test_a_few_minutes_are_no_wrong_clock(paths: Paths) -> None:
    soon = review(60)._replace(at=LATER + timedelta(minutes=9))
    assert future([soon], LATER) == []
    assert future([soon._replace(at=LATER + timedelta(minutes=11))], LATER) != []


def test_what_follows_them_stays(paths: Paths) -> None:
    again = review(70, rating=1, days=20)._replace(after="r00051")
    put(paths.journal_dir / "desk.jsonl", [*AHEAD, again])
    assert undo(paths) == 2
    state = snapshot.rebuild(paths.journal_dir, PARAMETERS).progress.state(again.card_id)
    assert (state.reps, state.rating) == (1, 1)


def test_where_no_backup_can_be_made_nothing_is_written(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    data = put(paths.journal_dir / "desk.jsonl", AHEAD)

    def full(*_: object) -> None:
        raise MlflashError("cannot back up: the disk is full")

    monkeypatch.setattr(backups, "make", full)
    with pytest.raises(MlflashError):
        undo(paths)
    assert (paths.journal_dir / "desk.jsonl").read_bytes() == data


def test_a_torn_end_is_set_aside_first(paths: Paths) -> None:
    own = paths.journal_dir / "desk.jsonl"
    put(own, AHEAD)
    own.write_bytes(own.read_bytes() + line(review(90))[:30])
    assert undo(paths) == 2
    assert len(read_file(own)) == 4
