"""The app as screens see it: what they ask of it, without the screens themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from textual.app import App
from textual.screen import Screen
from textual.theme import Theme

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.tui.messages import Messages
from mlflash.tui.themes import THEMES

if TYPE_CHECKING:
    from mlflash.bank.catalog import Catalog
    from mlflash.study.line_drill import LineItem


@runtime_checkable
class CatalogScreen(Protocol):
    """A screen that lists cards of the catalog."""

    def catalog_changed(self) -> None:
        """Draw again: the study has other cards."""


@runtime_checkable
class ListScreen(Protocol):
    """A screen that lists the cards of a filter."""

    @property
    def list_filter(self) -> Filter:
        """The filter of the cards listed, with the words of the search."""


class Shell(Messages):
    """The app as screens see it, so that no screen imports the app: the study, and the way to other screens."""

    def __init__(self, study: Study, launch: LaunchOptions) -> None:
        # Before any style is computed: a theme set later would have every style computed twice.
        self.set_reactive(App.theme, study.settings.theme)
        super().__init__(study.settings.keys)
        self.study, self.launch = study, launch
        self.between_cards: Callable[[], object] = bool
        """Use cards that have changed on disk: the drill is between two cards."""

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Textual's themes and those of mlflash."""
        return {**super().available_themes, **{theme.name: theme for theme in THEMES}}

    def try_theme(self, name: str) -> None:
        """Show a theme without saving it, if there is a theme of that name."""
        if name in self.available_themes:
            self.theme = name

    def go_home(self) -> None:
        """Open the first screen."""
        raise NotImplementedError

    def drill(self, chosen: Filter = EVERYTHING, mode: SessionMode = SessionMode.DRILL) -> None:
        """Open the drill on the cards chosen."""
        raise NotImplementedError

    def drill_lines(
        self, lines: Sequence[LineItem] | None = None, chosen: Filter = EVERYTHING, limit: int | None = None
    ) -> None:
        """Open the line drill on these lines, or on those the reader keeps missing among the cards chosen."""
        raise NotImplementedError

    def open_screen(self, name: str) -> None:
        """Open a screen by its name."""
        raise NotImplementedError

    def go(self, name: str) -> None:
        """Close all screens but the first, and open another; a drill asks as when its own key leaves it."""
        raise NotImplementedError

    def ask_filter(self, chosen: Filter, then: Callable[[Filter | None], None]) -> None:
        """Open the filter dialog; `then` gets the filter chosen, None if it was left."""
        raise NotImplementedError

    def use_catalog(self, catalog: Catalog) -> None:
        """Use another catalog from now on, also on the open screens that list cards."""
        self.study.use_catalog(catalog)
        for screen in self.screen_stack:
            if isinstance(screen, CatalogScreen):
                screen.catalog_changed()

    def runner(self, node: Any, action: str) -> Callable[[], object]:
        """A call that runs an action once the dialog it was chosen in is closed."""
        return partial(self.call_later, self.run_action, action, node)


class ShellUser:
    """Mixin for screens: `self.shell` is the app."""

    @property
    def shell(self) -> Shell:
        """The app."""
        return cast("Shell", cast("Screen[Any]", self).app)

    def attempt(self, work: Callable[[], object], done: str = "") -> bool:
        """Do something that may fail to be saved; reports the error, and returns whether it was saved."""
        try:
            work()
        except MlflashError as error:
            self.shell.report(error)
            return False
        if done:
            self.shell.notify(done, timeout=3)
        return True
