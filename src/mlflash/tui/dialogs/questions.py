"""Questions that a key answers: whether to go on, and what to do with the text of an edited card."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mlflash.bank.text import visible
from mlflash.tui.dialogs.dialog import Dialog


class ConfirmScreen(Dialog[bool]):
    """Asks for a yes before an action that is hard to reverse; returns whether it was given."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "yes", tooltip="Do it", id="yes"),
        Binding("n,escape,q", "answer(False)", "no", key_display="n", tooltip="Leave things as they are", id="no"),
    ]
    CSS = "ConfirmScreen .dialog { max-width: 60; }"


class DraftScreen(Dialog[str]):
    """Asks about the draft of a card whose edit was cut off; returns use, edit, discard or later.

    It opens at the start of the program: a key pressed blindly must not use or discard anything.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "k", "answer('use')", "keep it", tooltip="Use the draft as your version of the card", id="keep-draft"
        ),
        Binding("e", "answer('edit')", "edit", tooltip="Go on editing it", id="edit-draft"),
        Binding("D", "answer('discard')", "discard", tooltip="Delete the draft", id="discard-draft"),
        Binding(
            "escape", "answer('later')", "later", key_display="esc", tooltip="Leave it; nothing is lost", id="back"
        ),
    ]
    CSS = "DraftScreen .dialog { max-width: 72; }"

    def __init__(self, question: str) -> None:
        kept = "What the editor had saved is kept as a draft."
        super().__init__("An edit of a card was cut off", visible(question), kept)


class CardFaultsScreen(Dialog[bool]):
    """Shows the faults of an edited card, one a line; returns whether to edit it again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "e,enter", "answer(True)", "edit again", key_display="e", tooltip="Back to the editor", id="again"
        ),
        Binding(
            "escape,q",
            "answer(False)",
            "leave for later",
            key_display="esc",
            tooltip="Leave; your text is kept",
            id="back",
        ),
    ]
    CSS = "CardFaultsScreen VerticalScroll { height: auto; max-height: 60vh; }"

    def __init__(self, faults: str) -> None:
        super().__init__("The card cannot be used as it is")
        self.faults = faults

    def body(self) -> ComposeResult:
        """The faults, to scroll through."""
        with VerticalScroll():
            yield Static(Content.styled(self.faults, "$warning"))
