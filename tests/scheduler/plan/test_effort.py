from __future__ import annotations

from pytest import approx

from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.fsrs import MemoryState, model_for
from mlflash.scheduler.plan.effort import DEFAULT, FIRST, first_day, later_day, mean_seconds, pace, seconds_from
from mlflash.scheduler.schedule import Parameters


def test_a_days_outcomes_are_all_that_can_happen() -> None:
    curve, parameters = model_for(Parameters()), Parameters()
    for outcomes in (
        first_day(curve, parameters, DEFAULT),
        later_day(curve, parameters, DEFAULT, MemoryState(4.0, 5.0), 0.8),
    ):
        assert sum(outcome.probability for outcome in outcomes) == approx(1)
        assert 18 <= min(o.seconds for o in outcomes) <= mean_seconds(outcomes) <= max(o.seconds for o in outcomes)


def test_a_new_question_costs_several_looks() -> None:
    curve = model_for(Parameters())
    none, usual, many = (
        mean_seconds(first_day(curve, Parameters(learning_steps=steps), DEFAULT))
        for steps in ((), (1, 10), (1, 5, 10))
    )
    assert none == approx(sum(p * s for p, s in zip(FIRST, DEFAULT.first, strict=True)))
    assert none + DEFAULT.look < usual < many


def test_a_lapse_costs_more_and_keeps_less_than_a_pass() -> None:
    curve = model_for(Parameters())
    *lapses, hard, good, easy = later_day(curve, Parameters(), DEFAULT, MemoryState(10.0, 5.0), 0.7)
    assert min(o.seconds for o in lapses) > hard.seconds > good.seconds > easy.seconds
    assert max(o.state.stability for o in lapses) < 10 < hard.state.stability < easy.state.stability
    assert sum(o.probability for o in lapses) == approx(0.3)


def test_progress_alone_scales_the_seconds() -> None:
    slow = seconds_from([CardState(ms=60_000 * 300, timed=300)])
    assert slow.later[2] > 2 * DEFAULT.later[2]
    assert seconds_from([]).look == approx(DEFAULT.look)


def test_a_slow_question_has_a_pace_above_one() -> None:
    assert pace(CardState(), DEFAULT) == approx(1)
    assert pace(CardState(ms=600_000, timed=8), DEFAULT) > 1.5
    assert pace(CardState(ms=40_000, timed=8), DEFAULT) < 0.8
