"""A dialog of line fields: Enter goes from one to the next, and from the last one on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual import on
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflash.tui.widgets.line_field import LineField, too_long

Result = TypeVar("Result")


class LineForm(ModalScreen[Result]):
    """Base of dialogs that compose line fields, and `#fault` below them."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    LineForm #fault { width: 100%; color: $error; display: none; }
    """

    @property
    def fields(self) -> Sequence[LineField]:
        """The fields shown, in their order."""
        raise NotImplementedError

    @property
    def pasted_into(self) -> Sequence[LineField]:
        """The fields that several pasted lines fill."""
        return self.fields

    def finish(self) -> None:
        """Do what Enter does in the last field."""
        raise NotImplementedError

    @on(LineField.Entered)
    def action_next(self) -> None:
        """Go to the next field; from the last one, finish."""
        if self.focused is self.fields[-1]:
            self.finish()
        else:
            self.focus_next(LineField)

    @on(LineField.Pasted)
    def _pasted(self, message: LineField.Pasted) -> None:
        """Put the lines pasted into a field and the empty ones after it; the last of them takes what is left."""
        here, lines, fields = message.field, message.lines, self.pasted_into
        after = fields[fields.index(here) + 1 :] if here in fields else ()
        filled = [here, *(field for field in after if not field.line)][: len(lines)]
        last = len(filled) - 1
        for field, line in zip(filled, (*lines[:last], " ".join(lines[last:])), strict=True):
            field.put(line)
        filled_fields = {field: field.text for field in filled}
        for field in filled:
            field.pasted = filled_fields
        filled[-1].focus()

    @on(LineField.Changed)
    def _hide_fault(self) -> None:
        self.query_one("#fault", Static).display = False

    def say(self, text: str) -> None:
        """Show what is wrong, until the next change."""
        fault = self.query_one("#fault", Static)
        fault.update(Content(text))
        fault.display = True
        if self.focused is not None:  # the message takes a row
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    def refuse_long(self, refusal: str) -> bool:
        """Say which field is too long, after the refusal; returns whether one is."""
        fault = too_long(self.fields)
        if fault is not None:
            self.say(f"{refusal}: {fault}.")
        return fault is not None
