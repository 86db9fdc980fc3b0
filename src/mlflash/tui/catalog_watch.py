"""Take up files of cards that change while the app runs: read in a thread, used between cards."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.screen import ModalScreen

from mlflash.errors import MlflashError

if TYPE_CHECKING:
    from mlflash.bank.catalog import Catalog
    from mlflash.study.renewal import CardStamps, Renewal
    from mlflash.tui.shell import Shell

PERIOD = 3.0
"""Seconds between two looks; a file counts as written once two looks find it the same."""


def watch_cards(app: App[Any]) -> Callable[[], None]:
    """Look from now on; the result is to be called between two cards, to use what was read."""
    watch = CatalogWatch(app)
    watch.look()
    app.set_interval(PERIOD, watch.look)
    return partial(watch.take, between=True)


class CatalogWatch:
    """Looks at the files of cards every few seconds."""

    def __init__(self, app: App[Any]) -> None:
        self._running, self._shell = app, cast("Shell", app)
        self._used: CardStamps | None = None
        self._last: CardStamps | None = None
        self._looking = False
        self._waiting: Catalog | None = None

    def look(self) -> None:
        """Look in a thread, unless the last look still goes on; use what waits if no card is asked."""
        self.take()
        if not self._looking:
            self._looking = True
            Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        """Read the files again where they have changed; runs in a thread of its own."""
        from mlflash.study.renewal import card_stamps, renewed

        study, banks = self._shell.study, self._shell.launch.banks
        try:
            now = card_stamps(study.settings, banks, study.paths)
            if self._used is None:
                self._used = now
            elif now != self._used and now == self._last:
                self._used = now
                found = renewed(study.settings, banks, study.paths, study.catalog)
                with suppress(RuntimeError):  # the app is already over
                    self._running.call_from_thread(self._done, found)
            self._last = now
        except (MlflashError, OSError):
            self._last = None  # a folder cannot be listed now: the next look tries again
        finally:
            self._looking = False

    def _done(self, found: Renewal) -> None:
        for said in found.complaints:
            text = f"{said}. The cards stay as they were until it loads"
            self._running.notify(text, title="Bank not taken up", severity="warning", timeout=12, markup=False)
        if found.catalog is not None:
            self._waiting = found.catalog
            self.take()

    def take(self, *, between: bool = False) -> None:
        """Use what was read, unless a card is asked; `between` says that the drill is between two cards."""
        if self._waiting is None or (not between and self._asking()):
            return
        catalog, self._waiting = self._waiting, None
        self._shell.use_catalog(catalog)
        self._running.notify("Your cards have changed on disk and are in use", timeout=4)

    def _asking(self) -> bool:
        """Whether a screen holds a card, or a dialog over one."""
        from mlflash.tui.drill.screen import DrillScreen
        from mlflash.tui.lines.screen import LineDrillScreen
        from mlflash.tui.mock.interview_screen import InterviewScreen

        return any(
            isinstance(screen, (ModalScreen, LineDrillScreen, InterviewScreen))
            or (isinstance(screen, DrillScreen) and screen.card is not None)
            for screen in self._running.screen_stack
        )
