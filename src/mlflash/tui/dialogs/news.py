"""What is new, shown once after an update."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from mlflash import __version__
from mlflash.study.update_notices import news_after_update
from mlflash.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from mlflash.tui.shell import Shell


class NewsScreen(Dialog[None]):
    """A few lines on what is new."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,q", "leave", "close", key_display="⏎", tooltip="Close", id="back")
    ]
    CSS = "NewsScreen .dialog { max-width: 76; }"

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(f"New in mlflash {__version__}", *(f"· {line}" for line in lines))
        self.lines = lines


def show_news(shell: Shell) -> None:
    """Show what is new, once after an update; a start that opens the cards at once leaves it for later."""
    if not shell.launch.drill and (lines := news_after_update(shell.study.paths.cache)):
        shell.push_screen(NewsScreen(lines))
