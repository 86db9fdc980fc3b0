"""The keys of the screen after an interview; letters are typed into its fields."""

from __future__ import annotations

from textual.binding import Binding, BindingType

AFTER_KEYS: list[BindingType] = [
    Binding("enter", "tick", "it came", tooltip="Tick it", priority=True, id="tick-asked"),
    Binding("enter", "next", "next", tooltip="To the next field", priority=True, id="asked-next"),
    Binding("tab", "turn", "how it went", tooltip="To how it went, the note, the search", id="went"),
    Binding("ctrl+s", "save", "save", tooltip="Save what is new", id="save-asked"),
    Binding("ctrl+n", "new_card", "new card", tooltip="Not in the bank: make it a card", id="new-asked"),
    Binding("escape", "leave", "back", tooltip="Clear the search; then back", id="back"),
    Binding("ctrl+t", "plan", "next date", tooltip="Set the date of the next interview", id="next-date"),
    Binding("ctrl+o", "past", "earlier", tooltip="Your interviews so far", id="interviews"),
    Binding("up", "step(-1)", "up", show=False, tooltip="The question above", id="asked-up"),
    Binding("down", "step(1)", "down", show=False, tooltip="The question below", id="asked-down"),
]
