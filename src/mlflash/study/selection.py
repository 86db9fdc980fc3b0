"""Which cards a filter selects, and which of them go beyond today's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mlflash.bank.catalog import CardHead
from mlflash.bank.filter import EVERYTHING, Filter, select
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.weakness import weakness
from mlflash.study.queue import new_in_order
from mlflash.study.status import Status
from mlflash.study.view import View


def own_text(state: CardState) -> str:
    """What the reader wrote for a card, case folded, as a search looks through it."""
    return "\n".join([*(state.own_lines or ()), state.note or ""]).strip().casefold()


def search_text(view: View) -> Callable[[CardHead], str]:
    """All that a search looks through in a card: question, answer, id and tags, and the reader's own lines."""
    catalog, states = view.catalog, view.progress.states

    def text_of(card: CardHead) -> str:
        text, state = catalog.search_text(catalog.position(card.id)), states.get(card.id)
        own = own_text(state) if state is not None and (state.own_lines or state.note) else ""
        return f"{text}\n{own}" if own else text

    return text_of


def select_cards(view: View, chosen: Filter) -> list[CardHead]:
    """The cards chosen, in bank order."""
    return select(view.catalog, chosen, view.words, search_text(view))


def drillable_cards(view: View, chosen: Filter = EVERYTHING) -> Iterator[CardHead]:
    """The cards chosen that could be asked, due or not: all that are neither suspended nor buried."""
    return (card for card in select_cards(view, chosen) if view.drillable(card.id))


def weak_cards(view: View, chosen: Filter = EVERYTHING) -> list[CardHead]:
    """The weak cards among those chosen, in bank order."""
    return [card for card in select_cards(view, chosen) if Status.WEAK in view.status(card.id)]


def cards_beyond_today(view: View, chosen: Filter, limit: int) -> list[str]:
    """Cards beyond today's, for a reader who wants more: new ones first, then the weakest."""
    drillable = list(drillable_cards(view, chosen))
    new = new_in_order(view, (card for card in drillable if view.state(card.id).memory is None))
    met = weakest_first([card for card in drillable if view.state(card.id).memory], view)
    return [*new, *(card.id for card in met)][:limit]


def weakest_first(cards: Sequence[CardHead], view: View) -> list[CardHead]:
    """Cards by expected loss today, the greatest first."""
    return sorted(cards, key=lambda card: -expected_loss(view, card))


def expected_loss(view: View, card: CardHead) -> float:
    """The expected loss of a card today."""
    return weakness(view.state(card.id), view.weight(card), view.day, view.decay).cost
