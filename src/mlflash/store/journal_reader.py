"""Read the journal folder: every file in it, whoever wrote it, without trust.

A line that is no event is passed over and counted; the lines around it are read. Nothing here writes.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mlflash.errors import MlflashError
from mlflash.hashing import blake2b
from mlflash.record import Record
from mlflash.scheduler.events import Event, NewerVersion
from mlflash.store.event_lines import BROKEN, MAX_LINE, Recurring, parse
from mlflash.store.files import open_regular, reason

MAX_FILE = 1 << 30
TAIL = 4096
BLOCK = 1 << 22
NAME = re.compile(r"[^./\\\0-\x1f\x7f][^/\\\0-\x1f\x7f]*\.jsonl")
"""What a journal file may be called: nothing that means another place anywhere."""
START = b'{"v":'


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


class JournalFolder(NamedTuple):
    """The journals of a folder."""

    files: list[Path]
    """The journals, sorted by name."""
    complaints: list[str]
    """A line for each thing named like a journal that is none."""


def survey(directory: Path) -> JournalFolder:
    """The journals in a folder, conflict copies of a file sync among them; raises `MlflashError`.

    Symbolic links are passed over: a folder that others can write to must not lead out of itself. So are files
    too large to be journals: a stray one must not hold up a start, nor fill the backups.
    """
    folder = JournalFolder([], [])
    try:
        with os.scandir(directory) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if not entry.name.endswith(".jsonl") or entry.name.startswith("."):
                    continue  # hidden ones are what some systems keep beside a file of that name
                if not NAME.fullmatch(entry.name):
                    folder.complaints.append(f"{shown(entry.name)} has an odd name and was passed over")
                elif not entry.is_file(follow_symlinks=False):
                    what = "a symbolic link" if entry.is_symlink() else "not a regular file"
                    folder.complaints.append(f"{shown(entry.name)} is {what} and was passed over")
                elif _size(entry) > MAX_FILE:
                    what = f"larger than {MAX_FILE:,} bytes"
                    folder.complaints.append(f"{shown(entry.name)} is {what} and was passed over")
                else:
                    folder.files.append(directory / entry.name)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise MlflashError(f"cannot read the journal folder {directory}: {reason(error)}") from None
    return folder


def _size(entry: os.DirEntry[str]) -> int:
    """A file's length in bytes; 0 for one that is gone again."""
    try:
        return entry.stat(follow_symlinks=False).st_size
    except FileNotFoundError:
        return 0


def files(directory: Path) -> list[Path]:
    """The journals in a folder, sorted by name; raises `MlflashError`."""
    return survey(directory).files


class Stamp(NamedTuple):
    """What the file system says of a file: it changes whenever the contents do."""

    inode: int
    """Which file it is."""
    size: int
    """Its bytes."""
    changed: int
    """When it was last changed, in nanoseconds."""


def stamp_of(file: int | Path) -> Stamp | None:
    """The stamp of an open file, or of the one a path names; None where there is none to be had."""
    try:
        status = os.fstat(file) if isinstance(file, int) else os.stat(file, follow_symlinks=False)  # noqa: PTH116
    except OSError:
        return None
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns)


def stamps(directory: Path) -> dict[str, Stamp]:
    """Every journal's name and stamp: a quick look whether anything was written; raises `MlflashError`."""
    found = {path.name: stamp_of(path) for path in files(directory)}
    return {name: stamp for name, stamp in found.items() if stamp is not None}


def read(
    directory: Path,
    after: Mapping[str, Bookmark] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> JournalRead | None:
    """Read every event, or the events that came `after` the marks.

    `on_progress` is called with the bytes read and all bytes. Returns None if a marked file is gone, shorter than
    its mark or changed before it: then the marks are worth nothing and everything has to be read. Raises
    `NewerVersion`, and `MlflashError` if a file cannot be read.
    """
    paths, complaints = survey(directory)
    reading = JournalRead([], {}, complaints)
    if after and not {path.name for path in paths} >= set(after):
        return None
    before, total = 0, sum(stamp.size for stamp in stamps(directory).values()) if on_progress else 0
    for path in paths:
        mark = (after or {}).get(path.name)
        with opened(path) as file:
            if mark is not None and _digest(file, mark.length) != mark.digest:
                return None
            start = mark.length if mark else 0
            end = _take(file, path, start, reading, on_progress and partial(_report, on_progress, before, total))
            digest = _digest(file, end)
        if digest is None:
            return None if after else read(directory)  # cut while it was read
        reading.marks[path.name] = Bookmark(end, digest)
        before += end
    return reading


def read_file(path: Path) -> list[Event]:
    """The events of one journal file; empty where there is none; raises as `read` does."""
    reading = JournalRead([], {}, [])
    try:
        there = path.exists()
    except OSError as error:
        raise MlflashError(f"cannot read the journal {path}: {reason(error)}") from None
    if there:
        with opened(path) as file:
            _take(file, path, 0, reading)
    return reading.events


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A journal file open for reading; raises `MlflashError` for what goes wrong while it is."""
    try:
        with os.fdopen(open_regular(path, os.O_RDONLY), "rb") as file:
            yield file
    except OSError as error:
        raise MlflashError(f"cannot read the journal {path}: {reason(error)}") from None


def whole_lines(file: BinaryIO, start: int = 0) -> Iterator[tuple[int, bytes | None]]:
    """Each finished line from `start` on, without its newline, and the position after it.

    None stands for a line beyond `MAX_LINE`, which is never held in memory. An unfinished last line is another
    process's append, or a crash's: not acknowledged, so not read.
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
    """The events of a line, one as a rule, and how many parts of it could not be read.

    Where a copying tool lost a newline between two records, each that is whole is still found. Raises
    `NewerVersion`.
    """
    try:
        return [parse(line)], 0
    except BROKEN:
        pass
    events: list[Event] = []
    parts = line.split(START)
    bad = int(bool(parts[0].strip(b"\0\r\t \xef\xbb\xbf")))
    for part in parts[1:]:
        try:
            events.append(parse(START + part))
        except BROKEN:
            bad += 1
    return events, bad


def shown(name: str) -> str:
    """A file name fit for a message: on one line, no control characters, not endless."""
    name = name if name.isprintable() else ascii(name)[1:-1]
    return name if len(name) <= 80 else name[:79] + "…"


def _report(on_progress: Callable[[int, int], None], before: int, total: int, end: int) -> None:
    """Report the bytes read of all files; they may have grown since they were counted."""
    on_progress(min(before + end, total), total)


def _take(
    file: BinaryIO, path: Path, start: int, reading: JournalRead, on_progress: Callable[[int], None] | None = None
) -> int:
    """Read the finished lines from `start` on into `reading`; returns where the last of them ends."""
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
            f"{lines} of {where} could not be read and {'was' if bad == 1 else 'were'} passed over"
        )
    return end


def _digest(file: BinaryIO, length: int) -> str | None:
    """Hash of the last `TAIL` bytes before `length`; None where the file is shorter."""
    start = max(0, length - TAIL)
    file.seek(start)
    tail = file.read(length - start)
    return digest(tail) if len(tail) == length - start else None


def digest(tail: bytes) -> str:
    """The hash that a bookmark holds of the bytes before it."""
    return blake2b(tail, digest_size=8).hexdigest()
