"""The screens that open by name, from the first screen and the palette; each is imported when it is opened."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from mlflash.study.study import Study


def screen_named(name: str, study: Study) -> Screen[Any]:
    """A new screen, by its name."""
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
        case "plan":
            from mlflash.tui.plan.screen import PlanScreen

            return PlanScreen(study)
        case "mock":
            from mlflash.tui.mock.screen import MockScreen

            return MockScreen(study)
        case "settings":
            from mlflash.tui.settings.screen import SettingsScreen

            return SettingsScreen(study)
        case "about":
            from mlflash.tui.about.screen import AboutScreen

            return AboutScreen(study)
        case "lightning":
            from mlflash.tui.lightning.screen import LightningScreen

            return LightningScreen(study)
        case "interviews":
            from mlflash.tui.interview.past_screen import PastInterviewsScreen

            return PastInterviewsScreen(study)
        case "export":
            from mlflash.tui.exchange.export_screen import ExportScreen

            return ExportScreen(study)
        case "import":
            from mlflash.tui.exchange.import_screen import ImportScreen

            return ImportScreen(study)
    raise ValueError(name)
