"""The keys that scroll what is taller than its area, the same on every screen."""

from __future__ import annotations

from textual.binding import Binding, BindingType

SCROLL_KEYS: list[BindingType] = [
    Binding(key, f"scroll({rows})", name, show=False, tooltip=f"Scroll{by}", id=f"scroll-{key}")
    for key, rows, name, by in (
        ("up", -1, "up", ""),
        ("down", 1, "down", ""),
        ("pageup", -8, "page up", " by a page"),
        ("pagedown", 8, "page down", " by a page"),
    )
]
"""Keys for `action_scroll`; help joins those of one text in a row: ↑ ↓ Scroll."""
