"""An app with the reader's own keys, whose terminal may go away."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome, NoColor
from textual.widget import Widget

from mlflash.tui.key_queue import KeyQueue
from mlflash.tui.terminal import Unfailing
from mlflash.tui.textual_private import MountingApp, bindings, declared_bindings, use_bindings, wrap_output

WITHOUT_COLOR = {False: Monochrome(), True: NoColor()}
"""The filter for `NO_COLOR`, by whether the theme has the terminal's own colors: their gray would be black."""


class Keyboard(KeyQueue, MountingApp):
    """Bind the reader's own keys without Textual's keymap.

    That keymap takes a key away from every other action, also from actions that never work at the same time: Enter
    for the reveal would no longer accept a grade.
    """

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._keys = dict(keys)
        self._own_bindings = bindings(self)  # the app's own, and Textual's for the palette
        self._rebind(self, self._own_bindings)

    def get_driver_class(self) -> type[Driver]:
        """The platform's driver, which lets the terminal go away while it reads or writes."""
        app = self

        class TolerantDriver(super().get_driver_class()):  # type: ignore[misc]
            def __init__(self, *arguments: Any, **options: Any) -> None:
                super().__init__(*arguments, **options)
                wrap_output(self, Unfailing)

            def run_input_thread(self) -> None:
                try:
                    super().run_input_thread()
                except OSError:  # the terminal cannot be read any more, without a hang-up
                    app.call_later(app.exit)

        return TolerantDriver

    def action_suspend_process(self) -> None:
        """Stop, unless the program leads its terminal's session: no shell could ever make it go on."""
        if os.getpgrp() == os.getsid(0):
            self.notify("There is no shell to go to: mlflash is all that this terminal runs", timeout=4)
        else:
            super().action_suspend_process()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters of every row; with `NO_COLOR` the filter for the theme in use, not for the first theme."""
        filters = super().get_line_filters()
        if not self.no_color:
            return filters
        fitting = WITHOUT_COLOR[self.native_ansi_color]
        return [
            fitting if isinstance(line_filter, Monochrome | NoColor) else line_filter for line_filter in filters
        ]

    def use_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        """Use the reader's own keys from now on."""
        self._keys = dict(keys)
        self._rebind(self, self._own_bindings)
        for screen in self.screen_stack:
            for node in (screen, *screen.query("*")):
                self._rebind(node, declared_bindings(node))
            screen.refresh_bindings()

    def mounting(self, widget: Widget) -> None:
        """Give a widget the reader's own keys before it is mounted."""
        if self._keys:
            self._rebind(widget, declared_bindings(widget))

    def _rebind(self, node: DOMNode, declared: BindingsMap) -> None:
        if self._keys:
            from mlflash.tui.keymap import rebound

            declared = rebound(declared, self._keys)
        use_bindings(node, declared.copy())
