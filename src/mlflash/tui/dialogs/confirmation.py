"""A yes-or-no question before an action that is hard to reverse."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflash.tui.widgets.key_bar import KeyBar


class ConfirmScreen(ModalScreen[bool]):
    """Asks for a yes; returns whether it was given."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "say(True)", "yes", tooltip="Do it", id="yes"),
        Binding("n,escape,q", "say(False)", "no", key_display="n", tooltip="Leave things as they are", id="no"),
    ]
    CSS = """
    ConfirmScreen .dialog { max-width: 60; }
    ConfirmScreen KeyBar { dock: none; margin-top: 1; }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="title")
            yield Static(Content(self._text))
            yield KeyBar()

    def action_say(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)
