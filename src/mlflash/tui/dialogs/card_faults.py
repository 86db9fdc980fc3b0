"""Show the faults of an edited card, and ask whether to edit it again."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflash.tui.widgets.key_bar import KeyBar


class CardFaultsScreen(ModalScreen[bool]):
    """Shows the faults, one a line; returns whether to edit again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,enter", "again", "edit again", key_display="e", tooltip="Back to the editor", id="again"),
        Binding(
            "escape,q",
            "leave",
            "leave for later",
            key_display="esc",
            tooltip="Leave; your text is kept",
            id="back",
        ),
    ]
    CSS = """
    CardFaultsScreen VerticalScroll { height: auto; max-height: 60vh; }
    CardFaultsScreen KeyBar { dock: none; margin-top: 1; }
    CardFaultsScreen.-short KeyBar { margin-top: 0; }
    """

    def __init__(self, faults: str) -> None:
        super().__init__()
        self.faults = faults

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("The card cannot be used as it is"), classes="title")
            with VerticalScroll():
                yield Static(Content.styled(self.faults, "$warning"))
            yield KeyBar()

    def action_again(self) -> None:
        """Back to the editor."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Leave it for later."""
        self.dismiss(False)
