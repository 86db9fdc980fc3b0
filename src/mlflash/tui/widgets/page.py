"""Text in rows that is rendered once: a page repaints only the rows that changed, and can be rendered before it
is shown.

Textual renders a whole widget again when it is refreshed, with every line of the widgets behind it. Between a key
and the next card that would take most of the time (see docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from mlflash.tui.textual_private import repaint

KEPT = 6
"""How many rendered pages are kept: the one shown, the next and the last."""

Rows = tuple[tuple[str, tuple[object, ...]], ...]
"""Rows to compare: text and styles; the equality of `Content` ignores styles."""


# Textual finds a widget's styles through the first of its bases that is a widget, so a mixin must be none.
if TYPE_CHECKING:
    _Mixin = Widget
else:
    _Mixin = object


class Backdrop(_Mixin):
    """A widget that is only background: one strip serves all its lines."""

    _blank: Strip | None = None

    def notify_style_update(self) -> None:
        """Forget the strip: the background has changed."""
        self._blank = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Blank lines."""
        if self._blank is None or self._blank.cell_length != crop.width:
            self._blank = _filtered(self, Strip.blank(crop.width, self.visual_style.rich_style))
        return [self._blank] * crop.height


class Page(Widget):
    """Rows of text, each a terminal row high."""

    DEFAULT_CSS = """
    Page { text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._content: tuple[Content, ...] = ()
        self._rows: Rows = ()
        self._kept: dict[tuple[Rows, Size], list[Strip]] = {}

    def render(self) -> Content:
        """The rows in one."""
        return Content("\n").join(self._content)

    def turn(self, content: Sequence[Content], *, layout: bool = False) -> None:
        """Show these rows; `layout` where their number decides how high the page is."""
        before, self._content = self._rows, tuple(content)
        self._rows = _comparable(content)
        if not self.is_attached:
            return  # its screen is closed
        if layout or not self._plain(self.size.width):
            self.refresh(layout=layout)
            return
        x, y, width, _ = self.region
        changed = [
            Region(x, y + row, width, 1)
            for row, (old, new) in enumerate(zip_longest(before, self._rows))
            if old != new
        ]
        if changed:
            # The screen is repainted, not this widget: pages turned together are then painted after one message.
            repaint(self.screen, *changed)

    def ahead(self, content: Sequence[Content]) -> None:
        """Render rows that are likely to be shown next."""
        if self._plain(self.size.width):
            console = self.app.console
            for strip in self._strips(content, _comparable(content)):
                strip.render(console)

    def notify_style_update(self) -> None:
        """Forget the rendered pages: the colors have changed."""
        self._kept.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines within a region; Textual renders them if the fast path does not apply."""
        if not self._plain(crop.width):
            return super().render_lines(crop)
        return self._strips(self._content, self._rows)[crop.y : crop.bottom]

    def _plain(self, width: int) -> bool:
        """Whether the fast path applies: no border and no selected text."""
        return 0 < width == self.outer_size.width == self.size.width and self.text_selection is None

    def _strips(self, content: Sequence[Content], rows: Rows) -> list[Strip]:
        """Every line of the page, filled to its size."""
        key = (rows, self.size)
        strips = self._kept.pop(key, None)
        if strips is None:
            strips = self._rendered(Content("\n").join(content), *self.size)
        self._kept[key] = strips  # the newest stands last
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return strips

    def row_strip(self, row: Content) -> Strip:
        """A row rendered by itself, as wide as the page."""
        return self._rendered(row, self.size.width, 1)[0]

    def _rendered(self, text: Content, width: int, height: int) -> list[Strip]:
        style = self.visual_style
        lines = Visual.to_strips(self, text, width, height, style, apply_selection=False)
        lines += [Strip.blank(width, style.rich_style)] * (height - len(lines))
        return [_filtered(self, line.adjust_cell_length(width, style.rich_style)) for line in lines]


def _comparable(rows: Sequence[Content]) -> Rows:
    return tuple((row.plain, tuple(row.spans)) for row in rows)


def _filtered(widget: Widget, strip: Strip) -> Strip:
    """A strip with the colors that the terminal can show."""
    filters = widget.get_line_filters()
    if filters:
        background = widget.background_colors[1]
        for line_filter in filters:
            strip = strip.apply_filter(line_filter, background)
    return strip
