"""The promise on the first screen never lags behind the figures below it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from mlflash.store.paths import Paths
from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.overrides import reopened
from mlflash.study.study import Study
from mlflash.tui import plan_ahead
from mlflash.tui.app import MlflashApp
from mlflash.tui.home.screen import HomeScreen
from tests.bank.banks import bank
from tests.conftest import Opener
from tests.tui.conftest import AppOf


@pytest.fixture
def own(open_study: Opener, settings: Settings, paths: Paths, tmp_path: Path) -> Study:
    """A study of three cards, two of them graded, before an interview."""
    file = tmp_path / "mine.yaml"
    file.write_text(bank("one", "two", "three"))
    coming = (InterviewDate(date(2026, 12, 4)),)
    settings = settings._replace(banks=(str(file),), bundled=False, interviews=coming)
    study = open_study(settings=settings, catalog=reopened(settings, [], paths))
    for card_id in ("one", "two"):
        study.record_final([new_events.review(study, card_id, 4, None, 20_000, mode="drill")])
    return study


def ready_now(app: MlflashApp) -> tuple[str, str]:
    """Readiness in the headline, and in the row of all cards below it."""
    home = app.screen
    assert isinstance(home, HomeScreen)
    headline = str(home.query_one("#headline", Static).render())
    row = str(home.query_one(OptionList).get_option_at_index(home._rows.index("all")).prompt)
    above, below = re.search(r"now (\d+%) → ", headline), re.search(r" (\d+%)", row)
    assert above and below
    return above[1], below[1]


@pytest.mark.parametrize(
    "keys", [("enter", "space", "4", "escape", "escape"), ("N", *"Why", "enter", "S", "ctrl+s")]
)
async def test_it_follows_a_session_and_a_new_card_before_the_next_forecast(
    app_of: AppOf, own: Study, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    monkeypatch.setattr(plan_ahead, "DELAY", 0.01)
    app = app_of(own)
    async with app.run_test(size=(100, 30)) as pilot:
        home = app.screen
        assert isinstance(home, HomeScreen)
        while home.promise is None:
            await pilot.pause(0.02)
        await pilot.pause()
        before = ready_now(app)
        assert before[0] == before[1]
        monkeypatch.setattr(plan_ahead, "DELAY", 86_400.0)
        await pilot.press(*keys)
        await pilot.pause()
        after = ready_now(app)
        assert after[0] == after[1] != before[1]
