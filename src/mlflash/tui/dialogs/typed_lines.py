"""Typing the lines before the reveal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mlflash.bank.card import Card
from mlflash.bank.text import readable
from mlflash.scheduler.line_ticks import line_label
from mlflash.tui.card.ticks import next_confidence
from mlflash.tui.dialogs.line_form import LineForm
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.line_field import LineField, NumberedField, trimmed


class TypedLines(NamedTuple):
    """The lines that the reader typed."""

    lines: tuple[str, ...]
    """The lines, without empty ones at the end."""
    done: bool
    """Whether to compare them with the answer now; else they are a draft."""
    sure: bool | None = None
    """Whether the reader is sure of the lines; None where they have not said."""


CONFIDENCE = {None: ("—", DIM), True: ("sure", "bold $success"), False: ("unsure", "bold $warning")}


class TypeLinesScreen(LineForm[TypedLines]):
    """One field for each line of the answer, filled from a `draft`; returns the lines typed.

    With `asks_confidence`, it also asks how sure the reader is, because the answer follows at once.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "next", "next line", key_display="⏎", tooltip="To the next line; last: reveal", id="next"
        ),
        Binding("ctrl+s", "reveal", "reveal", key_display="^s", tooltip="Compare with the answer", id="compare"),
        Binding(
            "ctrl+y",
            "sure",
            "sure?",
            key_display="^y",
            tooltip="Say sure, unsure, or neither",
            id="sure-of-it",
            priority=True,
        ),
        Binding("escape", "leave", "back", key_display="esc", tooltip="Back; what is typed is kept", id="back"),
    ]
    TIMED = True
    CSS = """
    TypeLinesScreen .title { width: 100%; }
    TypeLinesScreen #sure { width: 100%; height: 1; margin-bottom: 1; }
    TypeLinesScreen.-short NumberedField, TypeLinesScreen.-short #sure { margin: 0; }
    """

    def __init__(
        self, card: Card, draft: tuple[str, ...], *, asks_confidence: bool = False, sure: bool | None = None
    ) -> None:
        super().__init__()
        self.card, self.asks_confidence, self.sure = card, asks_confidence, sure
        rows = len(card.answer)
        self._fields = [LineField(draft[i] if i < len(draft) else "", name=f"line {i + 1}") for i in range(rows)]

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(Content(readable(self.card.question)), classes="title")
            for number, field in enumerate(self._fields, 1):
                yield NumberedField(line_label(number), field)
            if self.asks_confidence:
                yield Static(id="sure")
            yield Static(id="fault")
            yield KeyBar()

    def on_mount(self) -> None:
        first = next((field for field in self._fields if not field.line), self._fields[-1])
        first.focus()
        self._show_confidence()

    def _show_confidence(self) -> None:
        for row in self.query("#sure").results(Static):
            row.update(Content.assemble(("How sure are you?  ", DIM), CONFIDENCE[self.sure]), layout=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ask how sure the reader is only if the drill asks it."""
        return self.asks_confidence if action == "sure" else True

    def action_sure(self) -> None:
        """Say sure, then unsure, then nothing."""
        self.sure = next_confidence(self.sure)
        self._show_confidence()

    @property
    def fields(self) -> Sequence[LineField]:
        """A field for each line."""
        return self._fields

    def finish(self) -> None:
        """Show the answer."""
        self.action_reveal()

    def action_reveal(self) -> None:
        """Show the answer next to the lines typed, unless one is too long to be saved."""
        if not self.refuse_long("Not compared"):
            self._return_lines(done=True)

    def action_leave(self) -> None:
        """Return to the card; the lines stay a draft."""
        self._return_lines(done=False)

    def _return_lines(self, *, done: bool) -> None:
        self.dismiss(TypedLines(trimmed([field.line for field in self._fields]), done, self.sure))
