"""Run a screen's stopwatch only while the reader studies."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.screen import Screen

from mlflash.study.stopwatch import Stopwatch

PERIOD = 2.0
"""Seconds between two looks at the clock."""
LONGEST_GAP = 10.0
"""Seconds between two looks from which the program was stopped or the machine asleep."""


class StudyTime:
    """Pause a stopwatch while its screen is hidden or the program suspended, and deduct the time of a stop.

    While a screen over it whose `TIMED` is true is open, the stopwatch goes on: that screen belongs to the answer.
    """

    def __init__(self, screen: Screen[Any], watch: Stopwatch, now: Callable[[], float] = monotonic) -> None:
        self._screen, self._watch, self._now = screen, watch, now
        self._shown, self._suspended = True, False
        self._seen = now()
        app = screen.app
        app.screen_change_signal.subscribe(screen, self._changed, immediate=True)
        app.app_suspend_signal.subscribe(screen, lambda _: self._suspend(True), immediate=True)
        app.app_resume_signal.subscribe(screen, lambda _: self._suspend(False), immediate=True)
        screen.set_interval(PERIOD, self.look)

    def _changed(self, top: Screen[Any]) -> None:
        self._shown = top is self._screen or getattr(top, "TIMED", False)
        self._watch.run(self._shown and not self._suspended)

    def _suspend(self, suspended: bool) -> None:
        self.look()
        self._suspended = suspended
        self._watch.run(self._shown and not suspended)

    def look(self) -> None:
        """Deduct the time since the last look if the program did not run."""
        now = self._now()
        gap, self._seen = now - self._seen, now
        if gap > LONGEST_GAP and self._watch.running:
            self._watch.deduct(gap)
