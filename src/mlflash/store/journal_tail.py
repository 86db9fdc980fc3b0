"""Read the end of an open journal file, cut it off, and repair a line that a crash cut short."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from mlflash.regular import open_regular
from mlflash.scheduler.events import iso
from mlflash.store.event_lines import BROKEN, MAX_LINE, parse
from mlflash.store.files import write_all

REACH = 64 * 1024
"""Bytes at the end of a file that are read first."""


def stretch(descriptor: int, start: int, end: int) -> bytes:
    """The bytes of a file from `start` to `end`, fewer if the file is shorter."""
    os.lseek(descriptor, start, os.SEEK_SET)
    pieces, left = [], end - start
    while left > 0 and (piece := os.read(descriptor, left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def read_tail(descriptor: int, start: int, size: int) -> bytes:
    """The end of a file from `start` or from the beginning of a later line, with at least one whole line in it.

    If the file ends in a line longer than any event, only a part of that line, without a newline.
    """
    for reach in (REACH, 4 * REACH, 16 * REACH, 64 * REACH):  # the last is longer than two lines can be
        first = max(start, size - reach)
        data = stretch(descriptor, first, size)
        if first == start:
            return data
        if data.count(b"\n") > 1:
            break
    return data[data.find(b"\n") + 1 :]


def truncate(descriptor: int, length: int) -> None:
    """Cut a file to a length, durably; raises OSError."""
    if os.fstat(descriptor).st_size > length:
        os.ftruncate(descriptor, length)
    os.fsync(descriptor)


def repair_tail(descriptor: int, path: Path, torn: bytes, size: int, now: datetime) -> tuple[int, list[str]]:
    """End a last line that lacks only its newline; cut off any other and save it next to the journal.

    `torn` is that line, `size` the file's length; returns the new length, and a message if a line was cut off. A
    line longer than any event is only ended: no reader takes it for an event.
    """
    if len(torn) <= MAX_LINE:
        try:
            parse(torn)
        except BROKEN:
            return _set_aside(descriptor, path, torn, size, now)
    write_all(descriptor, b"\n")
    os.fsync(descriptor)
    return size + 1, []


def _set_aside(descriptor: int, path: Path, torn: bytes, size: int, now: datetime) -> tuple[int, list[str]]:
    stamp = iso(now).replace(":", "")
    aside = path.with_name(f"{path.stem}.{stamp}.torn")
    copy = open_regular(aside, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        write_all(copy, torn)
        os.fsync(copy)
    finally:
        os.close(copy)
    truncate(descriptor, size - len(torn))
    message = f"the journal's last line was cut short (never acknowledged); it is saved in {aside.name}"
    return size - len(torn), [message]
