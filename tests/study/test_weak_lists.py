"""The lists of weak cards."""

from __future__ import annotations

from mlflash.bank.filter import Filter
from mlflash.study import new_events
from mlflash.study.study import Study
from mlflash.study.weak_lists import LISTS, MISSED_LINES, weak_rows_of
from tests.conftest import Clock


def grade(
    study: Study, card_id: str, rating: int, lines: tuple[int, ...] | None = None, sure: bool = False
) -> None:
    study.record_final([new_events.review(study, card_id, rating, lines, 5_000, mode="cli", sure=sure)])


def ids(study: Study, title: str, chosen: Filter | None = None) -> list[str]:
    place = [one.title for one in LISTS].index(title)
    return [one.card.id for one in weak_rows_of(study.view(), place, chosen or Filter())]


def test_the_greatest_expected_loss_is_first(study: Study, clock: Clock) -> None:
    for _ in range(3):
        grade(study, "nn-dropout", 2, (1, 2, 4))
        grade(study, "tree-gbdt", 1)
        clock.forward(days=1)
    found = weak_rows_of(study.view(), 0)
    assert {weak.card.id for weak in found} == {"nn-dropout", "tree-gbdt"}
    costs = [weak.weakness.cost for weak in found]
    assert costs == sorted(costs, reverse=True)
    assert all(weak.about for weak in found)
    study.mark("bury", ["nn-dropout"])
    assert ids(study, "Weak") == ["tree-gbdt"]
    clock.forward(days=1)
    assert ids(study, "Weak", Filter(sections=(study.catalog["nn-dropout"].section,))) == ["nn-dropout"]
    assert ids(study, "Weak", Filter(search="dropout")) == ["nn-dropout"]


def test_each_kind_of_trouble_says_why(study: Study, clock: Clock) -> None:
    for _ in range(4):
        grade(study, "nn-dropout", 2, (1, 2, 4), sure=True)
        grade(study, "tree-gbdt", 1, sure=True)
        clock.forward(minutes=11)
        grade(study, "tree-gbdt", 4)
        clock.forward(days=1)
    [missed] = weak_rows_of(study.view(), MISSED_LINES)
    assert missed.card.id == "nn-dropout"
    assert missed.about == f"line c missed 4/4: {study.catalog.card('nn-dropout').answer[2]}"
    assert ids(study, "Overconfident") == ["tree-gbdt"]
    assert set(ids(study, "Slow")) == {"nn-dropout", "tree-gbdt"}


def test_empty_lists_say_so(study: Study) -> None:
    for place, one in enumerate(LISTS):
        assert weak_rows_of(study.view(), place) == []
        assert one.empty
