"""A card and its state in JSON, the same in every command."""

from __future__ import annotations

from typing import Any

from mlflash.bank.catalog import CardHead
from mlflash.scheduler.events import iso
from mlflash.scheduler.schedule import Memory, retrievability
from mlflash.study.study import Study
from mlflash.study.view import View


def card_row(study: Study, card: CardHead) -> dict[str, Any]:
    """The JSON of a card and its state; `retrievability` is for today, null for a new card."""
    view, state = study.view(), study.progress.state(card.id)
    memory = state.memory
    return {
        "id": card.id,
        "section": card.section,
        "difficulty": card.difficulty,
        "likelihood": card.likelihood,
        "question": card.question,
        "state": view.status(card.id).phase,
        **memory_json(view, memory),
        "retrievability": None if memory is None else retrievability(memory, view.day, view.decay),
        "reps": state.reps,
        "lapses": state.lapses,
        "tags": list(card.tags),
        "flagged": state.flagged,
    }


def memory_json(view: View, memory: Memory | None) -> dict[str, Any]:
    """The JSON of what FSRS knows of a card: `due` in UTC, `stability` in days; null for a new card."""
    if memory is None:
        return {"due": None, "stability": None, "difficulty_fsrs": None}
    return {
        "due": iso(view.instant(memory.due)),
        "stability": memory.stability,
        "difficulty_fsrs": memory.difficulty,
    }
