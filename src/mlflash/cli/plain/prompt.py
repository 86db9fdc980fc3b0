"""Reading what is typed at the prompts of the plain drill."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from mlflash.cli.output import one_line


class InputEnded(Exception):
    """The reader quits, or the input is at its end."""


class Turned(Exception):
    """The current question is no longer to be graded now: it was put off, or an undo led elsewhere."""


class Signals:
    """A hang-up and a request to end, heeded at the next prompt: what is being written is written to its end."""

    def __init__(self) -> None:
        self._told = self._reading = False

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Have them end the reading of lines; what the program was started to ignore stays ignored."""
        self._told = False
        before = {}
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, self._tell)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _tell(self, *_: object) -> None:
        self._told = True
        if self._reading:
            raise InputEnded

    @contextmanager
    def raised(self) -> Iterator[None]:
        """Raise `InputEnded` when one comes, or has come."""
        self._reading = True
        try:
            if self._told:
                raise InputEnded
            yield
        finally:
            self._reading = False


_signals = Signals()
heeded = _signals.heeded


def read_text(prompt: str) -> str:
    """A line as it was typed; raises `InputEnded` where the input is at its end, or its terminal is gone."""
    print(prompt, end="", flush=True)
    try:
        with _signals.raised():
            line = sys.stdin.readline()
    except OSError:
        raise InputEnded from None
    if not sys.stdin.isatty():
        print(one_line(line))  # what a terminal would have echoed
    if not line:
        raise InputEnded
    return line.strip()


def read_here(prompt: str) -> str:
    """A letter or words, folded but for `S`, which is another letter than `s`."""
    said = read_text(prompt)
    return said if said == "S" else said.casefold()


def read(prompt: str) -> str:
    """The same where q quits: raises `InputEnded` then, too."""
    said = read_here(prompt)
    if said in ("q", "quit"):
        raise InputEnded
    return said
