"""The keys of the line drill, and when they work."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from mlflash.study.line_drill import LineDrill
from mlflash.tui.scroll_keys import SCROLL_KEYS

BINDINGS: list[BindingType] = [
    Binding("space,enter", "show", "show", key_display="space", tooltip="Show the line", id="reveal"),
    Binding("space,enter", "remind", show=False),
    Binding("y,right", "answer(True)", "knew it", key_display="y", tooltip="I said this line", id="right"),
    Binding("n,left", "answer(False)", "not yet", key_display="n", tooltip="I did not say it yet", id="wrong"),
    Binding("r", "again", "again", tooltip="Ask the lines not yet known again", id="again"),
    Binding("enter,space", "done", "done", key_display="⏎", tooltip="Back to where you came from", id="done"),
    Binding("enter,space", "drill", "today's cards", key_display="⏎", tooltip="Drill today's cards", id="start"),
    Binding("u", "undo", "undo", tooltip="Undo the last answer, as often as you like", id="undo"),
    *SCROLL_KEYS,
    Binding("escape,q", "leave", "leave", key_display="esc", tooltip="End the line drill", id="leave"),
]

FOOTER = (("show", "answer(True)", "done", "drill"), ("answer(False)", "again"), ("undo",), ("leave",))
"""The places of the key bar, from the left, by action."""
PHASES = (frozenset({"reveal"}), frozenset({"right", "wrong"}), frozenset({"again", "done"}), frozenset({"start"}))
"""Actions before a line is shown, after it, at the end, and where there is no line: never at once."""


def works(drill: LineDrill, action: str) -> bool:
    """Whether an action of the line drill works now."""
    asked = drill.current is not None
    match action:
        case "show":
            return asked and not drill.shown
        case "answer" | "remind":
            return drill.shown
        case "undo":
            return drill.can_undo
        case "again":
            return not asked and bool(drill.not_yet)
        case "done":
            return not asked and bool(drill.lines)
        case "drill":
            return not drill.lines
    return True
