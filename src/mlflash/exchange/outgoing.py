"""The cards of an export: what of each one goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlflash.bank.card import Card
from mlflash.bank.catalog import CardHead, Catalog
from mlflash.scheduler.card_state import NEW_CARD, CardState
from mlflash.study.lines import lines_to_recall
from mlflash.study.view import View


class OutgoingCard(NamedTuple):
    """A card as it goes out."""

    card: Card
    """The card as its bank has it."""
    section: str
    """The title of its section."""
    lines: tuple[str, ...]
    """Its lines: the bank's, or the reader's own joined with them."""
    note: str | None
    """The reader's own note, where it goes out."""
    state: CardState
    """What the journal says of the card; an empty state where progress stays here."""


def bank_cards(catalog: Catalog) -> list[OutgoingCard]:
    """Every card as its bank has it."""
    cards = (catalog.card(head.id) for head in catalog)
    return [OutgoingCard(card, catalog.section_title(card.section), card.answer, None, NEW_CARD) for card in cards]


def outgoing_cards(
    view: View, heads: Sequence[CardHead], *, mine: bool = False, progress: bool = False
) -> list[OutgoingCard]:
    """These cards as they go out: `mine` with own lines and notes, `progress` with their states."""
    return [_outgoing(view, view.catalog.card(head.id), mine=mine, progress=progress) for head in heads]


def _outgoing(view: View, card: Card, *, mine: bool, progress: bool) -> OutgoingCard:
    state = view.state(card.id)
    own = tuple(line for line in lines_to_recall(card, state) if line.strip()) if mine else ()
    return OutgoingCard(
        card=card,
        section=view.catalog.section_title(card.section),
        lines=own or card.answer,
        note=state.note if mine else None,
        state=state if progress else NEW_CARD,
    )
