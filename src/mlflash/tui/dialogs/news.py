"""What is new, shown once after an update."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflash import __version__
from mlflash.study.update_notices import news_after_update
from mlflash.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from mlflash.tui.shell import Shell


class NewsScreen(ModalScreen[None]):
    """A few lines on what is new."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,q", "leave", "close", key_display="⏎", tooltip="Close", id="back"),
    ]
    CSS = """
    NewsScreen .dialog { max-width: 76; }
    NewsScreen KeyBar { dock: none; margin-top: 1; }
    """

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self.lines = lines

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(f"New in mlflash {__version__}"), classes="title")
            for line in self.lines:
                yield Static(Content(f"· {line}"))
            yield KeyBar()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss()


def show_news(shell: Shell) -> None:
    """Show what is new, once after an update; a start that opens the cards at once leaves it for later."""
    if not shell.launch.drill and (lines := news_after_update(shell.study.paths.cache)):
        shell.push_screen(NewsScreen(lines))
