"""Listings: searching, narrowing, sorting, what is weak."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.bank.card import Card, head_of
from mlflash.bank.catalog import Catalog, SectionHead, answer_hash
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.scheduler.card_state import NEW_CARD, NO_PROGRESS, Progress
from mlflash.store.settings import Settings
from mlflash.study.browse import (
    SORTS,
    SearchIndex,
    SearchRequest,
    find_cards,
    listing,
    narrows,
    row_of,
    toggles,
    weakest_cards,
)
from mlflash.study.study import Study
from mlflash.study.view import View
from tests.conftest import MORNING, Clock


def view_of(index: SearchIndex) -> View:
    return View(catalog=index.catalog, progress=NO_PROGRESS, settings=Settings(), now=MORNING, day=MORNING.date())


def catalog_of(*texts: tuple[str, str]) -> Catalog:
    """A catalog of (question, answer) pairs."""
    cards = [
        Card(
            id=f"q{i}",
            section="s",
            question=question,
            difficulty="easy",
            likelihood="high",
            tags=("tag",),
            lines=1,
            answer_hash=answer_hash([answer]),
            answer=(answer,),
        )
        for i, (question, answer) in enumerate(texts)
    ]
    return Catalog(
        [], [SectionHead("s", "S", None, None, ())], [head_of(card) for card in cards], cards.__getitem__
    )


def read(index: SearchIndex, progress: Progress = NO_PROGRESS) -> SearchIndex:
    while index.read(2, progress):
        pass
    return index


def search(index: SearchIndex, query: str, have: object = None) -> list[int]:
    found = find_cards(index, view_of(index), SearchRequest(query), have)  # type: ignore[arg-type]
    assert found is not None
    return list(found.hits)


def test_questions_are_searched_at_once_and_answers_once_read() -> None:
    index = SearchIndex(catalog_of(("What is Dropout?", "noise"), ("Why batches?", "they DROP variance")))
    assert search(index, "drop") == [0]
    assert search(index, "Q1") == [1]
    assert search(index, "tag") == [0, 1]
    read(index)
    assert index.complete
    assert search(index, "drop") == [0, 1]
    assert search(index, "drop var") == [1]
    assert search(index, " ") == [0, 1]


def test_the_readers_own_lines_and_notes_are_searched() -> None:
    state = NEW_CARD._replace(own_lines=("My Clinic",), note="ask Bo")
    index = read(SearchIndex(catalog_of(("a", "b"), ("c", "d"))), NO_PROGRESS._replace(states={"q1": state}))
    assert search(index, "clinic bo") == [1]


def test_a_search_no_longer_wanted_gives_nothing() -> None:
    index = read(SearchIndex(catalog_of(("a", "b"))))
    assert find_cards(index, view_of(index), SearchRequest("a"), wanted=lambda: False) is None


WORDS = st.text("ab ", max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), max_size=6), st.lists(WORDS, max_size=5), st.booleans())
def test_typing_on_finds_what_a_fresh_search_finds(
    texts: list[tuple[str, str]], queries: list[str], whole: bool
) -> None:
    index = SearchIndex(catalog_of(*texts))
    if whole:
        read(index)
    have = None
    for query in queries:
        have = find_cards(index, view_of(index), SearchRequest(query), have)
        assert have is not None
        assert list(have.hits) == search(index, query)
        index.read(1, NO_PROGRESS)


@pytest.mark.parametrize(
    ("query", "before", "expected"),
    [
        ("conv", "con", True),
        ("con x", "con", True),
        ("con", "conv", False),
        ("x", "", True),
        ("co", "con x", False),
    ],
)
def test_narrowing(query: str, before: str, expected: bool) -> None:
    assert narrows(query, before) is expected


def grade(study: Study, card_id: str, rating: int, lines: tuple[int, ...] | None = None) -> None:
    study.record_review(study.review_event(card_id, rating, lines, 5_000, mode="cli"))


def ids(study: Study, sort: str, backward: bool = False, chosen: Filter = EVERYTHING) -> list[str]:
    places = listing(study.view(), chosen, sort, backward)
    return [study.catalog.entries[place].id for place in places]


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


def test_weakest_first_with_the_line_always_lost(study: Study, clock: Clock) -> None:
    for _ in range(3):
        grade(study, "nn-dropout", 2, (1, 2, 4))
        grade(study, "tree-gbdt", 1)
        clock.forward(days=1)
    found = weakest_cards(study.view())
    assert {weak.card.id for weak in found} == {"nn-dropout", "tree-gbdt"}
    costs = [weak.weakness.cost for weak in found]
    assert costs == sorted(costs, reverse=True)
    lost = {weak.card.id: weak.lost for weak in found}
    assert lost == {"nn-dropout": (3, 3, 3), "tree-gbdt": None}
    study.mark("bury", ["nn-dropout"])
    assert [w.card.id for w in weakest_cards(study.view())] == ["tree-gbdt"]
    clock.forward(days=1)
    only = Filter(sections=(study.catalog["nn-dropout"].section,))
    found = weakest_cards(study.view(), only)
    assert [w.card.id for w in found] == ["nn-dropout"]


def test_a_key_takes_a_mark_back_only_where_all_have_it() -> None:
    on, off = NEW_CARD._replace(flagged=True, suspended=True), NEW_CARD
    assert toggles("flag", [on, on]) == "unflag"
    assert toggles("flag", [on, off]) == "flag"
    assert toggles("suspend", [on]) == "resume"
    assert toggles("bury", [on]) == "bury"


def test_learning_cards_stand_before_due_ones(study: Study, clock: Clock) -> None:
    grade(study, "nn-dropout", 4)
    clock.forward(days=30)
    grade(study, "tree-gbdt", 3)
    clock.now += timedelta(minutes=1)
    assert ids(study, "due")[:2] == ["nn-dropout", "tree-gbdt"]  # overdue by days first
