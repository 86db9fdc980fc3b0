"""How many cards fit into some minutes, by the reader's pace: for `drill --minutes`."""

from __future__ import annotations

from collections.abc import Sequence

from mlflash.study.today import Today, minutes
from mlflash.study.view import View


def today_within(view: View, today: Today, most: float) -> Today:
    """The first of today's cards, those in their learning steps last, that fit into some minutes."""
    in_order = [*today.queue, *(card_id for _, card_id in today.steps)]
    full = sum(_cost(view, card_id) for card_id in today.queue)
    # A plan has minutes of its own, by which all other numbers of today go.
    slower = today.minutes / full if full else 1.0
    return today.limited(cards_within(view, in_order, most / slower if slower else most))


def cards_within(view: View, card_ids: Sequence[str], most: float) -> int:
    """How many of the cards, in the order given, fit into some minutes; one at least."""
    spent = 0.0
    for place, card_id in enumerate(card_ids):
        spent += _cost(view, card_id)
        if place and spent > most + 1e-9:  # sums of minutes are not exact
            return place
    return len(card_ids)


def _cost(view: View, card_id: str) -> float:
    """The minutes that a card takes, its learning steps included."""
    new = view.state(card_id).memory is None
    return minutes(view.progress, 0 if new else 1, 1 if new else 0)
