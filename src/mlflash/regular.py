"""Open and read regular files without trust: nothing else is opened or waited for, and no read is endless."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path


def open_regular(path: Path, flags: int, *, follow: bool = False) -> int:
    """Open a regular file and return its descriptor; a file created is the reader's alone (0600).

    Raises OSError, also for anything but a regular file and, unless `follow`, for a symbolic link. A pipe put in
    the file's place is refused, not waited for; so is, for reading, a file that the system makes up.
    """
    for name in ("O_CLOEXEC", "O_NONBLOCK", "O_BINARY", *(() if follow else ("O_NOFOLLOW",))):
        flags |= getattr(os, name, 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        found = os.fstat(descriptor)
        made_up = not flags & (os.O_WRONLY | os.O_RDWR) and not found.st_size and _has_no_blocks(descriptor)
        if made_up or not stat.S_ISREG(found.st_mode):
            raise OSError("it is not a regular file")
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _has_no_blocks(descriptor: int) -> bool:
    """Whether a file lies in a file system without storage, such as /proc: there reading may wait for ever."""
    return sys.platform != "win32" and not os.fstatvfs(descriptor).f_blocks


def file_stamp(file: Path) -> tuple[int, ...]:
    """A file's size, times and inode, by which a cache recognizes it; raises OSError."""
    status = file.stat()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def read_regular(path: Path, limit: int, *, follow: bool = False) -> bytes:
    """The contents of a regular file of at most `limit` bytes; raises OSError."""
    with os.fdopen(open_regular(path, os.O_RDONLY, follow=follow), "rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(f"it is larger than {limit:,} bytes")
    return data
