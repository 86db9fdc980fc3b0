"""The schedule: order of grades, previews, fuzz, the curve, days before the last."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import fsrs
import pytest
from fsrs import Card, State
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.scheduler.events import Rating
from mlflash.scheduler.fsrs import DEFAULT_WEIGHTS
from mlflash.scheduler.schedule import (
    LEARNING,
    RELEARNING,
    REVIEW,
    WEIGHT_BOUNDS,
    Memory,
    Parameters,
    Scheduler,
    forgetting_curve,
    fuzz_range,
    fuzzed,
    interval,
    preview,
    retrievability,
)
from tests.scheduler import reference_package

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
STEPS = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 4)), max_size=8)
PARAMETERS = st.builds(
    Parameters,
    weights=st.none(),
    retention=st.sampled_from([0.7, 0.9, 0.97]),
    learning_steps=st.sampled_from([(), (1.0,), (1.0, 10.0)]),
    relearning_steps=st.sampled_from([(), (10.0,), (10.0, 60.0)]),
    maximum_interval=st.sampled_from([36_500, 365]),
    fuzz=st.booleans(),
)
PLAIN = Parameters(fuzz=False)
WEIGHTS = st.tuples(
    *(
        st.just(usual) | st.floats(low, high)
        for usual, (low, high) in zip(DEFAULT_WEIGHTS, WEIGHT_BOUNDS, strict=True)
    )
)
MINUTES = st.lists(st.floats(0.01, 20_000), max_size=4).map(tuple)
ANY_PARAMETERS = st.builds(
    Parameters,
    weights=st.none() | WEIGHTS,
    retention=st.floats(0.7, 0.99),
    learning_steps=MINUTES,
    relearning_steps=MINUTES,
    maximum_interval=st.integers(1, 36_500),
    fuzz=st.just(False),
)
ANY_STEPS = st.lists(st.tuples(st.integers(0, 3) | st.integers(0, 4000), st.integers(1, 4)), max_size=20)


def after(
    steps: list[tuple[int, int]], parameters: Parameters, name: str = "q", settle: bool = True
) -> tuple[Memory | None, datetime]:
    memory, at = None, NOON
    for n, (days, rating) in enumerate(steps):
        at += timedelta(days=days)
        memory = Scheduler(parameters).review(memory, Rating(rating), at, at.date(), (name, n), settle)
    return memory, at


def days_to(memory: Memory) -> int:
    assert not isinstance(memory.due, datetime)
    return (memory.due - memory.day).days


@given(ANY_STEPS, ANY_PARAMETERS)
@settings(max_examples=600)
def test_every_state_step_float_and_wait_is_the_packages(
    steps: list[tuple[int, int]], parameters: Parameters
) -> None:
    memory, at = None, NOON
    for (days, rating), theirs in zip(steps, reference_package.history(steps, parameters), strict=True):
        at += timedelta(days=days)
        memory = Scheduler(parameters).review(memory, Rating(rating), at, at.date(), ("q", 0), settle=False)
        assert (memory.phase, memory.step, memory.stability, memory.difficulty) == theirs[:4]
        if isinstance(memory.due, datetime):
            assert memory.due - at == theirs.wait
        else:
            whole = max(1, round(interval(memory.stability, parameters)))
            assert timedelta(days=min(whole, parameters.maximum_interval)) == theirs.wait


@given(STEPS, st.integers(0, 400), PARAMETERS)
@settings(max_examples=150)
def test_hard_good_and_easy_differ_by_a_day(
    steps: list[tuple[int, int]], wait: int, parameters: Parameters
) -> None:
    memory, at = after(steps, parameters)
    at += timedelta(days=wait)
    choices = preview(memory, at, at.date(), parameters, ("q", len(steps)))
    passing = [days_to(choices[Rating(rating)]) for rating in (2, 3, 4) if choices[Rating(rating)].phase == REVIEW]
    assert all(1 <= days <= parameters.maximum_interval for days in passing)
    for lower, higher in pairwise(passing):
        assert lower < higher or higher == parameters.maximum_interval
    steps_to = [c.due for c in choices.values() if isinstance(c.due, datetime)]
    assert steps_to == sorted(steps_to)


@given(STEPS, st.integers(0, 400), PARAMETERS)
@settings(max_examples=100)
def test_a_preview_is_what_the_grade_gives(
    steps: list[tuple[int, int]], wait: int, parameters: Parameters
) -> None:
    memory, at = after(steps, parameters)
    at += timedelta(days=wait)
    seed = ("q", len(steps))
    choices = preview(memory, at, at.date(), parameters, seed)
    assert choices == {
        r: Scheduler(parameters).review(memory, Rating(r), at, at.date(), seed) for r in (1, 2, 3, 4)
    }


@given(STEPS.filter(bool), PARAMETERS)
@settings(max_examples=100)
def test_settling_only_the_last_review_changes_nothing(
    steps: list[tuple[int, int]], parameters: Parameters
) -> None:
    exact, _ = after(steps, parameters)
    memory, at = after(steps[:-1], parameters, settle=False)
    days, rating = steps[-1]
    at += timedelta(days=days)
    assert Scheduler(parameters).review(memory, Rating(rating), at, at.date(), ("q", len(steps) - 1)) == exact


@given(STEPS.filter(bool), st.integers(0, 1000), st.sampled_from([None, 0.2, 0.5]))
@settings(max_examples=100)
def test_retrievability_is_the_librarys(steps: list[tuple[int, int]], wait: int, decay: float | None) -> None:
    library = fsrs.Scheduler(enable_fuzzing=False)
    weights = (*library.parameters[:20], decay) if decay else None
    parameters = Parameters(weights, fuzz=False)
    if weights:
        library = fsrs.Scheduler(weights, enable_fuzzing=False)
    memory, _ = after(steps, parameters)
    assert memory is not None
    last = datetime(memory.day.year, memory.day.month, memory.day.day, tzinfo=UTC)
    card = Card(0, State.Review, None, memory.stability, memory.difficulty, last, last)
    now = last + timedelta(days=wait)
    theirs = library.get_card_retrievability(card, now)
    assert retrievability(memory, now.date(), parameters.decay) == pytest.approx(theirs, rel=1e-12)


def test_the_curve_is_read_backward_by_interval() -> None:
    for retention in (0.7, 0.9, 0.97):
        days = interval(12.5, Parameters(retention=retention))
        assert forgetting_curve(12.5, days) == pytest.approx(retention)
    assert interval(12.5, PLAIN) == pytest.approx(12.5)
    assert forgetting_curve(12.5, -3) == 1.0


@given(STEPS.filter(bool), st.integers(1, 4))
@settings(max_examples=50)
def test_unfuzzed_intervals_are_the_packages_but_for_order(steps: list[tuple[int, int]], rating: int) -> None:
    memory, at = after(steps, PLAIN)
    plain = Scheduler(PLAIN).review(memory, Rating(rating), at, at.date(), ("q", 0), settle=False)
    settled = Scheduler(PLAIN).review(memory, Rating(rating), at, at.date(), ("q", 0))
    assert settled._replace(due_day=plain.due_day) == plain
    theirs = reference_package.history([*steps, (0, rating)], PLAIN)[-1]
    assert settled.phase == theirs.state
    if settled.phase == REVIEW:
        assert 0 <= days_to(settled) - theirs.wait.days <= 2


def test_learning_steps_graduate() -> None:
    first, _ = after([(0, 3)], PLAIN)
    assert first is not None
    assert (first.phase, first.step, first.due) == (LEARNING, 1, NOON + timedelta(minutes=10))
    second, _ = after([(0, 3), (0, 3)], PLAIN)
    assert second is not None
    assert (second.phase, second.step, days_to(second)) == (REVIEW, None, 2)
    hard, _ = after([(0, 2)], PLAIN)
    assert hard is not None
    assert hard.due == NOON + timedelta(minutes=5, seconds=30)
    lapsed, at = after([(0, 4), (8, 1)], PLAIN)
    assert lapsed is not None
    assert (lapsed.phase, lapsed.step, lapsed.due) == (RELEARNING, 0, at + timedelta(minutes=10))


def test_easy_in_a_learning_step_is_past_what_good_would_give() -> None:
    memory, at = after([(0, 1)], PLAIN)
    assert days_to(Scheduler(PLAIN).review(memory, Rating.EASY, at, at.date(), ("q", 1))) == 2


def test_a_day_before_the_last_counts_as_the_last() -> None:
    memory, at = after([(0, 3), (0, 3), (2, 3)], PLAIN)
    assert memory is not None
    back = Scheduler(PLAIN).review(memory, Rating.GOOD, at, memory.day - timedelta(days=400), ("q", 3))
    assert back == Scheduler(PLAIN).review(memory, Rating.GOOD, at, memory.day, ("q", 3))


@given(st.floats(0.001, 4000), st.integers(1, 400), st.integers(1, 400), st.text(max_size=5))
def test_fuzz_stays_in_its_range(days: float, minimum: int, maximum: int, name: str) -> None:
    low, high = fuzz_range(days, minimum, maximum)
    assert min(minimum, maximum) <= low <= high <= maximum
    found = fuzzed(days, (name, 3), minimum, maximum)
    assert low <= found <= high
    assert found == fuzzed(days, (name, 3), minimum, maximum)


@pytest.mark.parametrize(
    ("days", "minimum", "maximum", "expected"),
    [
        (1.0, 1, 1000, (1, 1)),
        (2.49, 1, 1000, (2, 2)),
        (2.5, 1, 1000, (2, 4)),
        (5.9, 1, 1000, (4, 7)),
        (7.0, 1, 1000, (5, 9)),
        (17.0, 1, 1000, (14, 20)),
        (37.0, 1, 1000, (33, 41)),
        (2.0, 2, 1000, (2, 2)),
        (2.0, 3, 1000, (3, 4)),
        (2.0, 3, 3, (3, 3)),
        (100.0, 101, 1000, (101, 108)),
        (100.0, 1, 99, (92, 99)),
        (100.0, 97, 103, (97, 103)),
        (50.0, 9, 3, (3, 3)),
    ],
)
def test_fuzz_ranges_are_ankis(days: float, minimum: int, maximum: int, expected: tuple[int, int]) -> None:
    assert fuzz_range(days, minimum, maximum) == expected


@pytest.mark.parametrize("days", [3.0, 7.0, 12.0, 40.0, 250.0])
def test_fuzz_is_even_and_leans_neither_way(days: float) -> None:
    low, high = fuzz_range(days, 1, 36_500)
    drawn = Counter(fuzzed(days, (f"q{n % 100}", n // 100), 1, 36_500) for n in range(4000))
    assert set(drawn) == set(range(low, high + 1))
    spread = high - low
    mean = sum(value * n for value, n in drawn.items()) / 4000
    assert mean == pytest.approx(days, abs=0.05 * spread)
    assert max(drawn.values()) < 1.5 * 4000 / (spread + 1)


def test_fuzz_takes_any_id() -> None:
    assert fuzzed(10.0, ("\ud800", 1), 1, 100) in range(8, 13)


def test_steps_and_limits_change_the_schedule_alone() -> None:
    memory, at = after([(0, 4), (8, 3)], PLAIN)
    day = at.date()
    capped = PLAIN._replace(maximum_interval=5)
    assert [days_to(c) for c in preview(memory, at, day, capped, ("q", 2)).values() if c.phase == REVIEW] == [
        5
    ] * 3
    stepless = PLAIN._replace(relearning_steps=())
    failed = Scheduler(stepless).review(memory, Rating.AGAIN, at, date(2026, 3, 1), ("q", 2))
    assert failed.phase == REVIEW
    assert days_to(failed) >= 1


def test_the_weights_and_their_bounds_are_the_packages() -> None:
    assert DEFAULT_WEIGHTS == DEFAULT_PARAMETERS
    assert tuple(zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)) == WEIGHT_BOUNDS
