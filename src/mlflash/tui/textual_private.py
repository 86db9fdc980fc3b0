"""Every private name of Textual that this program uses. tests/tui/test_textual_private.py holds each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TextIO

from textual import messages
from textual.app import App
from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.driver import Driver
from textual.geometry import Region
from textual.notifications import Notification
from textual.screen import Screen
from textual.widget import Widget


class MountingApp(App[None]):
    """An app with a hook that is called for every widget before it is mounted."""

    def mounting(self, widget: Widget) -> None:
        """Called with each widget before it is mounted."""

    def _register(self, parent: DOMNode, *widgets: Widget, **options: Any) -> list[Widget]:
        for widget in widgets:
            self.mounting(widget)
        return super()._register(parent, *widgets, **options)


def declared_bindings(node: DOMNode) -> BindingsMap:
    """The bindings that a node's class and its bases declare."""
    declared = node._merged_bindings
    return BindingsMap() if declared is None else declared


def bindings(node: DOMNode) -> BindingsMap:
    """The bindings of a node as they are now."""
    return node._bindings


def use_bindings(node: DOMNode, replaced: BindingsMap) -> None:
    """Replace the bindings of a node."""
    node._bindings = replaced


def wrap_output(driver: Driver, wrapped: Callable[[TextIO], Any]) -> None:
    """Replace the stream that a driver writes to; a headless driver has none."""
    if not driver.is_headless:
        driver._file = wrapped(driver._file)  # type: ignore[attr-defined]


def repaint(screen: Screen[Any], *regions: Region) -> None:
    """Repaint regions of a screen by one message.

    `Screen.refresh` with regions would leave out of the frame the widgets that asked for a refresh of their own.
    """
    screen._set_dirty(*regions)
    screen.post_message(messages.Update(screen))


def notifications(app: App[Any]) -> list[Notification]:
    """The notifications on screen."""
    return list(app._notifications)


def remove_notifications(app: App[Any], removed: list[Notification]) -> None:
    """Take notifications off the screen."""
    for notification in removed:
        del app._notifications[notification]
    if removed:
        app._refresh_notifications()
