"""The keys of the plan."""

from __future__ import annotations

from textual.binding import Binding, BindingType

PLAN_KEYS: list[BindingType] = [
    Binding("enter", "drill", "drill it", key_display="⏎", tooltip="Keep and drill this plan", id="drill"),
    Binding("left", "day(-1)", "day", key_display="← →", tooltip="The interview a day earlier", id="earlier"),
    Binding("right", "day(1)", "later", show=False, tooltip="The interview a day later", id="later"),
    Binding("shift+left", "day(-7)", "week", show=False, tooltip="A week earlier", id="week-earlier"),
    Binding("shift+right", "day(7)", "week", show=False, tooltip="A week later", id="week-later"),
    Binding("up", "minutes(1)", "minutes", key_display="↑ ↓", tooltip="Five minutes a day more", id="more"),
    Binding("down", "minutes(-1)", "less", show=False, tooltip="Five minutes a day less", id="less"),
    Binding("d", "type('date')", "type date", tooltip="Type the date of the interview", id="date"),
    Binding("m", "type('minutes')", "minutes", show=False, tooltip="Type the minutes a day", id="minutes"),
    Binding("s,ctrl+s", "keep", "keep", tooltip="Keep date and minutes in the settings", id="keep"),
    Binding("ctrl+s", "save", "save", key_display="^s", tooltip="Take what is typed, and keep it", id="save"),
    Binding("c", "stance", "cover/core", tooltip="Meet every question, or secure likely ones", id="stance"),
    *(
        Binding(key, f"scroll({rows})", name, show=False, tooltip=f"Scroll: {name}", id=f"scroll-{key}")
        for key, rows, name in (("pageup", -8, "page up"), ("pagedown", 8, "page down"))
    ),
    Binding("escape,q", "leave", "back", key_display="esc", tooltip="Back; what is not kept goes", id="back"),
]
