"""The app as screens see it: a small protocol, so that no screen imports the app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, runtime_checkable

from textual.screen import Screen

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions
from mlflash.study.session import SessionMode
from mlflash.study.study import Study

if TYPE_CHECKING:
    from textual.theme import Theme

    from mlflash.bank.catalog import Catalog
    from mlflash.study.line_drill import LineItem

Result = TypeVar("Result")


class Shell(Protocol):
    """The app as screens see it: the study, the way to other screens, messages."""

    study: Study
    """The study that all screens share."""
    launch: LaunchOptions
    """How the program was opened."""

    @property
    def theme(self) -> str:
        """The theme in use."""

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Every theme by its name."""

    def drill(self, chosen: Filter = EVERYTHING, mode: SessionMode = SessionMode.DRILL) -> None:
        """Open the drill on the cards chosen."""

    def drill_lines(self, lines: Sequence[LineItem] | None = None, chosen: Filter = EVERYTHING) -> None:
        """Open the line drill on these lines, or on those the reader keeps missing among the cards chosen."""

    def go_home(self) -> None:
        """Open the first screen."""

    def open_screen(self, name: str) -> None:
        """Open a screen by its name."""

    def go(self, name: str) -> None:
        """Close all screens but the first, and open another by its name."""

    def ask_filter(self, chosen: Filter, then: Callable[[Filter | None], None]) -> None:
        """Open the filter dialog; `then` gets the filter chosen, None if it was left."""

    def between_cards(self) -> object:
        """Use cards that have changed on disk: the drill is between two cards."""

    def use_catalog(self, catalog: Catalog) -> None:
        """Use another catalog from now on."""

    def try_theme(self, name: str) -> None:
        """Show a theme without saving it."""

    def use_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Use the reader's own keys from now on."""

    def runner(self, node: Any, action: str) -> Callable[[], None]:
        """A call that runs an action once the dialog it was chosen in is closed."""

    def report(self, error: MlflashError) -> None:
        """Show an error to the reader."""

    def notify(self, message: str, *, title: str = "", timeout: float | None = None, markup: bool = True) -> None:
        """Show a message for a while."""

    def clear_notifications(self) -> None:
        """Remove the messages shown, but not warnings about the journal and the banks."""

    def push_screen(self, screen: Screen[Result], callback: Callable[[Result | None], None] | None = None) -> Any:
        """Open a screen; the callback gets its result."""

    def suspend(self) -> AbstractContextManager[None]:
        """Give the terminal to another program for the length of the context."""


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
