"""The app on a test's own study."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study.launch import LaunchOptions
from mlflash.study.study import Study
from mlflash.tui.app import MlflashApp

AppOf = Callable[..., MlflashApp]


@pytest.fixture
def app_of(study: Study, paths: Paths, settings: Settings) -> AppOf:
    """Builds the app on a study; keyword arguments are fields of its `LaunchOptions` (drill=True, chosen=…)."""

    def build(on: Study | None = None, **asked: Any) -> MlflashApp:
        used = on or study
        opening = LaunchOptions(used.settings, lambda: used.catalog, paths, **asked)
        return MlflashApp(used, opening)

    return build
