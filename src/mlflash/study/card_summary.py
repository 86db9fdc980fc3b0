"""What is said of a question in a line: how it stands, when it comes again, what an undo took back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mlflash.bank.text import visible
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.events import (
    RATING_NAMES,
    Asked,
    Event,
    LineAnswer,
    Mark,
    Mock,
    ProbeAnswer,
    Rename,
    Review,
    Write,
)
from mlflash.scheduler.schedule import REVIEW
from mlflash.study.format import count_of, when

if TYPE_CHECKING:
    from mlflash.study.study import Study


def status_word(state: CardState) -> str:
    """A question's state in one word: suspended, new, learning or review."""
    if state.suspended:
        return "suspended"
    if state.memory is None:
        return "new"
    return "review" if state.memory.phase == REVIEW else "learning"


def status_and_due(study: Study, card_id: str) -> str:
    """A question's state and when it comes again."""
    state = study.progress.state(card_id)
    if state.memory is None:
        return f"it is {status_word(state)}"
    moment = study.moment
    return f"{status_word(state)}, due {when(state.memory.due, moment.now, moment.day, study.zone)}"


def undo_message(study: Study, events: Sequence[Event]) -> str:
    """What an undo took back; of one grade or rest, how its question now stands, too."""
    if len(events) > 1:
        kinds = {event.type if isinstance(event, Mark) else "came up" for event in events}
        return f"took back: {' and '.join(sorted(kinds))} of {count_of(len(events), 'question')}"
    [event] = events
    said = f"took back: {_said(event)}"
    match event:
        case Review(card_id=card_id) | Mark(type="suspend" | "resume" | "bury" | "forget", card_id=card_id):
            return f"{said}; {status_and_due(study, card_id)}" if card_id in study.catalog else said
    return said


def _said(event: Event) -> str:
    match event:
        case Review():
            return f"{_id(event.card_id)} {RATING_NAMES[event.rating]}"
        case Mark():
            return f"{event.type} {_id(event.card_id)}"
        case Write():
            return f"what you wrote for {_id(event.card_id)}"
        case ProbeAnswer():
            return f"a probe of {_id(event.card_id)}, {'known' if event.right else 'not known'}"
        case LineAnswer():
            return f"a line of {_id(event.card_id)}, {'known' if event.right else 'not known'}"
        case Asked():
            return f"{_id(event.card_id)} came up on {event.interview}"
        case Rename():
            return f"{_id(event.card_id)} renamed to {_id(event.to)}"
        case Mock():
            return "a mock interview"
    return type(event).__name__.lower()


def _id(card_id: str) -> str:
    """A question's id as it may be shown: one from elsewhere may hold anything."""
    return visible(" ".join(card_id.split()))
