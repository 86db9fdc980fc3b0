"""One row with the keys that work now. A click on a key presses it.

Textual's footer mounts one widget a key, and mounts them all again when a binding changes; this bar redraws one
line, so it can follow every step of a drill.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen, Screen

from mlflash.tui.themes import DIM
from mlflash.tui.widgets.page import Page

GAP = 2
COLUMN = 92
"""The columns of a screen with its margins; the keys begin and end where its text does."""
TALL = 26
"""Rows from which a screen has margins."""
TWO_PANES = 120
"""Columns from which a screen has a second pane, and its text the whole width."""
LONG = 84
"""Columns from which the palette's key is shown with its word."""
BACK = "leave"
"""The action that leads back: where it is the last of a screen's keys, it stays in a narrow bar."""
TAIL = ("command_palette", "app.help", "help")
"""The actions at the right end of the bar."""


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
        return len(self.display) + (len(self.description) + 1 if self.description else 0)


def fitting(keys: Sequence[Key], room: int, *, keep_last: bool) -> list[Key]:
    """The keys that fit in `room` columns: the first, with `keep_last` the last (the way back), then others."""
    if len(keys) < 2 or sum(key.width + GAP for key in keys) - GAP <= room:
        return list(keys)
    first, *rest = keys
    last = [rest.pop()] if keep_last else []
    left = room - first.width - sum(key.width + GAP for key in last)
    if left < 0:
        return [first]
    shown = [first]
    for key in rest:
        left -= key.width + GAP
        if left < 0:
            break
        shown.append(key)
    return [*shown, *last]


def key_of(screen: Screen[Any], action: str) -> str:
    """The key of an action that works now, as the reader has it; empty where there is none."""
    bindings = (active.binding for active in screen.active_bindings.values())
    return next((screen.app.get_key_display(binding) for binding in bindings if binding.action == action), "")


class KeyRow(NamedTuple):
    """The row of keys."""

    content: Content
    """The row as it is drawn."""
    places: tuple[tuple[int, int, str], ...]
    """Where each key is, for the mouse: first column, column after it, key."""


def key_row(
    keys: Sequence[Key | None],
    tail: Sequence[Key],
    widths: Sequence[int],
    start: int,
    end: int,
    *,
    keep_last: bool,
) -> KeyRow:
    """The keys from the column `start`, and the tail up to the column `end`.

    `widths` are those of fixed places, where a place without a key stays blank; without them the keys follow one
    another. Where room is short, the tail loses its words and the last places are left out; the first key stays
    even where the tail does not fit, and with `keep_last` the last one, the way back, too.
    """
    if end - start < LONG and len(tail) > 1:
        tail = [*(key._replace(description="") for key in tail[:-1]), tail[-1]]
    tail_width = sum(key.width + GAP for key in tail)
    first = next((key.width for key in keys if key is not None), 0)
    if first > end - start - tail_width:
        tail, tail_width = [], 0  # the main key matters more than the key for help
    room = end - start - tail_width
    placed: list[tuple[int, Key]] = []
    x = start
    if widths:
        for key, reserved in zip(keys, widths, strict=True):
            if x + reserved > start + room:
                break
            if key is not None:
                placed.append((x, key))
            x += reserved + GAP
    else:
        for key in fitting([key for key in keys if key is not None], room, keep_last=keep_last or not tail):
            placed.append((x, key))
            x += key.width + GAP
    x = end - tail_width + GAP
    for key in tail:
        placed.append((x, key))
        x += key.width + GAP
    line = Content()
    for x, key in placed:
        line += Content.assemble(" " * (x - line.cell_length), (key.display, "bold $primary"))
        line += Content.styled(f" {key.description}" if key.description else "", DIM)
    return KeyRow(line, tuple((x, x + key.width, key.key) for x, key in placed))


class KeyBar(Page):
    """The shown bindings of the screen in the order of their declaration, as many as fit; palette and help last.

    A screen may declare a `FOOTER`: places from the left, each with the actions that may stand there. A place
    keeps its column whether or not one of its actions works.
    """

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; width: 100%; background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.column = COLUMN
        self._places: tuple[tuple[int, int, str], ...] = ()
        self._order: dict[str, int] = {}
        self._footer: tuple[tuple[str, ...], ...] = ()
        self._widths: tuple[int, ...] = ()
        self._rows_by_state: dict[tuple[Hashable, Size], KeyRow] = {}

    def on_mount(self) -> None:
        declared = [binding for binding in self.screen.BINDINGS if isinstance(binding, Binding)]
        self._order = {binding.action: place for place, binding in enumerate(declared)}
        self._footer = getattr(self.screen, "FOOTER", ())
        widths = {binding.action: self._key(binding).width for binding in reversed(declared)}
        self._widths = tuple(max(widths[action] for action in place) for place in self._footer)
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self.call_after_refresh(self.draw)

    def on_resize(self) -> None:
        self.draw()

    def _changed(self, screen: Screen[object]) -> None:
        self._rows_by_state.clear()  # the focus may be elsewhere, or the reader's keys may be others
        if screen is self.screen:
            self.draw()

    def draw(self, state: Hashable = None) -> None:
        """Draw the keys that work now; given the state that decides it, work that out once for each state.

        To ask all of a drill's 72 bindings takes a third of a grade's time (see docs/performance.md).
        """
        if not self.is_attached:
            return  # its screen is closed
        place = (state, self.screen.size)
        row = self._rows_by_state.get(place) or self._row_now()
        if state is not None:
            self._rows_by_state[place] = row
        self._places = row.places
        self.turn([row.content])

    def _row_now(self) -> KeyRow:
        """The row of the keys that work now."""
        working = self._working()
        tail = [working.pop(action) for action in TAIL if action in working]
        keys: list[Key | None]
        if self._footer:
            keys = [
                next((working[action] for action in place if action in working), None) for place in self._footer
            ]
        else:
            keys = [*working.values()]
        keep_last = next(reversed(working), "") == BACK
        return key_row(keys, tail, self._widths, *self._ends(), keep_last=keep_last)

    def _ends(self) -> tuple[int, int]:
        """Where the screen's text begins and ends."""
        width = self.size.width
        if isinstance(self.screen, ModalScreen):
            return 0, width
        margin = 2 if self.screen.size.height >= TALL else 0
        left = max(0, width - self.column) // 2 + margin
        return left + 2, left + min(width, self.column) - 2 * margin - 1

    def _key(self, binding: Binding) -> Key:
        return Key(binding.key, self.app.get_key_display(binding), binding.description)

    def _working(self) -> dict[str, Key]:
        """The keys that work now, by action: those with `show`, or all on a screen with a `FOOTER`."""
        shown: dict[str, Key] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if (binding.show or self._footer) and active.enabled and binding.action not in shown:
                shown[binding.action] = self._key(binding)
        # A focused widget's keys and those the reader chose come first among the active ones.
        actions = sorted(shown, key=lambda action: self._order.get(action, len(self._order)))
        return {action: shown[action] for action in actions}

    def on_click(self, event: events.Click) -> None:
        for start, end, key in self._places:
            if start <= event.x < end:
                self.app.simulate_key(key)
                break
