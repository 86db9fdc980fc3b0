"""This device's journal file: open it, lock it, append whole lines, and recognize it later."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.regular import open_regular
from mlflash.scheduler.events import Event
from mlflash.store.event_lines import BROKEN, line_of, parse
from mlflash.store.files import locked, make_private, sync_directory, write_all
from mlflash.store.footprint import Footprint
from mlflash.store.journal_reader import MAX_FILE
from mlflash.store.journal_tail import truncate


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
    """The file at a path, and what this process knows of its contents.

    `on_replaced` is called when another file has taken the place of the open one. `unclean` says that a failed
    write left something that could not be cut off.
    """

    def __init__(self, path: Path, on_replaced: Callable[[], None]) -> None:
        self.path, self._on_replaced = path, on_replaced
        self.descriptor: int | None = None
        self.footprint = Footprint()
        self.unclean = False
        self.patience = 5.0
        """Seconds to wait for the lock at most."""

    @property
    def length(self) -> int:
        """How many bytes of the file are known."""
        return self.footprint.length

    @contextmanager
    def exclusively(self) -> Iterator[int]:
        """Open and lock the file that is now at the path; raises OSError and `MlflashError`."""
        for _ in range(100):
            descriptor = self.descriptor
            if descriptor is None:
                make_private(self.path.parent)
                descriptor = open_regular(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
                self.descriptor, self.footprint = descriptor, Footprint()
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
            self.descriptor, self.footprint = None, Footprint()

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

    def is_known(self) -> bool:
        """Whether the open file begins with the bytes known; raises OSError."""
        return self.descriptor is not None and self.footprint.intact(self.descriptor, ours=self.unclean)

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
        self.footprint.wrote(self.descriptor, data)

    def cut_back(self) -> None:
        """Cut off what follows the bytes known; raises OSError. Needs the lock."""
        assert self.descriptor is not None
        truncate(self.descriptor, self.length)
        self.footprint.settled(self.descriptor)
        self.unclean = False
