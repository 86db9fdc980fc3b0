"""A field for one line of an answer: it wraps and grows, Enter leaves it, arrows go from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static, TextArea

LONGEST = 20_000
"""Characters that a line can have; more are refused, never cut."""


class LineField(TextArea):
    """One line of text, however many rows it takes."""

    DEFAULT_CSS = """
    LineField, LineField:focus {
        height: auto; max-height: 5; min-height: 1; width: 1fr;
        border: none; padding: 0 1; background: $panel; scrollbar-size-vertical: 1;
    }
    LineField:focus { background: $primary 15%; }
    """

    @dataclass
    class Entered(Message):
        """Enter was pressed in the field."""

        field: LineField
        """The field."""

    @dataclass
    class Pasted(Message):
        """Several lines were pasted: the first is for the field, the others are for empty fields after it."""

        field: LineField
        """The field."""
        lines: tuple[str, ...]
        """The lines."""

    def __init__(self, text: str = "", *, name: str | None = None) -> None:
        super().__init__(text, compact=True, highlight_cursor_line=False, name=name)
        self.move_cursor(self.document.end)
        self.pasted: dict[LineField, str] = {}
        """The fields that the last paste filled, each with its text after it."""

    @property
    def line(self) -> str:
        """What was written, on one line."""
        return " ".join(self.text.split())

    def on_paste(self, event: events.Paste) -> None:
        lines = [line for line in event.text.splitlines() if line.strip()] or [""]
        event.stop()
        event.prevent_default()
        if len(lines) > 1:
            self.post_message(self.Pasted(self, tuple(lines)))
        else:
            self.put(lines[0])

    def put(self, text: str) -> None:
        """Insert a text at the cursor, replacing the selection; one undo removes it."""
        self.history.checkpoint()
        self.replace(text, *sorted(self.selection), maintain_selection_offset=False)
        self.history.checkpoint()

    def action_undo(self) -> None:
        """Undo the last edit; a paste into several fields as a whole, if none of them has changed since."""
        filled_fields, self.pasted = self.pasted, {}
        if filled_fields and all(field.text == text for field, text in filled_fields.items()):
            for field in filled_fields:
                field.undo()
            next(iter(filled_fields)).focus()
        else:
            super().action_undo()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()  # TextArea's own handler would break the line
            self.post_message(self.Entered(self))

    def action_cursor_up(self, select: bool = False) -> None:
        """Up a row; from the first, to the field before."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            self.screen.focus_previous(LineField)
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Down a row; from the last, to the next field."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            self.screen.focus_next(LineField)
        else:
            super().action_cursor_down(select)


class NumberedField(Horizontal):
    """A field with its number, or another short mark, before it."""

    DEFAULT_CSS = """
    NumberedField { height: auto; width: 100%; margin: 0 0 1 0; }
    NumberedField > .mark { width: auto; padding: 0 1; color: $foreground 65%; }
    """

    def __init__(self, mark: str, field: LineField) -> None:
        super().__init__()
        self._mark, self.field = mark, field

    def compose(self) -> ComposeResult:
        yield Static(self._mark, classes="mark", markup=False)
        yield self.field

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        self.call_after_refresh(self.scroll_visible, animate=False)


def too_long(fields: Sequence[LineField]) -> str | None:
    """Which field is too long to be saved, in words; None if none is."""
    for field in fields:
        if len(field.line) > LONGEST:
            return f"{field.name} has {len(field.line):,} characters, {LONGEST:,} are the most: shorten it"
    return None


def trimmed(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines without empty ones at the end; empty lines between others stay."""
    written = list(lines)
    while written and not written[-1]:
        written.pop()
    return tuple(written)
