"""Notice that the terminal has gone away, and write to it without failing.

The system sends a hang-up only to the terminal's first program. If that is `make`, `su` or a wrapper, the hang-up
does not reach this program: reading then returns the end of file at once and for ever, and writing fails.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from time import sleep
from typing import TextIO

GRACE = 5.0
"""Seconds after which the process is ended if it has not exited; every acknowledged grade is on disk."""


def hung_up(seconds: float | None = 0.0) -> bool:
    """Whether the terminal on standard input is gone; waits up to `seconds` for that, None: for ever."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return False
    import select

    terminal = select.poll()
    terminal.register(sys.__stdin__.fileno(), select.POLLHUP)
    events = terminal.poll(None if seconds is None else seconds * 1000)
    return any(event & select.POLLHUP for _, event in events)


def watch(leave: Callable[[], None]) -> None:
    """Call `leave` once, from another thread, when the terminal goes away."""

    def wait() -> None:
        if hung_up(None):
            leave()
            sleep(GRACE)
            os._exit(1)

    if sys.__stdin__ is not None and sys.__stdin__.isatty():
        Thread(target=wait, name="hang-up", daemon=True).start()


def forget_typed() -> None:
    """Discard typed input that is not read yet: it was meant for the program that had the terminal."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return
    import termios

    with suppress(termios.error, OSError):
        termios.tcflush(sys.__stdin__.fileno(), termios.TCIFLUSH)


class Unfailing:
    """A stream whose writes never fail: a failure would end Textual's writer thread, and the app would hang."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.fileno = stream.fileno

    def write(self, text: str) -> None:
        """Write, ignoring a failure."""
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        """Flush, ignoring a failure."""
        with suppress(OSError):
            self._stream.flush()
