"""Known or not, to click."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

RIGHT, WRONG = "  ✓ knew it  y  ", "  ✗ didn't  n  "
GAP = 3


class Verdict(Static):
    """Two fields on a row; its row stays empty while there is nothing to judge."""

    DEFAULT_CSS = """
    Verdict { height: 1; width: 100%; margin-top: 1; }
    """

    @dataclass
    class Given(Message):
        """One of the fields was clicked."""

        right: bool
        """Whether it was known."""

    def __init__(self) -> None:
        super().__init__()
        self._live = False

    def show(self, live: bool) -> None:
        """Draw the fields, or nothing."""
        self._live = live
        fields = Content.assemble(
            (RIGHT, "bold $success on $success 15%"), " " * GAP, (WRONG, "bold $error on $error 15%")
        )
        self.update(fields if live else Content(), layout=False)

    def on_click(self, event: events.Click) -> None:
        if not self._live:
            return
        if event.x < len(RIGHT):
            self.post_message(self.Given(True))
        elif len(RIGHT) + GAP <= event.x < len(RIGHT) + GAP + len(WRONG):
            self.post_message(self.Given(False))
