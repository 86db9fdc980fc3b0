"""The model on its own has to say what the schedule says, which is held to the fsrs package."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import mark

from mlflash.scheduler.events import Rating
from mlflash.scheduler.fsrs import DEFAULT_WEIGHTS, model_for
from mlflash.scheduler.schedule import DECAY, Parameters, Scheduler, forgetting_curve

START = date(2026, 1, 1)
FITTED = (
    0.5,
    1.1,
    3.2,
    12.0,
    6.9,
    0.6,
    2.5,
    0.02,
    1.5,
    0.2,
    1.1,
    1.7,
    0.09,
    0.3,
    1.4,
    0.4,
    2.4,
    0.8,
    0.3,
    0.12,
    0.2,
)

Reviews = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 90)), min_size=1, max_size=12)


@mark.parametrize("weights", [None, FITTED])
@settings(max_examples=40, deadline=None)
@given(reviews=Reviews)
def test_a_history_leaves_the_memory_that_the_schedule_computes(
    weights: tuple[float, ...] | None, reviews: list[tuple[int, int]]
) -> None:
    parameters = Parameters(weights)
    curve, memory, strength, day = model_for(parameters), None, None, START
    for rating, days in reviews:
        before, day = day, day + timedelta(days=days)
        if strength is None:
            strength = curve.initial_state(Rating(rating))
        elif day == before:
            strength = curve.short_term_state(*strength, Rating(rating))
        else:
            chance = curve.retrievability(strength.stability, (day - before).days)
            strength = curve.next_state(*strength, chance, Rating(rating))
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        memory = Scheduler(parameters).review(memory, Rating(rating), at, day, ("q", 0))
        assert strength == (memory.stability, memory.difficulty)


@mark.parametrize("stability", [0.001, 0.4, 7.0, 900.0])
@mark.parametrize("days", [0, 1, 30, 4000])
def test_recall_falls_along_the_same_curve(stability: float, days: int) -> None:
    assert model_for(Parameters()).retrievability(stability, days) == forgetting_curve(stability, days)


def test_defaults_are_those_of_the_scheduler() -> None:
    assert DEFAULT_WEIGHTS[20] == DECAY
    assert len(DEFAULT_WEIGHTS) == 21


def test_difficulty_keeps_within_its_scale() -> None:
    curve = model_for(Parameters())
    assert curve.next_difficulty(10.0, Rating.AGAIN) <= 10.0
    assert curve.next_state(5.0, 1.0, 0.9, Rating.EASY).difficulty >= 1.0
