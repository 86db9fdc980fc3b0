"""A card's status, due date or undone event in one line."""

from __future__ import annotations

from collections.abc import Sequence

from mlflash.bank.text import visible
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
from mlflash.study.format import count_of, when
from mlflash.study.view import View


def status_and_due(view: View, card_id: str) -> str:
    """A card's status and when it is due."""
    memory, phase = view.state(card_id).memory, view.status(card_id).phase
    if memory is None:
        return f"it is {phase}"
    return f"{phase}, due {when(memory.due, view.now, view.day, view.zone)}"


def undo_message(view: View, events: Sequence[Event]) -> str:
    """What an undo took back; after a single grade or mark, also the card's status now."""
    if len(events) > 1:
        kinds = {event.type if isinstance(event, Mark) else "came up" for event in events}
        return f"took back: {' and '.join(sorted(kinds))} of {count_of(len(events), 'question')}"
    [event] = events
    said = f"took back: {_said(event)}"
    match event:
        case Review(card_id=card_id) | Mark(type="suspend" | "resume" | "bury" | "forget", card_id=card_id):
            return f"{said}; {status_and_due(view, card_id)}" if card_id in view.catalog else said
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
    """A card's id made safe to show: an id from another bank may hold any characters."""
    return visible(" ".join(card_id.split()))
