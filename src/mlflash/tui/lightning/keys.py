"""The keys of the lightning round."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from mlflash.tui.scroll_keys import SCROLL_KEYS

LIGHTNING_KEYS: list[BindingType] = [
    Binding("space,enter", "begin", "begin", key_display="space", tooltip="Start the clock", id="begin"),
    Binding("space,enter", "show", "answer", key_display="space", tooltip="Show the answer", id="reveal"),
    Binding("space,enter", "nothing", show=False),
    Binding("y,right", "answer(True)", "knew it", key_display="y", show=False, tooltip="I knew it", id="right"),
    Binding(
        "n,left", "answer(False)", "didn't", key_display="n", show=False, tooltip="I did not know it", id="wrong"
    ),
    Binding("u", "back", "undo", tooltip="Back one probe, its answer taken back", id="undo"),
    Binding("r", "again", "those not known", tooltip="Ask those not known again", id="again"),
    Binding("enter,space", "done", "done", key_display="⏎", tooltip="Back", id="done"),
    *SCROLL_KEYS,
    Binding("escape,q", "leave", "leave", key_display="esc", tooltip="End the round", id="leave"),
]

LIGHTNING_FOOTER = (("begin", "show", "done"), ("leave",), ("again", "back"))
"""The places of the key bar; the keys of an answer stand in the fields above it."""
LIGHTNING_PHASES = (
    frozenset({"begin"}),
    frozenset({"reveal"}),
    frozenset({"right", "wrong"}),
    frozenset({"again", "done"}),
)
"""Actions before the round, before an answer, after it, and at the end: never at once."""
