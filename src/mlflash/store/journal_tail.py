"""The end of an open journal file: read it, cut it off, and repair a line that a crash cut short."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from mlflash.scheduler.events import iso
from mlflash.store.event_lines import BROKEN, MAX_LINE, parse
from mlflash.store.files import open_regular, write_all

REACH = 64 * 1024
"""Bytes first looked at from the end of a file."""


def stretch(descriptor: int, start: int, end: int) -> bytes:
    """The bytes of a file from `start` to `end`, fewer where it is shorter."""
    os.lseek(descriptor, start, os.SEEK_SET)
    pieces, left = [], end - start
    while left > 0 and (piece := os.read(descriptor, left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def read_tail(descriptor: int, start: int, size: int) -> bytes:
    """The end of a file, from `start` or the beginning of a line after it, far enough back to hold a whole line.

    Where the file ends in what is too long to be a line, the end of that alone, without a newline.
    """
    reach = REACH
    while True:
        first = max(start, size - reach)
        data = stretch(descriptor, first, size)
        if first == start:
            return data
        if data.count(b"\n") >= 2 or (reach > 2 * MAX_LINE and b"\n" in data):
            return data[data.index(b"\n") + 1 :]
        if reach > 2 * MAX_LINE:
            return data
        reach *= 4


def truncate(descriptor: int, length: int) -> None:
    """Cut off what lies beyond a length, durably; raises OSError."""
    if os.fstat(descriptor).st_size > length:
        os.ftruncate(descriptor, length)
    os.fsync(descriptor)


def repair_tail(descriptor: int, path: Path, torn: bytes, size: int, now: datetime) -> tuple[int, list[str]]:
    """Finish a last line that lacks only its end, else cut it off and keep it next to the journal.

    `torn` is that line, `size` the file's length; returns the new length, and a message about it if any. What is
    too long to be a line of ours is only ended: no reader takes it for one.
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
    message = f"the journal's last line was cut short (never acknowledged); it is kept in {aside.name}"
    return size - len(torn), [message]
