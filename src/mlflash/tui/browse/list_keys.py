"""The keys of every list of cards, and the messages after them."""

from __future__ import annotations

from textual.binding import Binding, BindingType

DONE = {
    "suspend": "suspended",
    "resume": "back in the drill",
    "flag": "flagged",
    "unflag": "flag removed",
    "bury": "buried until tomorrow",
    "forget": "reset: new again",
}
OPEN_KEYS: list[BindingType] = [
    Binding("enter", "open(True)", "open", tooltip="Open the card", id="open"),
    Binding("enter", "open(False)", "list", tooltip="Back to the list", id="open"),
    Binding("space", "select", "select", tooltip="Select the card, or not", id="select"),
    Binding("d", "drill", "drill", tooltip="Drill the selected cards, else this one, due or not", id="drill"),
    Binding("D", "drill_all", "drill all", tooltip="Drill all cards listed, due or not", id="drill-all"),
    Binding("enter", "searched", "list", tooltip="Back to the list", priority=True, id="listed"),
    Binding("slash", "search", "search", tooltip="Search in questions, answers, ids and tags", id="search"),
    Binding("v", "preview", "preview", tooltip="Show the card next to the list, or hide it", id="preview"),
]
"""The keys that are the same in every list of cards."""
CARD_KEYS: list[BindingType] = [
    Binding("f", "mark('flag')", "flag", tooltip="Flag, or remove the flag", id="flag"),
    Binding("S", "mark('suspend')", "suspend", tooltip="Suspend, or bring back into the drill", id="suspend"),
    Binding("z", "mark('bury')", "bury", tooltip="Not again today", id="bury"),
    Binding("X", "forget", "reset", tooltip="Reset progress (history kept)", id="forget"),
    Binding("u", "undo", "undo", tooltip="Undo what was done here last", id="undo"),
    Binding("e", "edit", "edit", show=False, tooltip="Edit the card in your editor", id="edit"),
    Binding("N", "new_card", "new card", show=False, tooltip="Write a card of your own", id="new-card"),
    Binding("i", "history", "history", show=False,
            tooltip="The card's reviews, its stability, what each grade does next", id="history"),
]  # fmt: skip
LIST_KEYS: list[BindingType] = [
    Binding("a", "select_all", "select all", show=False, tooltip="Select all cards listed, or none",
            id="select-all"),
    Binding("shift+down", "extend(1)", "select down", show=False, tooltip="Select and go on", id="extend-down"),
    Binding("shift+up", "extend(-1)", "select up", show=False, tooltip="Select and go back", id="extend-up"),
    Binding("up", "step(-1)", "up", show=False, tooltip="The card above", id="list-up"),
    Binding("down", "step(1)", "down", show=False, tooltip="The card below", id="list-down"),
    Binding("pageup", "page(-1)", "page up", show=False, tooltip="A screenful up", id="list-page-up"),
    Binding("pagedown", "page(1)", "page down", show=False, tooltip="A screenful down", id="list-page-down"),
    Binding("ctrl+down", "scroll_card(3)", "read on", show=False, tooltip="Further down in the card",
            id="card-down"),
    Binding("ctrl+up", "scroll_card(-3)", "read back", show=False, tooltip="Further up in the card", id="card-up"),
    Binding("escape", "leave", "back", tooltip="Close card or search; then back", id="leave"),
    Binding("q", "leave_screen", "back", show=False, tooltip="Back to the first screen", id="back"),
]  # fmt: skip
"""Keys that move in the list and scroll the card wherever the focus is, and keys that leave."""
