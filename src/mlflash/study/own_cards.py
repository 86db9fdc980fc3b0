"""The reader's own cards: a file each in the folder `cards/`, always read, added to the sections of the banks."""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path
from typing import NamedTuple

from mlflash.bank.card import Card, head_of
from mlflash.bank.catalog import CardHead, Catalog, SectionHead
from mlflash.errors import MlflashError
from mlflash.study.card_cache import ReadCard, card_files, card_id_of, read_card_file, read_cards


class OwnCards(NamedTuple):
    """The reader's own cards."""

    cards: dict[str, ReadCard]
    """The cards by id."""
    complaints: list[str]
    """What is wrong with the files that are not used."""


def own_cards(folder: Path, cache: Path | None, taken: Container[str], *, keep: bool = True) -> OwnCards:
    """The cards in a folder whose ids are not `taken` by a bank; without `keep` the cache is only read."""
    files = card_files(folder)
    if not files:
        return OwnCards({}, [])
    read = read_cards(files, cache / "own-cards.json" if cache else None, read_own_card, keep=keep)
    complaints = [f"your card {card_id} is not used: {why}" for card_id, why in read.faults.items()]
    complaints += [
        f"your card {card_id} is not used: a bank has a card of that id; give yours another id and file name"
        for card_id in read.cards
        if card_id in taken
    ]
    return OwnCards({card_id: card for card_id, card in read.cards.items() if card_id not in taken}, complaints)


def read_own_card(file: Path) -> ReadCard:
    """The card in a file named after its id; raises `MlflashError`, its message a line for each fault."""
    from mlflash.bank.card_yaml import load_card
    from mlflash.bank.schema import OwnQuestion, card_of

    card, expected = load_card(read_card_file(file), file, OwnQuestion), card_id_of(file)
    if card.id != expected:
        raise MlflashError(f"{file}: found the id {card.id}, expected {expected}, the name of the file")
    return ReadCard(card_of(card, card.section), section_title=card.section_title)


def with_own_cards(base: Catalog, own: Mapping[str, ReadCard]) -> Catalog:
    """The catalog with the reader's cards at the ends of their sections, new sections last."""
    if not own:
        return base
    sections = dict(base.sections)
    heads: dict[str, list[CardHead]] = {section: [] for section in sections}
    for head in base:
        heads[head.section].append(head)
    for read in own.values():
        section = read.card.section
        if section not in sections:
            sections[section] = SectionHead(section, read.section_title or section, None, None, ())
        heads.setdefault(section, []).append(head_of(read.card))
    cards = [head for section in heads.values() for head in section]

    def card(position: int) -> Card:
        card_id = cards[position].id
        return own[card_id].card if card_id in own else base.card(card_id)

    return Catalog(base.banks, list(sections.values()), cards, card)
