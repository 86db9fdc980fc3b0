"""Draw what the next key may show, while the reader thinks.

A speed device: the screen works without it, only each key then takes longer (see docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from textual.screen import Screen

from mlflash.errors import MlflashError
from mlflash.study.outcomes import next_sessions
from mlflash.study.study import Study
from mlflash.tui.card.content import RevealState
from mlflash.tui.drill.rows import DrawnCard, draw_card

DELAY = 0.01
"""Seconds from a drawing until the next cards are prepared: by then the terminal has what was drawn."""


class DrawAhead:
    """Calls `prepare` once for each drawing, shortly after it."""

    def __init__(self, screen: Screen[None], prepare: Callable[[], None]) -> None:
        self._prepare = prepare
        self._timer = screen.set_interval(DELAY, self.run, pause=True)

    def restart(self) -> None:
        """Wait again: the screen has just been drawn."""
        self._timer.reset()

    def run(self) -> None:
        """Prepare now, and not again before the next drawing."""
        self._timer.pause()
        with suppress(MlflashError):  # a card that cannot be opened is reported when it is asked
            self._prepare()


def next_cards(study: Study, reveal: RevealState, lines: int, width: int) -> Iterator[DrawnCard]:
    """The answer of `lines` lines or, after the reveal, the card that each grade leads to.

    Raises `MlflashError` for a card that cannot be opened.
    """
    for session in next_sessions(study.view(), study.session, study.ahead):
        if session.current is not None:
            then = reveal._replace(shown=lines) if session.revealed else RevealState()
            yield draw_card(study, session, study.catalog.card(session.current), then, None, width)
