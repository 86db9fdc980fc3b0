"""The cards of the bank by their status, and the order in which a session asks them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from mlflash.bank.catalog import LIKELIHOODS, CardHead
from mlflash.scheduler.card_state import due_on
from mlflash.scheduler.schedule import REVIEW, Memory, retrievability
from mlflash.study.status import Status, status
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan

MOST_APART = 200
"""Cards at the head of a queue among which related ones are kept apart; nobody studies more in a day."""


class SortedCards:
    """Cards by their status."""

    def __init__(self) -> None:
        self.learning: list[tuple[datetime, str, Memory]] = []
        self.due: list[tuple[float, str]] = []
        self.new: list[CardHead] = []
        self.steps: list[tuple[datetime, str]] = []
        self.buried: list[str] = []
        self.done: list[tuple[datetime, str]] = []
        self.later: list[datetime | date] = []

    @property
    def next_due(self) -> datetime | date | None:
        """When the next card falls due; an instant, of steps that end with their day, is before any day."""
        return min(self.later, key=lambda due: (not isinstance(due, datetime), due), default=None)


def sort_cards(view: View, heads: Iterable[CardHead]) -> SortedCards:
    """Cards by their status; due reviews with their expected loss, new cards by likelihood."""
    by_status = SortedCards()
    progress, now, day, decay = view.progress, view.now, view.day, view.decay
    for head in heads:
        state = progress.state(head.id)
        memory, card_status = state.memory, status(state, now, day)
        if memory is not None and memory.day == day:
            by_status.done.append((memory.at, head.id))
        if not card_status.drillable:
            if not state.suspended and (memory is None or due_on(memory, now, day)):
                by_status.buried.append(head.id)
        elif memory is None:
            by_status.new.append(head)
        elif Status.DUE not in card_status:
            if isinstance(memory.due, datetime):
                by_status.steps.append((memory.due, head.id))
            by_status.later.append(memory.due)
        elif memory.phase == REVIEW:
            by_status.due.append((-view.weight(head) * (1 - retrievability(memory, day, decay)), head.id))
        else:
            by_status.learning.append((memory.due if isinstance(memory.due, datetime) else now, head.id, memory))
    return by_status


def new_in_order(view: View, new: Iterable[CardHead]) -> list[str]:
    """New cards in the order to meet them: those of the first two weeks first, then by likelihood."""
    ordered = sorted(new, key=lambda head: (view.catalog.start_place(head.id), LIKELIHOODS.index(head.likelihood)))
    return [head.id for head in ordered]


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


def keep_apart(view: View, done: Sequence[str], queue: Sequence[str]) -> list[str]:
    """The queue with related cards as far from each other as possible; `done` were asked just before it."""
    named = {card_id: head.related for card_id in (*done, *queue) if (head := view.catalog.get(card_id))}
    related: dict[str, set[str]] = {}
    for card_id, others in named.items():
        for other in others:
            if other in named and other != card_id:
                related.setdefault(card_id, set()).add(other)
                related.setdefault(other, set()).add(card_id)
    if not related:
        return list(queue)
    before = [card_id for card_id in done if card_id in related]
    return [*spread(before, queue[:MOST_APART], related)[len(before) :], *queue[MOST_APART:]]


def spread(fixed: Sequence[str], order: Sequence[str], related: Mapping[str, Set[str]]) -> list[str]:
    """The fixed cards, then the others in order, but a card related to an earlier one as late as it helps.

    It goes where the nearest related card is farthest, to the latest of such places, never to an earlier one.
    """
    placed, moving, seen = list(fixed), [], set(fixed)
    for card_id in order:
        if seen.isdisjoint(related.get(card_id, ())):
            placed.append(card_id)
        else:
            moving.append((card_id, len(placed)))
        seen.add(card_id)
    staying = list(placed)
    for card_id, before in moving:
        first = placed.index(staying[before - 1]) + 1 if before else 0
        taken = [at for at, other in enumerate(placed) if other in related[card_id]]
        placed.insert(_farthest(taken, first, len(placed)), card_id)
    return placed


def _farthest(taken: Sequence[int], first: int, last: int) -> int:
    """The place from `first` to `last` where a card inserted is farthest from the cards at the places `taken`."""

    def nearest(at: int) -> int:
        return min((at - place if place < at else place + 1 - at for place in taken), default=0)

    middles = ((a + b + 1) // 2 for a, b in pairwise(taken))
    return max((at for at in (first, *middles, last) if at >= first), key=lambda at: (nearest(at), at))


def caps_left(view: View) -> tuple[int, int]:
    """How many (reviews, new cards) today's caps still allow."""
    done, settings = view.done(view.day), view.settings
    reviews = max(0, settings.reviews_per_day - (done.reviews - done.new - done.crammed))
    return reviews, max(0, settings.new_per_day - done.new)
