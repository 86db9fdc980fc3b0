from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlflash.errors import MlflashError
from mlflash.scheduler.events import Event
from mlflash.scheduler.fold import fold, live
from mlflash.store import journal_reader
from mlflash.store.paths import Paths
from tests.store.making import PARAMETERS, QUESTIONS, events, line, put, review, reviews

WHOLE = [line(review(n)) for n in range(4)]


def found_in(folder: Path, data: bytes) -> journal_reader.JournalRead:
    put(folder / "desk.jsonl", [])
    (folder / "desk.jsonl").write_bytes(data)
    return journal_reader.read(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: b"\r\n".join(one[:-1] for one in lines) + b"\r\n",
        lambda lines: b"\xef\xbb\xbf" + b"".join(lines),
        lambda lines: b"\n\n".join(one[:-1] for one in lines) + b"\n\n",
        lambda lines: b"".join(b"\0" * 300 + one for one in lines),
        lambda lines: b"".join(one[:-1] + b"\0" * 300 + b"\n" for one in lines),
        lambda lines: b"".join(one[:-1] for one in lines) + b"\n",
        lambda lines: b"".join(json.dumps(json.loads(one)).encode() + b"\n" for one in lines),
    ],
    ids=[
        "CRLF",
        "byte-order mark",
        "empty lines",
        "NULs before",
        "NULs after",
        "newlines lost",
        "spaces, escapes",
    ],
)
def test_what_other_tools_do_to_lines_loses_none(paths: Paths, change: Callable[[list[bytes]], bytes]) -> None:
    found = found_in(paths.journal_dir, change(WHOLE))
    assert [event.id for event in found.events] == [f"r{n:05}" for n in range(4)]
    assert found.complaints == []


@pytest.mark.parametrize(
    "junk",
    [
        b"<<<<<<< HEAD",
        b"\x80\xff\xfe junk",
        b"[" * 50_000,
        b'{"v":1}',
        b'{"v":1,"id":7,"type":"review"}',
        b"null",
        b'"text"',
        b"1e999",
        b'{"v":' + b"9" * 5000 + b"}",
        line(review(9)).strip().replace(b'"rating":3', b'"rating":true'),
        line(review(9)).strip().replace(b"2026-03-28", b"9999-12-31"),
        line(review(9)).strip().replace(b"2026-03-28", b"0001-01-01"),
        line(review(9)).strip().replace(b"bias-variance", b"\\ud800"),
        line(review(9)).strip().replace(b"4000", b"NaN"),
        line(review(9)).strip()[:60],
        b"x" * 1_000_001,
    ],
    ids=range(16),
)
def test_junk_among_the_lines_is_passed_over_with_one_complaint(paths: Paths, junk: bytes) -> None:
    found = found_in(paths.journal_dir, WHOLE[0] + junk + b"\n" + junk + b"\n" + WHOLE[1])
    assert [event.id for event in found.events] == ["r00000", "r00001"]
    assert found.complaints == ["2 lines of desk.jsonl could not be read and were skipped"]
    fold(found.events, PARAMETERS)


def test_a_record_merged_with_a_torn_one_is_found(paths: Paths) -> None:
    found = found_in(paths.journal_dir, WHOLE[0][:50] + WHOLE[1])
    assert [event.id for event in found.events] == ["r00001"]
    assert found.complaints == ["a line of desk.jsonl could not be read and was skipped"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=60), st.sampled_from(WHOLE)), max_size=8), st.integers(1, 64))
@example([b"\n", WHOLE[0][:-1], b"\n"], 1)
def test_any_bytes_are_read_without_harm_whatever_the_block(pieces: list[bytes], block: int) -> None:
    """Lines come out the same whatever the block size, positions are those of the newlines."""
    data = b"".join(pieces)
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        found = found_in(Path(place), data)
        patch.setattr(journal_reader, "BLOCK", block)
        again = journal_reader.read(Path(place))
        with journal_reader.opened(Path(place, "desk.jsonl")) as file:
            lines = list(journal_reader.whole_lines(file))
    assert again == found
    assert [text for _, text in lines] == data.split(b"\n")[:-1]
    assert all(data[position - 1 : position] == b"\n" for position, _ in lines)
    fold(found.events, PARAMETERS)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 3), st.data())
def test_an_event_with_any_field_changed_is_read_or_passed_over(which: int, data: st.DataObject) -> None:
    raw = json.loads(WHOLE[which])
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=4,
    )
    name = data.draw(st.sampled_from([*sorted(set(raw) - {"v"}), "typed", "sure", "of"]))
    raw[name] = data.draw(anything)
    text = json.dumps(raw).encode()
    found, bad = journal_reader.events_of(text)
    assert bool(found) != bool(bad)
    fold([*found, review(0)], PARAMETERS)


def test_a_line_of_any_length_is_never_held(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_reader, "BLOCK", 1000)
    monkeypatch.setattr(journal_reader, "MAX_LINE", 5000)
    held: list[int] = []
    whole = found_in(paths.journal_dir, WHOLE[0] + b"x" * 60_000 + b"\n" + WHOLE[1] + b"y" * 60_000)
    assert [event.id for event in whole.events] == ["r00000", "r00001"]
    assert whole.marks["desk.jsonl"].length == len(WHOLE[0] + WHOLE[1]) + 60_001
    with journal_reader.opened(paths.journal_dir / "desk.jsonl") as file:
        held += [len(text) for _, text in journal_reader.whole_lines(file) if text is not None]
    assert held == [len(WHOLE[0]) - 1, len(WHOLE[1]) - 1]


def test_a_file_beyond_all_measure_is_passed_over(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    put(paths.journal_dir / "desk.jsonl", reviews(2))
    with (paths.journal_dir / "huge.jsonl").open("wb") as file:
        file.truncate(journal_reader.MAX_FILE + 1)
    found = journal_reader.read(paths.journal_dir)
    assert len(found.events) == 2
    assert found.complaints == ["huge.jsonl is larger than 1,073,741,824 bytes and was skipped"]
    assert [path.name for path in journal_reader.files(paths.journal_dir)] == ["desk.jsonl"], (
        "nor looked through, nor packed"
    )


def test_what_is_no_regular_file_is_skipped_and_reported(paths: Paths, tmp_path: Path) -> None:
    folder = paths.journal_dir
    put(folder / "desk.jsonl", reviews(2))
    put(tmp_path / "elsewhere.jsonl", [review(7)])
    (folder / "link.jsonl").symlink_to(tmp_path / "elsewhere.jsonl")
    (folder / "zero.jsonl").symlink_to("/dev/zero")
    (folder / "folder.jsonl").mkdir()
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "odd\x1b[2J.jsonl").write_bytes(WHOLE[0])
    (folder / "._desk.jsonl").write_bytes(b"\0\5\x16\7")
    (folder / "notes.txt").write_text("not ours")
    found = journal_reader.read(folder)
    assert len(found.events) == 2
    assert [one.split(" ")[0] for one in found.complaints] == [
        "folder.jsonl",
        "link.jsonl",
        r"odd\x1b[2J.jsonl",
        "pipe.jsonl",
        "zero.jsonl",
    ]
    assert all(one.isprintable() for one in found.complaints)


def test_a_folder_that_cannot_be_read_is_an_error_not_an_empty_one(paths: Paths) -> None:
    paths.journal_dir.parent.mkdir()
    paths.journal_dir.write_text("")
    with pytest.raises(MlflashError, match="not a directory"):
        journal_reader.read(paths.journal_dir)


def spread(history: list[Event], data: st.DataObject, folder: Path) -> None:
    """Put each event into one or more of three devices' files, in any order."""
    folder.mkdir()
    for event in data.draw(st.permutations(history)):
        for device in data.draw(st.sets(st.sampled_from("abc"), min_size=1)):
            with (folder / f"{device}.jsonl").open("ab") as file:
                file.write(line(event))


@settings(max_examples=60, deadline=None)
@given(events(), st.data())
def test_devices_journals_are_a_set(history: list[Event], data: st.DataObject) -> None:
    """Commutative, associative, idempotent: any spreading over devices, any order, any repetition is one state."""
    with tempfile.TemporaryDirectory() as place:
        spread(history, data, Path(place, "one"))
        spread(history, data, Path(place, "two"))
        one, two = journal_reader.read(Path(place, "one")).events, journal_reader.read(Path(place, "two")).events
    assert fold(one, PARAMETERS) == fold(two, PARAMETERS) == fold(one + two + one, PARAMETERS)
    assert live(one + two) == live(two + one) == live(history)


@pytest.mark.parametrize(
    "name",
    [
        "desk.sync-conflict-20260101-101010-ABCDEFG.jsonl",
        "desk (conflicted copy 2026-01-01).jsonl",
        "desk 2.jsonl",
    ],
)
def test_a_conflict_copy_is_folded_in(paths: Paths, name: str) -> None:
    put(paths.journal_dir / "desk.jsonl", [review(0), review(1)])
    put(paths.journal_dir / name, [review(0), review(2)])
    assert fold(journal_reader.read(paths.journal_dir).events, PARAMETERS).state(QUESTIONS[0]).reps == 3


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_git_merge_of_the_folder_works(tmp_path: Path) -> None:
    """Two devices commit their own files and pull each other's; even one file changed on both loses nothing."""

    def git(place: Path, *words: str, check: bool = True) -> None:
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        who = ["-c", "user.name=r", "-c", "user.email=r@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *words], cwd=place, env=environment, capture_output=True, check=check)

    desk, laptop = tmp_path / "desk", tmp_path / "laptop"
    put(desk / "desk.jsonl", [review(0)])
    put(desk / "shared.jsonl", [review(1)])
    git(desk, "init", "-q", "-b", "main")
    git(desk, "add", ".")
    git(desk, "commit", "-qm", "one")
    git(tmp_path, "clone", "-q", "desk", "laptop")
    for place, own, n in ((desk, "desk", 2), (laptop, "laptop", 3)):
        with (place / "shared.jsonl").open("ab") as file:
            file.write(line(review(n + 10)))
        with (place / f"{own}.jsonl").open("ab") as file:
            file.write(line(review(n)))
        git(place, "add", ".")
        git(place, "commit", "-qm", own)
    git(laptop, "pull", "-q", "--no-rebase", "origin", "main", check=False)  # conflicts in shared.jsonl
    found = journal_reader.read(laptop)
    assert {event.id for event in found.events} == {f"r{n:05}" for n in (0, 1, 2, 3, 12, 13)}
    assert found.complaints == ["3 lines of shared.jsonl could not be read and were skipped"]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there are no files that the system makes up")
def test_a_file_that_the_system_makes_up_is_refused() -> None:
    with pytest.raises(MlflashError, match="it is not a regular file"):
        journal_reader.read_file(Path("/proc/self/stat"))
