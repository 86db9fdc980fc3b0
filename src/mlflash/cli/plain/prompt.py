"""Read the reader's input at the prompts of the plain drill."""

from __future__ import annotations

import signal
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from mlflash.cli.output import one_line
from mlflash.study.launch import LaunchOptions
from mlflash.study.study import Study

CAPITALS = ("S", "F")
"""Capital letters that mean something else than the small ones."""
WAKE = 0.25
"""Seconds between two checks for signals during a wait for a key."""


class InputEnded(Exception):
    """The reader quits, or the input ends."""


class CardLeft(Exception):
    """The current card is not graded now; `then` is what to do before the next one is asked."""

    def __init__(self, then: Callable[[Study, LaunchOptions], None] | None = None) -> None:
        super().__init__()
        self.then = then


class DrillEnd:
    """Let the reader or the input end the block, so that what was done is summed up."""

    code = 0
    """The exit code: 130 where the block was interrupted."""

    def __enter__(self) -> DrillEnd:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        self.code = 130 if kind is KeyboardInterrupt else 0
        ended = kind in (KeyboardInterrupt, InputEnded)
        if ended:
            print()
        return ended


class EndSignals:
    """Make SIGTERM and SIGHUP end the input at a prompt, so that no write is interrupted."""

    def __init__(self) -> None:
        self._handled = self._received = self._reading = False

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Handle the signals; those that the program was started to ignore stay ignored."""
        self._received = False
        handlers = {"SIGTERM": self._receive, "SIGHUP": self._receive, "SIGALRM": self._check}
        before = {}
        for name, handler in handlers.items():
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, handler)
        self._handled = getattr(signal, "SIGALRM", None) in before
        try:
            yield
        finally:
            self._handled = False
            for number, earlier in before.items():
                signal.signal(number, earlier)

    def _receive(self, *_: object) -> None:
        # Where the alarm is handled, only it raises: two handlers that raise in one `input` end in a SystemError.
        self._received = True
        if not self._handled:
            self._check()

    def _check(self, *_: object) -> None:
        if self._received and self._reading:
            raise InputEnded

    def during(self, read: Callable[[str], str], prompt: str) -> str:
        """What `read` returns; raises `InputEnded` when a signal comes meanwhile, or has come."""
        self._wake_every(WAKE)
        try:
            self._reading = True
            self._check()
            return read(prompt)
        finally:
            self._reading = False  # before any call: Python may run the handler of a second signal at a call
            self._wake_every(0)

    def _wake_every(self, seconds: float) -> None:
        """Interrupt the wait for a key again and again: else a signal just before it is seen at the next key."""
        if self._handled:
            signal.setitimer(signal.ITIMER_REAL, seconds, seconds)


_signals = EndSignals()
end_signals_handled = _signals.handled


def read_text(prompt: str) -> str:
    """Read a line as typed; raises `InputEnded` at the end of the input, or if its terminal is gone."""
    try:
        terminal = sys.stdin.isatty() and sys.stdout.isatty()
        line = _signals.during(_edited if terminal else _piped, prompt)
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
    """Read a letter or words in lower case, except the letters of `CAPITALS`; wide digits are read as digits."""
    typed = unicodedata.normalize("NFKC", read_text(prompt))
    return typed if typed in CAPITALS else typed.casefold()


def read(prompt: str) -> str:
    """Read a letter or words; raises `InputEnded` for q, which quits the drill."""
    typed = read_choice(prompt)
    if typed in ("q", "quit"):
        raise InputEnded
    return typed
