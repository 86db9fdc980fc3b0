"""Write own lines and a note for a card."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflash.bank.card import Card
from mlflash.bank.text import readable
from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import CardState
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.line_field import LineField, NumberedField, spread, trimmed

LINES = 4


Keep = Callable[[tuple[str, ...], str], object]
"""Saves lines and a note; raises `MlflashError` if they could not be saved."""


class OwnLinesScreen(ModalScreen[bool]):
    """Fields for the lines and a note; returns whether they were saved, and stays open if that fails.

    Above each field is the bank's line: the line it replaces or, on a personal card, what it must contain. Until
    the answer is `revealed`, nothing of it is shown: neither the bank's lines nor those already written.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "keep", key_display="^s", tooltip="Keep the lines and the note", id="keep"),
        Binding("enter", "next", "next", key_display="⏎", tooltip="To the next field", id="next"),
        Binding("escape", "leave", "back", key_display="esc", tooltip="Leave; asks once if changed", id="back"),
    ]
    AUTO_FOCUS = ""
    CSS = """
    OwnLinesScreen .title { width: 100%; }
    OwnLinesScreen .guide { width: 100%; padding: 0 1 0 6; color: $foreground 65%; }
    OwnLinesScreen #said { width: 100%; height: auto; }
    OwnLinesScreen #fault { width: 100%; height: auto; color: $error; display: none; }
    OwnLinesScreen.-short .dialog { width: 100%; max-height: 100%; }
    OwnLinesScreen.-short .title { margin: 0; }
    OwnLinesScreen.-short .replaced { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    OwnLinesScreen.-short NumberedField { margin: 0; }
    """

    def __init__(self, card: Card, state: CardState, keep: Keep, *, revealed: bool = True) -> None:
        super().__init__()
        self.card, self._keep, self._revealed = card, keep, revealed
        own = state.own_lines or ()
        count = max(LINES, len(own), len(card.answer))
        self._lines = [LineField(own[i] if i < len(own) else "", name=f"line {i + 1}") for i in range(count)]
        self._note = LineField(state.note or "", name="note")
        self._before = self.written
        self._warned = False

    @property
    def written(self) -> tuple[tuple[str, ...], str]:
        """The lines and the note as they are now."""
        return trimmed([field.line for field in self._lines]), self._note.line

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(Content(readable(self.card.question)), classes="title")
            if not self.card.personal:
                said = "Your own lines take the place of the bank's; leave them empty to keep those."
                if not self._revealed:
                    said = "The answer stays hidden here until you reveal it."
                yield Static(Content.styled(said, DIM), id="said")
            for i, field in enumerate(self._lines):
                if not self._revealed and field.line:
                    continue  # kept as it is
                if i < len(self.card.answer) and (self._revealed or self.card.personal):
                    kind = "guide" if self.card.personal else "guide replaced"
                    yield Static(Content(readable(self.card.answer[i])), classes=kind)
                yield NumberedField(f"{i + 1}   ", field)
            yield NumberedField("Note", self._note)
            yield Static(id="fault")
            yield KeyBar()

    def on_mount(self) -> None:
        open_fields = [field for field in self._lines if field.is_attached]
        first = next((field for field in open_fields if not field.line), [*open_fields, self._note][0])
        # After the layout: a field focused before it would be scrolled to a wrong place.
        self.call_after_refresh(first.focus, scroll_visible=False)

    @on(LineField.Entered)
    def _entered(self, message: LineField.Entered) -> None:
        self.action_next()

    @on(LineField.Pasted)
    def _pasted(self, message: LineField.Pasted) -> None:
        spread([field for field in self._lines if field.is_attached], message)

    @on(LineField.Changed)
    def _changed(self) -> None:
        self._warned = False

    def action_next(self) -> None:
        """To the next field."""
        self.focus_next(LineField)

    def action_keep(self) -> None:
        """Save the lines and the note; an emptied line is cleared."""
        try:
            self._keep(*self.written)
        except MlflashError as error:
            self._warned = False
            fault = self.query_one("#fault", Static)
            fault.update(Content(f"NOT SAVED: {error}. ^s tries again."))
            fault.display = True
            self.call_after_refresh(fault.scroll_visible, animate=False)
        else:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Leave; with unsaved changes only the second time."""
        if not self.holds():
            self.dismiss(False)

    def holds(self) -> bool:
        """Whether leaving would lose changes; True only the first time."""
        if self._warned or self.written == self._before:
            return False
        self._warned = True
        self.notify("Not kept yet: ^s keeps it, once more throws it away", severity="warning", timeout=5)
        return True
