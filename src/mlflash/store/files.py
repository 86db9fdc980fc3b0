"""Operations on files: private directories, atomic replacement, locks, errors in words."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.regular import open_regular

REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EFBIG: "the file would grow past the size allowed",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission is denied",
    errno.EPERM: "it is not permitted",
    errno.EIO: "the disk reports an input/output error",
    errno.ENOENT: "there is no such file or directory",
    errno.ENOTDIR: "a part of the path is not a directory",
    errno.EISDIR: "it is a directory",
    errno.ELOOP: "it is a symbolic link, or the path leads in a circle",
    errno.ENAMETOOLONG: "the path is too long",
}
UNSYNCABLE = frozenset({errno.EACCES, errno.EPERM, errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
"""The errors of file systems that cannot sync a directory, or that let the reader write to it but not open it."""


def reason(error: OSError) -> str:
    """Why a file operation failed, in words."""
    words = REASONS.get(error.errno or 0)
    return words or (error.strerror or str(error) or type(error).__name__).lower()


@contextmanager
def explained(what: str, kind: type[MlflashError] = MlflashError) -> Iterator[None]:
    """Raise an OSError of the block as a `MlflashError`: what failed ("cannot read …") and why."""
    try:
        yield
    except OSError as error:
        raise kind(f"{what}: {reason(error)}") from None


def make_private(directory: Path) -> None:
    """Create a directory and its missing parents, for the reader alone (0700); raises `MlflashError`."""
    try:
        missing = []
        place = directory
        while not place.exists():
            missing.append(place)
            place = place.parent
        for place in reversed(missing):
            place.mkdir(mode=0o700, exist_ok=True)
            sync_directory(place.parent)
        if not directory.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "it is not a directory")
    except OSError as error:
        raise MlflashError(f"cannot create {directory}: {reason(error)}") from None


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of the data; raises OSError, after which any part of it may have been written."""
    view = memoryview(data)
    while view:
        written = os.write(descriptor, view)
        if written <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        view = view[written:]


def write_atomically(path: Path, data: bytes | Iterable[bytes], *, durable: bool = True) -> None:
    """Replace a file's contents, given whole or in pieces, or leave it as it was; file mode 0600; raises OSError.

    The old contents stay in place until the new ones are complete on disk. Nobody can prepare the temporary file:
    its name cannot be guessed, and an existing file is not used.
    """
    temporary = path.with_name(f".{path.name[:50]}.{os.getpid()}-{os.urandom(8).hex()}.tmp")
    descriptor = open_regular(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        try:
            for piece in [data] if isinstance(data, bytes) else data:
                write_all(descriptor, piece)
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    if durable:
        sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make a new or changed name in a directory durable, where the platform can; raises OSError."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in UNSYNCABLE:
            raise


class Busy(MlflashError):
    """Another process holds the lock."""


@contextmanager
def locked(descriptor: int, path: Path, patience: float = 5.0) -> Iterator[None]:
    """Hold an exclusive lock on an open file; the system releases it when the process ends, however it ends.

    Raises `Busy` after `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while not _try_lock(descriptor):
        if time.monotonic() >= deadline:
            raise Busy(f"another mlflash is writing to {path.name} and has not ended: try again")
        time.sleep(0.01)
    try:
        yield
    finally:
        _unlock(descriptor)


@contextmanager
def locked_directory(directory: Path) -> Iterator[None]:
    """Hold a lock that those who read, change and replace a file in the directory all take; raises `Busy`."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with locked(descriptor, directory):
            yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 2**30, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 2**30, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):
                return True  # a file system without locks: the reader has to run one process at a time
            raise
        return True

    def _unlock(descriptor: int) -> None:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)
