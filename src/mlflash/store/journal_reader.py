"""Read the journal folder: every file in it, without trust in who wrote it.

A line that is not an event is skipped and counted; the lines around it are read. Nothing here writes.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mlflash.hashing import blake2b
from mlflash.record import Record
from mlflash.regular import open_regular
from mlflash.scheduler.events import Event, NewerVersion
from mlflash.store.event_lines import BLANK, BOM, BROKEN, MAX_LINE, Recurring, parse
from mlflash.store.files import FileStat, explained, file_stat

MAX_FILE = 1 << 30
"""Bytes of a journal file at most."""
TAIL = 4096
"""Bytes before a bookmark that its digest covers."""
BLOCK = 1 << 22
"""Bytes read at a time."""
NAME = re.compile(r"[^./\\\0-\x1f\x7f][^/\\\0-\x1f\x7f]*\.jsonl")
"""The names of journal files: no name that leads to another folder on any system."""
OnProgress = Callable[[int, int], None]
"""Called with the part done and the whole."""
START = b'{"v":'
"""The beginning of a record."""


class Bookmark(NamedTuple):
    """How far a journal file has been read."""

    length: int
    """How many bytes have been read."""
    digest: str
    """The hash of the last `TAIL` of them."""


class JournalRead(Record, frozen=True):
    """What was read from the journals."""

    events: list[Event]
    """The events read."""
    marks: dict[str, Bookmark]
    """How far each file was read, by name."""
    complaints: list[str]
    """A line for each thing that could not be read."""


class WrittenEvent(NamedTuple):
    """An event with its text."""

    event: Event
    """The event."""
    text: bytes
    """Its line as it is written, without the newline."""


class JournalFolder(NamedTuple):
    """The journals of a folder."""

    files: list[Path]
    """The journals, sorted by name."""
    complaints: list[str]
    """A line for each entry that is named like a journal and is not one."""


def survey(directory: Path) -> JournalFolder:
    """The journals in a folder, conflict copies of a file sync among them; raises `MlflashError`.

    Symbolic links are skipped: a folder that others can write to must not lead out of itself. Files too large to
    be journals are skipped too: a stray file must not delay a start or fill the backups.
    """
    folder = JournalFolder([], [])
    what = f"cannot read the journal folder {directory}"
    with explained(what), suppress(FileNotFoundError), os.scandir(directory) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not entry.name.endswith(".jsonl") or entry.name.startswith("."):
                continue  # some systems keep a hidden file next to each file, with a similar name
            if fault := _fault(entry):
                folder.complaints.append(f"{shown(entry.name)} {fault} and was skipped")
            else:
                folder.files.append(directory / entry.name)
    return folder


def _fault(entry: os.DirEntry[str]) -> str | None:
    """Why an entry is not read as a journal; None if it is."""
    if not NAME.fullmatch(entry.name):
        return "has an odd name"
    if not entry.is_file(follow_symlinks=False):
        return "is a symbolic link" if entry.is_symlink() else "is not a regular file"
    with suppress(FileNotFoundError):
        if entry.stat(follow_symlinks=False).st_size > MAX_FILE:
            return f"is larger than {MAX_FILE:,} bytes"
    return None


def files(directory: Path) -> list[Path]:
    """The journals in a folder, sorted by name; raises `MlflashError`."""
    return survey(directory).files


def file_stats(directory: Path) -> dict[str, FileStat]:
    """The stat of each journal by its name: a quick check for changes; raises `MlflashError`."""
    return {path.name: stat for path in files(directory) if (stat := file_stat(path)) is not None}


def read(directory: Path, on_progress: OnProgress | None = None) -> JournalRead:
    """Read every event; `on_progress` is called with the bytes read and the bytes in all.

    Raises `NewerVersion`, and `MlflashError` if a file cannot be read.
    """
    reading = read_after(directory, {}, on_progress)
    return read(directory) if reading is None else reading  # None: a file was cut while it was read


def read_after(
    directory: Path, marks: Mapping[str, Bookmark], on_progress: OnProgress | None = None
) -> JournalRead | None:
    """Read the events after the bookmarks, as `read` does.

    None if a file with a bookmark is gone, shorter than the bookmark or changed before it: then everything has to
    be read.
    """
    paths, complaints = survey(directory)
    reading = JournalRead([], {}, complaints)
    if not {path.name for path in paths} >= set(marks):
        return None
    before, total = 0, sum(stat.size for stat in file_stats(directory).values()) if on_progress else 0
    for path in paths:
        mark = marks.get(path.name)
        with opened(path) as file:
            if mark is not None and _digest(file, mark.length) != mark.digest:
                return None
            start = mark.length if mark else 0
            end = _take(file, path, start, reading, on_progress and partial(_report, on_progress, before, total))
            digest = _digest(file, end)
        if digest is None:
            return None
        reading.marks[path.name] = Bookmark(end, digest)
        before += end
    return reading


def read_file(path: Path) -> list[Event]:
    """The events of one journal file, none if it does not exist; raises as `read` does."""
    reading = JournalRead([], {}, [])
    with explained(f"cannot read the journal {path}"):
        there = path.exists()
    if there:
        with opened(path) as file:
            _take(file, path, 0, reading)
    return reading.events


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a journal file for reading; errors while it is open are raised as `MlflashError`."""
    with explained(f"cannot read the journal {path}"), os.fdopen(open_regular(path, os.O_RDONLY), "rb") as file:
        yield file


def whole_lines(file: BinaryIO, start: int = 0) -> Iterator[tuple[int, bytes | None]]:
    """Each finished line from `start` on: the position after it, and the line without its newline.

    None stands for a line longer than `MAX_LINE`, which is never held in memory. A last line without a newline was
    not acknowledged and is not read: another process is writing it, or a crash cut it short.
    """
    file.seek(start)
    position, carry, skipping = start, b"", False
    while block := file.read(BLOCK):
        lines = (carry + block).split(b"\n")
        carry = lines.pop()
        for line in lines:
            position += len(line) + 1
            yield position, None if skipping or len(line) > MAX_LINE else line
            skipping = False
        if len(carry) > MAX_LINE:
            position, carry, skipping = position + len(carry), b"", True


def events_of(line: bytes) -> tuple[list[Event], int]:
    """The events of a line, usually one, and how many parts of it could not be read; raises `NewerVersion`."""
    written, bad = written_on(line)
    return [event for event, _ in written], bad


def written_on(line: bytes) -> tuple[list[WrittenEvent], int]:
    """The events of a line with their text, and how many parts of it could not be read.

    If a copying tool lost the newline between two records, each complete record is read. Raises `NewerVersion`.
    """
    text = line.removeprefix(BOM).strip(BLANK)
    try:
        return [WrittenEvent(parse(text), text)], 0
    except BROKEN:
        pass
    written: list[WrittenEvent] = []
    before, *parts = text.split(START)
    bad = int(bool(before.strip(BLANK + BOM)))
    for part in parts:
        text = (START + part).rstrip(BLANK)
        try:
            written.append(WrittenEvent(parse(text), text))
        except BROKEN:
            bad += 1
    return written, bad


def shown(name: str) -> str:
    """A file name for a message: shortened, on one line, without control characters."""
    name = name if name.isprintable() else ascii(name)[1:-1]
    return name if len(name) <= 80 else name[:79] + "…"


def _report(on_progress: OnProgress, before: int, total: int, end: int) -> None:
    """Report the bytes read of all files, which may have grown since they were counted."""
    on_progress(min(before + end, total), total)


def _take(
    file: BinaryIO, path: Path, start: int, reading: JournalRead, on_progress: Callable[[int], None] | None = None
) -> int:
    """Read the finished lines from `start` on into `reading`; returns the position after the last."""
    append, bad, end = reading.events.append, 0, start
    recurring = Recurring()
    next_report = start + BLOCK
    for end, line in whole_lines(file, start):
        if on_progress is not None and end >= next_report:
            on_progress(end)
            next_report = end + BLOCK
        if line is None:
            bad += 1
        elif line:
            try:
                append(parse(line, recurring))
            except NewerVersion as error:
                raise NewerVersion(f"{shown(path.name)}: {error}") from None
            except BROKEN:
                events, broken = events_of(line)
                reading.events.extend(events)
                bad += broken
    if bad:
        lines = "a line" if bad == 1 else f"{bad} lines"
        where = shown(path.name) if not start else f"{shown(path.name)} after byte {start}"
        reading.complaints.append(
            f"{lines} of {where} could not be read and {'was' if bad == 1 else 'were'} skipped"
        )
    return end


def _digest(file: BinaryIO, length: int) -> str | None:
    """The hash of the last `TAIL` bytes before `length`; None if the file is shorter."""
    start = max(0, length - TAIL)
    file.seek(start)
    tail = file.read(length - start)
    return digest(tail) if len(tail) == length - start else None


def digest(tail: bytes) -> str:
    """The hash that a bookmark has of the bytes before it."""
    return blake2b(tail, digest_size=8).hexdigest()
