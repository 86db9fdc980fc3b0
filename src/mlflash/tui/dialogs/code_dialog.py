"""A card's code."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.widgets import Static

from mlflash.bank.text import visible
from mlflash.tui.dialogs.dialog import Dialog


class CodeScreen(Dialog[None]):
    """Shows code in a block that scrolls, neither wrapped nor converted."""

    TIMED = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,C", "leave", "back", key_display="esc", tooltip="Back to the card", id="back")
    ]
    CSS = """
    CodeScreen ScrollableContainer { height: auto; max-height: 75vh; width: 100%; scrollbar-size: 1 1; }
    CodeScreen ScrollableContainer Static { width: auto; height: auto; text-wrap: nowrap; }
    """

    def __init__(self, code: str) -> None:
        super().__init__("Code")
        self._code = code

    def body(self) -> ComposeResult:
        """The code, to scroll through."""
        with ScrollableContainer():
            yield Static(Content(visible(self._code.removesuffix("\n"))))

    def on_mount(self) -> None:
        self.query_one(ScrollableContainer).focus()
