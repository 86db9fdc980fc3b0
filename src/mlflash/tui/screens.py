"""The screens that can be opened from anywhere, by name; the module of each is imported when it is opened."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from mlflash.study.study import Study


def screen_called(name: str, study: Study) -> Screen[Any]:
    """The screen of this name."""
    match name:
        case "browse":
            from mlflash.tui.browse.screen import BrowseScreen

            return BrowseScreen(study)
        case "stats":
            from mlflash.tui.stats.screen import StatsScreen

            return StatsScreen(study)
        case "weak":
            from mlflash.tui.weak.screen import WeakScreen

            return WeakScreen(study)
        case "lines":
            from mlflash.tui.lines.screen import LineDrillScreen

            return LineDrillScreen(study)
        case "plan":
            from mlflash.tui.plan.screen import PlanScreen

            return PlanScreen(study)
        case "mock":
            from mlflash.tui.mock.screen import MockScreen

            return MockScreen(study)
        case "settings":
            from mlflash.tui.settings.screen import SettingsScreen

            return SettingsScreen(study)
        case "lightning":
            from mlflash.tui.lightning.screen import LightningScreen

            return LightningScreen(study)
        case "export":
            from mlflash.tui.exchange.export_screen import ExportScreen

            return ExportScreen(study)
        case "import":
            from mlflash.tui.exchange.import_screen import ImportScreen

            return ImportScreen(study)
        case "about":
            from mlflash.tui.about.screen import AboutScreen

            return AboutScreen(study)
    raise ValueError(f"no screen is called {name}")
