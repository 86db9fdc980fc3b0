"""The keys of the lightning round."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from mlflash.tui.scroll_keys import SCROLL_KEYS
from mlflash.tui.widgets.verdict import VERDICT_KEYS, VERDICT_PLACES

LIGHTNING_KEYS: list[BindingType] = [
    Binding("space,enter", "begin", "begin", key_display="space", tooltip="Start the clock", id="begin"),
    Binding("space,enter", "remind", show=False),
    *VERDICT_KEYS,
    *SCROLL_KEYS,
    Binding("escape,q", "leave", "leave", key_display="esc", tooltip="End the round", id="leave"),
]

LIGHTNING_FOOTER = (("begin", *VERDICT_PLACES[0]), *VERDICT_PLACES[1:])
"""The places of the key bar, from the left, by action."""
LIGHTNING_PHASES = (
    frozenset({"begin"}),
    frozenset({"reveal"}),
    frozenset({"right", "wrong"}),
    frozenset({"again", "done"}),
)
"""Actions before the round, before an answer, after it, and at the end: never at once."""
