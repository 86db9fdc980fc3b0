"""The keys of the Plan screen."""

from __future__ import annotations

from textual.binding import Binding, BindingType

PLAN_KEYS: list[BindingType] = [
    Binding("enter", "drill", "start", tooltip="Drill today's cards", id="drill"),
    Binding("left", "day(-1)", "date", key_display="← →", tooltip="The interview a day earlier", id="earlier"),
    Binding("right", "day(1)", "later", show=False, tooltip="The interview a day later", id="later"),
    Binding("shift+left", "day(-7)", "week", show=False, tooltip="A week earlier", id="week-earlier"),
    Binding("shift+right", "day(7)", "week", show=False, tooltip="A week later", id="week-later"),
    Binding("up", "minutes(1)", "minutes", key_display="↑ ↓", tooltip="Five minutes a day more", id="more"),
    Binding("down", "minutes(-1)", "less", show=False, tooltip="Five minutes a day less", id="less"),
    Binding("c", "stance", "all / likely", tooltip="Meet every question, or secure likely ones", id="stance"),
    Binding("d", "type('date')", "type date", tooltip="Type the date of the interview", id="date"),
    Binding("m", "type('minutes')", "minutes", show=False, tooltip="Type the minutes a day", id="minutes"),
    Binding("u", "undo", "undo", tooltip="Undo the last change of the plan", id="undo"),
    Binding("ctrl+s", "save", "save", tooltip="Save what is typed", id="save"),
    Binding("s", "keep", "keep", show=False, tooltip="Changes are saved as you make them", id="keep"),
    *(
        Binding(key, f"scroll({rows})", name, show=False, tooltip=f"Scroll: {name}", id=f"scroll-{key}")
        for key, rows, name in (("pageup", -8, "page up"), ("pagedown", 8, "page down"))
    ),
    Binding("escape,q", "leave", "back", key_display="esc", tooltip="Back", id="back"),
]  # fmt: skip
