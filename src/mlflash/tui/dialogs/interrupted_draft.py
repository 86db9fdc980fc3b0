"""A draft whose edit was cut off: whether to use it, go on with it or discard it."""

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
    """Shows which card the draft is of; gives use, edit, discard or later.

    It opens at the start, unasked: no key that is pressed blindly there may use or discard anything.
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
    DraftScreen .dialog Static { height: auto; }
    DraftScreen KeyBar { dock: none; padding: 0; margin-top: 1; }
    """

    def __init__(self, card_id: str) -> None:
        super().__init__()
        self.question = card_id

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("An edit of a card was cut off"), classes="title")
            yield Static(Content(visible(self.question)))
            yield Static(Content("What the editor had saved is kept as a draft."))
            yield KeyBar()

    def action_choose(self, choice: str) -> None:
        """Answer."""
        self.dismiss(choice)
