"""Renames of cards: which id a card's history is kept under, as a function of the set of renames alone.

Of several renames of one id the last counts; one to itself gives it its own history back. Renames follow each
other, whichever was made first. Where they lead in a circle, the last of them says where it ends: renamed and
renamed back, a card has the id it began with. Cards that come to one id share one history, in order of time.
"""

from __future__ import annotations

from collections.abc import Iterable

from mlflash.scheduler.events import Rename


def names(renames: Iterable[Rename]) -> dict[str, str]:
    """The id that each former one now stands for, from renames in order; what stands for itself is left out."""
    leads: dict[str, tuple[int, str]] = {}
    for place, rename in enumerate(renames):
        leads[rename.card_id] = (place, rename.to)
    ends = {card_id: card_id for card_id, (_, to) in leads.items() if to == card_id}
    for start in leads:
        walk: dict[str, None] = {}
        card_id = start
        while card_id in leads and card_id not in ends and card_id not in walk:
            walk[card_id] = None
            card_id = leads[card_id][1]
        end = ends.get(card_id, card_id)
        if card_id in walk:  # a circle: it ends where its last rename leads
            circle = [*walk][[*walk].index(card_id) :]
            end = max(leads[former] for former in circle)[1]
        for former in walk:
            ends[former] = end
    return {card_id: end for card_id, end in ends.items() if card_id != end}
