"""One row with the keys that work now. A click on a key presses it.

Textual's footer mounts one widget a key, and mounts them all again when a binding changes; this bar redraws one
line, so it can follow every step of a drill.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen

from mlflash.tui.themes import DIM
from mlflash.tui.widgets.page import Page

GAP = 2
COLUMN = 88


class Key(NamedTuple):
    """A key as the bar shows it."""

    key: str
    """Its name for Textual."""
    display: str
    """How it is written."""
    description: str
    """What it does."""

    @property
    def width(self) -> int:
        """Columns it takes."""
        return len(self.display) + 1 + len(self.description)


def fitting(keys: Sequence[Key], room: int) -> list[Key]:
    """The keys that fit in `room` columns: the first, the last (help or the way back), then the others."""
    if len(keys) < 2 or sum(key.width + GAP for key in keys) - GAP <= room:
        return list(keys)
    first, *rest, last = keys
    left = room - first.width - GAP - last.width
    if left < 0:
        return [first]
    shown = [first]
    for key in rest:
        left -= key.width + GAP
        if left < 0:
            break
        shown.append(key)
    return [*shown, last]


class KeyRow(NamedTuple):
    """The row of keys."""

    content: Content
    """The row as it is drawn."""
    places: tuple[tuple[int, int, str], ...]
    """Where each key is, for the mouse: first column, column after it, key."""


def key_row(keys: tuple[Key, ...], width: int, column: int) -> KeyRow:
    """As many of the keys as fit in `width`, from where a column of text in its middle begins."""
    x = max(1, (width - column) // 2) + 1
    line, places = Content(), []
    for key in fitting(keys, width - 1 - x):
        gap = " " * (x - line.cell_length)
        line += Content.assemble(gap, (key.display, "bold $primary"), (f" {key.description}", DIM))
        places.append((x, x + key.width, key.key))
        x += key.width + GAP
    return KeyRow(line, tuple(places))


class KeyBar(Page):
    """The shown bindings of the screen in the order of their declaration, as many as fit."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; width: 100%; background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.column = COLUMN
        self._places: tuple[tuple[int, int, str], ...] = ()
        self._order: dict[str, int] = {}

    def on_mount(self) -> None:
        declared = [binding for binding in self.screen.BINDINGS if isinstance(binding, Binding)]
        self._order = {binding.action: place for place, binding in enumerate(declared)}
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self.call_after_refresh(self.draw)

    def on_resize(self) -> None:
        self.draw()

    def _changed(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self.draw()

    def draw(self) -> None:
        """Draw the keys that work now."""
        row = key_row(self._working(), self.size.width, self.column)
        self._places = row.places
        self.turn([row.content])

    def _working(self) -> tuple[Key, ...]:
        shown: dict[str, Key] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.key != "ctrl+p" and binding.action not in shown:
                display = self.app.get_key_display(binding)
                shown[binding.action] = Key(binding.key, display, binding.description)
        # A focused widget's keys and those the reader chose come first among the active ones.
        actions = sorted(shown, key=lambda action: self._order.get(action, len(self._order)))
        return tuple(shown[action] for action in actions)

    def on_click(self, event: events.Click) -> None:
        for start, end, key in self._places:
            if start <= event.x < end:
                self.app.simulate_key(key)
                break
