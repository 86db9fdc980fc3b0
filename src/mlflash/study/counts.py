"""How many cards wait today: the numbers of `today`, for all cards, for some and by section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from mlflash.bank.catalog import CardHead
from mlflash.study.status import Status
from mlflash.study.today import Today, todays_cards
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan


class Counts(NamedTuple):
    """How many cards wait."""

    due: int
    """Cards to review now."""
    learning: int
    """Cards in their learning steps whose time has come."""
    new: int
    """New cards in all."""
    weak: int
    """Weak cards."""
    next_due: datetime | date | None
    """When the next card falls due that is not due now."""


def count_waiting(view: View, plan: Plan | None = None, cards: Sequence[CardHead] | None = None) -> Counts:
    """How many of the cards given, or of all, wait."""
    return counts_of(view, todays_cards(view, plan, cards, timed=False), cards)


def counts_of(view: View, today: Today, cards: Sequence[CardHead] | None = None) -> Counts:
    """The numbers of what today holds among the cards given, or among all."""
    return Counts(
        due=len(today.review),
        learning=len(today.learning),
        new=today.unseen,
        weak=sum(Status.WEAK in view.status(card.id) for card in view.cards(cards)),
        next_due=today.next_due,
    )


def count_by_section(view: View, plan: Plan | None = None) -> dict[str, Counts]:
    """How many cards wait in each section."""
    cards: dict[str, list[CardHead]] = {section: [] for section in view.catalog.sections}
    for head in view.cards():
        cards[head.section].append(head)
    return {section: count_waiting(view, plan, own) for section, own in cards.items()}


def due_by_day(view: View, cards: Iterable[CardHead], count: int) -> tuple[int, ...]:
    """How many of the cards fall due on each of the next `count` days; what is overdue counts today."""
    due = [0] * count
    for card in cards:
        state = view.state(card.id)
        if state.memory is not None and not state.suspended:
            away = max(0, (state.memory.due_day - view.day).days)
            if away < count:
                due[away] += 1
    return tuple(due)
