"""A bank file once it is parsed, and several of them as one catalog."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from mlflash.bank.card import Card, head_of
from mlflash.bank.catalog import BankHead, CardHead, Catalog, SectionHead


class ParsedBank(NamedTuple):
    """One bank file, parsed."""

    head: BankHead
    """What the bank says of itself."""
    sections: Sequence[SectionHead]
    """Its sections in order."""
    cards: Sequence[CardHead]
    """The heads of its cards, section by section."""
    card: Callable[[int], Card]
    """Opens the card at a position."""


def parse_bank(data: bytes, file: Path) -> ParsedBank:
    """A bank from its YAML; raises `BankFaults`. Imports yaml and pydantic."""
    from mlflash.bank.loading import load_text
    from mlflash.bank.schema import card_of

    bank = load_text(data, file).bank
    cards = [card_of(question, section.id) for section in bank.sections for question in section.questions]
    sections = tuple(
        SectionHead(s.id, s.title, s.about, s.notes, tuple((r.title, r.url) for r in s.resources))
        for s in bank.sections
    )
    head = BankHead(
        title=bank.title,
        about=bank.about,
        chosen=bank.chosen,
        resources=tuple((r.title, r.url) for r in bank.resources),
        start=tuple(bank.start),
    )
    return ParsedBank(head, sections, tuple(map(head_of, cards)), cards.__getitem__)


def stack(parsed: Sequence[ParsedBank]) -> Catalog:
    """Several banks as one catalog; a section of several banks appears once, with the cards of all."""
    if len(parsed) == 1:
        only = parsed[0]
        return Catalog([only.head], only.sections, only.cards, only.card)
    sections: dict[str, SectionHead] = {}
    cards: dict[str, list[tuple[ParsedBank, int]]] = {}
    for bank in parsed:
        for section in bank.sections:
            sections.setdefault(section.id, section)
            cards.setdefault(section.id, [])
        for position, head in enumerate(bank.cards):
            cards[head.section].append((bank, position))
    order = [place for section in cards.values() for place in section]
    heads = [bank.cards[position] for bank, position in order]

    def card(position: int) -> Card:
        bank, within = order[position]
        return bank.card(within)

    return Catalog([bank.head for bank in parsed], list(sections.values()), heads, card)
