"""Sort the list of cards.

A listing is a sequence of places in the bank (from 0), so that a hundred thousand cards cost a list of numbers;
what a row shows is worked out only for the rows on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from mlflash.bank.catalog import DIFFICULTIES, LIKELIHOODS, CardHead
from mlflash.bank.filter import Filter
from mlflash.scheduler.card_state import CardState
from mlflash.study.selection import expected_loss, select_cards
from mlflash.study.status import Status
from mlflash.study.view import View

SORTS = ("section", "due", "weakness", "likelihood", "added")
"""Orders of a listing. `added` is the day a card joined the reader's own, the latest first."""


class CardRow(NamedTuple):
    """A card in a list."""

    card: CardHead
    """The card, without its answer."""
    status: Status
    """Everything that the card is now."""
    due: date | datetime | None
    """When it is due; None for a new card."""
    recall: float | None
    """Its retrievability today; None for a new card."""
    first: date | None
    """The study day it was first graded on."""


def row_of(head: CardHead, view: View) -> CardRow:
    """A card's row, now."""
    state = view.state(head.id)
    return CardRow(
        card=head,
        status=view.status(head.id),
        due=state.memory.due if state.memory else None,
        recall=view.recall(head.id),
        first=state.first,
    )


def listing(view: View, chosen: Filter, sort: str = "section", backward: bool = False) -> Sequence[int]:
    """The places of the cards chosen, in an order of `SORTS`, ties in bank order; `backward` reverses it."""
    catalog = view.catalog
    places: Sequence[int] = range(len(catalog))
    if chosen:
        places = [catalog.position(head.id) for head in select_cards(view, chosen)]
    if sort == "section":
        return places[::-1] if backward else places
    key = _key(view, sort)
    return sorted(places, key=key, reverse=backward)


def _key(view: View, sort: str) -> Callable[[int], Any]:
    """The sort key of an order; cards never met come last, except by likelihood."""
    cards, states = view.catalog.cards, view.progress.states
    if sort == "likelihood":
        rank = {level: i for i, level in enumerate(LIKELIHOODS)}
        hard = {level: -i for i, level in enumerate(DIFFICULTIES)}
        return lambda place: (rank[cards[place].likelihood], hard[cards[place].difficulty])

    def key(place: int) -> tuple[bool, float]:
        card = cards[place]
        state = states.get(card.id)
        if state is None or state.memory is None:
            return (True, 0.0)
        match sort:
            case "due":
                return (False, _instant(state.memory.due, view))
            case "weakness":
                return (False, -expected_loss(view, card))
        return (False, -state.first.toordinal() if state.first else 0.0)

    return key


def _instant(due: date | datetime, view: View) -> float:
    """Days from today until a card is due; cards in learning, due within the day, come before its reviews."""
    if isinstance(due, datetime):
        return min(0.0, (due - view.now).total_seconds() / 86_400) - 1e-6
    return float((due - view.day).days)


def toggles(kind: str, states: Iterable[CardState]) -> str:
    """The mark that a key makes: the opposite mark where all of the cards have it already."""
    match kind:
        case "flag":
            return "unflag" if all(state.flagged for state in states) else "flag"
        case "suspend":
            return "resume" if all(state.suspended for state in states) else "suspend"
    return kind
