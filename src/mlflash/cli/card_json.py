"""A card with its state, as every command prints it in JSON."""

from __future__ import annotations

from typing import Any

from mlflash.bank.catalog import CardHead
from mlflash.scheduler.events import iso
from mlflash.scheduler.schedule import retrievability
from mlflash.study.study import Study


def card_row(study: Study, card: CardHead) -> dict[str, Any]:
    """The JSON of a card: `due` in UTC, `stability` in days, `retrievability` for today; null for a new card."""
    state = study.progress.state(card.id)
    memory = state.memory
    return {
        "id": card.id,
        "section": card.section,
        "difficulty": card.difficulty,
        "likelihood": card.likelihood,
        "question": card.question,
        "state": study.view().status(card.id).phase,
        "due": iso(study.view().instant(memory.due)) if memory else None,
        "stability": memory.stability if memory else None,
        "difficulty_fsrs": memory.difficulty if memory else None,
        "retrievability": (
            retrievability(memory, study.view().day, study.settings.parameters.decay) if memory else None
        ),
        "reps": state.reps,
        "lapses": state.lapses,
        "tags": list(card.tags),
        "flagged": state.flagged,
    }
