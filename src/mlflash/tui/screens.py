"""The screens that open by name, from the first screen and the palette."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from textual.screen import Screen

from mlflash.study.study import Study

SCREENS = {
    "about": ("about.screen", "AboutScreen"),
    "browse": ("browse.screen", "BrowseScreen"),
    "export": ("exchange.export_screen", "ExportScreen"),
    "import": ("exchange.import_screen", "ImportScreen"),
    "interviews": ("interview.past_screen", "PastInterviewsScreen"),
    "lightning": ("lightning.screen", "LightningScreen"),
    "mock": ("mock.screen", "MockScreen"),
    "plan": ("plan.screen", "PlanScreen"),
    "settings": ("settings.screen", "SettingsScreen"),
    "stats": ("stats.screen", "StatsScreen"),
    "weak": ("weak.screen", "WeakScreen"),
}
"""Module and class of each screen, by its name; the module is imported when the screen is opened."""


def screen_named(name: str, study: Study) -> Screen[Any]:
    """A new screen, by its name."""
    module, screen = SCREENS[name]
    opened: Screen[Any] = getattr(import_module(f"mlflash.tui.{module}"), screen)(study)
    return opened
