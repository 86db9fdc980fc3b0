"""The history of a card: reviews, stability over time, and what each grade would do next."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from mlflash.errors import MlflashError
from mlflash.study.card_history import CardHistory, card_history
from mlflash.study.study import Study
from mlflash.tui.history.rows import history_rows
from mlflash.tui.open_screen import Drawn
from mlflash.tui.widgets.key_bar import KeyBar


class HistoryScreen(Drawn, Screen[None]):
    """Everything that happened to one card, the last review first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i,q", "leave", "back", key_display="esc", tooltip="Back", id="back"),
        Binding("down", "scroll(1)", "down", show=False, tooltip="Read on", id="down"),
        Binding("up", "scroll(-1)", "up", show=False, tooltip="Read back", id="up"),
        Binding("pagedown,space", "page(1)", "page down", show=False, tooltip="A screenful on", id="page-down"),
        Binding("pageup,b", "page(-1)", "page up", show=False, tooltip="A screenful back", id="page-up"),
    ]
    CSS = """
    HistoryScreen VerticalScroll { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    HistoryScreen.-short VerticalScroll { padding: 0 2; }
    HistoryScreen #rows { width: 100%; text-wrap: nowrap; text-overflow: clip; }
    """

    def __init__(self, study: Study, card_id: str) -> None:
        super().__init__()
        self.study, self.card_id = study, card_id
        self.history: CardHistory | None = None
        self._view = study.view()  # what a grade does next is counted from one instant

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"), VerticalScroll(can_focus=False):
            yield Static(id="rows")
        yield KeyBar()

    def on_mount(self) -> None:
        try:
            self.history = card_history(self.study, self.card_id, self._view)
        except MlflashError as error:
            self.query_one("#rows", Static).update(Content.styled(str(error), "$error"))

    def lay_out(self) -> None:
        """Lay the history out in the width there is."""
        if self.history is None:
            return
        room = self.query_one(VerticalScroll)
        width = max(20, room.scrollable_content_region.width - 1)
        rows = history_rows(self._view, self.card_id, self.history, width, self.app.size.height)
        self.query_one("#rows", Static).update(Content("\n").join(rows))

    def action_scroll(self, by: int) -> None:
        """Read on, or back."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """A screenful on, or back."""
        room = self.query_one(VerticalScroll)
        room.scroll_relative(y=by * max(1, room.size.height - 2), animate=False)

    def action_leave(self) -> None:
        """Back to where this was opened."""
        self.dismiss()
