"""The widget that shows a card: mounted once, then only redrawn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from mlflash.amounts import count_of
from mlflash.tui.card.layout import CardContent, Layout, lay_out
from mlflash.tui.card.line_rows import CardLayoutRow
from mlflash.tui.widgets.key_bar import COLUMN, TALL
from mlflash.tui.widgets.page import Backdrop, Page


class CardArea(Backdrop, VerticalScroll, can_focus=False):
    """The scrolling area around a card; posts a message when its size changes."""

    class Resized(Message):
        """The area has another size."""

    def on_resize(self) -> None:
        self.post_message(self.Resized())


def expected_size(size: Size) -> Size:
    """The area's size on a screen of that size once it is laid out, as in mlflash.tcss."""
    short = size.height < TALL
    return Size(min(COLUMN, size.width) - (0 if short else 4), max(1, size.height - (4 if short else 7)))


@lru_cache(maxsize=16)
def cached_layout(content: CardContent, room: Size) -> Layout:
    """The card laid out in this area; a column stays free, so that nothing moves when a scrollbar appears."""
    return lay_out(content, room.width - 1, room.height)


class CardView(Page):
    """Shows a `CardContent`; posts a message when an answer line is clicked."""

    DEFAULT_CSS = """
    CardView { width: 100%; height: 100%; }
    """

    class LineClicked(Message):
        """An answer line was clicked, counted from 0."""

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    def __init__(self) -> None:
        super().__init__()
        self.laid: Layout = Layout((), False)

    def show(self, content: CardContent, room: Size) -> None:
        """Draw a card in this area; the widget of a taller card grows, so that the area scrolls."""
        self.laid = cached_layout(content, room)
        self._draw([row.content for row in self.laid.rows], room)

    def prepare(self, content: CardContent, room: Size) -> None:
        """Lay out and render a card that is likely to be shown next."""
        self.ahead([row.content for row in cached_layout(content, room).rows])

    def show_rows(self, rows: Sequence[Content], room: Size) -> None:
        """Show text in place of a card."""
        self.show_numbered_rows([CardLayoutRow(row) for row in rows], room)

    def show_numbered_rows(self, rows: Sequence[CardLayoutRow], room: Size) -> None:
        """Show text with numbered lines in place of a card."""
        self.laid = Layout(tuple(rows), False)
        self._draw([row.content for row in rows], room)

    def _draw(self, rows: Sequence[Content], room: Size) -> None:
        height = max(len(rows), room.height)
        set_before = self.styles.height
        grew = set_before is None or set_before.value != height or not set_before.is_cells
        if grew:
            self.styles.height = height
        self.turn(rows, layout=grew)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines within a region; where answer lines are below the visible part, its last row says so."""
        strips = super().render_lines(crop)
        row = self._fold_row()
        below = self.laid.lines_below(row) if row is not None else 0
        if row is not None and below and crop.y <= row < crop.bottom:
            text = f"  ↓ {count_of(below, 'more line')}"
            strips[row - crop.y] = self.row_strip(Content.styled(text, "bold $primary"))
        return strips

    def _fold_row(self) -> int | None:
        """The last visible row of a card that goes on below it."""
        area = self.parent
        if not isinstance(area, CardArea):
            return None
        end = area.scroll_offset.y + area.size.height
        return end - 1 if end < len(self.laid.rows) else None

    def on_click(self, event: events.Click) -> None:
        if self.text_selection is not None:
            return  # the end of a drag that selects text
        if 0 <= event.y < len(self.laid.rows):
            line = self.laid.rows[event.y].line
            if line is not None:
                self.post_message(self.LineClicked(line))
