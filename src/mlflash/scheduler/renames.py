"""Follow renames of cards to the present id of each history, as a function of the set of renames alone.

Of several renames of an id the last one counts; a rename to itself gives an id its own history back. Renames are
followed one after the other, in whatever order they were made. If they lead in a circle, the last one decides:
renamed and renamed back, a card has its first id. Cards renamed to the same id share one history, in order of
time.
"""

from __future__ import annotations

from collections.abc import Iterable

from mlflash.scheduler.events import Rename


def names(renames: Iterable[Rename]) -> dict[str, str]:
    """The present id of each former id, from renames in order; ids that did not change are left out."""
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
        if card_id in walk:  # in a circle the last rename decides
            circle = [*walk][[*walk].index(card_id) :]
            end = max(leads[former] for former in circle)[1]
        for former in walk:
            ends[former] = end
    return {card_id: end for card_id, end in ends.items() if card_id != end}
