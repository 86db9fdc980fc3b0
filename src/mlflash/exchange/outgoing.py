"""The cards of an export, with own lines, notes and progress if asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlflash.bank.card import Card
from mlflash.bank.catalog import CardHead
from mlflash.exchange.progress import OnProgress, counted, no_progress
from mlflash.scheduler.card_state import NEW_CARD, CardState
from mlflash.study.lines import lines_to_recall
from mlflash.study.view import View


class OutgoingCard(NamedTuple):
    """A card as it is exported."""

    card: Card
    """The card as its bank has it."""
    section: str
    """The title of its section."""
    lines: tuple[str, ...]
    """Its lines: the bank's, or the reader's own joined with them."""
    note: str | None
    """The reader's own note, if notes are exported."""
    state: CardState
    """The state of the card; an empty one if progress is not exported."""


def outgoing_cards(
    view: View,
    heads: Sequence[CardHead],
    *,
    mine: bool = False,
    progress: bool = False,
    on_progress: OnProgress = no_progress,
) -> list[OutgoingCard]:
    """These cards as they are exported: `mine` with own lines and notes, `progress` with their states."""
    cards = []
    for head in counted(heads, on_progress):
        card, state = view.catalog.card(head.id), view.state(head.id)
        own = tuple(line for line in lines_to_recall(card, state) if line.strip()) if mine else ()
        outgoing = OutgoingCard(
            card=card,
            section=view.catalog.section_title(card.section),
            lines=own or card.answer,
            note=state.note if mine else None,
            state=state if progress else NEW_CARD,
        )
        cards.append(outgoing)
    return cards
