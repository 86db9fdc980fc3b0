from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from mlflash.errors import MlflashError
from mlflash.regular import open_regular
from mlflash.scheduler.events import NewerVersion, Rating, Review
from mlflash.store import journal_reader, own_file
from mlflash.store.files import Busy, locked
from mlflash.store.journal import Journal
from mlflash.store.own_file import NotWritten
from mlflash.store.paths import Paths
from tests.conftest import Clock
from tests.store.making import line, put, review, reviews

Opener = Callable[[], Journal]


@pytest.fixture
def own(paths: Paths) -> Path:
    return paths.journal_dir / "desk.jsonl"


@pytest.fixture
def opener(own: Path, clock: Clock) -> Opener:
    tokens = count()
    return lambda: Journal(own, clock, lambda: f"{next(tokens):08x}")


def ids(own: Path) -> list[str]:
    reading = journal_reader.read(own.parent)
    return [event.id for event in reading.events]


def test_cut_at_every_byte_of_its_last_lines_it_recovers(
    paths: Paths, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most one notice, nothing before the cut is missing, and the next grade stands on a line of its own."""
    monkeypatch.setattr(os, "fsync", lambda _: None)  # some thousand of them, none of which matters here
    lines = [line(review(n)) for n in range(3)]
    data = b"".join(lines)
    ends = [len(b"".join(lines[: n + 1])) for n in range(3)]
    for cut in range(ends[0], len(data) + 1):
        own = paths.journal_dir / f"{cut}" / "desk.jsonl"
        put(own, [])
        own.write_bytes(data[:cut])
        assert ids(own) == [f"r{n:05}" for n in range(3) if cut >= ends[n]]
        writer = Journal(own, clock, lambda: "0")
        writer.append([review(3)])
        writer.close()
        # A line that lacks its newline alone is whole, and is kept.
        kept = [n for n in range(3) if cut >= ends[n] - 1]
        assert own.read_bytes() == b"".join(lines[n] for n in kept) + line(review(3))
        torn = data[ends[len(kept) - 1] : cut]
        assert len(writer.complaints) == bool(torn)
        assert b"".join(path.read_bytes() for path in own.parent.glob("*.torn")) == torn


def test_files_and_folders_are_the_readers_alone(own: Path, opener: Opener) -> None:
    opener().append([review(0)])
    assert own.stat().st_mode & 0o777 == 0o600
    assert own.parent.stat().st_mode & 0o777 == 0o700
    assert own.parent.parent.stat().st_mode & 0o777 == 0o700
    own.chmod(0o644)
    opener().open()
    assert own.stat().st_mode & 0o777 == 0o600


def test_looking_creates_nothing(home: Path, paths: Paths) -> None:
    assert journal_reader.read(paths.journal_dir) == journal_reader.JournalRead([], {}, [])
    assert not home.exists()


def test_what_another_process_wrote_is_reported_once(own: Path, opener: Opener) -> None:
    one, other = opener(), opener()
    assert not one.append([review(0)])
    assert other.append([review(1)])  # it has not seen the first
    assert one.append([review(2)])
    one.seen = own.stat().st_size
    assert not one.append([review(3)])


def test_what_was_written_between_reading_and_opening_is_reported(own: Path, opener: Opener) -> None:
    one, other = opener(), opener()
    other.append([review(0)])
    one.stamp()
    one.open()
    assert one.append([review(1)])


def _replace(own: Path) -> None:
    new = own.with_name("new")
    new.write_bytes(line(review(8)))
    new.replace(own)


@pytest.mark.parametrize(
    "harm", [_replace, Path.unlink, lambda own: own.write_bytes(line(review(0))), lambda own: own.write_bytes(b"")]
)
def test_what_is_acknowledged_outlives_the_file(own: Path, opener: Opener, harm: Callable[[Path], object]) -> None:
    """Replaced by a sync tool, deleted, cut short: what this process has written comes again, once."""
    writer = opener()
    for n in range(3):
        writer.append([review(n)])
    harm(own)
    assert writer.append([review(3)])
    writer.close()
    found = [i for i in ids(own) if i != "r00008"]
    assert sorted(found) == ["r00000", "r00001", "r00002", "r00003"]


def test_what_is_acknowledged_outlives_a_replacing_before_the_end(own: Path, opener: Opener) -> None:
    writer = opener()
    writer.append([review(0)])
    _replace(own)
    writer.close()
    assert ids(own) == ["r00008", "r00000"]


@pytest.mark.parametrize("what", ["pipe", "directory", "link", "file for a folder"])
def test_what_is_no_file_is_refused_in_a_line(own: Path, opener: Opener, what: str) -> None:
    if what == "file for a folder":
        own.parent.parent.mkdir()
        own.parent.write_text("")
    else:
        own.parent.mkdir(parents=True)
        elsewhere = own.parent.parent / "elsewhere"
        elsewhere.write_text("")
        if what == "pipe":
            os.mkfifo(own)
        elif what == "directory":
            own.mkdir()
        else:
            own.symlink_to(elsewhere)
    with pytest.raises(MlflashError) as caught:
        opener().append([review(0)])
    assert "\n" not in str(caught.value) and str(own.parent) in str(caught.value)
    if what == "link":
        assert elsewhere.read_text() == ""


def test_a_newer_journal_is_refused_and_left(own: Path, opener: Opener) -> None:
    put(own, [review(0)])
    newer = own.read_bytes() + line(review(1)).replace(b'"v":1', b'"v":2')
    own.write_bytes(newer)
    with pytest.raises(NewerVersion, match=r"desk.jsonl.*upgrade"):
        journal_reader.read(own.parent)
    own.write_bytes(newer[:-1])
    with pytest.raises(NewerVersion):
        opener().append([review(2)])
    assert own.read_bytes() == newer[:-1]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"typed": ("x" * 2_000_000,)}, "too long"),
        ({"lines": tuple(range(1, 66))}, r"Expected `int` <= 64 - at `\$.lines"),
        ({"at": datetime(1850, 1, 1, tzinfo=UTC)}, "not in the years 1900 to 8999"),
    ],
)
def test_a_line_that_could_not_be_read_again_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(NotWritten, match=told):
        own_file.as_read([review(0), review(1)._replace(**change)])


def test_several_events_go_in_one_write(own: Path, opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    writes: list[int] = []
    real = os.write

    def write(descriptor: int, data: bytes) -> int:
        writes.append(len(data))
        return real(descriptor, data)

    writer = opener()
    writer.open()
    monkeypatch.setattr(os, "write", write)
    writer.append(reviews(5))
    assert writes == [own.stat().st_size]


def test_a_clock_set_back_a_little_gives_no_event_an_earlier_instant(opener: Opener, clock: Clock) -> None:
    writer = opener()
    writer.append([_stamped(writer)])
    first = writer.last
    clock.forward(minutes=-50)
    again = opener()
    again.open()
    _, at = again.stamp()
    assert first is not None and at > first


def test_a_clock_that_was_far_ahead_is_not_followed(opener: Opener, clock: Clock) -> None:
    """One evening in the year 2099 must not put every later grade into 2099."""
    writer, right = opener(), clock.now
    clock.forward(days=26_000)
    writer.append([_stamped(writer)])
    clock.now = right
    for again in (writer, opener()):
        again.open()
        event = _stamped(again)
        assert event.at.date() == right.date()
        again.append([event])
        assert again.stamp()[1] > event.at


def _stamped(writer: Journal) -> Review:
    writer.open()
    name, at = writer.stamp()
    return Review(name, at, at.date(), "bias-variance", Rating.GOOD)


CHILD = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from mlflash.scheduler.events import Review
from mlflash.store.journal import Journal
name, path, grades = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
writer = Journal(path, lambda: datetime.now(UTC), lambda: os.urandom(4).hex())
for n in range(grades):
    stamp, at = writer.stamp()
    writer.append([Review(stamp, at, at.date(), f"{name}{n}", 3)])
    os.write(1, f"{name}{n}\\n".encode())
if name == "holder":
    import fcntl, time
    fcntl.flock(writer._file.descriptor, fcntl.LOCK_EX)
    os.write(1, b"held\\n")
    time.sleep(600)
"""


def test_two_processes_write_to_one_file(own: Path) -> None:
    children = [
        subprocess.Popen([sys.executable, "-c", CHILD, name, str(own), "60"], stdout=subprocess.PIPE)
        for name in ("a", "b")
    ]
    said = [child.communicate()[0].decode().split() for child in children]
    reading = journal_reader.read(own.parent)
    assert reading.complaints == []
    questions = [event.card_id for event in reading.events if isinstance(event, Review)]
    assert sorted(questions) == sorted([*said[0], *said[1]])
    assert len(questions) == 120


def test_the_lock_of_a_killed_process_is_free(own: Path, opener: Opener) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, "holder", str(own), "1"], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert [child.stdout.readline(), child.stdout.readline()] == ["holder0\n", "held\n"]
    child.kill()
    child.wait()
    child.stdout.close()
    assert opener().append([review(0)])
    assert len(ids(own)) == 2


def test_a_held_lock_is_reported_in_one_line(own: Path, opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    put(own, [review(0)])
    descriptor = open_regular(own, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    ticks = count(0, 100)
    monkeypatch.setattr("mlflash.store.files.time.monotonic", lambda: next(ticks))
    with pytest.raises(MlflashError, match="another mlflash"):
        opener().append([review(1)])
    os.close(descriptor)
    opener().append([review(1)])
    assert ids(own) == ["r00000", "r00001"]


def test_a_full_disk_loses_nothing_and_is_named(own: Path, opener: Opener) -> None:
    """A limit on the size of files, as a full disk: some grades fit, the next is refused, later ones fit again."""
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));" + CHILD
    )
    child = subprocess.run(
        [sys.executable, "-c", code, "a", str(own), "60"], capture_output=True, text=True, check=False
    )
    said = child.stdout.split()
    assert 3 < len(said) < 60
    assert "this is not on disk: the file would grow past the size allowed" in child.stderr
    opener().append([review(0)])
    reading = journal_reader.read(own.parent)
    assert reading.complaints == []
    assert [e.card_id for e in reading.events if isinstance(e, Review)][:-1] == said


def test_bookmarks_say_how_far_was_folded(own: Path, opener: Opener) -> None:
    writer = opener()
    writer.append(reviews(3))
    mark = writer.bookmark()
    assert mark is not None
    opener().append(reviews(2, 3))
    assert writer.bookmark() == mark
    reading = journal_reader.read_after(own.parent, {own.name: mark})
    assert reading is not None and [event.id for event in reading.events] == ["r00003", "r00004"]


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-1], lambda data: b"x" + data[1:], lambda data: b"", lambda data: data[9:]]
)
def test_marks_of_another_file_are_worth_nothing(own: Path, spoil: Callable[[bytes], bytes]) -> None:
    data = put(own, reviews(9))
    reading = journal_reader.read(own.parent)
    own.write_bytes(spoil(data))
    assert journal_reader.read_after(own.parent, reading.marks) is None


def test_what_would_not_be_read_is_not_accepted(
    own: Path, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers pass over a file beyond a size: a grade in it would never count."""
    size = len(line(review(0)))
    for module in ("journal", "own_file", "journal_reader"):
        monkeypatch.setattr(f"mlflash.store.{module}.MAX_FILE", 2 * size)
    writer = opener()
    writer.append([review(0)])
    writer.append([review(1)])
    with pytest.raises(NotWritten, match="as large as a journal file may be"):
        writer.append([review(2)])
    assert ids(own) == ["r00000", "r00001"]
    own.rename(own.with_name("desk-before.jsonl"))
    opener().append([review(2)])
    assert sorted(ids(own)) == ["r00000", "r00001", "r00002"]


def test_a_file_too_large_to_be_read_is_refused_at_once(own: Path, opener: Opener) -> None:
    put(own, [review(0)])
    os.truncate(own, 3 << 30)
    with pytest.raises(NotWritten, match="larger than"):
        opener().append([review(1)])
    with pytest.raises(NotWritten, match="larger than"):
        opener().open()
    assert own.stat().st_size == 3 << 30


@pytest.mark.parametrize("last", [b"", line(review(7)), line(review(7))[:50]])
def test_the_end_of_a_large_file_is_found_in_little_memory(own: Path, opener: Opener, last: bytes) -> None:
    """A hole of half a gigabyte, one line that holds no event; then a whole line, a torn one or nothing."""
    put(own, [review(0)])
    end = 1 << 29
    os.truncate(own, end)
    with own.open("ab") as file:
        file.write(b"\n" + last if last else b"")
    tracemalloc.start()
    opener().append([review(1)])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20_000_000
    kept = b"\n" + (last if last.endswith(b"\n") else b"") + line(review(1))
    with own.open("rb") as file:
        file.seek(end)
        assert file.read() == kept


def test_a_lock_held_elsewhere_is_waited_for_no_longer_than_asked(own: Path, opener: Opener) -> None:
    ours = opener()
    ours.append([review(0)])
    theirs = os.open(own, os.O_RDWR)
    ours.wait_at_most(0.0)
    try:
        with locked(theirs, own), pytest.raises(Busy):
            ours.append([review(1)])
    finally:
        os.close(theirs)
    ours.append([review(1)])
    assert len(ids(own)) == 2
