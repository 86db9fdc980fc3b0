"""What an import would do to a bank, card by card; pure: nothing is read or written here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mlflash.bank.schema import checked_card
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
from mlflash.exchange.progress import OnProgress, counted, no_progress
from mlflash.hashing import blake2b


class ImportOutcome(StrEnum):
    """What becomes of a card of the file."""

    NEW = "new"
    """It is added to the bank."""
    UPDATED = "updated"
    """Its text replaces what the last import wrote."""
    UNCHANGED = "unchanged"
    """The bank has the same text."""
    IN_USE = "in use already"
    """Another bank has it with the same text."""
    CONFLICTING = "another text in use"
    """Another bank has it with another text, which stays."""
    EDITED = "edited by hand"
    """The reader edited it in the bank since it was imported; it stays as it is."""
    REMOVED = "removed by hand"
    """The reader removed it from the bank since it was imported; it stays out."""


KEPT_OUT = {
    ImportOutcome.CONFLICTING: "another bank in use has another text for this id",
    ImportOutcome.EDITED: "you edited the card since it was imported: it stays so",
    ImportOutcome.REMOVED: "you removed the card since it was imported: it stays out",
}
"""The notice on a card whose text is not taken in."""


@dataclass
class ImportPlan:
    """What an import would do to one bank."""

    bank: dict[str, Any]
    """The bank as it would be, as plain data."""
    outcomes: dict[str, ImportOutcome] = field(default_factory=dict)
    """What becomes of each valid card, by id."""
    notices: list[Notice] = field(default_factory=list)
    """Notices of cards that are left out or changed."""
    reviews: list[ForeignReview] = field(default_factory=list)
    """The logs of the files."""
    imported: dict[str, str] = field(default_factory=dict)
    """The hash of each card of the bank as an import wrote it, by id."""

    @property
    def counts(self) -> str:
        """How many cards have each outcome, in words; empty without a valid card."""
        return ", ".join(f"{count:,} {outcome}" for outcome in ImportOutcome if (count := self.count(outcome)))

    def count(self, outcome: ImportOutcome) -> int:
        """How many cards have this outcome."""
        return list(self.outcomes.values()).count(outcome)

    @property
    def changes_bank(self) -> bool:
        """Whether the bank would be written."""
        return not {ImportOutcome.NEW, ImportOutcome.UPDATED}.isdisjoint(self.outcomes.values())

    @property
    def wanted_reviews(self) -> list[ForeignReview]:
        """The reviews of cards that the reader has, or would have."""
        out = (None, ImportOutcome.REMOVED)
        return [review for review in self.reviews if self.outcomes.get(review.card_id) not in out]


def plan_import(
    decks: Sequence[ForeignDeck],
    bank: Mapping[str, Any] | None,
    imported: Mapping[str, str],
    in_use: Callable[[str], Mapping[str, Any] | None],
    on_progress: OnProgress = no_progress,
) -> ImportPlan:
    """The plan for some decks that go into one bank.

    `bank` is the bank as it is, None for a new one; `imported` holds the hashes of the last import; `in_use` finds
    a card in the other banks.
    """
    plan = ImportPlan(_frame(decks, bank), imported=dict(imported))
    for deck in decks:
        plan.notices += deck.notices
        plan.reviews += deck.reviews
    planner = _Planner(plan, in_use)
    for card in counted([card for deck in decks for card in deck.cards], on_progress):
        planner.add(card)
    return plan


class _Planner:
    """Adds cards to a plan, one after the other."""

    def __init__(self, plan: ImportPlan, in_use: Callable[[str], Mapping[str, Any] | None]) -> None:
        self.plan, self.in_use = plan, in_use
        self.sections = {section["id"]: section for section in plan.bank["sections"]}
        self.positions = {
            card["id"]: (section, position)
            for section in self.sections.values()
            for position, card in enumerate(section["questions"])
        }
        """The section of each card in the bank, and its position there."""
        self.places: dict[str, str] = {}
        """The place in a file of each valid card, by id."""

    def add(self, card: ForeignCard) -> None:
        """Add a card to the plan, or a notice that it is left out."""
        plan, card_id = self.plan, card.card_id
        try:
            if card_id in self.places:
                raise MlflashError(f"the id {card_id} again: {self.places[card_id]} has it")
            written = checked_card({"id": card_id, **card.fields})
        except MlflashError as error:
            plan.notices.append(Notice(NoticeKind.SKIPPED, card.place, str(error)))
            return
        self.places[card_id] = card.place
        section, position = self.positions.get(card_id, (None, 0))
        present = section["questions"][position] if section else None
        outcome = _outcome(written, present, plan.imported.get(card_id), self.in_use)
        plan.outcomes[card_id] = outcome
        if outcome in KEPT_OUT:
            plan.notices.append(Notice(NoticeKind.SKIPPED, card.place, KEPT_OUT[outcome]))
        if outcome is ImportOutcome.NEW:
            _section(plan.bank, self.sections, card)["questions"].append(written)
        elif outcome is ImportOutcome.UPDATED and section:
            section["questions"][position] = written
        if outcome in (ImportOutcome.NEW, ImportOutcome.UPDATED, ImportOutcome.UNCHANGED):
            plan.imported[card_id] = card_hash(written)


def card_hash(written: Mapping[str, Any]) -> str:
    """The hash of a card as it is written in a bank."""
    return blake2b(json.dumps(written, sort_keys=True).encode(), digest_size=8).hexdigest()


def _frame(decks: Sequence[ForeignDeck], bank: Mapping[str, Any] | None) -> dict[str, Any]:
    """The bank before any card is added: as it is, or new with the head of the first deck."""
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
    present: Mapping[str, Any] | None,
    last: str | None,
    in_use: Callable[[str], Mapping[str, Any] | None],
) -> ImportOutcome:
    """What becomes of a valid card; `present` is the bank's card of the same id, `last` its hash when imported."""
    if present is not None:
        if present == written:
            return ImportOutcome.UNCHANGED
        return ImportOutcome.UPDATED if last == card_hash(present) else ImportOutcome.EDITED
    other = in_use(written["id"])
    if other is not None:
        return ImportOutcome.IN_USE if _words(written) == _words(other) else ImportOutcome.CONFLICTING
    return ImportOutcome.NEW if last is None else ImportOutcome.REMOVED


def _words(card: Mapping[str, Any]) -> list[str]:
    """Question and answer, the same whichever signs enclose their mathematics."""
    return [" ".join(anki_maths(text).split()) for text in (card["question"], *card["answer"])]


def _section(bank: dict[str, Any], sections: dict[str, dict[str, Any]], card: ForeignCard) -> dict[str, Any]:
    """The section of a card, added to the bank if it has none."""
    title = " ".join(card.section.split())[:500] or "Imported cards"
    section_id = card.section_fields.get("id") or slug(title) or id_from_identity("section", title)
    section = sections.get(section_id)
    if section is None:
        section = {"id": section_id, "title": title} | dict(card.section_fields) | {"questions": []}
        sections[section_id] = section
        bank["sections"].append(section)
    return section
