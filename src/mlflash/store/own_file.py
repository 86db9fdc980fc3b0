"""This device's journal file: open it, lock it, append whole lines, and recognize it later."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.scheduler.events import Event
from mlflash.store.event_lines import BROKEN, line_of, parse
from mlflash.store.files import locked, make_private, open_regular, sync_directory, write_all
from mlflash.store.footprint import Footprint
from mlflash.store.journal_reader import MAX_FILE
from mlflash.store.journal_tail import truncate


class NotWritten(MlflashError):
    """An event could not be written to disk; nothing of it counts."""


def as_read(events: Iterable[Event]) -> list[Event]:
    """Events as a replay will read them; raises `NotWritten` for an event that no replay could read."""
    try:
        return [parse(lines_of([event])[:-1]) for event in events]
    except BROKEN as error:
        raise NotWritten(f"this is not on disk: no journal can hold it ({error})") from None


def lines_of(events: Iterable[Event]) -> bytes:
    """The lines of events, as the journal holds them."""
    text = "".join(line_of(event) + "\n" for event in events)
    return text.encode("utf-8", "replace")


class OwnFile:
    """The file that a path names, and what is known of its contents.

    `on_replaced` is called when the path is found to name another file than the open one. `unclean` says that a
    failed write left something that could not be cut off.
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
        """How much of the file is known, in bytes."""
        return self.footprint.length

    @contextmanager
    def exclusively(self) -> Iterator[int]:
        """The file that the path names, open and locked; if another file took its place, that is opened.

        Raises OSError and `MlflashError`.
        """
        for _ in range(100):
            descriptor = self.descriptor
            if descriptor is None:
                make_private(self.path.parent)
                descriptor = open_regular(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
                self.descriptor, self.footprint = descriptor, Footprint()
                # Each time, not only for a new file: its maker may have died before its name was durable.
                sync_directory(self.path.parent)
                with suppress(OSError, AttributeError):
                    if os.fstat(descriptor).st_mode & 0o077:
                        os.fchmod(descriptor, 0o600)
            with locked(descriptor, self.path, self.patience):
                if not self.is_replaced():
                    yield descriptor
                    return
            # A sync tool's rename, a deletion: what was seen was another file's, and so was what failed there.
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
        """Whether the path now names another file than the open one, or none."""
        assert self.descriptor is not None
        try:
            here, there = os.fstat(self.descriptor), os.stat(self.path, follow_symlinks=False)  # noqa: PTH116
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return (here.st_dev, here.st_ino) != (there.st_dev, there.st_ino)

    def is_known(self) -> bool:
        """Whether the open file begins with what is known of it; raises OSError."""
        return self.descriptor is not None and self.footprint.intact(self.descriptor, ours=self.unclean)

    def write(self, data: bytes) -> None:
        """Append lines, whole or not at all: what a failure left is cut off again. Needs the lock.

        Where even that fails the file is `unclean`, and nothing more may be written before it was cut off after
        all. Raises OSError, and `NotWritten` where the file would be too large to be read.
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
        """Cut off what lies beyond what is known; raises OSError. Needs the lock."""
        assert self.descriptor is not None
        truncate(self.descriptor, self.length)
        self.footprint.settled(self.descriptor)
        self.unclean = False
