"""A disk that fails on demand: every system call that changes a file, made to fail, fall short or never return.

`Disk` stands in for the calls of `os`, counts those below one directory, and does to one of them what a `Fault`
says. A kill abandons the process as it is: from then on no call of its has any effect, and its locks go. A power
cut takes with it, besides, what was never synced.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, Self

CHANGING = ("mkdir", "open", "write", "fsync", "ftruncate", "replace", "unlink")
LOOKING = ("stat", "lstat", "fstat", "scandir", "listdir", "read", "lseek")
ERRNOS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT)
POWER = ("kept", "lost", "half", "zeros")


class Killed(BaseException):
    """The process is gone: nothing catches this but the test."""


@contextmanager
def unsynced() -> Iterator[None]:
    """Syncs cost nothing: a `Disk` keeps its own account of them, and no power is cut but by it."""
    real = os.fsync
    os.fsync = lambda fd: None
    try:
        yield
    finally:
        os.fsync = real


class Fault(NamedTuple):
    """What happens to call number `at` (from 0).

    `what` is error, short (a write that writes half), before, part or after (killed then); `lasting` further
    calls fail as well after an error; `power` says what becomes of unsynced bytes after a kill.
    """

    at: int
    what: str
    number: int = 0
    lasting: int = 0
    power: str = "kept"


class Disk:
    """The system calls below `root`, with at most one fault among them; those that only look count `also`."""

    def __init__(self, root: Path, fault: Fault | None = None, also: tuple[str, ...] = ()) -> None:
        self.root, self.fault, self.names = str(root), fault, (*CHANGING, *also)
        self.calls: list[str] = []
        self.struck = self.dead = self._idle = False
        self._real: dict[str, Callable[..., Any]] = {}
        self._open: dict[int, tuple[str, int]] = {}
        self._durable: dict[int, bytes] = {}
        self._unsynced_names: dict[str, set[str]] = {}

    def __enter__(self) -> Self:
        for name in (*self.names, "close"):
            self._real[name] = getattr(os, name)
            setattr(os, name, self._standing_in(name))
        return self

    def __exit__(self, *error: object) -> None:
        for name, call in self._real.items():
            setattr(os, name, call)
        for descriptor, (_, inode) in self._open.items():
            with suppress(OSError):  # closed since by what is not written in Python
                if os.fstat(descriptor).st_ino == inode:
                    os.close(descriptor)
        if self.dead and self.fault is not None and self.fault.power != "kept":
            self._cut_power(self.fault.power)

    @contextmanager
    def idle(self) -> Iterator[None]:
        """For a while nothing fails: another process is at work."""
        was, self._idle = self._idle, True
        try:
            yield
        finally:
            self._idle = was

    def _standing_in(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **others: Any) -> Any:
            target = arguments[0]
            if isinstance(target, int):
                ours = target in self._open
            else:
                ours = os.fspath(target).startswith(self.root)
            if not ours:
                return self._real[name](*arguments, **others)
            if name == "close":
                if self.dead:
                    raise Killed
                self._open.pop(target)
                return self._real[name](target)
            return self._called(name, arguments, others)

        return call

    def _called(self, name: str, arguments: tuple[Any, ...], others: dict[str, Any]) -> Any:
        if self.dead:
            raise Killed
        if self._idle:
            return self._do(name, arguments, others)
        number = len(self.calls)
        self.calls.append(name)
        fault = self.fault
        if fault is None or not fault.at <= number <= fault.at + fault.lasting:
            return self._do(name, arguments, others)
        self.struck = True
        if fault.what == "error":
            raise OSError(fault.number, os.strerror(fault.number))
        if fault.what == "short" and name != "write":
            return self._do(name, arguments, others)
        if fault.what == "short":
            return self._do(name, (arguments[0], arguments[1][: max(1, len(arguments[1]) // 2)]), others)
        if fault.what == "part":
            self._do(name, (arguments[0], arguments[1][: len(arguments[1]) // 2]), others)
        elif fault.what == "after":
            self._do(name, arguments, others)
        self.dead = True
        raise Killed

    def _do(self, name: str, arguments: tuple[Any, ...], others: dict[str, Any]) -> Any:
        with self.idle():  # what the harness itself looks at is not the program's
            return self._really(name, arguments, others)

    def _really(self, name: str, arguments: tuple[Any, ...], others: dict[str, Any]) -> Any:
        if name == "fsync":  # remembered, not done: what it costs is no concern here
            self._synced(arguments[0])
            return None
        if name == "open":
            path = os.fspath(arguments[0])
            new = not Path(path).exists()
            descriptor = self._real[name](*arguments, **others)
            self._open[descriptor] = (path, os.fstat(descriptor).st_ino)
            if new:
                self._unsynced_names.setdefault(str(Path(path).parent), set()).add(path)
                self._durable[os.fstat(descriptor).st_ino] = b""
            elif Path(path).is_file():
                self._durable.setdefault(os.fstat(descriptor).st_ino, Path(path).read_bytes())
            return descriptor
        if name == "replace":
            target = os.fspath(arguments[1])
            self._unsynced_names.get(str(Path(target).parent), set()).discard(os.fspath(arguments[0]))
        return self._real[name](*arguments, **others)

    def _synced(self, descriptor: int) -> None:
        path = Path(self._open[descriptor][0])
        if path.is_dir():
            self._unsynced_names.pop(str(path), None)
            return
        found = os.fstat(descriptor)
        try:
            data = os.pread(descriptor, found.st_size, 0)
        except OSError:  # opened for writing alone
            data = path.read_bytes()
        self._durable[found.st_ino] = data

    def _cut_power(self, power: str) -> None:
        for names in self._unsynced_names.values():
            for name in names:
                Path(name).unlink(missing_ok=True)
        for path in Path(self.root).rglob("*"):
            if not path.is_file() or path.stat().st_ino not in self._durable:
                continue
            durable, now = self._durable[path.stat().st_ino], path.read_bytes()
            if not now.startswith(durable):
                path.write_bytes(durable)  # cut short, and the cut never synced
                continue
            more = now[len(durable) :]
            left = {"lost": b"", "half": more[: len(more) // 2], "zeros": bytes(len(more))}[power]
            path.write_bytes(durable + left)


def errors(calls: list[str], *, thorough: bool) -> Iterator[Fault]:
    """A failure, once and for good, of each of these calls, those that only look among them."""
    for at, name in enumerate(calls):
        numbers = (errno.EACCES, errno.EIO, errno.ESTALE) if name in LOOKING else ERRNOS
        for number in numbers if thorough else numbers[at % 2 : at % 2 + 1]:
            for lasting in (0, 1, 3, 1000) if thorough else (0, 1000)[at // 2 % 2 :][:1]:
                yield Fault(at, "error", number, lasting)


def faults(calls: list[str], *, thorough: bool) -> Iterator[Fault]:
    """Every fault to try at each of these calls; a short choice of them unless `thorough`."""
    numbers = ERRNOS if thorough else ERRNOS[:1]
    for at, name in enumerate(calls):
        for number in numbers:
            for lasting in (0, 1, 2, 3, 5, 1000) if thorough else (0, 2):
                yield Fault(at, "error", number, lasting)
        if name == "write":
            yield Fault(at, "short")
            yield Fault(at, "short", lasting=1)
        for power in POWER:
            for what in ("before", "after", *(("part",) if name == "write" else ())):
                yield Fault(at, what, power=power)
