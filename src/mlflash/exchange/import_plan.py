"""What an import would do to a bank, card by card; pure: nothing is read or written here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from mlflash.bank.card import Card
from mlflash.bank.plain_data import checked_card
from mlflash.errors import MlflashError
from mlflash.exchange.foreign import (
    ForeignCard,
    ForeignDeck,
    ForeignReview,
    Notice,
    NoticeKind,
    id_from_identity,
    slug,
)
from mlflash.exchange.maths import anki_maths
from mlflash.hashing import blake2b


class Outcome(StrEnum):
    """What comes of a card of the file."""

    NEW = "new"
    """It is added to the bank."""
    UPDATED = "updated"
    """Its text replaces what the last import wrote."""
    UNCHANGED = "unchanged"
    """The bank holds it as it is."""
    IN_USE = "in use already"
    """Another bank holds it with the same text."""
    CONFLICTING = "another text in use"
    """Another bank holds it with another text, which stays."""
    EDITED = "edited by hand"
    """It was edited in the bank since it was imported, and stays as it is."""
    REMOVED = "removed by hand"
    """It was taken out of the bank since it was imported, and stays out."""


class PlannedCard(NamedTuple):
    """A card of the file, and what comes of it."""

    card: ForeignCard
    """The card."""
    outcome: Outcome
    """What comes of it."""


@dataclass
class ImportPlan:
    """What an import would do to one bank."""

    bank: dict[str, Any]
    """The bank as it would be, as plain data."""
    cards: list[PlannedCard] = field(default_factory=list)
    """The valid cards, and what comes of each."""
    notices: list[Notice] = field(default_factory=list)
    """What is not imported as it stands, and what stays as it was."""
    reviews: list[ForeignReview] = field(default_factory=list)
    """The logs of the files."""
    imported: dict[str, str] = field(default_factory=dict)
    """The hash of each card of the bank as an import wrote it, by id."""

    def count(self, outcome: Outcome) -> int:
        """How many cards have this outcome."""
        return sum(one.outcome is outcome for one in self.cards)

    @property
    def changes_bank(self) -> bool:
        """Whether the bank would be written."""
        return any(one.outcome in (Outcome.NEW, Outcome.UPDATED) for one in self.cards)

    @property
    def asked_reviews(self) -> list[ForeignReview]:
        """The answers to cards that the reader has, or would have."""
        ids = {one.card.card_id for one in self.cards if one.outcome is not Outcome.REMOVED}
        return [review for review in self.reviews if review.card_id in ids]


def plan_import(
    decks: Sequence[ForeignDeck],
    bank: Mapping[str, Any] | None,
    imported: Mapping[str, str],
    in_use: Callable[[str], Card | None],
) -> ImportPlan:
    """The plan for some decks that go into one bank.

    `bank` is the bank as it is, None where there is none; `imported` the hashes that the last import left;
    `in_use` finds a card in the other banks.
    """
    plan = ImportPlan(_frame(decks, bank), imported=dict(imported))
    sections = {section["id"]: section for section in plan.bank["sections"]}
    held = [(section, at) for section in sections.values() for at in range(len(section["questions"]))]
    places = {section["questions"][at]["id"]: (section, at) for section, at in held}
    taken: dict[str, str] = {}
    for deck in decks:
        plan.notices += deck.notices
        plan.reviews += deck.reviews
        for card in deck.cards:
            if card.card_id in taken:
                message = f"the id {card.card_id} again: {taken[card.card_id]} has it"
                plan.notices.append(Notice(NoticeKind.SKIPPED, card.place, message))
                continue
            try:
                written = checked_card({"id": card.card_id, **card.fields})
            except MlflashError as error:
                plan.notices.append(Notice(NoticeKind.SKIPPED, card.place, str(error)))
                continue
            taken[card.card_id] = card.place
            place = places.get(card.card_id)
            there = place[0]["questions"][place[1]] if place else None
            outcome = _outcome(written, there, plan.imported.get(card.card_id), in_use)
            plan.cards.append(PlannedCard(card, outcome))
            plan.notices += _notices(card, outcome)
            if outcome is Outcome.NEW:
                _section(plan.bank, sections, card)["questions"].append(written)
            elif outcome is Outcome.UPDATED and place:
                place[0]["questions"][place[1]] = written
            if outcome in (Outcome.NEW, Outcome.UPDATED, Outcome.UNCHANGED):
                plan.imported[card.card_id] = card_hash(written)
    return plan


def card_hash(written: Mapping[str, Any]) -> str:
    """The hash of a card as a bank writes it."""
    return blake2b(json.dumps(written, sort_keys=True).encode(), digest_size=8).hexdigest()


def _frame(decks: Sequence[ForeignDeck], bank: Mapping[str, Any] | None) -> dict[str, Any]:
    """The bank before anything is added: as it is, or new with the head of the first deck."""
    if bank is not None:
        return with_sections(bank)
    head = dict(decks[0].head) or {"version": 1, "title": (decks[0].title or "Imported cards")[:500]}
    return head | {"sections": [dict(section) | {"questions": []} for section in decks[0].sections]}


def with_sections(bank: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a bank in which every section has a list of cards of its own."""
    sections = [section | {"questions": list(section.get("questions", []))} for section in bank["sections"]]
    return {**bank, "sections": sections}


def _outcome(
    written: Mapping[str, Any],
    there: Mapping[str, Any] | None,
    last: str | None,
    in_use: Callable[[str], Card | None],
) -> Outcome:
    """What comes of a valid card; `there` is what the bank holds under its id."""
    if there is not None:
        if there == written:
            return Outcome.UNCHANGED
        return Outcome.UPDATED if last == card_hash(there) else Outcome.EDITED
    other = in_use(written["id"])
    if other is not None:
        return Outcome.IN_USE if _same_text(written, other.written()) else Outcome.CONFLICTING
    return Outcome.NEW if last is None else Outcome.REMOVED


def _same_text(written: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether question and answer are the same, whatever marks their mathematics."""
    return list(_texts(written)) == list(_texts(other))


def _texts(card: Mapping[str, Any]) -> Iterator[str]:
    for text in (card["question"], *card["answer"]):
        yield " ".join(anki_maths(text).split())


def _notices(card: ForeignCard, outcome: Outcome) -> Iterator[Notice]:
    """What has to be said of an outcome."""
    match outcome:
        case Outcome.CONFLICTING:
            yield Notice(NoticeKind.SKIPPED, card.place, "another bank in use has another text for this id")
        case Outcome.EDITED:
            yield Notice(NoticeKind.SKIPPED, card.place, "you edited the card since it was imported: it stays so")
        case Outcome.REMOVED:
            yield Notice(
                NoticeKind.SKIPPED, card.place, "you removed the card since it was imported: it stays out"
            )


def _section(bank: dict[str, Any], sections: dict[str, dict[str, Any]], card: ForeignCard) -> dict[str, Any]:
    """The section of a card, made where the bank has none."""
    title = " ".join(card.section.split())[:500] or "Imported cards"
    section_id = card.section_fields.get("id") or slug(title) or id_from_identity("section", title)
    section = sections.get(section_id)
    if section is None:
        section = {"id": section_id, "title": title} | dict(card.section_fields) | {"questions": []}
        sections[section_id] = section
        bank["sections"].append(section)
    return section
