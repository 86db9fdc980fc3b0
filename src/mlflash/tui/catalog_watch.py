"""Use files of cards that change while the app runs: read in a thread, used between cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from mlflash.errors import MlflashError

if TYPE_CHECKING:
    from mlflash.bank.catalog import Catalog
    from mlflash.study.renewal import CardStamps
    from mlflash.tui.shell import Shell

PERIOD = 3.0
"""Seconds between two looks; a file counts as completely written once two looks find it the same."""


def watch_cards(app: Shell) -> Callable[[], None]:
    """Watch the files of cards from now on; call the result between two cards, to use those that were read."""
    watch = CatalogWatch(app)
    watch.look()
    app.set_interval(PERIOD, watch.look)
    return partial(watch.take, between=True)


class CatalogWatch:
    """Looks at the files of cards every few seconds."""

    def __init__(self, app: Shell) -> None:
        self.app = app
        self._used: CardStamps | None = None
        """The stamps of the files in use."""
        self._catalog: Catalog | None = None
        """The catalog in use when these were its files; another one in use is a change of the app's own."""
        self._last: CardStamps | None = None
        """The stamps found by the last look; None where it failed."""
        self._looking = False
        """Whether a look is under way."""
        self._waiting: Catalog | None = None
        """The cards that were read and are not in use yet."""
        self._replaces: Catalog | None = None
        """The catalog that they replace; None where the app itself has changed its files."""

    def look(self) -> None:
        """Look in a thread, unless the last look is still under way; use cards that wait if none is asked."""
        self.take()
        if not self._looking:
            self._looking = True
            Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        """Read the files again where they have changed; runs in a thread of its own."""
        from mlflash.study.renewal import card_stamps, renewed

        study, banks = self.app.study, self.app.launch.banks
        catalog = study.catalog
        try:
            stamps = card_stamps(study.settings, banks, study.paths)
            if self._used in (None, stamps):
                self._used, self._catalog = stamps, catalog
            elif stamps == self._last:
                self._used = stamps
                renewal = renewed(study.settings, banks, study.paths, catalog)
                replaces = catalog if catalog is self._catalog else None
                with suppress(RuntimeError):  # the app is already over
                    self.app.call_from_thread(self._keep, *renewal, replaces)
            self._last = stamps
        except (MlflashError, OSError):
            self._last = None  # a folder cannot be listed now: the next look tries again
        finally:
            self._looking = False

    def _keep(self, catalog: Catalog | None, complaints: Sequence[str], replaces: Catalog | None) -> None:
        """Warn of files that do not load, else keep the cards until they can be used."""
        for complaint in complaints:
            text = f"{complaint}. The cards stay as they were until it loads"
            self.app.notify(text, title="Bank not taken up", severity="warning", timeout=12, markup=False)
        if catalog is not None:
            self._waiting, self._replaces = catalog, replaces
            self.take()

    def take(self, *, between: bool = False) -> None:
        """Use the cards read, unless a card is asked; `between` says that the drill is between two cards."""
        if self._waiting is None or (not between and self._asking()):
            return
        changed_elsewhere = self.app.study.catalog is self._replaces
        self._catalog, self._waiting = self._waiting, None
        self.app.use_catalog(self._catalog)
        if changed_elsewhere:
            self.app.notify("Your cards have changed on disk and are in use", timeout=4)

    def _asking(self) -> bool:
        """Whether a card is being asked on one of the screens, or a dialog is open."""
        from mlflash.tui.drill.screen import DrillScreen
        from mlflash.tui.lines.screen import LineDrillScreen
        from mlflash.tui.mock.interview_screen import InterviewScreen

        return any(
            isinstance(screen, (ModalScreen, LineDrillScreen, InterviewScreen))
            or (isinstance(screen, DrillScreen) and screen.card is not None)
            for screen in self.app.screen_stack
        )
