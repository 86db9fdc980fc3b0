"""The figures of the journal, added up by hand on a small one."""

from __future__ import annotations

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.study import new_events
from mlflash.study.stats.figures import Figures, figures
from mlflash.study.study import Study
from tests.conftest import Clock, count_askable


def of(study: Study) -> Figures:
    entries = list(study.catalog)
    return figures(study.view(), entries)


def grade(study: Study, card_id: str, rating: int, ms: int | None = None) -> None:
    study.record_final([new_events.review(study, card_id, rating, None, ms, mode="cli")])


def test_nothing_yet(study: Study, catalog: Catalog) -> None:
    found = of(study)
    assert (found.total.days, found.total.reviews, found.total.learned) == (0, 0, 0)
    assert (found.total.recalled, found.total.predicted) == (None, None)
    every = count_askable(catalog)
    assert (found.all.questions, found.all.new, found.all.recall, found.all.secure) == (every, every, None, 0.0)
    assert [group.id for group in found.sections] == [
        section for section in catalog.sections if any(c.section == section and not c.personal for c in catalog)
    ]
    assert sum(found.forecast) == sum(found.recall) == found.streak == 0


def test_days_weeks_and_streak(study: Study, clock: Clock) -> None:
    for days, card_id in ((0, "nn-dropout"), (7, "tree-gbdt"), (1, "tree-decision-tree")):
        clock.forward(days=days)
        grade(study, card_id, 4, 90_000)
    found = of(study)
    assert (found.today.reviews, found.week.reviews, found.total.reviews) == (1, 2, 3)
    assert (found.today.minutes, found.total.minutes) == (1.5, 4.5)
    assert found.streak == 2
    clock.forward(days=1)
    assert of(study).streak == 2  # today is not over
    clock.forward(days=1)
    assert of(study).streak == 0


def test_recall_against_prediction(study: Study, clock: Clock) -> None:
    for card_id in ("nn-dropout", "tree-gbdt"):
        grade(study, card_id, 4)
    clock.forward(days=8)
    grade(study, "nn-dropout", 3)
    grade(study, "tree-gbdt", 1)
    found = of(study)
    assert (found.total.learned, found.total.recalled) == (2, 0.5)
    assert found.total.predicted == pytest.approx(0.9, abs=0.02)
    (only,) = [b for b in found.calibration if b.reviews]
    assert only.low <= found.total.predicted <= only.high  # type: ignore[operator]
    assert (only.reviews, only.passed) == (2, 1)


def test_groups_add_up(study: Study, clock: Clock) -> None:
    grade(study, "nn-dropout", 4)
    grade(study, "tree-gbdt", 1)
    study.mark("suspend", ["tree-decision-tree"])
    found = of(study)
    for groups in (found.sections, found.difficulties):
        assert sum(g.questions for g in groups) == found.all.questions
        assert sum(g.weak for g in groups) == found.all.weak == 1
    everything = found.all
    assert (everything.review, everything.learning, everything.suspended) == (1, 1, 1)
    assert everything.new + 3 == everything.questions
    assert everything.secure == pytest.approx(2 / everything.questions)
    assert found.forecast[0] == 1
    assert sum(found.forecast) == 2
    clock.forward(days=200)
    assert of(study).forecast[0] == 2  # what is overdue is due today
