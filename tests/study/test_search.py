"""Searching as the reader types, and one scope of search everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.bank.card import Card, head_of
from mlflash.bank.catalog import Catalog, SectionHead, answer_hash
from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import NEW_CARD, NO_PROGRESS, Progress
from mlflash.store.settings import Settings
from mlflash.study.search import SearchIndex, SearchRequest, find_cards, narrows, texts_read
from mlflash.study.selection import select_cards
from mlflash.study.view import View
from tests.conftest import MORNING


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


def test_a_filter_searches_what_the_list_searches() -> None:
    catalog = catalog_of(("What is Dropout?", "noise"), ("Why batches?", "they DROP variance"), ("c", "d"))
    state = NEW_CARD._replace(own_lines=("a Drop of ink",))
    view = view_of(SearchIndex(catalog))._replace(progress=NO_PROGRESS._replace(states={"q2": state}))
    for query, expected in (
        ("drop", ["q0", "q1", "q2"]),
        ("variance drop", ["q1"]),
        ("q1", ["q1"]),
        ("ink", ["q2"]),
    ):
        assert [card.id for card in select_cards(view, Filter(search=query))] == expected


def test_a_card_that_cannot_be_read_is_found_by_its_question() -> None:
    def gone(_: int) -> Card:
        raise MlflashError("gone")

    whole = catalog_of(("What is Dropout?", "noise"))
    catalog = Catalog([], [*whole.sections.values()], whole.cards, gone)
    view = view_of(SearchIndex(catalog))
    assert [card.id for card in select_cards(view, Filter(search="dropout"))] == ["q0"]
    assert select_cards(view, Filter(search="noise")) == []


def test_a_filter_finds_the_same_before_during_and_after_its_texts_are_read() -> None:
    catalog = catalog_of(*((f"question {i}", "they DROP variance" if i % 3 == 0 else "noise") for i in range(200)))
    view = view_of(SearchIndex(catalog))
    expected = [f"q{i}" for i in range(0, 200, 3)]
    for _ in texts_read(catalog):
        assert [card.id for card in select_cards(view, Filter(search="drop"))] == expected
    assert [card.id for card in select_cards(view, Filter(search="drop"))] == expected
