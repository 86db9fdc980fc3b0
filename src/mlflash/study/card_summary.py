"""A card's status, due date or undone event in one line."""

from __future__ import annotations

from collections.abc import Sequence

from mlflash.amounts import count_of
from mlflash.bank.text import readable, visible
from mlflash.scheduler.events import (
    RATING_NAMES,
    Asked,
    CardEvent,
    Event,
    InterviewOutcome,
    LineAnswer,
    Mark,
    Mock,
    ProbeAnswer,
    Rename,
    Review,
    Write,
)
from mlflash.scheduler.schedule import Memory
from mlflash.study.format import when
from mlflash.study.view import View

QUOTED = 44
"""Characters at which a question is cut in a message."""


def status_and_due(view: View, card_id: str, *, iso: bool = True) -> str:
    """A card's status and when it is due; screens write months by their names."""
    memory, phase = view.state(card_id).memory, view.status(card_id).phase
    if memory is None:
        return f"it is {phase}"
    return f"{phase}, due {due_in_words(view, memory, iso=iso)}"


def due_in_words(view: View, memory: Memory, *, iso: bool = True) -> str:
    """When a card is due."""
    return when(memory.due, view.now, view.day, view.zone, iso=iso)


def undo_message(view: View, events: Sequence[Event]) -> str:
    """What an undo took back, with the question; after a single grade or mark, also the card's status now."""
    outcome = next((event for event in events if isinstance(event, InterviewOutcome)), None)
    if outcome is not None:
        came = f", and {count_of(len(events) - 1, 'question')} that came" if len(events) > 1 else ""
        return f"Undone: {_event_in_words(view, outcome)}{came}"
    if len(events) > 1:
        kinds = {event.type if isinstance(event, Mark) else "came up" for event in events}
        return f"Undone: {' and '.join(sorted(kinds))} {count_of(len(events), 'question')}"
    [event] = events
    message = f"Undone: {_event_in_words(view, event)}"
    match event:
        case Review(card_id=card_id) | Mark(type="suspend" | "resume" | "bury" | "forget", card_id=card_id):
            return f"{message}; {status_and_due(view, card_id)}" if card_id in view.catalog else message
    return message


def _event_in_words(view: View, event: Event) -> str:
    if isinstance(event, Rename):
        return f"rename {_safe(event.card_id)} to {_safe(event.to)}"
    if isinstance(event, InterviewOutcome):
        return f"how the interview on {event.interview} went"
    if not isinstance(event, CardEvent):
        return "a mock interview" if isinstance(event, Mock) else type(event).__name__.lower()
    question = quoted(view, event.card_id)
    match event:
        case Review():
            return f"{RATING_NAMES[event.rating]} for {question}"
        case Mark():
            return f"{event.type} {question}"
        case Write():
            return f"your words for {question}"
        case ProbeAnswer():
            return f"a probe of {question}, {'known' if event.right else 'not known'}"
        case LineAnswer():
            return f"a line of {question}, {'known' if event.right else 'not known'}"
        case Asked():
            return f"{question} came up on {event.interview}"


def quoted(view: View, card_id: str) -> str:
    """A card's question in quotes, shortened between words; the id of a card that is in no bank."""
    if card_id not in view.catalog:
        return _safe(card_id)
    question = readable(" ".join(view.catalog[card_id].question.split()))
    if len(question) > QUOTED:
        question = question[: max(QUOTED // 2, question.rfind(" ", 0, QUOTED))].rstrip(" ,;:") + "…"
    return f"“{question}”"


def _safe(card_id: str) -> str:
    """A card's id made safe to show: an id from another bank may hold any characters."""
    return visible(" ".join(card_id.split()))
