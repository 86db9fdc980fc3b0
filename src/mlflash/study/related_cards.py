"""Keep related cards apart within a day: one would give the other away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from mlflash.study.view import View

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
