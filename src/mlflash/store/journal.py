"""The journal, from which everything else is derived: one JSON object a line, append-only, a file per device.

A grade is acknowledged when its line, written by one call, has been synced to disk. Every append takes the
file's lock, so several processes on a device may write to one file. A line cut short by a crash is set aside
when the file is next written to; it was never acknowledged. Copies of the folder in a file synchronizer or in git
cannot conflict: no device writes to another's file, and events are folded as a set.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.scheduler.events import Event, Undo
from mlflash.store.event_lines import BROKEN, parse
from mlflash.store.files import FileStat, explained, file_stat, reason
from mlflash.store.journal_reader import MAX_FILE, TAIL, Bookmark, digest, whole_lines
from mlflash.store.journal_tail import read_tail, repair_tail, stretch
from mlflash.store.own_file import NotWritten, OwnFile, lines_of

SET_BACK = timedelta(hours=1)
"""If the newest event is later than the clock by more than this, the clock was wrong before: its time is used."""
UNKNOWN = -1
"""The value of `seen` if the file may not be the one that its owner read."""


class Journal:
    """The journal as this device writes to it.

    `clock` gives the time in UTC, `token` a random text; an event's id is made from both. `last` is the newest
    instant written: after a clock was set back a little, events still get later instants. `seen` is the number of
    bytes that the file's owner has folded: the owner sets it after reading, `append` adds to it. `rewritten` says
    that another program changed the bytes folded: the owner has to read the whole file again, and resets it.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime], token: Callable[[], str]) -> None:
        self.path = path
        self._clock, self._token = clock, token
        self._file = OwnFile(path, self._replaced)
        self.last = datetime.min.replace(tzinfo=UTC)
        self.seen = 0
        self.rewritten = False
        self.complaints: list[str] = []
        self._folded: tuple[Bookmark, FileStat | None] | None = None
        self._acknowledged: list[bytes] = []
        self._doubted = False
        self._failed: tuple[bytes, Sequence[Event]] | None = None
        self._owed: list[Event] = []

    def wait_at_most(self, seconds: float) -> None:
        """Set how long to wait for the lock while another process writes."""
        self._file.patience = seconds

    def stamp(self) -> tuple[str, datetime]:
        """An id and the instant for a new event, later than any this device has written."""
        at = self._clock().astimezone(UTC)
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        if at <= self.last:
            at = at if self.last - at > SET_BACK else self.last + timedelta(milliseconds=1)
        return f"{int(at.timestamp() * 1000):011x}{self._token()}", at

    def folded(self, mark: Bookmark | None, stat: FileStat | None) -> None:
        """Note how far the owner has read and folded the file, and its stat from before the reading."""
        self._folded = None if mark is None else (mark, stat)
        self.seen, self.rewritten = mark.length if mark is not None else 0, False

    def open(self) -> None:
        """Open the file for writing and repair a line cut short; raises `NotWritten` or `Busy`."""
        if self.is_open:
            return
        try:
            with explained(f"cannot write to {self.path}", NotWritten), self._file.exclusively() as descriptor:
                self._recover(descriptor)
        except BaseException:
            self._file.release()
            raise

    def append(self, events: Sequence[Event]) -> bool:
        """Append events, as `as_read` gives them, all or none: one write, then a sync.

        Returns whether the file holds anything that its owner has not seen. Raises `NotWritten` or `Busy`.
        """
        own = lines_of(events)
        try:
            with self._file.exclusively() as descriptor:
                self._recover(descriptor)
                others = self._file.length != self.seen or bool(self._owed)
                self._write(lines_of(self._owed) + own, [*self._owed, *events])
        except OSError as error:
            raise NotWritten(f"this is not on disk: {reason(error)} ({self.path})") from None
        self._owed.clear()
        if not others:
            self.seen = self._file.length
        self._acknowledged += own.splitlines(keepends=True)
        newest = max(event.at for event in events)
        self.last = newest if self.last - newest > SET_BACK else max(self.last, newest)
        return others

    def bookmark(self) -> Bookmark | None:
        """How far the owner has folded the file; None if the file is not open or is not the one folded."""
        if self._file.descriptor is None or self.seen == UNKNOWN or not self._trusted():
            return None
        start = max(0, self.seen - TAIL)
        try:
            tail = stretch(self._file.descriptor, start, self.seen)
        except OSError:
            return None
        return Bookmark(self.seen, digest(tail)) if len(tail) == self.seen - start else None

    def settle(self, *, create: bool = False) -> bool:
        """Write this process's lines again if another program removed them, and undo failed writes.

        A file that has disappeared is created again only with `create`: it may reappear in a moment. Returns
        whether the owner has to read the whole file again. Raises `NotWritten` or `Busy`.
        """
        if not self.is_open or not (create or file_stat(self.path)):
            return self.rewritten
        if self._failed is not None or self._owed or not self._trusted():
            with explained(f"cannot write to {self.path}", NotWritten), self._file.exclusively() as descriptor:
                self._recover(descriptor)
                self._write(lines_of(self._owed), self._owed)
            self._owed.clear()
        return self.rewritten

    def close(self) -> None:
        """Release the file, after `settle` if that is possible."""
        with suppress(MlflashError):
            self.settle(create=True)
        self._file.release()

    @property
    def is_open(self) -> bool:
        """Whether the file was opened to be written to."""
        return self._file.descriptor is not None

    # In the methods below, `descriptor` is the open file, and this process holds its lock.

    def _write(self, data: bytes, events: Sequence[Event]) -> None:
        """Write the lines of these events; what a failed write leaves behind is cut off later."""
        try:
            self._file.write(data)
        except BaseException:
            self._failed = (data, events) if self._file.unclean else None
            raise

    def _recover(self, descriptor: int) -> None:
        """Read what other programs did to the file, before a write."""
        size = os.fstat(descriptor).st_size
        if size > MAX_FILE:
            raise NotWritten(
                f"this is not on disk: {self.path} is larger than the {MAX_FILE:,} bytes that are read;"
                " move it to another folder, and a new one begins"
            )
        unseen = self.seen > self._file.length  # the owner has folded more than was looked at here
        recognized = self._recognized(descriptor)
        if not recognized:
            self._doubt()
            self._file.forget()
        self._take_back(descriptor, recognized=recognized)
        self._catch_up(descriptor)
        if recognized and unseen and not self._as_folded(descriptor):
            self._doubt()  # changed while it was looked at
        self._keep_acknowledged(descriptor)

    def _doubt(self) -> None:
        """Treat the file as one that this process has neither read nor written."""
        self.seen, self.rewritten, self._doubted = UNKNOWN, True, True

    def _replaced(self) -> None:
        self._doubt()
        self._failed = None

    def _trusted(self) -> bool:
        """Whether the path still names the open file, with the bytes that were seen in it."""
        descriptor = self._file.descriptor
        try:
            return descriptor is not None and not self._file.is_replaced() and self._recognized(descriptor)
        except OSError:
            return False

    def _recognized(self, descriptor: int) -> bool:
        """Whether the file begins with the bytes seen, and with those that its owner folded; raises OSError."""
        return self._file.is_known(descriptor) and (self.seen <= self._file.length or self._as_folded(descriptor))

    def _as_folded(self, descriptor: int) -> bool:
        """Whether the file begins with the bytes that its owner folded, by their bookmark and stat."""
        if self._folded is None or self.seen != self._folded[0].length:
            return True
        mark, stat = self._folded
        now = file_stat(descriptor)
        if stat is not None and now is not None and stat.size == now.size and stat != now:
            return False
        return mark.digest == digest(stretch(descriptor, max(0, mark.length - TAIL), mark.length))

    def _take_back(self, descriptor: int, *, recognized: bool) -> None:
        """Cut off what a failed write could not cut off itself; raises OSError if that fails again.

        Another process may have read the failed line as a good one and written after it, or another program may
        have copied the file with the line in it: then the line stays, and its event has to be undone.
        """
        if self._failed is None:
            return
        data, events = self._failed
        size = os.fstat(descriptor).st_size
        left = stretch(descriptor, self._file.length, size)
        if recognized and data.startswith(left):
            self._file.cut_back()
        else:
            self._owed += [
                Undo(f"{event.id}-", event.at, event.day, event.id)
                for event in events
                if not isinstance(event, Undo) and lines_of([event]) in left
            ]
        self._failed, self._file.unclean = None, False

    def _catch_up(self, descriptor: int) -> None:
        """Read what the file has gained, and repair its end."""
        size = os.fstat(descriptor).st_size
        if size == self._file.length:
            return
        lines = read_tail(descriptor, self._file.length, size).split(b"\n")
        torn = lines.pop()
        if torn:
            size, messages = repair_tail(descriptor, self.path, torn, size, self._clock())
            self.complaints += messages
        for line in lines:
            with suppress(MlflashError, *BROKEN):
                self.last = max(self.last, parse(line).at)
        self._file.learn(descriptor, size, whole=self._doubted)

    def _keep_acknowledged(self, descriptor: int) -> None:
        """Write this process's lines again if they are missing in a file that was replaced or changed."""
        if not self._doubted:
            return
        missing = dict.fromkeys(self._acknowledged)
        with os.fdopen(os.dup(descriptor), "rb") as file:
            for _, line in whole_lines(file):
                if line is not None:
                    missing.pop(line + b"\n", None)
        if missing:
            self._write(b"".join(missing), ())
            self.complaints.append(
                f"another program changed or removed {self.path.name}; everything written to it since the start"
                " has been written again"
            )
        self._doubted = False
