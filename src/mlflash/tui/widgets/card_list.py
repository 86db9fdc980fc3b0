"""A list of any length: only the rows on screen are drawn, and drawn once.

Textual's lists measure every option in advance; this one gets a length and a function that draws one item.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

Draw = Callable[[int, int], list[Content]]
"""An item by its place, in a width: the rows it is shown in."""


class CardList(ScrollView, can_focus=True, inherit_bindings=False):
    """Items of `rows` rows each, one of them highlighted. The screen's keys move in it, wherever the focus is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "step(-1_000_000_000)", "first", show=False, tooltip="The first card", id="list-first"),
        Binding("end", "step(1_000_000_000)", "last", show=False, tooltip="The last card", id="list-last"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"card-list--item", "card-list--highlighted"}
    DEFAULT_CSS = """
    CardList {
        height: 1fr;
        width: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .card-list--highlighted { background: $panel; text-style: bold; }
    }
    """

    @dataclass
    class Moved(Message):
        """Another item is highlighted."""

        place: int
        """The place of the item."""

    @dataclass
    class Pressed(Message):
        """An item was clicked."""

        place: int
        """The place of the item."""
        column: int
        """The column."""
        twice: bool
        """Whether it was a double click."""

    def __init__(self, rows: int = 1) -> None:
        super().__init__()
        self.rows = rows
        self.count = 0
        self.at = 0
        self._draw: Draw = lambda place, width: []
        self._strips: LRUCache[tuple[int, int, bool], list[Strip]] = LRUCache(512)

    def show(self, count: int, draw: Draw, at: int = 0) -> None:
        """Show `count` items, drawn by `draw`, with the item `at` highlighted."""
        self.count, self._draw = count, draw
        self.at = max(0, min(at, count - 1))
        self._strips.clear()
        self.virtual_size = Size(self.scrollable_content_region.width, count * self.rows)
        self._reveal()
        self.refresh()

    def redraw(self) -> None:
        """Draw the items again: their content has changed."""
        self._strips.clear()
        self.refresh()

    def move(self, to: int) -> None:
        """Highlight another item, or the nearest that exists, and scroll to it."""
        to = max(0, min(to, self.count - 1))
        if to == self.at:
            return
        for place in (self.at, to):
            self.refresh_lines(place * self.rows, self.rows)
        self.at = to
        self._reveal()
        self.post_message(self.Moved(to))

    def action_step(self, by: int) -> None:
        """Highlight the item `by` places further down."""
        self.move(self.at + by)

    def action_page(self, by: int) -> None:
        """Highlight the item `by` screenfuls further down."""
        self.move(self.at + by * max(1, self.scrollable_content_region.height // self.rows))

    def _reveal(self) -> None:
        top = self.at * self.rows
        region = Region(0, top, max(1, self.scrollable_content_region.width), self.rows)
        self.scroll_to_region(region, animate=False, x_axis=False, force=True)

    def on_resize(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self.count * self.rows)
        self._strips.clear()
        self.call_after_refresh(self._reveal)

    def notify_style_update(self) -> None:
        """Forget the drawn rows: the colors have changed."""
        self._strips.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        place, line = divmod(y + self.scroll_offset.y, self.rows)
        width = self.scrollable_content_region.width
        lit = place == self.at
        names = ("card-list--item", "card-list--highlighted") if lit else ("card-list--item",)
        style = self.get_visual_style(*names)
        if place >= self.count:
            return Strip.blank(width, style.rich_style)
        key = (place, width, lit)
        strips = self._strips.get(key)
        if strips is None:
            rows = self._draw(place, width)
            strips = [
                Visual.to_strips(self, row, width, 1, style, apply_selection=False)[0].extend_cell_length(
                    width, style.rich_style
                )
                if row
                else Strip.blank(width, style.rich_style)
                for row in [*rows, *[Content()] * self.rows][: self.rows]
            ]
            self._strips[key] = strips
        return strips[line]

    def on_click(self, event: events.Click) -> None:
        place = (event.y + self.scroll_offset.y) // self.rows
        if 0 <= place < self.count:
            self.move(place)
            self.post_message(self.Pressed(place, event.x, event.chain > 1))
