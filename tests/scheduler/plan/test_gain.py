from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from mlflash.scheduler.plan.gain import floor

days = st.lists(st.integers(-3, 90), max_size=3)
shifts = st.floats(-5, 5)


@given(days, st.integers(0, 5000), shifts, shifts)
def test_the_more_a_reader_forgets_the_less_gain_ends_the_day(
    left: list[int], questions: int, one: float, other: float
) -> None:
    more, less = sorted((one, other))
    assert 0 <= floor(left, questions, more) <= floor(left, questions, less) <= floor(left, questions)


@given(days, st.integers(0, 5000), st.floats(0, 5))
def test_a_reader_who_forgets_less_is_not_stopped_earlier(left: list[int], questions: int, shift: float) -> None:
    assert floor(left, questions, shift) == floor(left, questions)


def test_the_more_days_are_left_the_more_gain_it_takes() -> None:
    near, far, farther = (floor([day], 100) for day in (2, 60, 90))
    assert near < far == approx(farther)
