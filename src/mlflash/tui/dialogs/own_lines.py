"""Write own lines and a note for a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mlflash.bank.card import Card
from mlflash.bank.text import readable
from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.line_ticks import line_label
from mlflash.tui.dialogs.line_form import LineForm
from mlflash.tui.dialogs.unsaved import UnsavedText
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.line_field import LineField, NumberedField, trimmed

LINES = 4
SaveLines = Callable[[tuple[str, ...], str], object]
"""Saves lines and a note; raises `MlflashError` if they could not be saved."""


class GuidedField(Vertical):
    """A field below the bank's line, if there is one; both are in view while the field has the focus."""

    def __init__(self, label: str, guide: str | None, field: LineField) -> None:
        super().__init__()
        self._label, self._guide, self._field = label.ljust(4), guide, field

    def compose(self) -> ComposeResult:
        if self._guide is None:
            yield NumberedField(self._label, self._field)
            return
        with Horizontal():
            yield Static(self._label, classes="mark", markup=False)
            yield Static(Content(self._guide), classes="guide")
        yield NumberedField(" " * len(self._label), self._field)

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        self.call_after_refresh(self.scroll_visible, animate=False)


class OwnLinesScreen(LineForm[bool]):
    """Fields for the lines and a note; returns whether they were saved, and stays open if that fails.

    Above each field is the bank's line: the line it replaces or, on a personal card, what it must contain. Until
    the answer is `revealed`, nothing of it is shown: neither the bank's lines nor those already written.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "save", key_display="^s", tooltip="Save the lines and the note", id="keep"),
        Binding("enter", "next", "next", key_display="⏎", tooltip="To the next field; last: save", id="next"),
        Binding("escape", "leave", "back", key_display="esc", tooltip="Leave; asks once if changed", id="back"),
    ]
    CSS = """
    OwnLinesScreen .title { width: 100%; }
    OwnLinesScreen VerticalScroll { height: auto; max-height: 70vh; }
    OwnLinesScreen GuidedField { height: auto; width: 100%; }
    OwnLinesScreen Horizontal { height: auto; width: 100%; }
    OwnLinesScreen .mark { width: auto; padding: 0 1; color: $foreground 65%; }
    OwnLinesScreen .guide { width: 1fr; padding: 0 1 0 0; color: $foreground 65%; }
    OwnLinesScreen #hint { width: 100%; }
    OwnLinesScreen.-tall #hint { margin-bottom: 1; }
    OwnLinesScreen KeyBar { dock: none; }
    OwnLinesScreen.-short .dialog { width: 100%; height: 100%; max-height: 100%; }
    OwnLinesScreen.-short VerticalScroll { height: 1fr; max-height: 100%; }
    OwnLinesScreen.-short .title { margin: 0; }
    OwnLinesScreen.-short NumberedField { margin: 0; }
    OwnLinesScreen.-short .note { margin-top: 1; }
    """

    def __init__(self, card: Card, state: CardState, save: SaveLines, *, revealed: bool = True) -> None:
        super().__init__()
        self.card, self._save, self._revealed = card, save, revealed
        own = state.own_lines or ()
        count = max(LINES, len(own), len(card.answer))
        self._lines = [LineField(own[i] if i < len(own) else "", name=f"line {i + 1}") for i in range(count)]
        self._note = LineField(state.note or "", name="note")
        self._unsaved = UnsavedText(self.written)

    @property
    def written(self) -> tuple[tuple[str, ...], str]:
        """The lines and the note as they are now."""
        return trimmed([field.line for field in self._lines]), self._note.line

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(readable(self.card.question)), classes="title")
            if not self.card.personal:
                hint = "The answer stays hidden until you reveal it."
                if self._revealed:
                    hint = "What you write replaces the line above; an empty field keeps it."
                yield Static(Content.styled(hint, DIM), id="hint")
            with VerticalScroll(can_focus=False):
                for i, field in enumerate(self._lines):
                    if self._revealed or not field.line:  # a hidden line stays as it is
                        yield GuidedField(line_label(i + 1), self._guide_of(i), field)
                yield NumberedField("Note", self._note).add_class("note")
            yield Static(id="fault")
            yield KeyBar()

    def _guide_of(self, i: int) -> str | None:
        """The bank's line, unless it would give the answer away."""
        shown = i < len(self.card.answer) and (self._revealed or self.card.personal)
        return readable(self.card.answer[i]) if shown else None

    def on_mount(self) -> None:
        first = next((field for field in self.fields if not field.line), self.fields[0])
        # After the layout: a field focused before it would be scrolled to a wrong place.
        self.call_after_refresh(first.focus, scroll_visible=False)

    @property
    def fields(self) -> Sequence[LineField]:
        """The lines that are shown, and the note."""
        return [field for field in (*self._lines, self._note) if field.is_attached]

    @property
    def pasted_into(self) -> Sequence[LineField]:
        """The lines that are shown."""
        return self.fields[:-1]

    def finish(self) -> None:
        """Save."""
        self.action_keep()

    def action_keep(self) -> None:
        """Save the lines and the note; an emptied line is cleared."""
        self._unsaved.warn_again()
        if self.refuse_long("Not saved"):
            return
        try:
            self._save(*self.written)
        except MlflashError as error:
            self.say(f"NOT SAVED: {error}. Ctrl+S tries again.")
        else:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Leave; unsaved changes are lost only after a warning."""
        if not self.warn_unsaved():
            self.dismiss(False)

    def warn_unsaved(self) -> bool:
        """Warn once before changes are lost; returns whether it warned."""
        return self._unsaved.warn(self.written, self.say)
