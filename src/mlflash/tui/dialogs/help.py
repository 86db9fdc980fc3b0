"""Every key of the screen it was called from, with what it does and its name in the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.wrap import pad, wrap

KEYS, NAME, NAMED = 11, 16, 60
"""Columns for the keys, for an action's name, and in all from which names are shown."""


class Help(NamedTuple):
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


def keys_of(app: App[Any], screen: Screen[Any]) -> list[Help]:
    """The keys that work on a screen now: the screen's in the order of their declaration, then the app's."""
    found: dict[str, Help] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if active.enabled and binding.id and (binding.tooltip or binding.description):
            does = binding.tooltip or binding.description.capitalize()
            one = found.get(binding.action, Help((), does, binding.id, binding.action, active.node))
            key = app.get_key_display(replace(binding, key_display=None))  # each by itself, not as the bar has it
            found[binding.action] = one._replace(keys=(*one.keys, key))
    declared = [binding.action for binding in screen.BINDINGS if isinstance(binding, Binding)]
    order = {action: place for place, action in enumerate(declared)}
    return [found[action] for action in sorted(found, key=lambda action: order.get(action, len(order)))]


def help_rows(keys: Sequence[Help], width: int) -> Content:
    """One row or more for each action; with the names if there is room."""
    return Content("\n").join(row for one in keys for row in _rows(one, width))


def at_row(keys: Sequence[Help], width: int, row: int) -> Help | None:
    """The action of a row of `help_rows`."""
    owners = [one for one in keys for _ in _rows(one, width)]
    return owners[row] if 0 <= row < len(owners) else None


def _rows(one: Help, width: int) -> list[Content]:
    names, rows = NAME if width >= NAMED else 0, []
    texts = wrap(one.does, max(10, width - KEYS - names))
    for i, text in enumerate(texts):
        lead = (pad(" ".join(one.keys), KEYS - 1) + " ", "bold $primary") if i == 0 else " " * KEYS
        name = (one.name, FAINT) if names and i == 0 else ""
        rows.append(Content.assemble(lead, pad(text, width - KEYS - names) if names else text, name))
    return rows


class HelpScreen(ModalScreen[Help | None]):
    """A list of keys to scroll through; returns the action that was clicked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "leave", "back", key_display="esc", tooltip="Back", id="back"),
    ]
    CSS = """
    HelpScreen VerticalScroll { height: auto; max-height: 70vh; }
    HelpScreen #keys { height: auto; width: 100%; }
    HelpScreen KeyBar { padding: 0 1; margin-top: 1; }
    HelpScreen.-short .dialog { width: 100%; max-height: 100%; }
    HelpScreen.-short .title { margin: 0; }
    HelpScreen.-short KeyBar { margin-top: 0; }
    """

    def __init__(self, keys: Sequence[Help]) -> None:
        super().__init__()
        self.keys = list(keys)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(classes="title")
            with VerticalScroll():
                yield Static(id="keys")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    @on(events.Resize)
    def _resized(self) -> None:
        self.call_after_refresh(self.draw)

    def _width(self) -> int:
        return max(20, self.query_one(VerticalScroll).scrollable_content_region.width - 1)

    @on(events.Click, "#keys")
    def _clicked(self, event: events.Click) -> None:
        self.dismiss(at_row(self.keys, self._width(), event.y))

    def draw(self) -> None:
        """Lay the keys out in the width there is."""
        width = self._width()
        names = "   names are for [keys] in the settings" if width >= NAMED else ""
        self.query_one(".title", Static).update(Content.assemble("Keys now", (names, f"not bold {DIM}")))
        self.query_one("#keys", Static).update(help_rows(self.keys, width))

    def action_leave(self) -> None:
        """Back to the screen."""
        self.dismiss(None)
