"""Every key of the screen it was called from in groups: what it does and, on demand, its name in the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any, ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Static

from mlflash.tui.dialogs.dialog import Dialog
from mlflash.tui.open_screen import Drawn
from mlflash.tui.themes import DIM
from mlflash.tui.wrap import pad, wrap

KEYS, NAME, GAP, TWO_COLUMNS = 11, 16, 3, 76
"""Columns for the keys at most, for an action's name, between two columns, and in all from which there are two."""
LEAST_SAVED = 4
"""Rows that dividing a group between two columns has to save."""
EVERYWHERE = "Everywhere"
"""The group of the keys that work on every screen."""


class HelpEntry(NamedTuple):
    """An action and its keys."""

    keys: tuple[str, ...]
    """Its keys, as they are shown."""
    does: str
    """What it does."""
    name: str
    """Its name in `[keys]`."""
    action: str = ""
    """The Textual action."""
    node: DOMNode | None = None
    """The node that the action runs on."""


def keys_of(app: App[Any], screen: Screen[Any]) -> list[HelpEntry]:
    """The keys that work on a screen now: the screen's in the order of their declaration, then the app's."""
    found: dict[str, HelpEntry] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if active.enabled and binding.id and (binding.tooltip or binding.description):
            does = binding.tooltip or binding.description.capitalize()
            entry = found.get(binding.action, HelpEntry((), does, binding.id, binding.action, active.node))
            key = app.get_key_display(replace(binding, key_display=None))  # each key by itself
            found[binding.action] = entry._replace(keys=(*entry.keys, key))
    declared = [binding.action for binding in screen.BINDINGS if isinstance(binding, Binding)]
    order = {action: place for place, action in enumerate(declared)}
    return [found[action] for action in sorted(found, key=lambda action: order.get(action, len(order)))]


class HelpRow(NamedTuple):
    """A row of the help."""

    content: Content
    """Its styled text."""
    owner: HelpEntry | None = None
    """The action it belongs to."""


def grouped(keys: Sequence[HelpEntry], groups: Mapping[str, Sequence[str]]) -> dict[str, list[HelpEntry]]:
    """The keys by group: the groups that a screen declares, if any, then the keys of every screen."""
    found: dict[str, list[HelpEntry]] = {name: [] for name in groups}
    names = {action: name for name, actions in groups.items() for action in actions}
    for entry in keys:
        rest = EVERYWHERE if isinstance(entry.node, App) else "This screen"
        found.setdefault(names.get(entry.name, rest), []).append(entry)
    everywhere = found.pop(EVERYWHERE, [])
    return {name: entries for name, entries in (*found.items(), (EVERYWHERE, everywhere)) if entries}


def help_columns(groups: Mapping[str, Sequence[HelpEntry]], width: int, *, names: bool) -> list[list[HelpRow]]:
    """The groups in columns of rows: two of about equal height where there is room; with `names`, one.

    A group goes on in the second column only where that saves rows.
    """
    count = 1 if names or width < TWO_COLUMNS else 2
    each = (width - GAP * (count - 1)) // count
    merged = {name: keys if names else _merged(keys) for name, keys in groups.items()}
    longest = max((cell_len(" ".join(entry.keys)) for entries in merged.values() for entry in entries), default=-2)
    lead = min(KEYS, longest + 2)
    blocks = [_block(name, keys, each, lead, NAME if names else 0) for name, keys in merged.items()]
    if count == 1:
        return [_joined(blocks)]
    splits = [(blocks[:n], blocks[n:], 0) for n in range(1, len(blocks) + 1)]
    for n, block in enumerate(blocks):
        splits += [
            ([*blocks[:n], upper], [lower, *blocks[n + 1 :]], LEAST_SAVED) for upper, lower in _halves(block)
        ]
    columns = [([_joined(left), _joined(right)], cost) for left, right, cost in splits]
    return min(columns, key=lambda split: max(map(len, split[0])) + split[1])[0]


def help_rows(columns: Sequence[Sequence[HelpRow]], width: int) -> Content:
    """The columns side by side."""
    each = (width - GAP * (len(columns) - 1)) // len(columns)
    rows = []
    for cells in zip_longest(*columns, fillvalue=HelpRow(Content())):
        row = Content()
        for place, cell in enumerate(cells):
            row += Content(" " * (place * (each + GAP) - row.cell_length)) + cell.content
        rows.append(row)
    return Content("\n").join(rows)


def at_place(columns: Sequence[Sequence[HelpRow]], width: int, x: int, y: int) -> HelpEntry | None:
    """The action at a place of `help_rows`."""
    each = (width - GAP * (len(columns) - 1)) // len(columns)
    column = columns[min(len(columns) - 1, x // (each + GAP))]
    return column[y].owner if 0 <= y < len(column) else None


def _joined(blocks: Sequence[list[HelpRow]]) -> list[HelpRow]:
    return [row for place, block in enumerate(blocks) for row in ([HelpRow(Content())] * (place > 0) + block)]


def _halves(block: list[HelpRow]) -> Iterator[tuple[list[HelpRow], list[HelpRow]]]:
    """A group divided between two of its keys; the second part begins below a blank row, level with the first."""
    for row in range(2, len(block)):
        if block[row].owner is not block[row - 1].owner:
            yield block[:row], [HelpRow(Content()), *block[row:]]


def _block(title: str, keys: Sequence[HelpEntry], width: int, lead: int, named: int) -> list[HelpRow]:
    rows = [HelpRow(Content.styled(title, "bold"))]
    for entry in keys:
        rows += [HelpRow(row, entry) for row in _rows(entry, width, lead, named)]
    return rows


def _merged(keys: Sequence[HelpEntry]) -> list[HelpEntry]:
    """The keys, with entries of the same meaning merged into one."""
    found: dict[str, HelpEntry] = {}
    for entry in keys:
        first = found.get(entry.does)
        found[entry.does] = entry if first is None else first._replace(keys=(*first.keys, *entry.keys))
    return list(found.values())


def _rows(entry: HelpEntry, width: int, lead: int, named: int) -> list[Content]:
    rows = []
    for i, text in enumerate(wrap(entry.does, max(10, width - lead - named - bool(named)))):
        keys = (pad(" ".join(entry.keys), lead - 1) + " ", "bold $primary") if i == 0 else " " * lead
        name = (entry.name, DIM) if named and i == 0 else ""
        rows.append(Content.assemble(keys, pad(text, width - lead - named) if named else text, name))
    return rows


class HelpScreen(Drawn, Dialog[HelpEntry | None]):
    """A list of keys to scroll through; returns the action that was clicked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("K", "names", "names for your own keys", tooltip="Show the actions' names", id="key-names"),
        Binding("escape,q,question_mark", "leave", "back", key_display="esc", tooltip="Back", id="back"),
    ]
    CSS = """
    HelpScreen VerticalScroll { height: auto; max-height: 70vh; }
    HelpScreen #keys { width: 100%; }
    HelpScreen.-short .title { margin: 0; }
    HelpScreen.-short VerticalScroll { max-height: 80vh; }
    """

    def __init__(self, keys: Sequence[HelpEntry], groups: Mapping[str, Sequence[str]]) -> None:
        super().__init__("Keys")
        self.keys, self._groups = list(keys), grouped(keys, groups)
        self._names = False
        self.columns: list[list[HelpRow]] = []

    def body(self) -> ComposeResult:
        """The keys, to scroll through."""
        with VerticalScroll():
            yield Static(id="keys")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def _width(self) -> int:
        """What the text has; columns are kept for the scrollbar, so that nothing moves when it comes."""
        return max(20, self.query_one(VerticalScroll).content_region.width - 2)

    @on(events.Click, "#keys")
    def _clicked(self, event: events.Click) -> None:
        self.dismiss(at_place(self.columns, self._width(), event.x, event.y))

    def lay_out(self) -> None:
        """Lay the keys out in the width there is."""
        width = self._width()
        title = "Keys, with their names for [keys] in the settings" if self._names else "Keys"
        self.query_one(".title", Static).update(Content(title))
        self.columns = help_columns(self._groups, width, names=self._names)
        self.query_one("#keys", Static).update(help_rows(self.columns, width))

    def action_names(self) -> None:
        """Show or hide the names of the actions."""
        self._names = not self._names
        self.draw()
