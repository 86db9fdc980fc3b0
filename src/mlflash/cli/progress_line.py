"""Show on standard error how far a long task has come."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic

BAR = 30
"""Characters of the bar."""
PATIENCE = 1.0
"""Seconds after which the line appears."""
PAUSE = 0.1
"""Seconds between two drawings of the line."""


def progress_line(task: str) -> Callable[[int, int], None]:
    """Return a callback that shows a bar after a second, and removes it at the end; nothing without a terminal."""
    if not sys.stderr.isatty():
        return lambda done, total: None
    begun, drawn = monotonic(), 0.0
    width = len(task) + BAR + 9

    def on_progress(done: int, total: int) -> None:
        nonlocal drawn
        now = monotonic()
        if done == total:
            if drawn:
                print("\r" + " " * width + "\r", end="", file=sys.stderr, flush=True)
        elif now - begun > PATIENCE and now - drawn > PAUSE:
            drawn = now
            filled = BAR * done // total
            bar = "#" * filled + "." * (BAR - filled)
            print(f"\r{task} [{bar}] {100 * done // total:>3} %", end="", file=sys.stderr, flush=True)

    return on_progress


def replay_progress() -> Callable[[int, int], None]:
    """Return a callback that shows how far a replay of the journal has come."""
    return progress_line("reading the journal again")
