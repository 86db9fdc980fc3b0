"""What the grades say of a card's return, with an interview ahead and without."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.study.outcomes import comes_by_plan, memory_previews
from tests.conftest import Opener

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "by_plan"),
    [(None, False), (-1, False), (0, False), (14, True)],
    ids=["none", "past", "today", "ahead"],
)
def test_a_plan_replaces_due_days_and_leaves_minutes(open_study: Opener, days: int | None, by_plan: bool) -> None:
    interviews = () if days is None else (InterviewDate(TODAY + timedelta(days=days)),)
    study = open_study(settings=Settings(timezone="UTC", welcome=False, interviews=interviews))
    view, card = study.view(), next(iter(study.catalog)).id
    again, *_, easy = memory_previews(view, card).values()
    assert again.due_at is not None
    assert not comes_by_plan(view, again)
    assert comes_by_plan(view, easy) is by_plan
