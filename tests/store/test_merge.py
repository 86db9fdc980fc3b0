from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import nullcontext
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.errors import MlflashError
from mlflash.scheduler.events import Event, NewerVersion
from mlflash.scheduler.fold import fold
from mlflash.store import backups, journal_reader
from mlflash.store.merge import merge
from mlflash.store.paths import Paths, under
from tests.store.making import NOON, PARAMETERS, events, line, put, review, reviews


def everything(paths: Paths) -> list[Event]:
    found = journal_reader.read(paths.journal_dir)
    return found.events


@pytest.fixture
def other(tmp_path: Path) -> Paths:
    """Another machine's home, with a file of its own."""
    other = under(tmp_path / "other")
    put(other.journal_dir / "laptop.jsonl", reviews(6))
    return other


@pytest.mark.parametrize("of", ["home", "folder", "file"])
def test_a_home_a_folder_or_a_file_is_taken_in(paths: Paths, other: Paths, of: str) -> None:
    put(paths.journal_dir / "desk.jsonl", reviews(4, 3))
    own = (paths.journal_dir / "desk.jsonl").read_bytes()
    source = {
        "home": other.journal_dir.parent,
        "folder": other.journal_dir,
        "file": other.journal_dir / "laptop.jsonl",
    }[of]
    done = merge(source, paths, NOON)
    assert (done.added, done.known, done.files, done.complaints) == (3, 3, 1, [])
    assert done.path is not None and done.path.stat().st_mode & 0o777 == 0o600
    assert done.path.read_bytes() == b"".join(map(line, reviews(3)))
    assert (paths.journal_dir / "desk.jsonl").read_bytes() == own
    assert fold(everything(paths), PARAMETERS) == fold(reviews(7), PARAMETERS)


def test_a_second_merge_finds_nothing_new(paths: Paths, other: Paths) -> None:
    assert merge(other.journal_dir, paths, NOON).added == 6
    before = sorted(paths.journal_dir.iterdir())
    assert merge(other.journal_dir, paths, NOON) == (0, 6, 1, None, [])
    assert merge(paths.journal_dir, paths, NOON).added == 0
    assert sorted(paths.journal_dir.iterdir()) == before


def test_it_is_backed_up_first(paths: Paths, other: Paths) -> None:
    put(paths.journal_dir / "desk.jsonl", [review(9)])
    merge(other.journal_dir, paths, NOON)
    [backup] = backups.listing(paths)
    assert backup.reason == "before-merge"
    assert list(backups.contents_of(paths.backups / backup.name)) == ["desk.jsonl"]


def test_lines_are_copied_as_they_stand(paths: Paths, other: Paths) -> None:
    """Fields and types of tomorrow's program survive a merge by today's."""
    stranger = line(review(50)).replace(b'"type":"review"', b'"type":"of-tomorrow","more":{"a":[1]}')
    (other.journal_dir / "laptop.jsonl").write_bytes(b"\xef\xbb\xbf" + stranger[:-1] + b"\r\n")
    done = merge(other.journal_dir, paths, NOON)
    assert done.path is not None and done.path.read_bytes() == stranger


def test_junk_and_a_torn_end_are_left_behind(paths: Paths, other: Paths) -> None:
    with (other.journal_dir / "laptop.jsonl").open("ab") as file:
        file.write(b"junk\n" + line(review(60)) + line(review(61))[:-1])
    (other.journal_dir / "zero.jsonl").symlink_to("/dev/zero")
    done = merge(other.journal_dir, paths, NOON)
    assert done.added == 8
    assert done.complaints == [
        "zero.jsonl is a symbolic link and was skipped",
        "1 unreadable line of laptop.jsonl",
    ]


@settings(max_examples=40, deadline=None)
@given(events(), st.data())
def test_merging_is_union(history: list[Event], data: st.DataObject) -> None:
    """A into B and B into A come to one state; a third taken in in either order, or twice, changes nothing."""
    parts = [[e for e in history if data.draw(st.booleans())] for _ in range(3)]
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)

        def home(name: str, *of: int) -> Paths:
            paths = under(Path(place, name))
            put(paths.journal_dir / f"{of[0]}.jsonl", parts[of[0]])
            for other in of[1:]:
                if parts[other]:
                    put(Path(place, "in", f"{other}.jsonl"), parts[other])
                    merge(Path(place, "in", f"{other}.jsonl"), paths, NOON)
            return paths

        states = [
            fold(everything(home(name, *of)), PARAMETERS)
            for name, of in [("a", (0, 1, 2)), ("b", (1, 2, 0, 2)), ("c", (2, 0, 1, 1, 0))]
        ]
        assert states[0] == states[1] == states[2] == fold(chain(*parts), PARAMETERS)


@pytest.mark.parametrize("what", ["nothing", "no journal", "junk", "newer", "pipe"])
def test_what_holds_no_journal_is_refused_in_a_line(paths: Paths, tmp_path: Path, what: str) -> None:
    source = tmp_path / "source"
    if what == "no journal":
        source.mkdir()
    elif what == "junk":
        source.write_bytes(b"\0\n\xff\n")
    elif what == "newer":
        source.write_bytes(line(review(1)).replace(b'"v":1', b'"v":9'))
    elif what == "pipe":
        os.mkfifo(source)
    with pytest.raises(NewerVersion if what == "newer" else MlflashError) as caught:
        merge(source, paths, NOON)
    assert "\n" not in str(caught.value) and "source" in str(caught.value)
    assert not paths.journal_dir.exists()


def test_a_file_that_is_read_as_nothing_is_refused_in_a_line(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as /proc/kmsg, which says that it is a regular file."""

    class Silent(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return None  # type: ignore[return-value]

    (tmp_path / "source").write_bytes(b"")
    monkeypatch.setattr(journal_reader, "opened", lambda path: nullcontext(Silent()))
    with pytest.raises(MlflashError, match="source: holds no journal"):
        merge(tmp_path / "source", paths, NOON)


def test_two_machines_merging_each_other_write_the_same_file(paths: Paths, other: Paths, tmp_path: Path) -> None:
    third = under(tmp_path / "third")
    done = merge(other.journal_dir, paths, NOON), merge(other.journal_dir, third, NOON)
    assert done[0].path is not None and done[1].path is not None
    assert done[0].path.name == done[1].path.name
    shutil.copy(done[0].path, third.journal_dir)
    assert len(everything(third)) == 6
