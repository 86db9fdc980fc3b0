"""An application that goes by the reader's own keys, and its way to the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textual.app import App
from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.driver import Driver
from textual.message import Message
from textual.widget import Widget

from mlflash.tui.terminal import Unfailing


class Keyboard(App[None]):
    """Binds the reader's own keys itself.

    Textual's own keymap takes a key away from every other action that has it, also from one that never works at
    the same time: Enter for the reveal would no longer accept a grade.
    """

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._keys, self._unbound = dict(keys), self._bindings
        self._rebind(self, self._unbound)

    def get_driver_class(self) -> type[Driver]:
        """The platform's driver, but that keys take the shortest way, and that the terminal may go away."""

        class Direct(super().get_driver_class()):  # type: ignore[misc]
            def __init__(self, *arguments: Any, **others: Any) -> None:
                super().__init__(*arguments, **others)
                stream = getattr(self, "_file", None)
                if stream is not None:
                    self._file: Any = Unfailing(stream)

            def send_message(self, message: Message) -> None:
                self._app.post_message(message)

            def run_input_thread(self) -> None:
                try:
                    super().run_input_thread()
                except OSError:  # a terminal that cannot be read any more, though nobody hung it up
                    self._app.call_later(self._app.exit)

        return Direct

    def use_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Use the reader's own keys from now on."""
        self._keys = dict(keys)
        self._rebind(self, self._unbound)
        for screen in self.screen_stack:
            for node in (screen, *screen.query("*")):
                self._rebind(node, node._merged_bindings)
            screen.refresh_bindings()

    def _register(self, parent: DOMNode, *widgets: Widget, **where: Any) -> list[Widget]:
        if self._keys:
            for widget in widgets:
                self._rebind(widget, widget._merged_bindings)
        return super()._register(parent, *widgets, **where)

    def _rebind(self, node: DOMNode, bindings: BindingsMap | None) -> None:
        """Give what can be pressed on a node the reader's own keys."""
        if bindings is not None and self._keys:
            from mlflash.tui.keymap import rebound

            bindings = rebound(bindings, self._keys)
        if bindings is not None:
            node._bindings = bindings.copy()
