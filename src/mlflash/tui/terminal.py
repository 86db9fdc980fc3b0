"""A terminal that may go away: noticing it, and writing to it all the same.

The system sends a hang-up to the terminal's first program alone. Where that is `make`, `su` or a wrapper, nobody
passes it on: reading then gives the end of file at once and for ever, and writing fails.
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
"""Seconds after which a program that cannot end by itself is ended: all that was acknowledged is on disk."""


def hung_up(seconds: float | None = 0.0) -> bool:
    """Whether the terminal on standard input is gone; waits that long for it to go, None for ever."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return False
    import select

    terminal = select.poll()
    terminal.register(sys.__stdin__.fileno(), select.POLLHUP)
    found = terminal.poll(None if seconds is None else seconds * 1000)
    return any(event & select.POLLHUP for _, event in found)


def watch(leave: Callable[[], None]) -> None:
    """Call `leave` once, from a thread of its own, when the terminal goes away."""

    def wait() -> None:
        if hung_up(None):
            leave()
            sleep(GRACE)
            os._exit(1)

    if sys.__stdin__ is not None and sys.__stdin__.isatty():
        Thread(target=wait, name="hang-up", daemon=True).start()


def forget_typed() -> None:
    """Throw away what was typed and not read yet: it was meant for the program that had the terminal."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return
    import termios

    with suppress(termios.error, OSError):
        termios.tcflush(sys.__stdin__.fileno(), termios.TCIFLUSH)


class Unfailing:
    """A stream whose writes never fail: Textual's writer would end at the first, and all who write wait for it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.fileno = stream.fileno

    def write(self, text: str) -> None:
        """Write, if it can be done."""
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        """Send what was written, if it can be done."""
        with suppress(OSError):
            self._stream.flush()
