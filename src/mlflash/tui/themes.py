"""The two themes, dark and light, and the colors of charts; color is used only where it has a meaning."""

from __future__ import annotations

from textual.theme import Theme


def _scrollbar(ground: str, bar: str, hover: str, active: str) -> dict[str, str]:
    """The colors of scrollbars."""
    return {
        "scrollbar": bar,
        "scrollbar-hover": hover,
        "scrollbar-active": active,
        "scrollbar-background": ground,
        "scrollbar-background-hover": ground,
        "scrollbar-background-active": ground,
        "scrollbar-corner-color": ground,
    }


DARK = Theme(
    name="mlflash-dark",
    primary="#8fb8de",
    secondary="#6b8cae",
    accent="#e5c07b",
    success="#8fbf8f",
    warning="#e0b070",
    error="#e08a8a",
    foreground="#d8dbe2",
    background="#16181d",
    surface="#1b1e24",
    panel="#242830",
    dark=True,
    variables={
        "border-blurred": "#2f343e",
        **_scrollbar("#1b1e24", bar="#3a4150", hover="#4a5262", active="#8fb8de"),
    },
)
LIGHT = Theme(
    name="mlflash-light",
    primary="#2f6299",
    secondary="#557a9f",
    accent="#96660a",
    success="#2e7539",
    warning="#96590a",
    error="#ad3535",
    foreground="#23262d",
    background="#faf9f6",
    surface="#f4f2ed",
    panel="#e9e6df",
    dark=False,
    variables={
        "border-blurred": "#d5d1c8",
        **_scrollbar("#f4f2ed", bar="#c9c4b8", hover="#b3ad9f", active="#2f6299"),
    },
)
THEMES = (DARK, LIGHT)
DIM = "$foreground 65%"
"""Secondary text; its contrast is at least 4.5 to 1 in both themes, on a dialog's background too."""
FAINT = "$foreground 35%"
"""Lines and dots that carry no information."""
TONE_STYLES = {
    "bold": "bold",
    "title": "bold $primary",
    "dim": DIM,
    "faint": FAINT,
    "main": "$primary",
    "accent": "$accent",
    "good": "$success",
    "warn": "$warning",
    "bad": "$error",
    "heat1": "$success 35%",
    "heat2": "$success 55%",
    "heat3": "$success 78%",
    "heat4": "$success",
}
"""The color of each tone of a chart (`study.stats.charts.TONES`); `heat1` to `heat4` color the heat map."""
