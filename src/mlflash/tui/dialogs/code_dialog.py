"""A card's code."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflash.bank.text import visible
from mlflash.tui.widgets.key_bar import KeyBar


class CodeScreen(ModalScreen[None]):
    """Shows code in a block that scrolls, neither wrapped nor converted."""

    TIMED = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,C", "leave", "back", key_display="esc", tooltip="Back to the card", id="back"),
    ]
    CSS = """
    CodeScreen ScrollableContainer { height: auto; max-height: 75vh; width: 100%; scrollbar-size: 1 1; }
    CodeScreen ScrollableContainer Static { width: auto; height: auto; text-wrap: nowrap; }
    CodeScreen KeyBar { margin-top: 1; }
    CodeScreen.-short .dialog { width: 100%; max-height: 100%; }
    CodeScreen.-short KeyBar { margin-top: 0; }
    """

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("Code"), classes="title")
            with ScrollableContainer():
                yield Static(Content(visible(self.code.removesuffix("\n"))))
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(ScrollableContainer).focus()

    def action_leave(self) -> None:
        """Back to the card."""
        self.dismiss(None)
