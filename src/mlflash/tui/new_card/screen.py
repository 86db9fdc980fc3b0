"""The form for a new card: question, lines, section, hint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mlflash.errors import MlflashError
from mlflash.scheduler.line_ticks import line_label
from mlflash.study.new_card import NewCard
from mlflash.tui.dialogs.choice import ChoiceScreen
from mlflash.tui.dialogs.line_form import LineForm
from mlflash.tui.dialogs.own_lines import LINES
from mlflash.tui.dialogs.unsaved import UnsavedText
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.line_field import LineField, NumberedField, trimmed

MARK = 10
"""Cells of the name before a field."""


class WrittenCard(NamedTuple):
    """What the form returns."""

    new: NewCard
    """The card as it was written."""
    card_id: str | None
    """The id under which it was saved; None where the reader goes on in the editor."""


class NewCardScreen(LineForm[WrittenCard | None]):
    """Fields for a new card; returns what was written, None if it was left. It stays open if saving fails."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "add", tooltip="Add the card", id="keep"),
        Binding("enter", "next", "next", tooltip="To the next field; last: add", id="next"),
        Binding("ctrl+o", "sections", "sections", tooltip="Choose among the sections", id="sections"),
        Binding("ctrl+e", "edit", "editor", tooltip="Go on in your editor", id="edit", priority=True),
        Binding("escape", "leave", "back", tooltip="Leave; asks once if changed", id="back"),
    ]
    CSS = """
    NewCardScreen VerticalScroll { height: auto; max-height: 70vh; }
    NewCardScreen #where { width: 100%; height: 1; padding-left: 13; }
    NewCardScreen NumberedField { margin: 0; }
    NewCardScreen .first { margin-bottom: 1; }
    NewCardScreen KeyBar { dock: none; margin-top: 1; }
    NewCardScreen.-short .dialog { width: 100%; height: 100%; max-height: 100%; }
    NewCardScreen.-short VerticalScroll { height: 1fr; max-height: 100%; }
    NewCardScreen.-short KeyBar { margin-top: 0; }
    """

    def __init__(self, sections: Sequence[str], save: Callable[[NewCard], str], question: str = "") -> None:
        """`sections` are the titles to choose from, the first one filled in; `save` saves and returns the id."""
        super().__init__()
        self._sections, self._save = list(sections), save
        self._question = LineField(question, name="question")
        self._lines = [LineField(name=f"line {line_label(i + 1)}") for i in range(LINES)]
        self._section = LineField(self._sections[0], name="section")
        self._hint = LineField(name="hint")
        self._unsaved = UnsavedText(self.written)

    @property
    def written(self) -> NewCard:
        """The card as it is now."""
        lines = trimmed([field.line for field in self._lines])
        return NewCard(self._question.line, lines, self._section.line, self._hint.line)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("A card of your own"), classes="title")
            with VerticalScroll(can_focus=False):
                yield NumberedField("Question".ljust(MARK), self._question).add_class("first")
                for number, field in enumerate(self._lines, 1):
                    row = NumberedField(line_label(number).ljust(MARK), field)
                    yield row.set_class(number == LINES, "first")
                yield NumberedField("Section".ljust(MARK), self._section)
                yield Static(id="where")
                yield NumberedField("Hint".ljust(MARK), self._hint)
            yield Static(id="fault")
            yield KeyBar()

    def on_mount(self) -> None:
        self._say_section()
        first = self._lines[0] if self._question.line else self._question
        self.call_after_refresh(first.focus, scroll_visible=False)

    @property
    def fields(self) -> Sequence[LineField]:
        """All fields."""
        return [self._question, *self._lines, self._section, self._hint]

    @property
    def pasted_into(self) -> Sequence[LineField]:
        """The question and the lines."""
        return [self._question, *self._lines]

    def finish(self) -> None:
        """Add the card."""
        self.action_keep()

    @on(LineField.Changed)
    def _say_section(self) -> None:
        known = self._section.line.casefold() in {title.casefold() for title in self._sections[1:]}
        hint = "" if known or not self._section.line else "your own section; ^o lists the banks'"
        self.query_one("#where", Static).update(Content.styled(hint, DIM))

    def action_sections(self) -> None:
        """Choose among the sections."""

        def chosen(title: str | None) -> None:
            if title is not None:
                self._section.load_text(title)

        self.app.push_screen(ChoiceScreen("Section", self._sections, self._section.line), chosen)

    def action_edit(self) -> None:
        """Go on in the editor."""
        self.dismiss(WrittenCard(self.written, None))

    def action_keep(self) -> None:
        """Save the card."""
        if self.refuse_long("Not added"):
            return
        try:
            card_id = self._save(self.written)
        except MlflashError as error:
            self._unsaved.warn_again()
            self.say(f"Not added: {error}.")
        else:
            self.dismiss(WrittenCard(self.written, card_id))

    def action_leave(self) -> None:
        """Leave; unsaved changes are lost only after a warning."""
        if not self.warn_unsaved():
            self.dismiss(None)

    def warn_unsaved(self) -> bool:
        """Warn once before what was written is lost; returns whether it warned."""
        return self._unsaved.warn(self.written, self.say)
