"""A journal that other programs write again in place, under a session that has it open."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from mlflash.scheduler.events import Rating, Review
from mlflash.store import snapshot
from mlflash.store.journal import Journal
from mlflash.store.own_file import OwnFile
from mlflash.store.paths import Paths
from mlflash.study.ledger import Ledger
from tests.store.arrivals import arrival_trials
from tests.store.making import NOON, PARAMETERS, line, put, review, reviews
from tests.store.rewriting import rewriting_trials


@pytest.fixture
def ledger(paths: Paths) -> Ledger:
    return opened(paths)


def opened(paths: Paths) -> Ledger:
    ticks, tokens = count(), count()
    own = Journal(
        paths.journal_dir / "desk.jsonl",
        lambda: NOON + timedelta(days=900, seconds=next(ticks)),
        lambda: f"{next(tokens):08x}",
    )
    return Ledger(paths, own, PARAMETERS)


def grade(ledger: Ledger, card_id: str = "größe") -> str:
    name, at = ledger.stamp()
    ledger.record([Review(name, at, at.date(), card_id, Rating.GOOD)])
    return name


def in_place(path: Path, change: Callable[[bytes], bytes]) -> None:
    data = change(path.read_bytes())
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()


def holds(ledger: Ledger) -> bool:
    return ledger.progress == snapshot.rebuild(ledger.paths.journal_dir, PARAMETERS).progress


def test_a_journal_rewritten_at_random_moments_loses_no_grade_and_seals_nothing_false(tmp_path: Path) -> None:
    outcomes = list(rewriting_trials(tmp_path, range(40)))
    assert [outcome for outcome in outcomes if outcome.bad] == []
    assert sum(outcome.acknowledged for outcome in outcomes) > 150


def test_whatever_arrives_in_whatever_order_a_session_has_what_a_rebuild_gives(tmp_path: Path) -> None:
    outcomes = list(arrival_trials(tmp_path, range(40)))
    assert [outcome for outcome in outcomes if outcome.bad] == []


FOREIGN = b"".join(line(review(n, "λ-returns")) for n in range(50_000, 50_060))
CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "longer": lambda data: data[: data.index(b"\n") + 1] + FOREIGN,
    "shorter": lambda data: data[: data.index(b"\n") + 1],
    "as long": lambda data: (FOREIGN * 9)[: len(data) - 1] + b"\n",
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_graded_comes_back_and_the_rest_is_read_again(paths: Paths, change: str) -> None:
    put(paths.journal_dir / "desk.jsonl", reviews(3))
    ledger = opened(paths)
    mine = [grade(ledger), grade(ledger)]
    in_place(paths.journal_dir / "desk.jsonl", CHANGES[change])
    mine.append(grade(ledger))
    assert holds(ledger)
    assert any("has been written again" in one for one in ledger.new_warnings())
    text = (paths.journal_dir / "desk.jsonl").read_text("utf-8")
    assert [text.count(f'"{name}"') for name in mine] == [1, 1, 1]


@pytest.mark.parametrize("change", CHANGES)
def test_no_snapshot_is_sealed_over_what_the_disk_does_not_hold(paths: Paths, change: str) -> None:
    put(paths.journal_dir / "desk.jsonl", reviews(3))
    ledger = opened(paths)
    mine = grade(ledger)
    in_place(paths.journal_dir / "desk.jsonl", CHANGES[change])
    ledger.close()
    again = opened(paths)
    assert holds(again)
    assert mine in (paths.journal_dir / "desk.jsonl").read_text("utf-8")


@pytest.mark.parametrize("graded", [True, False])
@pytest.mark.parametrize("then", ["grade", "look", "leave"])
@pytest.mark.parametrize("old", [20, 900])
def test_an_edit_of_no_length_in_the_middle_is_read_again(paths: Paths, graded: bool, then: str, old: int) -> None:
    """Also far from the end of a long journal, and before anything was graded."""
    put(paths.journal_dir / "desk.jsonl", reviews(old))
    ledger = opened(paths)
    if graded:
        grade(ledger)
    in_place(paths.journal_dir / "desk.jsonl", lambda data: data.replace(b'"rating":2', b'"rating":4', 1))
    if then == "look":
        ledger.refresh()
        assert holds(ledger)
    elif then == "grade":
        grade(ledger)
        assert holds(ledger)
    ledger.unsaved = True
    ledger.close()
    kept = snapshot.read(paths.progress, PARAMETERS)
    assert kept is not None
    assert kept.progress == snapshot.rebuild(paths.journal_dir, PARAMETERS).progress


def test_an_edit_far_back_with_lines_of_another_process_is_read_again(paths: Paths) -> None:
    put(paths.journal_dir / "desk.jsonl", reviews(900))
    ledger = opened(paths)
    grade(ledger)
    own = paths.journal_dir / "desk.jsonl"
    for number in range(2):
        with own.open("ab") as file:
            file.write(line(review(99_000 + number)))
        in_place(own, lambda data: data.replace(b'"rating":2', b'"rating":4', 1))
        grade(ledger)
        assert holds(ledger)


@pytest.mark.parametrize("then", ["grade", "look", "leave"])
def test_lines_of_another_process_edited_after_they_were_read_are_read_again(paths: Paths, then: str) -> None:
    ledger = opened(paths)
    grade(ledger)
    with ledger.journal.path.open("ab") as file:
        file.write(line(review(1, rating=2)))
    ledger.refresh()
    in_place(ledger.journal.path, lambda data: data.replace(b'"rating":2', b'"rating":4', 1))
    {"grade": lambda: grade(ledger), "look": ledger.refresh, "leave": ledger.close}[then]()
    assert holds(ledger)


def test_another_devices_journal_edited_in_place_is_read_again(paths: Paths) -> None:
    put(paths.journal_dir / "laptop.jsonl", reviews(900))
    ledger = opened(paths)
    in_place(paths.journal_dir / "laptop.jsonl", lambda data: data.replace(b'"rating":2', b'"rating":4', 1))
    assert ledger.refresh()
    assert holds(ledger)
    assert not ledger.refresh()


def test_a_journal_that_is_gone_is_not_made_again_by_a_look(ledger: Ledger) -> None:
    """A disk that is not there just now must find its place free when it is back."""
    grade(ledger)
    own = ledger.journal.path
    own.rename(own.parent.parent / "aside")
    ledger.refresh()
    ledger.save()
    assert not own.exists()
    ledger.close()
    assert own.exists()


def test_a_process_that_only_appends_is_believed(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = opened(paths)
    grade(ledger)
    ledger.save()
    monkeypatch.setattr(snapshot, "rebuild", lambda *_: pytest.fail("read from the beginning"))
    for _ in range(3):
        other = opened(paths)
        grade(other)
        other.close()
        grade(ledger)
    assert ledger.progress.state("größe").reps == 7


def test_a_failed_line_in_a_file_rewritten_with_it_is_taken_back(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write and its taking back fail, an editor keeps what it left: the grade given again counts once."""
    ledger = opened(paths)
    grade(ledger)
    name, at = ledger.stamp()
    failed = Review(name, at, at.date(), "λ-returns", Rating.GOOD)

    def fail(*_: object) -> None:
        raise OSError(5, "")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        with pytest.raises(Exception, match="not on disk"):
            ledger.record([failed])
    in_place(ledger.journal.path, lambda data: b"\n" + data + FOREIGN)
    grade(ledger, "λ-returns")
    assert holds(ledger)
    assert ledger.progress.state("λ-returns").reps == 61


def test_a_file_is_known_as_a_whole_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 200_000)
    known = OwnFile(path, lambda: None)
    for whole, intact in ((False, False), (True, True)):
        with known.exclusively() as descriptor:
            known.forget()
            known.learn(descriptor, 200_000, whole=whole)
            os.utime(path, ns=(1, 1 + whole))
            assert known.is_known(descriptor) == intact
    known.release()
