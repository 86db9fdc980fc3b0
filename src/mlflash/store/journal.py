"""The review journal: one JSON object a line, append-only, a file per device. The truth.

A grade is acknowledged when its line, written by one call, has been synced to disk. Every append takes the
file's lock, so several processes on a device may write to one file. A line cut short by a crash is set aside
when the file is next written to; it was never acknowledged. A copy of the folder in any file sync or git
cannot conflict: no device writes another's file, and events are folded as a set.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.memory.events import Event, Undo, to_dict
from mlflash.store.ending import cut, ending, mend, stretch
from mlflash.store.files import (
    Busy,
    locked,
    make_private,
    open_regular,
    reason,
    sync_directory,
    write_all,
)
from mlflash.store.reading import (
    BROKEN,
    TAIL,
    Bookmark,
    Reading,
    digest,
    files,
    parse,
    read,
    read_file,
)

__all__ = ["UNKNOWN", "Bookmark", "Busy", "Journal", "NotWritten", "Reading", "files", "read", "read_file"]

SET_BACK = timedelta(hours=1)
"""A clock that runs behind the newest event by more than this was wrong before, and is now believed."""
UNKNOWN = -1
"""`seen` where the file is not known to be the one its owner read."""


class NotWritten(MlflashError):
    """An event could not be put on disk; nothing of it counts."""


class Journal:
    """The journal as this device writes to it.

    `clock` gives the time in UTC, `token` a random text; both make an event's id. `last` is the newest instant
    written: a clock set back a little never gives an event an earlier one. `seen` is how much of the file its
    owner has folded, in bytes: the owner sets it after reading, `append` moves it on.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime], token: Callable[[], str]) -> None:
        self.path = path
        self._clock, self._token = clock, token
        self._descriptor: int | None = None
        self.last: datetime | None = None
        self.length = self.seen = 0
        self.complaints: list[str] = []
        self._acknowledged: list[bytes] = []
        self._doubted = False
        self._failed: tuple[bytes, Sequence[Event]] | None = None
        self._owed: list[Event] = []

    def stamp(self) -> tuple[str, datetime]:
        """An id and the instant for a new event, later than any this device has written."""
        at = self._clock().astimezone(UTC)
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        if self.last is not None and at <= self.last:
            at = at if self.last - at > SET_BACK else self.last + timedelta(milliseconds=1)
        return f"{int(at.timestamp() * 1000):011x}{self._token()}", at

    def open(self) -> None:
        """Make the file ready to be written to, mending a line cut short; raises `NotWritten` or `Busy`."""
        if self._descriptor is not None:
            return
        try:
            with self._exclusively():
                self._catch_up()
        except OSError as error:
            self._let_go()
            raise NotWritten(f"cannot write to {self.path}: {reason(error)}") from None
        except BaseException:
            self._let_go()
            raise

    def append(self, events: Sequence[Event]) -> bool:
        """Put events, such as `as_read` gives, on disk, all or none: one write, then a sync.

        Returns whether the file holds anything its owner has not seen. Raises `NotWritten` or `Busy`.
        """
        data = _lines(events)
        try:
            with self._exclusively() as descriptor:
                self._take_back(descriptor)
                self._catch_up()
                self._keep_acknowledged(descriptor)
                others = self.length != self.seen or bool(self._owed)
                self._write(descriptor, _lines(self._owed) + data, [*self._owed, *events])
        except OSError as error:
            raise NotWritten(f"this is not on disk: {reason(error)} ({self.path})") from None
        self._owed.clear()
        if not others:
            self.seen = self.length
        self._acknowledged.append(data)
        newest = max(event.at for event in events)
        if self.last is None or self.last - newest > SET_BACK:
            self.last = newest
        else:
            self.last = max(self.last, newest)
        return others

    def bookmark(self) -> Bookmark | None:
        """How far this file was folded by its owner; None where it was not opened, or that is not known."""
        if self._descriptor is None or self.seen == UNKNOWN:
            return None
        start = max(0, self.seen - TAIL)
        try:
            tail = stretch(self._descriptor, start, self.seen)
        except OSError:
            return None
        return Bookmark(self.seen, digest(tail)) if len(tail) == self.seen - start else None

    def close(self) -> None:
        """Let the file go, with what a failed write left taken back where that can be done."""
        if self._descriptor is not None and (self._failed is not None or self._owed or self._replaced()):
            with suppress(OSError, MlflashError), self._exclusively() as descriptor:
                self._take_back(descriptor)
                self._catch_up()
                self._keep_acknowledged(descriptor)
                self._write(descriptor, _lines(self._owed), self._owed)
        self._let_go()

    @contextmanager
    def _exclusively(self) -> Iterator[int]:
        """The file that the path names, open and locked; another one in its place is opened in turn."""
        for _ in range(100):
            descriptor = self._descriptor
            if descriptor is None:
                make_private(self.path.parent)
                descriptor = open_regular(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
                self._descriptor, self.length = descriptor, 0
                # Each time, not only for a new file: its maker may have died before its name was durable.
                sync_directory(self.path.parent)
                with suppress(OSError, AttributeError):
                    if os.fstat(descriptor).st_mode & 0o077:
                        os.fchmod(descriptor, 0o600)
            with locked(descriptor, self.path):
                if not self._replaced():
                    yield descriptor
                    return
            # A sync tool's rename, a deletion: what was seen was another file's, and so was what failed there.
            self._let_go()
            self.seen, self._doubted, self._failed = UNKNOWN, True, None
        raise OSError(errno.EBUSY, "the file is replaced again and again")

    def _let_go(self) -> None:
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor, self.length = None, 0

    def _replaced(self) -> bool:
        """Whether the path now names another file than the open one, or none."""
        assert self._descriptor is not None
        try:
            here, there = os.fstat(self._descriptor), os.stat(self.path, follow_symlinks=False)  # noqa: PTH116
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return (here.st_dev, here.st_ino) != (there.st_dev, there.st_ino)

    def _write(self, descriptor: int, data: bytes, events: Sequence[Event]) -> None:
        """Write lines, which hold these events, whole or not at all: what a failure left is cut off again.

        Where even that fails, nothing more is written before it has been cut off after all.
        """
        if not data:
            return
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
        except BaseException:
            self._failed = (data, events)
            with suppress(OSError):
                cut(descriptor, self.length)
                self._failed = None
            raise
        self.length += len(data)

    def _take_back(self, descriptor: int) -> None:
        """Cut off what a failed write could not cut off itself; raises OSError while that still fails.

        Another process may have taken the failed line for a good one and written after it: then it stays, and
        an undo is owed that takes back what it says.
        """
        if self._failed is None:
            return
        data, events = self._failed
        left = stretch(descriptor, self.length, os.fstat(descriptor).st_size)
        if data.startswith(left):
            cut(descriptor, self.length)
        else:
            self._owed += [
                Undo(f"{event.id}-", event.at, event.day, event.id)
                for event in events
                if not isinstance(event, Undo) and _lines([event]) in left
            ]
        self._failed = None

    def _catch_up(self) -> None:
        """Look at what the file has gained since it was last looked at, and mend its end. Needs the lock."""
        descriptor = self._descriptor
        assert descriptor is not None
        size = os.fstat(descriptor).st_size
        if size < self.length:
            self.length, self.seen, self._doubted = 0, UNKNOWN, True
        if size == self.length:
            return
        tail = stretch(descriptor, self.length, size) if self.length else ending(descriptor, size)
        lines = tail.split(b"\n")
        torn = lines.pop()
        if torn:
            size, said = mend(descriptor, self.path, torn, size, self._clock())
            self.complaints += said
        newest = None
        for line in lines:
            with suppress(MlflashError, *BROKEN):
                at = parse(line).at
                newest = at if newest is None else max(newest, at)
        if newest is not None:
            self.last = newest if self.last is None else max(self.last, newest)
        self.length = size

    def _keep_acknowledged(self, descriptor: int) -> None:
        """Write again what this process had on disk in a file that was since replaced or cut short."""
        if not self._doubted:
            return
        there = stretch(descriptor, 0, self.length)
        lost = b"".join(data for data in self._acknowledged if data not in there)
        if lost:
            self._write(descriptor, lost, ())
            self.complaints.append(
                f"{self.path.name} was replaced or taken away; what was written since the start is in it again"
            )
        self._doubted = False


def as_read(events: Iterable[Event]) -> list[Event]:
    """Events as a replay will read them; raises `NotWritten` for one that none could read."""
    try:
        return [parse(_lines([event])[:-1]) for event in events]
    except BROKEN as error:
        raise NotWritten(f"this is not on disk: no journal can hold it ({error})") from None


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _lines(events: Iterable[Event]) -> bytes:
    """Events as the journal holds them."""
    text = "".join(_encode(to_dict(event)) + "\n" for event in events)
    return text.encode("utf-8", "replace")
