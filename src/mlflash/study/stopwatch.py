"""Measure how long an answer takes, without the time in which the reader was away."""

from __future__ import annotations

from collections.abc import Callable

Timer = Callable[[], float]
"""Seconds since some moment; only differences mean something."""


class Stopwatch:
    """Counts seconds from a start, and stands still while it is paused."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._counted = 0.0
        self._since: float | None = timer()

    @property
    def running(self) -> bool:
        """Whether it counts."""
        return self._since is not None

    @property
    def seconds(self) -> float:
        """The seconds counted so far."""
        return max(0.0, self._counted + self._lap())

    @property
    def ms(self) -> int:
        """The milliseconds counted so far."""
        return round(self.seconds * 1000)

    def _lap(self) -> float:
        return 0.0 if self._since is None else self._timer() - self._since

    def restart(self) -> None:
        """Begin at zero; paused, it stays paused."""
        self._counted, self._since = 0.0, None if self._since is None else self._timer()

    def run(self, running: bool) -> None:
        """Go on, or pause."""
        self._counted += self._lap()
        self._since = self._timer() if running else None

    def deduct(self, seconds: float) -> None:
        """Take away seconds that it counted while nobody studied; before a restart there are none to take."""
        self._counted -= min(seconds, self.seconds)
