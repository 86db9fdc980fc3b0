"""Ask about a draft whose edit was interrupted: use it, go on editing, or discard it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflash.bank.text import visible
from mlflash.tui.widgets.key_bar import KeyBar


class DraftScreen(ModalScreen[str]):
    """Shows the card of the draft; returns use, edit, discard or later.

    It opens at the start of the program: a key pressed blindly must not use or discard anything.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "k", "choose('use')", "keep it", tooltip="Use the draft as your version of the card", id="keep-draft"
        ),
        Binding("e", "choose('edit')", "edit", tooltip="Go on editing it", id="edit-draft"),
        Binding("D", "choose('discard')", "discard", tooltip="Delete the draft", id="discard-draft"),
        Binding(
            "escape", "choose('later')", "later", key_display="esc", tooltip="Leave it; nothing is lost", id="back"
        ),
    ]
    CSS = """
    DraftScreen .dialog { max-width: 72; }
    DraftScreen KeyBar { dock: none; margin-top: 1; }
    """

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("An edit of a card was cut off"), classes="title")
            yield Static(Content(visible(self.question)))
            yield Static(Content("What the editor had saved is kept as a draft."))
            yield KeyBar()

    def action_choose(self, choice: str) -> None:
        """Answer."""
        self.dismiss(choice)
