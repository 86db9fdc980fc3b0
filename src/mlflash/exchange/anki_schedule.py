"""A card's schedule and reviews as the columns of Anki's tables `cards` and `revlog`.

Anki keeps the FSRS memory of a card in `cards.data`, and computes it again from `revlog` when its parameters
change, so both are written. Days are counted from the day of the collection's creation, here always `EPOCH`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mlflash.scheduler.card_fold import rebased
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.events import CardEvent, Mark, Review
from mlflash.scheduler.schedule import LEARNING, REVIEW, Memory, Parameters, Scheduler

EPOCH = date(2020, 1, 1)
"""The study day from which a package counts days, always the same, so that the same cards give the same file."""
EASE = 2500
"""The ease, in permille, of a card where FSRS is off."""
NEW_TYPE, LEARNING_TYPE, REVIEW_TYPE, RELEARNING_TYPE = range(4)
SUSPENDED_QUEUE = -1
LEARNED, REVIEWED, RELEARNED, CRAMMED, MANUAL = range(5)
"""Anki's kinds of review."""


class ScheduleColumns(NamedTuple):
    """The columns of a row of `cards` that hold its schedule."""

    type: int = NEW_TYPE
    """New, learning, review or relearning."""
    queue: int = NEW_TYPE
    """The queue it waits in; −1 if it is suspended."""
    due: int = 0
    """The position of a new card, the instant of a learning step in seconds, or days from `EPOCH`."""
    ivl: int = 0
    """The interval in days."""
    factor: int = 0
    """The ease in permille."""
    reps: int = 0
    """How many reviews it has."""
    lapses: int = 0
    """How many lapses it has."""
    left: int = 0
    """How many learning steps are left."""
    data: str = ""
    """The FSRS memory of the card, as JSON."""


class ReviewRow(NamedTuple):
    """A row of `revlog`, without the card that it belongs to."""

    at: datetime
    """When it was answered."""
    ease: int
    """The grade from 1 to 4; 0 if the card was reset."""
    ivl: int = 0
    """The interval after it: days, or minus the seconds of a step."""
    last_ivl: int = 0
    """The interval before."""
    factor: int = 0
    """The difficulty after it, from 100 to 1100; 0 for a review that does not change the schedule."""
    ms: int = 0
    """Milliseconds it took."""
    type: int = MANUAL
    """Anki's kind of review."""


def schedule_columns(state: CardState, position: int, parameters: Parameters) -> ScheduleColumns:
    """When a card is due, from its state; a new card keeps its position in the bank, counted from 1."""
    memory = state.memory
    columns = ScheduleColumns(due=position)
    if memory is not None:
        columns = ScheduleColumns(
            type=REVIEW_TYPE,
            queue=REVIEW_TYPE,
            due=(memory.due_day - EPOCH).days,
            ivl=max(1, (memory.due_day - memory.day).days),
            factor=EASE,
            reps=state.reps,
            lapses=state.lapses,
            data=_fsrs_data(memory, position, parameters),
        )
        if memory.due_at is not None:
            is_learning = memory.phase is LEARNING
            steps = parameters.learning_steps if is_learning else parameters.relearning_steps
            left = max(1, len(steps) - (memory.step or 0))
            due = int(memory.due_at.timestamp())
            columns = columns._replace(type=RELEARNING_TYPE, queue=LEARNING_TYPE, due=due, left=left)
            if is_learning:
                columns = columns._replace(type=LEARNING_TYPE, ivl=0, factor=0)
    return columns._replace(queue=SUSPENDED_QUEUE) if state.suspended else columns


def review_rows(events: Iterable[CardEvent], schedule: Scheduler) -> Iterator[ReviewRow]:
    """The reviews of a card, from its events in the order of the fold (`fold.histories`)."""
    memory: Memory | None = None
    reps = last = 0
    for event in events:
        if isinstance(event, Mark) and event.type == "forget":
            yield ReviewRow(event.at, 0, last_ivl=last)
            memory, reps, last = None, 0, 0
        elif isinstance(event, Review) and not event.counts:
            yield ReviewRow(event.at, event.rating, last, last, 0, event.ms or 0, CRAMMED)
        elif isinstance(event, Review):
            if event.after is not None and memory is not None:
                memory = rebased(memory, event.day)
            kind = LEARNED
            if memory is not None and memory.phase is not LEARNING:
                kind = REVIEWED if memory.phase is REVIEW else RELEARNED
            memory = schedule.review(memory, event.rating, event.at, event.day, (event.card_id, reps))
            ivl = _interval(memory)
            yield ReviewRow(event.at, event.rating, ivl, last, _factor(memory), event.ms or 0, kind)
            reps, last = reps + 1, ivl


def _fsrs_data(memory: Memory, position: int, parameters: Parameters) -> str:
    """The FSRS memory of a card as Anki keeps it."""
    data = {
        "pos": position,
        "s": round(memory.stability, 4),
        "d": round(memory.difficulty, 3),
        "dr": parameters.retention,
        "decay": round(parameters.decay, 4),
        "lrt": int(memory.at.timestamp()),
    }
    return json.dumps(data, separators=(",", ":"))


def _interval(memory: Memory) -> int:
    """Days to the next review, or minus the seconds of a step."""
    if memory.due_at is not None:
        return -max(1, (memory.due_at - memory.at) // timedelta(seconds=1))
    return (memory.due_day - memory.day).days


def _factor(memory: Memory) -> int:
    """The difficulty on Anki's scale: 1 to 10 becomes 100 to 1100."""
    return round((memory.difficulty - 1) / 9 * 1000 + 100)
