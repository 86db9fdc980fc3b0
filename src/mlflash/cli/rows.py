"""A question with what is remembered of it, as every command gives it to a program."""

from __future__ import annotations

from typing import Any

from mlflash.bank.catalog import Entry
from mlflash.memory.events import iso
from mlflash.memory.scheduling import recall
from mlflash.study.study import Study
from mlflash.study.telling import state_of as state_of


def row(study: Study, entry: Entry) -> dict[str, Any]:
    """One question: `due` an instant in UTC, `stability` in days, `retrievability` today's; null where new."""
    state = study.progress.recall(entry.id)
    memory = state.memory
    return {
        "id": entry.id,
        "section": entry.section,
        "difficulty": entry.difficulty,
        "likelihood": entry.likelihood,
        "question": entry.question,
        "state": state_of(state),
        "due": iso(study.instant(memory.due)) if memory else None,
        "stability": memory.stability if memory else None,
        "difficulty_fsrs": memory.difficulty if memory else None,
        "retrievability": (recall(memory, study.moment.day, study.settings.parameters.decay) if memory else None),
        "reps": state.reps,
        "lapses": state.lapses,
    }
