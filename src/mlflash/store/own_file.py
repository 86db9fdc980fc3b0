"""This device's journal file: open it, lock it, append whole lines, and notice a change by another program.

mlflash only appends, under the file's lock. A copy over the file, a sort, a sync tool or an editor that writes in
place leaves the name and inode as they are: only the bytes and the time of the last change show the difference.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.hashing import blake2b
from mlflash.regular import open_regular
from mlflash.scheduler.events import Event
from mlflash.store.event_lines import BROKEN, line_of, parse
from mlflash.store.files import FileStat, file_stat, locked, make_private, sync_directory, write_all
from mlflash.store.journal_reader import BLOCK, MAX_FILE
from mlflash.store.journal_tail import REACH, stretch, truncate


class NotWritten(MlflashError):
    """Events could not be written to disk; none of them counts."""


def as_read(events: Iterable[Event]) -> list[Event]:
    """Events as a replay will read them; raises `NotWritten` if an event cannot be read back."""
    try:
        return [parse(lines_of([event])[:-1]) for event in events]
    except BROKEN as error:
        raise NotWritten(f"this is not on disk: no journal can hold it ({error})") from None


def lines_of(events: Iterable[Event]) -> bytes:
    """The lines of events, as the journal holds them."""
    text = "".join(line_of(event) + "\n" for event in events)
    return text.encode("utf-8", "replace")


class OwnFile:
    """The file at a path, and what this process knows of its contents: the first `length` bytes.

    The last `REACH` bytes known are compared at every check. A hash of all bytes known is compared when the file
    system says that another program changed the file. Hashing a long file when it is opened would take noticeable
    time: there the hash covers only what follows the last `REACH` bytes, and any change by another program counts
    as a change of the bytes known.

    `on_replaced` is called when another file has taken the place of the open one. `unclean` says that a failed
    write left something that could not be cut off.
    """

    def __init__(self, path: Path, on_replaced: Callable[[], None]) -> None:
        self.path, self._on_replaced = path, on_replaced
        self.descriptor: int | None = None
        self.unclean = False
        self.patience = 5.0
        """Seconds to wait for the lock at most."""
        self.forget()

    def forget(self) -> None:
        """Know nothing of the contents."""
        self.length = self._base = 0
        self._tail, self._hash = bytearray(), blake2b()
        self._stat: FileStat | None = None

    def learn(self, descriptor: int, size: int, *, whole: bool) -> None:
        """Know the contents up to a size; of a file not known yet, the `whole` or only its end. Raises OSError."""
        if not self.length and not whole:
            self._base = self.length = max(0, size - REACH)
        stat = file_stat(descriptor)
        for piece in _pieces(descriptor, self.length, size):
            self._add(piece)
        self._settle(stat)

    @contextmanager
    def exclusively(self) -> Iterator[int]:
        """Open and lock the file that is now at the path; raises OSError and `MlflashError`."""
        for _ in range(100):
            descriptor = self.descriptor
            if descriptor is None:
                make_private(self.path.parent)
                descriptor = open_regular(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
                self.descriptor = descriptor
                # Always, not only for a new file: the process that made it may have died before its name was
                # durable.
                sync_directory(self.path.parent)
                with suppress(OSError, AttributeError):
                    if os.fstat(descriptor).st_mode & 0o077:
                        os.fchmod(descriptor, 0o600)
            with locked(descriptor, self.path, self.patience):
                if not self.is_replaced():
                    yield descriptor
                    return
            # A sync tool renamed a file to it, or it was deleted: what was seen and what failed concern another
            # file.
            self.release()
            self.unclean = False
            self._on_replaced()
        raise OSError(errno.EBUSY, "the file is replaced again and again")

    def release(self) -> None:
        """Close the file."""
        if self.descriptor is not None:
            with suppress(OSError):
                os.close(self.descriptor)
            self.descriptor = None
            self.forget()

    def is_replaced(self) -> bool:
        """Whether another file, or none, is now at the path of the open file."""
        assert self.descriptor is not None
        try:
            here, there = os.fstat(self.descriptor), os.stat(self.path, follow_symlinks=False)  # noqa: PTH116
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return (here.st_dev, here.st_ino) != (there.st_dev, there.st_ino)

    def is_known(self, descriptor: int) -> bool:
        """Whether the open file begins with the bytes known; raises OSError."""
        stat = file_stat(descriptor)
        if stat is None or stat.size < self.length:
            return False
        if stretch(descriptor, self.length - len(self._tail), self.length) != self._tail:
            return False
        if stat == self._stat:
            return True
        if (self._base and not self.unclean) or not self._seen_again(descriptor):
            return False
        if stat.size == self.length:
            self._stat = stat
        return True

    def _seen_again(self, descriptor: int) -> bool:
        there, size = blake2b(), self._base
        for piece in _pieces(descriptor, self._base, self.length):
            there.update(piece)
            size += len(piece)
        return size == self.length and there.digest() == self._hash.digest()

    def write(self, data: bytes) -> None:
        """Append lines, all or none: what a failed write leaves is cut off. Needs the lock.

        If that fails too, the file is `unclean`, and nothing may be written before the rest is cut off. Raises
        OSError, and `NotWritten` if the file would be too large to be read.
        """
        if not data:
            return
        assert self.descriptor is not None
        if self.length + len(data) > MAX_FILE:
            raise NotWritten(
                f"this is not on disk: {self.path} is as large as a journal file may be; rename it to"
                f" {self.path.stem}-before.jsonl, and a new one begins"
            )
        try:
            write_all(self.descriptor, data)
            os.fsync(self.descriptor)
        except BaseException:
            self.unclean = True
            with suppress(OSError):
                self.cut_back()
            raise
        self._add(data)
        self._settle(file_stat(self.descriptor))

    def cut_back(self) -> None:
        """Cut off what follows the bytes known; raises OSError. Needs the lock."""
        assert self.descriptor is not None
        truncate(self.descriptor, self.length)
        self._settle(file_stat(self.descriptor))
        self.unclean = False

    def _add(self, data: bytes) -> None:
        self.length += len(data)
        self._hash.update(data)
        self._tail += data
        del self._tail[:-REACH]

    def _settle(self, stat: FileStat | None) -> None:
        """Accept the file's last change as known if its size is as expected."""
        self._stat = stat if stat is not None and stat.size == self.length else None


def _pieces(descriptor: int, start: int, end: int) -> Iterator[bytes]:
    """The bytes of a file from `start` to `end`, fewer if the file is shorter, a block at a time."""
    while start < end and (piece := stretch(descriptor, start, min(end, start + BLOCK))):
        yield piece
        start += len(piece)
