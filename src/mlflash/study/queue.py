"""Which cards a session could hold, and in which order; which of them come today is said in `today`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from itertools import pairwise

from mlflash.bank.catalog import LIKELIHOODS, CardHead
from mlflash.bank.filter import Filter, select
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.weakness import weakness
from mlflash.study.view import View


def status_lookup(view: View) -> Callable[[CardHead], frozenset[str]]:
    """What each card is, in the words of the filter, as `select` takes it."""
    return lambda card: view.words(card)


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
    return select(view.catalog, chosen, status_lookup(view), search_text(view))


def chosen_or_all(view: View, chosen: Filter) -> list[CardHead] | None:
    """The cards chosen; None, for all, where the filter is empty."""
    return select_cards(view, chosen) if chosen else None


def drillable_cards(view: View, chosen: Filter) -> Iterator[CardHead]:
    """The cards chosen that could be asked, due or not: all that are neither suspended nor buried."""
    for card in select_cards(view, chosen):
        if view.drillable(card.id):
            yield card


def cards_beyond_today(view: View, chosen: Filter, limit: int) -> list[str]:
    """Cards beyond today's, for a reader who wants more: new ones first, then the weakest."""
    drillable = list(drillable_cards(view, chosen))
    new = [card for card in drillable if view.state(card.id).memory is None]
    new.sort(key=lambda card: (view.catalog.start_place(card.id), LIKELIHOODS.index(card.likelihood)))
    met = weakest_first([card for card in drillable if view.state(card.id).memory], view)
    return [card.id for card in [*new, *met]][:limit]


def weakest_first(cards: Sequence[CardHead], view: View) -> list[CardHead]:
    """Cards by expected loss today, the greatest first."""

    def gain(card: CardHead) -> float:
        return -weakness(view.state(card.id), card.weight, view.day, view.decay).cost

    return sorted(cards, key=gain)


MOST_APART = 200
"""Cards at the head of a queue among which related ones are kept apart; nobody studies more in a day."""


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
    """The fixed cards, then the others in order, one related to an earlier one moved back as far off as possible.

    It goes where the nearest related card is farthest, and of such places to the latest; none comes earlier.
    """
    placed, moving, seen = list(fixed), [], set(fixed)
    for card_id in order:
        if seen.isdisjoint(related.get(card_id, ())):
            placed.append(card_id)
        else:
            moving.append((card_id, len(placed)))
        seen.add(card_id)
    kept = list(placed)
    for card_id, before in moving:
        first = placed.index(kept[before - 1]) + 1 if before else 0
        taken = [at for at, other in enumerate(placed) if other in related[card_id]]
        placed.insert(_farthest(taken, first, len(placed)), card_id)
    return placed


def _farthest(taken: Sequence[int], first: int, last: int) -> int:
    """The place from `first` to `last` where a card inserted is farthest from the cards at the places `taken`."""

    def nearest(at: int) -> int:
        return min((at - place if place < at else place + 1 - at for place in taken), default=0)

    middles = ((a + b + 1) // 2 for a, b in pairwise(taken))
    return max((at for at in (first, *middles, last) if at >= first), key=lambda at: (nearest(at), at))


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
