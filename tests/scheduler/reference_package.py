"""FSRS-6 by the `fsrs` package, the reference that our own has to equal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import DEFAULT_PARAMETERS

from mlflash.scheduler.schedule import LEARNING, RELEARNING, REVIEW, Parameters

NAMES = {State.Learning: LEARNING, State.Review: REVIEW, State.Relearning: RELEARNING}
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class After(NamedTuple):
    """What the package makes of a review; `wait` is the time until the question falls due."""

    state: str
    step: int | None
    stability: float
    difficulty: float
    wait: timedelta


@lru_cache(maxsize=64)
def scheduler(parameters: Parameters) -> Scheduler:
    """The package's scheduler for our parameters."""
    return Scheduler(
        parameters.weights or DEFAULT_PARAMETERS,
        parameters.retention,
        tuple(timedelta(minutes=step) for step in parameters.learning_steps),
        tuple(timedelta(minutes=step) for step in parameters.relearning_steps),
        parameters.maximum_interval,
        enable_fuzzing=False,
    )


def history(steps: list[tuple[int, int]], parameters: Parameters) -> list[After]:
    """What the package makes of reviews given as (days since the one before, rating)."""
    card, now, found = Card(0, due=EPOCH), EPOCH, []
    for days, rating in steps:
        now += timedelta(days=days)
        card, _ = scheduler(parameters).review_card(card, Rating(rating), now)
        assert card.stability is not None
        assert card.difficulty is not None
        found.append(After(NAMES[card.state], card.step, card.stability, card.difficulty, card.due - now))
    return found
