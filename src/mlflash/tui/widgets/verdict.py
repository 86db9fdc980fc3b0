"""Known or not: two fields to click, and the keys of every screen that has them."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from mlflash.tui.widgets.key_bar import key_of

RIGHT, WRONG = "  ✓ knew it  {}  ", "  ✗ didn't  {}  "
"""What the fields say, each with its key."""
GAP = 3
TINTED = {False: "on {} 15%", True: "reverse"}
"""The ground of a field, a tint of its color; the terminal's own colors have no tints."""
VERDICT_KEYS: list[BindingType] = [
    Binding("space,enter", "show", "answer", key_display="space", tooltip="Show the answer", id="reveal"),
    Binding("y,right", "answer(True)", "knew it", key_display="y", tooltip="I knew it", id="right"),
    Binding("n,left", "answer(False)", "didn't", key_display="n", tooltip="I did not know it", id="wrong"),
    Binding("u", "back", "undo", tooltip="Undo the last answer", id="undo"),
    Binding("r", "again", "again", tooltip="Ask the probes not known again", id="again"),
    Binding("enter,space", "done", "done", key_display="⏎", tooltip="Back", id="done"),
]
"""The keys of a round of probes."""
VERDICT_PLACES = (("show", "answer(True)", "done"), ("answer(False)", "again"), ("leave",), ("back",))
"""Their places in the key bar, from the left, by action."""


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
        self._live, self._widths = False, (0, 0)

    def show(self, live: bool) -> None:
        """Draw the fields, or nothing."""
        right, wrong = (
            text.format(key_of(self.screen, f"answer({known})")) for text, known in ((RIGHT, True), (WRONG, False))
        )
        self._live, self._widths = live, (len(right), len(wrong))
        ground = TINTED[self.app.native_ansi_color]
        fields = Content.assemble(
            (right, f"bold $success {ground.format('$success')}"),
            " " * GAP,
            (wrong, f"bold $error {ground.format('$error')}"),
        )
        self.update(fields if live else Content(), layout=False)

    def on_click(self, event: events.Click) -> None:
        if not self._live:
            return
        right, wrong = self._widths
        if event.x < right:
            self.post_message(self.Given(True))
        elif right + GAP <= event.x < right + GAP + wrong:
            self.post_message(self.Given(False))
