"""A checkbox that says without color whether it is on."""

from __future__ import annotations

from textual.widgets import Checkbox


class TickBox(Checkbox):
    """Ticked while it is on, blank while it is off."""

    DEFAULT_CSS = """
    TickBox, TickBox:focus { border: none; padding: 0; background: transparent; }
    """
    BUTTON_INNER = " "

    def __init__(self, label: str, *, name: str) -> None:
        super().__init__(label, compact=True, id=name)

    def watch_value(self) -> None:
        """Draw the tick with the value."""
        self.BUTTON_INNER = "✓" if self.value else " "
        super().watch_value()
