"""Read what the reader types at the prompts of the plain drill."""

from __future__ import annotations

import signal
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mlflash.cli.output import one_line

CAPITALS = ("S", "F")
"""Letters of the screen that differ from the small ones."""


class InputEnded(Exception):
    """The reader quits, or the input ends."""


class CardLeft(Exception):
    """The current card is not graded now: it was put off, or an undo went back to another card."""


class EditAsked(Exception):
    """The reader wants to edit the current card."""


class EndSignals:
    """Make SIGTERM and SIGHUP end the input at the next prompt, so that nothing being written is cut off."""

    def __init__(self) -> None:
        self._received = self._reading = False

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Handle the signals; those that the program was started to ignore stay ignored."""
        self._received = False
        before = {}
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, self._receive)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _receive(self, *_: object) -> None:
        self._received = True
        if self._reading:
            raise InputEnded

    @contextmanager
    def raised(self) -> Iterator[None]:
        """Raise `InputEnded` when a signal comes, or has come."""
        self._reading = True
        try:
            if self._received:
                raise InputEnded
            yield
        finally:
            self._reading = False


_signals = EndSignals()
end_signals_handled = _signals.handled


def read_text(prompt: str) -> str:
    """Read a line as typed; raises `InputEnded` at the end of the input, or where its terminal is gone."""
    try:
        with _signals.raised():
            line = _edited(prompt) if sys.stdin.isatty() and sys.stdout.isatty() else _piped(prompt)
    except OSError:
        raise InputEnded from None
    if not sys.stdin.isatty():
        print(one_line(line))  # a terminal would have echoed it
    if not line:
        raise InputEnded
    return line.strip()


def _edited(prompt: str) -> str:
    """Read a line from a terminal, where the arrow keys move in it."""
    with suppress(ImportError):  # Windows has none
        import readline

        readline.set_auto_history(False)
    try:
        return f"{input(prompt)}\n"
    except EOFError:
        return ""


def _piped(prompt: str) -> str:
    print(prompt, end="", flush=True)
    return sys.stdin.readline()


def read_choice(prompt: str) -> str:
    """Read a letter or words in lower case, except letters that are others as capitals; wide digits are digits."""
    typed = unicodedata.normalize("NFKC", read_text(prompt))
    return typed if typed in CAPITALS else typed.casefold()


def read(prompt: str) -> str:
    """Read the same where q quits the drill: raises `InputEnded` for it."""
    typed = read_choice(prompt)
    if typed in ("q", "quit"):
        raise InputEnded
    return typed
