"""Renames: one history under the id a card now has, in any order of arrival, taken back by an undo."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.scheduler.card_state import NEW_CARD, Progress
from mlflash.scheduler.events import AGAIN, Event, Mark, Rename, Undo
from mlflash.scheduler.fold import fold, histories
from mlflash.scheduler.renames import names
from mlflash.scheduler.schedule import Parameters
from tests.scheduler.histories import START, journals, reviews

PARAMETERS = Parameters()
LETTERS = "abcd"


def renamed(*pairs: str) -> list[Rename]:
    """Renames a minute apart, each written as old and new id."""
    return [Rename(f"n{n}", START + timedelta(minutes=n), START.date(), *pair) for n, pair in enumerate(pairs)]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], {}),
        (["ab"], {"a": "b"}),
        (["ab", "bc"], {"a": "c", "b": "c"}),
        (["bc", "ab"], {"a": "c", "b": "c"}),
        (["ab", "ac"], {"a": "c"}),
        (["ab", "ba"], {"b": "a"}),
        (["ba", "ab"], {"a": "b"}),
        (["ab", "bc", "ca"], {"b": "a", "c": "a"}),
        (["ca", "ab", "bc"], {"a": "c", "b": "c"}),
        (["da", "ab", "ba"], {"b": "a", "d": "a"}),
        (["ac", "bc"], {"a": "c", "b": "c"}),
        (["aa"], {}),
        (["ab", "aa"], {}),
        (["ab", "bb"], {"a": "b"}),
        (["ab", "ba", "ac"], {"a": "c", "b": "c"}),
    ],
    ids=str,
)
def test_where_renames_lead(pairs: list[str], expected: dict[str, str]) -> None:
    assert names(renamed(*pairs)) == expected


@given(st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS))))
@settings(max_examples=300)
def test_every_id_leads_to_one_that_was_not_renamed(pairs: list[tuple[str, str]]) -> None:
    found = names(renamed(*map("".join, pairs)))
    assert all(old != new and new not in found for old, new in found.items())
    last = dict(pairs)
    for old, new in found.items():
        way, seen = old, set()
        while way != new:
            assert way not in seen
            seen.add(way)
            way = last[way]
    if pairs and pairs[-1][0] != pairs[-1][1]:
        old, new = pairs[-1]
        assert found.get(old, old) == found.get(new, new), "the last rename holds"


def of(progress: Progress) -> dict[str, int]:
    return {card_id: state.reps for card_id, state in progress.states.items()}


def test_the_history_goes_with_the_card() -> None:
    events = reviews((0, 3), (0, 3), (4, AGAIN))
    [rename] = renamed(("adam", "adam-w"))  # type: ignore[arg-type]
    before, after = fold(events, PARAMETERS), fold([*events, rename], PARAMETERS)
    assert after.states == {"adam-w": before.state("adam")}
    assert after.state("adam") == after.state("adam-w"), "a bank with the former id shows the same"
    assert after.days == before.days
    undone = fold([*events, rename, Undo("u", START, START.date(), rename.id)], PARAMETERS)
    assert undone._replace(undone=frozenset()) == before


def test_two_histories_under_one_id_are_one_in_the_order_of_time() -> None:
    own = reviews((0, 3), (2, 3), (9, AGAIN))
    mixed: list[Event] = [event._replace(card_id="adam-w") if n % 2 else event for n, event in enumerate(own)]
    [rename] = renamed(("adam", "adam-w"))  # type: ignore[arg-type]
    one, whole = fold([rename, *mixed], PARAMETERS).state("adam-w"), fold(own, PARAMETERS).state("adam")
    assert one.memory is not None and whole.memory is not None
    assert one._replace(memory=None) == whole._replace(memory=None)
    assert one.memory._replace(due_day=whole.memory.due_day, due_at=whole.memory.due_at) == whole.memory
    later = own[-1].at + timedelta(days=1)
    forget = Mark("f", later, later.date(), "forget", "adam")
    assert fold([rename, *mixed, forget], PARAMETERS).state("adam-w").memory is None


@given(journals(size=16), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_renaming_loses_no_review(events: list[Event], rng: random.Random) -> None:
    facts = [event for event in events if not isinstance(event, Undo | Mark)]
    others = [event for event in facts if not isinstance(event, Rename)]
    one, other = fold(facts, PARAMETERS), fold(others, PARAMETERS)
    assert sum(of(one).values()) == sum(of(other).values())
    assert {day: tally.reviews for day, tally in one.days.items()} == {
        day: tally.reviews for day, tally in other.days.items()
    }
    rng.shuffle(facts)
    assert fold(facts, PARAMETERS) == one
    assert histories(facts).keys() == one.states.keys()


def test_a_rename_under_a_clock_that_was_ahead_is_outranked_by_one_that_names_it() -> None:
    wrong, right = renamed(("a", "b"), ("a", "c"))  # type: ignore[arg-type]
    wrong = wrong._replace(at=START + timedelta(days=300))
    assert fold([wrong, right], PARAMETERS).names == {"a": "b"}
    assert fold([wrong, right._replace(after=wrong.id)], PARAMETERS).names == {"a": "c"}


def test_a_rename_of_nothing_is_no_card() -> None:
    progress = fold(renamed("ab"), PARAMETERS)
    assert (progress.states, progress.state("a")) == ({}, NEW_CARD)
