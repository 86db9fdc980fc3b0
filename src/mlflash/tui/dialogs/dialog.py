"""The base of dialogs with a heading."""

from __future__ import annotations

from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflash.tui.widgets.key_bar import KeyBar

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A heading, below it texts or another body, and the keys."""

    def __init__(self, heading: str, *texts: str) -> None:
        super().__init__()
        self._heading, self._texts = heading, texts

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._heading), classes="title")
            yield from self.body()
            yield KeyBar()

    def body(self) -> ComposeResult:
        """What stands between the heading and the keys."""
        yield from (Static(Content(text)) for text in self._texts)

    def action_answer(self, answer: Result) -> None:
        """Return an answer."""
        self.dismiss(answer)

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
