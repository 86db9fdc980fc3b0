from __future__ import annotations

import builtins
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pytest import MonkeyPatch, approx, importorskip, mark, raises

from mlflash.errors import MlflashError
from mlflash.scheduler.events import AGAIN, EASY, GOOD, HARD, Event, Mark, Rating, Review
from mlflash.scheduler.fsrs import DEFAULT_WEIGHTS, model_for
from mlflash.scheduler.optimizer import FEW, MANY, History, Steps, histories, log_loss, optimize, steps, verdict
from mlflash.scheduler.schedule import Parameters

START = date(2026, 1, 1)
TRUE = (3.0, 6.0, 15.0, 40.0, *DEFAULT_WEIGHTS[4:])


def reader(questions: int, reviews: int, weights: tuple[float, ...] = TRUE, seed: int = 1) -> list[History]:
    """Reviews of a reader whose memory follows these weights."""
    rng, curve, found = random.Random(seed), model_for(Parameters(weights)), []
    for _ in range(questions):
        day, rating = START + timedelta(days=rng.randrange(60)), rng.choice((AGAIN, HARD, GOOD, GOOD, EASY))
        history, strength = [(day, rating)], curve.initial_state(rating)
        for _ in range(reviews):
            days = rng.choice((1, 2, 4, 8, 15))
            day += timedelta(days=days)
            chance = curve.retrievability(strength.stability, days)
            rating = GOOD if rng.random() < chance else AGAIN
            strength = curve.next_state(*strength, chance, rating)
            history.append((day, rating))
        found.append(tuple(history))
    return found


def knowing(weights: Sequence[float]) -> Any:
    """A fitting library that always gives these weights, and keeps what it was given."""
    given: list[Sequence[Steps]] = []

    def train(items: Sequence[Steps]) -> Sequence[float]:
        given.append(items)
        return weights

    train.given = given  # type: ignore[attr-defined]
    return train


def test_a_fit_that_predicts_the_held_out_reviews_better_is_taken() -> None:
    fit = optimize(reader(200, 3), Parameters(), knowing(TRUE))
    assert fit.accepted
    assert fit.which == "first four"
    assert fit.weights == approx(TRUE)
    assert fit.after < fit.before
    assert fit.reviews == 600
    assert 60 <= fit.held_out <= 180
    assert "before" in verdict(fit)


def test_a_fit_that_predicts_worse_is_refused_and_the_weights_stay() -> None:
    used = (2.0, 5.0, 14.0, 38.0, *DEFAULT_WEIGHTS[4:])
    fit = optimize(reader(200, 3), Parameters(used), knowing((0.001, 0.001, 0.001, 0.001, *DEFAULT_WEIGHTS[4:])))
    assert not fit.accepted
    assert fit.weights == used
    assert fit.after > fit.before
    assert "kept" in verdict(fit)


def test_the_fit_does_not_see_what_is_held_out() -> None:
    known, train = reader(100, 3), knowing(TRUE)
    optimize(known, Parameters(), train)
    first, last = train.given
    assert len(first) < len(last) == 100


def test_only_the_first_four_are_fitted_until_reviews_are_many() -> None:
    odd = (*TRUE[:4], *(w * 1.01 for w in DEFAULT_WEIGHTS[4:]))
    few = optimize(reader(200, 2), Parameters(), knowing(odd))
    assert few.weights[4:] == DEFAULT_WEIGHTS[4:]
    train = knowing(odd)
    optimize(reader(MANY // 4, 4), Parameters(), train)
    assert max(len(items) for items in train.given) >= MANY * 0.7


@mark.parametrize("questions", [0, 1, FEW - 1])
def test_too_few_reviews_say_how_many_more(questions: int) -> None:
    with raises(MlflashError, match=rf"too few reviews to fit: .* {FEW - questions} more"):
        optimize(reader(questions, 2), Parameters(), knowing(TRUE))


def test_without_the_library_the_error_says_how_to_install_it(monkeypatch: MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name == "fsrs_rs_python":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with raises(MlflashError, match=r"pipx install --force '\.\[fit\]'"):
        optimize(reader(100, 2), Parameters())


def test_weights_out_of_bounds_are_brought_within() -> None:
    fit = optimize(reader(200, 3), Parameters(), knowing((0.0, 6.0, 15.0, 1e9, *DEFAULT_WEIGHTS[4:])))
    assert fit.weights[0] in (0.001, DEFAULT_WEIGHTS[0])
    assert fit.weights[3] <= 100


def test_weights_of_another_version_are_refused() -> None:
    with raises(MlflashError, match="another FSRS version"):
        optimize(reader(100, 2), Parameters(), knowing((1.0, 2.0)))


def test_log_loss_counts_later_days_from_the_split_alone() -> None:
    day = START + timedelta(days=1)
    history = ((START, GOOD), (START, GOOD), (day, GOOD), (day + timedelta(days=1), AGAIN))
    _, everything = log_loss([history], model_for(Parameters()), START)
    loss, n = log_loss([history], model_for(Parameters()), day + timedelta(days=1))
    assert (everything, n) == (2, 1)
    assert loss > 1.0


def test_histories_are_what_the_schedule_saw() -> None:
    def at(n: int) -> tuple[datetime, date]:
        return datetime(2026, 1, 1 + n, 9, tzinfo=UTC), START + timedelta(days=n)

    events: list[Event] = [
        Review("1", *at(0), "a", Rating.GOOD),
        Review("2", *at(1), "a", Rating.GOOD, mode="cram"),
        Review("3", *at(2), "a", Rating.AGAIN, mode="cram"),
        Review("7", *at(4), "a", Rating.AGAIN),
        Review("4", *at(0), "b", Rating.GOOD),
        Mark("5", *at(1), "forget", "b"),
        Review("6", *at(3), "b", Rating.HARD),
    ]
    assert sorted(histories(events)) == [
        ((START, 3), (START + timedelta(days=4), 1)),
        ((START + timedelta(days=3), 2),),
    ]


def test_the_library_is_given_a_history_for_each_later_day() -> None:
    second, third = START + timedelta(days=1), START + timedelta(days=5)
    history = ((START, AGAIN), (START, GOOD), (second, GOOD), (third, EASY))
    whole = [[(1, 0), (3, 0), (3, 1)], [(1, 0), (3, 0), (3, 1), (4, 4)]]
    assert steps([history], first_only=False) == whole
    assert steps([history], first_only=True) == whole[:1]


def test_the_real_library_finds_a_reader_whose_memory_is_better_than_assumed() -> None:
    importorskip("fsrs_rs_python")
    fit = optimize(reader(600, 4), Parameters())
    assert fit.accepted
    assert fit.weights[2] > DEFAULT_WEIGHTS[2]
