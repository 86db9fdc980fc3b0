"""Listings: sorting."""

from __future__ import annotations

from datetime import timedelta

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.scheduler.card_state import NEW_CARD
from mlflash.study import new_events
from mlflash.study.browse import (
    SORTS,
    listing,
    row_of,
    toggles,
)
from mlflash.study.study import Study
from tests.conftest import Clock


def grade(study: Study, card_id: str, rating: int, lines: tuple[int, ...] | None = None) -> None:
    study.record_final([new_events.review(study, card_id, rating, lines, 5_000, mode="cli")])


def ids(study: Study, sort: str, backward: bool = False, chosen: Filter = EVERYTHING) -> list[str]:
    places = listing(study.view(), chosen, sort, backward)
    return [study.catalog.cards[place].id for place in places]


def test_every_order_holds_every_card_and_turns_round(study: Study) -> None:
    grade(study, "nn-dropout", 4)
    bank = [card.id for card in study.catalog]
    for sort in SORTS:
        assert sorted(ids(study, sort)) == sorted(ids(study, sort, backward=True)) == sorted(bank)
    assert ids(study, "section") == bank
    assert ids(study, "section", backward=True) == bank[::-1]


def test_orders(study: Study, clock: Clock) -> None:
    grade(study, "nn-dropout", 4)
    clock.forward(days=1)
    grade(study, "tree-gbdt", 1)
    assert ids(study, "due")[:2] == ["tree-gbdt", "nn-dropout"]
    assert ids(study, "added")[:2] == ["tree-gbdt", "nn-dropout"]
    clock.forward(days=3)
    assert ids(study, "weakness")[0] == "tree-gbdt"
    ranks = [study.catalog[card_id].likelihood for card_id in ids(study, "likelihood")]
    assert ranks == sorted(ranks, key=("high", "medium", "low").index)


def test_filter_by_state(study: Study) -> None:
    grade(study, "nn-dropout", 4)
    study.mark("suspend", ["tree-gbdt"])
    assert ids(study, "section", chosen=Filter(states=("suspended", "review"))) == ["tree-gbdt", "nn-dropout"]


def test_rows_tell_the_state(study: Study, clock: Clock) -> None:
    def state(card_id: str) -> str:
        return row_of(study.catalog[card_id], study.view()).status.word

    grade(study, "nn-dropout", 4)
    grade(study, "tree-gbdt", 3)
    study.mark("bury", ["tree-decision-tree"])
    assert [state(q) for q in ("nn-dropout", "tree-gbdt", "tree-decision-tree")] == [
        "review",
        "learning",
        "buried",
    ]
    study.mark("suspend", ["tree-decision-tree"])
    clock.forward(days=40)
    assert [state(q) for q in ("nn-dropout", "tree-decision-tree")] == ["due", "suspended"]


def test_a_key_takes_a_mark_back_only_where_all_have_it() -> None:
    on, off = NEW_CARD._replace(flagged=True, suspended=True), NEW_CARD
    assert toggles("flag", [on, on]) == "unflag"
    assert toggles("flag", [on, off]) == "flag"
    assert toggles("suspend", [on]) == "resume"
    assert toggles("bury", [on]) == "bury"


def test_learning_cards_come_before_due_ones(study: Study, clock: Clock) -> None:
    grade(study, "nn-dropout", 4)
    clock.forward(days=30)
    grade(study, "tree-gbdt", 3)
    clock.now += timedelta(minutes=1)
    assert ids(study, "due")[:2] == ["nn-dropout", "tree-gbdt"]  # overdue by days first
