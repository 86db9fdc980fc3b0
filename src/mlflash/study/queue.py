"""The cards of the bank sorted by what they are now, and the order in which a session asks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from mlflash.bank.catalog import LIKELIHOODS, CardHead
from mlflash.scheduler.card_state import DayTotals, due_on
from mlflash.scheduler.schedule import REVIEW, Memory, retrievability
from mlflash.study.status import Status, status
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan


class SortedCards:
    """Cards by what they are now."""

    def __init__(self) -> None:
        self.learning: list[tuple[datetime, str, Memory]] = []
        self.due: list[tuple[float, str]] = []
        self.new: dict[str, list[str]] = {level: [] for level in LIKELIHOODS}
        self.steps: list[tuple[datetime, str]] = []
        self.buried: list[str] = []
        self.done: list[tuple[datetime, str]] = []
        self.next_due: datetime | date | None = None


def sort_cards(view: View, heads: Iterable[CardHead]) -> SortedCards:
    """Cards by what they are now; due reviews with their expected loss, new cards by likelihood."""
    found = SortedCards()
    progress, now, day, decay = view.progress, view.now, view.day, view.decay
    for head in heads:
        state = progress.state(head.id)
        memory, what = state.memory, status(state, now, day)
        if memory is not None and memory.day == day:
            found.done.append((memory.at, head.id))
        if not what.drillable:
            if not state.suspended and (memory is None or due_on(memory, now, day)):
                found.buried.append(head.id)
        elif memory is None:
            found.new[head.likelihood].append(head.id)
        elif Status.DUE not in what:
            if isinstance(memory.due, datetime):
                found.steps.append((memory.due, head.id))
            if found.next_due is None or _is_sooner(memory.due, found.next_due):
                found.next_due = memory.due
        elif memory.phase == REVIEW:
            found.due.append((-view.weight(head) * (1 - retrievability(memory, day, decay)), head.id))
        else:
            found.learning.append((memory.due if isinstance(memory.due, datetime) else now, head.id, memory))
    return found


def planned_cards(view: View, plan: Plan, heads: Sequence[CardHead]) -> list[str]:
    """The plan's cards for today that can be asked, but those in today's learning steps, in the plan's order."""
    among = {head.id for head in heads}
    queue = []
    for card_id in plan.today:
        memory = view.state(card_id).memory
        in_steps = memory is not None and memory.phase != REVIEW and memory.day >= view.day
        if card_id in among and not in_steps and view.drillable(card_id):
            queue.append(card_id)
    return queue


def interleave(main: Sequence[str], among: Sequence[str]) -> list[str]:
    """The second sequence spread evenly through the first; a due card comes first where there is one."""
    total = len(main) + len(among)
    merged, taken = [], 0
    for place in range(total):
        # After `place + 1` cards, this many of `among` should have come.
        share = (place + 1) * len(among) // total
        if taken < share:
            merged.append(among[taken])
            taken += 1
        else:
            merged.append(main[place - taken])
    return merged


def caps_left(view: View) -> tuple[int, int]:
    """How many (reviews, new cards) today's caps still allow."""
    done, settings = view.progress.days.get(view.day, DayTotals()), view.settings
    reviews = max(0, settings.reviews_per_day - (done.reviews - done.new - done.crammed))
    return reviews, max(0, settings.new_per_day - done.new)


def _is_sooner(a: date | datetime, b: date | datetime) -> bool:
    """Whether a falls due before b; an instant, of steps that end with their day, is before any day."""
    if isinstance(a, datetime) != isinstance(b, datetime):
        return isinstance(a, datetime)
    return a < b
