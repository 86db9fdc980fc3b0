"""Regular files, opened and read without trust: nothing else is opened or waited for, and no read is endless."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def open_regular(path: Path, flags: int, *, follow: bool = False) -> int:
    """A descriptor of a regular file; one created is the reader's alone (0600).

    Raises OSError, also for what is no regular file and, unless `follow`, for a symbolic link. A pipe put in
    the file's place is refused, not waited for.
    """
    for name in ("O_CLOEXEC", "O_NONBLOCK", "O_BINARY", *(() if follow else ("O_NOFOLLOW",))):
        flags |= getattr(os, name, 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("it is not a regular file")
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def read_regular(path: Path, limit: int, *, follow: bool = False) -> bytes:
    """The contents of a regular file of at most `limit` bytes; raises OSError."""
    with os.fdopen(open_regular(path, os.O_RDONLY, follow=follow), "rb") as file:
        data: bytes | None = file.read(limit + 1)
    if data is None:  # some files of the system are called regular and wait like pipes
        raise OSError("there is nothing to read in it yet")
    if len(data) > limit:
        raise OSError(f"it is larger than {limit:,} bytes")
    return data
