"""What each grade would do to a card's schedule: pure, from a view."""

from __future__ import annotations

from datetime import timedelta

from mlflash.scheduler.card_fold import rebased
from mlflash.scheduler.events import AGAIN, RATING_NAMES, Rating
from mlflash.scheduler.schedule import Memory, preview
from mlflash.study import session
from mlflash.study.session import Graded, Session, SessionMode, keeps_schedule
from mlflash.study.view import View


def ratings_that_count(view: View, card_id: str, mode: SessionMode) -> dict[int, bool]:
    """For each grade, whether the schedule would follow it in a session of that mode."""
    counts = not keeps_schedule(mode, view.state(card_id).memory, view.now, view.day)
    return dict.fromkeys(RATING_NAMES, counts) | {AGAIN: counts or view.settings.cram_counts_fails}


def outcomes(view: View, card_id: str, mode: SessionMode) -> dict[int, Memory | None]:
    """The memory that each grade would give the card now; None where the schedule stays as it is."""
    counting = ratings_that_count(view, card_id, mode)
    previews = memory_previews(view, card_id) if any(counting.values()) else {}
    return {rating: previews[Rating(rating)] if counts else None for rating, counts in counting.items()}


def memory_previews(view: View, card_id: str) -> dict[Rating, Memory]:
    """The memory that each grade would give the card now, were it to count."""
    state = view.state(card_id)
    memory = state.memory
    if memory is not None and state.after(view.now, "") is not None:
        memory = rebased(memory, view.day)  # the fold does the same with what a clock that was ahead has left
    return preview(memory, view.now, view.day, view.settings.parameters, (card_id, state.reps))


def comes_by_plan(view: View, memory: Memory) -> bool:
    """Whether a plan decides when the card comes back: out of its learning steps, with an interview ahead."""
    return memory.due_at is None and any(interview.on > view.day for interview in view.settings.interviews)


def next_sessions(view: View, before: Session, ahead: timedelta) -> list[Session]:
    """The sessions that the next key leads to: the reveal, or once the answer is shown the four grades."""
    card_id = before.current
    if card_id is None:
        return []
    if not before.revealed:
        return [session.reveal(before)]
    new = view.state(card_id).memory is None
    return [
        session.grade(before, Graded(card_id, rating, 0, new, None), memory, view.now, ahead)
        for rating, memory in outcomes(view, card_id, before.mode).items()
    ]
