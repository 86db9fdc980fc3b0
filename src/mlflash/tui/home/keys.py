"""The keys of the first screen."""

from __future__ import annotations

from textual.binding import Binding, BindingType

HOME_KEYS: list[BindingType] = [
    Binding(
        "enter", "start", "start", key_display="⏎", tooltip="Drill what is highlighted", priority=True, id="start"
    ),
    Binding("space", "start", "start", show=False),
    Binding(
        "slash,F", "filter", "filter", tooltip="Choose section, difficulty, likelihood, state, tags", id="filter"
    ),
    Binding("w", "weak", "weak", tooltip="Drill what would hurt most today", id="weak"),
    Binding(
        "L", "open('lines')", "lines", show=False, tooltip="Lines you keep missing, one at a time", id="lines"
    ),
    Binding("b", "open('browse')", "browse", tooltip="All cards in a list", id="browse"),
    Binding("s", "open('stats')", "stats", tooltip="Statistics", id="stats"),
    Binding("p", "open('plan')", "plan", tooltip="The plan to the interview", id="plan"),
    Binding("m", "open('mock')", "mock", tooltip="A mock interview", id="mock"),
    Binding(
        "i", "interview", "interview", show=False, tooltip="The morning's cards, or how it went", id="interview"
    ),
    Binding("o", "order", "order", show=False, tooltip="Weakest section first, or bank order", id="order"),
    Binding("u", "undo", "undo", show=False, tooltip="Undo the last change (unlimited)", id="undo"),
    Binding(
        "l", "open('lightning')", "lightning", show=False, tooltip="Ten probes, 15 seconds each", id="lightning"
    ),
    Binding("c", "cram", "cram", show=False, tooltip="Cram: the schedule stays as it is", id="cram"),
    Binding("N", "open('new-card')", "new card", show=False, tooltip="Write a card of your own", id="new-card"),
    Binding("comma", "open('settings')", "settings", show=False, tooltip="Settings", id="settings"),
    Binding(
        "a",
        "open('about')",
        "about",
        show=False,
        tooltip="How an interview goes, how the questions were chosen",
        id="about",
    ),
    Binding("q", "quit", "quit", tooltip="Quit", id="leave"),
    Binding("escape", "nothing", show=False),
]
