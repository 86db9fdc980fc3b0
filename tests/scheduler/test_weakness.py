"""What counts as weak: leeches against chance, lost lines, fading, and the order of causes."""

from __future__ import annotations

from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.scheduler.card_state import NEW_CARD, CardState
from mlflash.scheduler.events import Rating, Review
from mlflash.scheduler.fold import fold
from mlflash.scheduler.schedule import Parameters, retrievability
from mlflash.scheduler.weakness import (
    LEECH_ODDS,
    STEADY,
    WEAK_BELOW,
    is_leech,
    is_weak,
    known_since,
    missed_lately,
    missed_line,
    missed_lines,
    weakness,
)
from tests.scheduler.histories import START, day_of, reviews

PARAMETERS = Parameters(fuzz=False)


def learned(*steps: tuple[int, int]) -> CardState:
    return fold(reviews(*steps), PARAMETERS).state("adam")


def ticked(*hits: tuple[int, ...], of: int | None = None) -> CardState:
    events = [
        Review(f"t{n}", START.replace(minute=n), day_of(0), "adam", Rating.GOOD, hit, of=of)
        for n, hit in enumerate(hits)
    ]
    return fold(events, PARAMETERS).state("adam")


@given(st.integers(0, 12), st.floats(0, 8))
def test_leech_odds_are_the_poisson_tail(lapses: int, mean: float) -> None:
    tail = 1 - sum(exp(-mean) * mean**k / factorial(k) for k in range(lapses))
    if abs(tail - LEECH_ODDS) > 1e-9:
        assert is_leech(CardState(lapses=lapses, expected=mean)) == (lapses >= 3 and tail < LEECH_ODDS)


@given(st.integers(3, 12), st.floats(0, 8), st.floats(0, 8))
def test_the_more_lapses_were_to_be_expected_the_less_a_leech(lapses: int, a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert is_leech(CardState(lapses=lapses, expected=low)) or not is_leech(
        CardState(lapses=lapses, expected=high)
    )


def test_two_lapses_are_no_leech_and_many_reviews_are_none_either() -> None:
    assert not is_leech(CardState(lapses=2, expected=0.0))
    assert is_leech(CardState(lapses=3, expected=0.5))
    assert not is_leech(CardState(lapses=900, expected=900.0))


def test_a_question_never_graded_is_not_weak_but_costs_all() -> None:
    found = weakness(NEW_CARD, 3.0, day_of(0))
    assert (found.cost, found.causes) == (3.0, ())
    assert not is_weak(NEW_CARD, day_of(0))


def test_cost_is_weight_times_what_would_be_missing() -> None:
    state = learned((0, 3), (0, 3))
    assert state.memory is not None
    chance = retrievability(state.memory, day_of(5))
    found = weakness(state, 2.0, day_of(5))
    assert found.retrievability == chance
    assert found.cost == pytest.approx(2 * (1 - chance))


def test_fading_begins_under_its_limit() -> None:
    state = learned((0, 3), (0, 3))
    assert state.memory is not None
    days = next(n for n in range(1, 400) if retrievability(state.memory, day_of(n)) < WEAK_BELOW)
    assert weakness(state, 1.0, day_of(days - 1)).causes == ()
    assert weakness(state, 1.0, day_of(days)).causes[0].startswith("recall ")
    assert is_weak(state, day_of(days))
    assert not is_weak(state._replace(suspended=True), day_of(days))


def test_causes_come_gravest_first() -> None:
    state = learned((0, 4), (8, 1), (0, 3), (2, 1), (0, 3), (1, 1))
    state = state._replace(overconfident=2, wrong_probes=("x",))
    causes = weakness(state, 1.0, state.first or day_of(0)).causes
    assert causes[0].startswith("leech: forgotten 3× (0.")
    assert causes[1:4] == ("failed last time", "a probe not known", "overconfident twice")
    once = learned((0, 4), (8, 1), (0, 3))
    assert weakness(once, 1.0, day_of(8)).causes[0] == "forgotten once"


def test_old_lapses_are_forgiven_once_the_question_is_steady() -> None:
    state = learned((0, 4), (8, 1), (0, 3))
    assert state.memory is not None
    assert weakness(state, 1.0, day_of(8)).causes == ("forgotten once",)
    steady = state._replace(memory=state.memory._replace(stability=STEADY))
    assert weakness(steady, 1.0, day_of(8)).causes == ()
    assert not is_weak(steady, day_of(8))
    assert weakness(steady._replace(wrong_probes=("x",)), 1.0, day_of(8)).causes[1] == "forgotten once"


def test_suspended_and_buried_cards_are_not_weak() -> None:
    state = learned((0, 1))
    assert is_weak(state, day_of(0))
    assert not is_weak(state._replace(suspended=True), day_of(0))
    buried = state._replace(buried=day_of(0))
    assert not is_weak(buried, day_of(0))
    assert is_weak(buried, day_of(1))


def test_a_cause_made_good_is_listed_but_makes_nothing_weak() -> None:
    state = learned((0, 4), (8, 1), (0, 3))._replace(overconfident=1)
    assert weakness(state, 1.0, day_of(8)).causes == ("forgotten once", "overconfident once")
    assert not is_weak(state, day_of(8))


def test_a_line_missed_long_ago_makes_nothing_weak_and_one_missed_mostly_does() -> None:
    old = ticked((1, 2, 4), (1, 2, 4), (1, 2, 3, 4), (1, 2, 3, 4))
    assert weakness(old, 1.0, day_of(0)).retrievability > 0.95
    assert not is_weak(old, day_of(0))
    kept = ticked((1, 2, 4), (1, 2, 3, 4), (1, 2, 4), (1, 2, 4))
    assert weakness(kept, 1.0, day_of(0)).causes == ("line c missed 3/4",)
    assert is_weak(kept, day_of(0))


def test_a_line_missed_the_last_time_and_mostly_before_is_lost() -> None:
    assert missed_line(NEW_CARD) is None
    assert missed_line(ticked((1, 2, 3, 4))) is None
    assert missed_line(ticked((1, 2, 4))) is None
    assert missed_line(ticked((1, 2, 4), (1, 2, 3, 4), (1, 2, 4))) == (3, 2, 3)
    assert missed_line(ticked((1, 2, 4), (1, 2, 4), *[(1, 2, 3, 4)] * 3)) is None
    assert missed_line(ticked((1, 2, 4), (1, 2, 4), (1, 2, 3, 4))) is None
    assert missed_line(ticked((1, 2, 3, 4), (1, 2, 4), (1, 2, 3, 4), (1, 2, 4))) is None
    assert missed_line(ticked((1, 2, 4), (1, 2, 4), (1, 2, 4), (1, 2, 3))) is None
    assert missed_line(ticked((2, 3), (2, 3), (3, 4))) == (1, 3, 3)


def test_only_the_last_few_ticked_reviews_count() -> None:
    state = ticked(*[(1, 2, 3)] * 5, *[(1, 2, 3, 4)] * 8)
    assert state.line_misses == (0, 0, 0, 5)
    assert missed_lately(state, 4) == (0, 8)
    assert missed_line(state) is None


def test_lines_the_answer_does_not_have_are_not_lost() -> None:
    assert missed_line(ticked((1, 2, 3), (1, 2, 3))) == (4, 2, 2)
    short = ticked((1, 2, 3), (1, 2, 3), of=3)
    assert missed_line(short) is None
    assert weakness(short, 1.0, day_of(0)).causes == ()
    assert missed_line(ticked((), (), of=3)) == (1, 2, 2)


def test_a_fifth_line_counts_where_there_is_one() -> None:
    assert missed_line(ticked((1, 2, 3, 4), (1, 2, 3, 4))) is None
    assert missed_line(ticked((1, 2, 3, 4, 5), (1, 2, 3, 4), (1, 2, 3, 4), of=5)) == (5, 2, 3)


def test_a_line_that_was_not_asked_for_was_not_missed() -> None:
    short = [
        Review(f"s{n}", START.replace(minute=n), day_of(0), "adam", Rating.GOOD, (1,), of=1) for n in range(2)
    ]
    assert missed_lately(fold(short, PARAMETERS).state("adam"), 3) == (0, 2)
    whole = Review("w", START.replace(minute=9), day_of(0), "adam", Rating.GOOD, (1, 2))
    state = fold([*short, whole], PARAMETERS).state("adam")
    assert [missed_lately(state, line) for line in range(1, 5)] == [(0, 3), (0, 3), (1, 3), (1, 3)]


@given(st.lists(st.sets(st.integers(1, 4)), max_size=10), st.lists(st.tuples(st.integers(1, 4), st.booleans())))
def test_practice_counts_once_next_to_the_reviews(hits: list[set[int]], practice: list[tuple[int, bool]]) -> None:
    texts = ("a", "b", "c", "d")
    state = ticked(*(tuple(sorted(hit)) for hit in hits))._replace(
        line_hashes=texts, practised=tuple({texts[line - 1]: right for line, right in practice}.items())
    )
    before, known, kept = state._replace(practised=()), dict(practice), missed_lines(state)
    for line in range(1, 5):
        misses, seen = missed_lately(before, line)
        assert known_since(state, line) == known.get(line)
        if line not in known or not hits:
            assert missed_lately(state, line) == (misses, seen) or not hits
        else:
            assert missed_lately(state, line) == (misses + (not known[line]), seen + 1)
        if known.get(line):
            assert line not in [one[0] for one in kept], "a line known again leaves"
        elif line in [one[0] for one in missed_lines(before)]:
            assert line in [one[0] for one in kept], "a line not yet known stays"
    assert missed_line(state) == (kept[0] if kept else None)
    assert [one[1] for one in kept] == sorted((one[1] for one in kept), reverse=True)
