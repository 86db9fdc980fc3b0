from __future__ import annotations

import json
import os
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.errors import MlflashError
from mlflash.hashing import blake2b
from mlflash.scheduler.events import Event, InterviewOutcome, Review, Undo
from mlflash.scheduler.fold import fold
from mlflash.store import journal_reader, searches, snapshot
from mlflash.store.paths import Paths
from tests.store.making import (
    NOON,
    PARAMETERS,
    QUESTIONS,
    clashing_events,
    events,
    line,
    put,
    review,
    reviews,
)


@settings(max_examples=300, deadline=None)
@given(events() | clashing_events(), st.data())
def test_catching_up_gives_what_folding_all_gives(history: list[Event], data: st.DataObject) -> None:
    """Whatever was folded before, whatever arrives since, in whichever file, once or twice, ids shared or not."""
    with tempfile.TemporaryDirectory() as place:
        folder, kept = Path(place, "journal"), Path(place, "progress.json")
        folder.mkdir()
        stages = data.draw(
            st.lists(st.lists(st.tuples(st.sampled_from(history), st.sampled_from("ab"))), max_size=3)
        )
        for stage in stages:
            for event, device in stage:
                with (folder / f"{device}.jsonl").open("ab") as file:
                    file.write(line(event))
            now = snapshot.current(folder, kept, PARAMETERS)
            assert now.progress == snapshot.rebuild(folder, PARAMETERS).progress
            snapshot.write(kept, now, PARAMETERS)
            again = snapshot.read(kept, PARAMETERS)
            assert again is not None and again.progress == now.progress and again.marks == now.marks


@settings(max_examples=300, deadline=None)
@given(clashing_events(), st.randoms())
def test_of_two_events_with_one_id_the_same_one_counts_in_any_order(history: list[Event], chance: Random) -> None:
    shuffled = [*history, *history]
    chance.shuffle(shuffled)
    assert fold(shuffled, PARAMETERS) == fold(history, PARAMETERS)


def test_one_id_with_two_contents_counts_once_however_it_arrives(paths: Paths) -> None:
    put(paths.journal_dir / "a.jsonl", [review(1)])
    snapshot.write(paths.progress, snapshot.rebuild(paths.journal_dir, PARAMETERS), PARAMETERS)
    put(paths.journal_dir / "b.jsonl", [review(2, QUESTIONS[1])._replace(id="r00001"), review(3, QUESTIONS[2])])
    now = snapshot.current(paths.journal_dir, paths.progress, PARAMETERS)
    assert sorted(state.reps for state in now.progress.states.values()) == [1, 1]
    snapshot.write(paths.progress, now, PARAMETERS)
    put(paths.journal_dir / "c.jsonl", [Undo("u", NOON, NOON.date(), "r00001"), review(4)])
    now = snapshot.current(paths.journal_dir, paths.progress, PARAMETERS)
    assert now.progress == snapshot.rebuild(paths.journal_dir, PARAMETERS).progress


def test_ids_that_are_newer_than_all_are_searched_for_nowhere(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(paths.journal_dir / "a.jsonl", [review(1), review(5)])
    kept = snapshot.rebuild(paths.journal_dir, PARAMETERS)
    monkeypatch.setattr(searches, "scan", lambda *_: pytest.fail("searched"))
    put(paths.journal_dir / "b.jsonl", [review(6), review(7)])
    assert snapshot.caught_up(paths.journal_dir, kept, PARAMETERS) is not None
    put(paths.journal_dir / "c.jsonl", [review(4)])
    with pytest.raises(BaseException, match="searched"):
        snapshot.caught_up(paths.journal_dir, kept, PARAMETERS)


def test_a_rebuild_reports_reading_and_folding_as_one(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_reader, "BLOCK", 500)
    for device in ("desk", "lap"):
        put(paths.journal_dir / f"{device}.jsonl", [r._replace(id=f"{device}{r.id}") for r in reviews(9)])
    told: list[float] = []
    snapshot.rebuild(paths.journal_dir, PARAMETERS, lambda done, of: told.append(done / of))
    assert told == sorted(told)
    assert sum(share <= 0.5 for share in told) > 3
    assert told[-1] == 1.0 and told.count(1.0) == 1


def test_a_grade_after_the_one_taken_back_counts_once(paths: Paths) -> None:
    own = paths.journal_dir / "desk.jsonl"
    put(own, [review(1)])
    snapshot.write(paths.progress, snapshot.rebuild(paths.journal_dir, PARAMETERS), PARAMETERS)
    with own.open("ab") as file:
        file.write(line(Undo("u", NOON, NOON.date(), "r00001")) + line(review(2)))
    now = snapshot.current(paths.journal_dir, paths.progress, PARAMETERS)
    assert [tally.reviews for tally in now.progress.days.values()] == [1]
    assert now.progress == snapshot.rebuild(paths.journal_dir, PARAMETERS).progress


def test_a_copy_that_takes_back_what_it_repeats_is_heeded(paths: Paths) -> None:
    put(paths.journal_dir / "desk.jsonl", [review(1), review(2)])
    snapshot.write(paths.progress, snapshot.rebuild(paths.journal_dir, PARAMETERS), PARAMETERS)
    put(paths.journal_dir / "desk (copy).jsonl", [review(1), review(2), Undo("u", NOON, NOON.date(), "r00001")])
    now = snapshot.current(paths.journal_dir, paths.progress, PARAMETERS)
    assert now.progress.state(QUESTIONS[0]).reps == 1


def test_an_escaped_id_is_found_when_its_grade_is_taken_back(paths: Paths) -> None:
    own = paths.journal_dir / "desk.jsonl"
    first = review(1, "größe")
    put(own, [])
    own.write_bytes(json.dumps(json.loads(line(first))).encode() + b"\n")
    snapshot.write(paths.progress, snapshot.rebuild(paths.journal_dir, PARAMETERS), PARAMETERS)
    put(paths.journal_dir / "laptop.jsonl", [review(0, "größe")])
    now = snapshot.current(paths.journal_dir, paths.progress, PARAMETERS)
    assert now.progress.state("größe").reps == 2


def test_a_snapshot_of_a_version_that_passed_over_interviews_is_rebuilt(paths: Paths) -> None:
    went = InterviewOutcome("i1", NOON, NOON.date(), NOON.date(), "well")
    put(paths.journal_dir / "desk.jsonl", [review(1), went])
    snapshot.write(paths.progress, snapshot.rebuild(paths.journal_dir, PARAMETERS), PARAMETERS)
    lines = paths.progress.read_bytes().splitlines(keepends=True)
    rest = b"".join(one for one in lines[1:] if not one.startswith(b'"interviews"'))
    paths.progress.write_bytes(b'{"digest":"%s",\n' % blake2b(rest, digest_size=8).hexdigest().encode() + rest)
    assert snapshot.read(paths.progress) is not None, "what it knows of losses is kept"
    assert snapshot.current(paths.journal_dir, paths.progress, PARAMETERS).progress.interviews == (went,)


@pytest.mark.parametrize("bit", [0, 3, 7])
def test_a_flipped_bit_rebuilds(paths: Paths, bit: int) -> None:
    put(paths.journal_dir / "desk.jsonl", reviews(12))
    right = snapshot.rebuild(paths.journal_dir, PARAMETERS)
    snapshot.write(paths.progress, right, PARAMETERS)
    data = paths.progress.read_bytes()
    for place in range(0, len(data), 41):
        paths.progress.write_bytes(data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :])
        kept = snapshot.read(paths.progress, PARAMETERS)
        assert kept is None or (kept.progress, kept.marks) == (right.progress, right.marks)


@pytest.mark.parametrize("junk", [b"", b"\0" * 900, b"{}", b"[]", b"null", b'{"version":"x"}', b"[" * 100_000])
def test_junk_in_its_place_rebuilds(paths: Paths, junk: bytes) -> None:
    put(paths.journal_dir / "desk.jsonl", reviews(5))
    paths.progress.write_bytes(junk)
    now = snapshot.current(paths.journal_dir, paths.progress, PARAMETERS)
    assert now.progress == snapshot.rebuild(paths.journal_dir, PARAMETERS).progress


def test_a_snapshot_cut_at_any_byte_rebuilds(paths: Paths) -> None:
    put(paths.journal_dir / "desk.jsonl", reviews(4))
    right = snapshot.rebuild(paths.journal_dir, PARAMETERS)
    snapshot.write(paths.progress, right, PARAMETERS)
    data = paths.progress.read_bytes()
    for length in range(0, len(data) - 2, 7):
        paths.progress.write_bytes(data[:length])
        assert snapshot.read(paths.progress, PARAMETERS) is None


def test_a_newer_one_is_refused_and_left(paths: Paths) -> None:
    put(paths.journal_dir / "desk.jsonl", reviews(1))
    paths.progress.write_text('{"version": 99}')
    with pytest.raises(MlflashError, match="newer mlflash"):
        snapshot.current(paths.journal_dir, paths.progress, PARAMETERS)
    assert paths.progress.read_text() == '{"version": 99}'


@pytest.mark.parametrize("what", ["pipe", "directory", "link"])
def test_what_is_no_file_in_its_place_is_not_waited_for(paths: Paths, what: str) -> None:
    put(paths.journal_dir / "desk.jsonl", reviews(2))
    if what == "pipe":
        os.mkfifo(paths.progress)
    elif what == "directory":
        paths.progress.mkdir()
    else:
        paths.progress.symlink_to("/dev/zero")
    now = snapshot.current(paths.journal_dir, paths.progress, PARAMETERS)
    assert now.progress.state(QUESTIONS[0]).reps == 1
    snapshot.write(paths.progress, now, PARAMETERS)


def test_it_is_the_readers_alone(paths: Paths) -> None:
    snapshot.write(paths.progress, snapshot.rebuild(paths.journal_dir, PARAMETERS), PARAMETERS)
    assert paths.progress.stat().st_mode & 0o777 == 0o600
    assert paths.progress.parent.stat().st_mode & 0o777 == 0o700


def test_instants_finer_than_a_millisecond_are_alike_in_both(paths: Paths) -> None:
    fine: Review = review(1)._replace(at=NOON + timedelta(microseconds=1234))
    text = line(fine).replace(b"00.001Z", b"00.001234Z")
    assert b"001234Z" in text
    put(paths.journal_dir / "desk.jsonl", [])
    (paths.journal_dir / "desk.jsonl").write_bytes(text)
    whole = snapshot.rebuild(paths.journal_dir, PARAMETERS)
    snapshot.write(paths.progress, whole, PARAMETERS)
    kept = snapshot.read(paths.progress, PARAMETERS)
    assert kept is not None and kept.progress == whole.progress
