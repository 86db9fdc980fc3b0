"""What an import would do, card by card."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.bank.card import Card
from mlflash.bank.catalog import BankHead, SectionHead
from mlflash.bank.loading import load_text
from mlflash.exchange.bank_reader import read_bank, read_json
from mlflash.exchange.foreign import ForeignCard, ForeignDeck, NoticeKind
from mlflash.exchange.import_plan import ImportOutcome, ImportPlan, card_hash, plan_import
from mlflash.exchange.whole_bank import bank_fields, bank_json, bank_yaml

from .cards import SHORT, bank_cards, cards
from .test_whole_bank import HEADS, catalog_of

NOWHERE: dict[str, Mapping[str, Any]] = {}


def card(card_id: str, question: str = "Why?", *lines: str, section: str = "Trees") -> ForeignCard:
    return ForeignCard(card_id, section, {"question": question, "answer": list(lines or ["So."])}, f"f:{card_id}")


def deck(*found: ForeignCard) -> ForeignDeck:
    return ForeignDeck("Deck", list(found))


def again(plan: ImportPlan, *found: ForeignCard, **elsewhere: Mapping[str, Any]) -> ImportPlan:
    """The plan for another import into the bank of a plan."""
    return plan_import([deck(*found)], plan.bank, plan.imported, elsewhere.get)


FIRST = plan_import([deck(card("a"), card("b", section="Nets"))], None, {}, NOWHERE.get)


def test_a_new_bank_has_the_decks_sections() -> None:
    assert FIRST.outcomes == {"a": ImportOutcome.NEW, "b": ImportOutcome.NEW}
    assert [section["id"] for section in FIRST.bank["sections"]] == ["trees", "nets"]
    assert FIRST.bank["title"] == "Deck" and FIRST.changes_bank


def test_the_same_again_changes_nothing() -> None:
    plan = again(FIRST, card("a"), card("b"))
    assert set(plan.outcomes.values()) == {ImportOutcome.UNCHANGED} and not plan.changes_bank
    assert plan.bank == FIRST.bank and plan.imported == FIRST.imported


def test_another_text_updates_in_place_and_what_is_gone_stays() -> None:
    plan = again(FIRST, card("a", "Why not?"))
    assert plan.outcomes == {"a": ImportOutcome.UPDATED}
    (trees, nets) = plan.bank["sections"]
    assert trees["questions"][0]["question"] == "Why not?"
    assert nets["questions"][0]["id"] == "b"


def test_a_card_that_was_edited_or_removed_by_hand_stays_so() -> None:
    bank: dict[str, Any] = {**FIRST.bank, "sections": [dict(section) for section in FIRST.bank["sections"]]}
    bank["sections"][0]["questions"] = [{"id": "a", "question": "Mine?", "answer": ["Mine."]}]
    bank["sections"][1]["questions"] = []
    plan = plan_import([deck(card("a", "Why not?"), card("b"))], bank, FIRST.imported, NOWHERE.get)
    assert plan.outcomes == {"a": ImportOutcome.EDITED, "b": ImportOutcome.REMOVED}
    assert not plan.changes_bank and plan.bank == bank
    assert [notice.place for notice in plan.notices] == ["f:a", "f:b"]


def test_without_the_hashes_every_other_text_counts_as_edited() -> None:
    plan = plan_import([deck(card("a", "Why not?"))], FIRST.bank, {}, NOWHERE.get)
    assert plan.outcomes == {"a": ImportOutcome.EDITED}


def test_what_another_bank_holds_is_not_written_again() -> None:
    other = {"id": "a", "question": "Why?", "answer": ["So."], "pitfall": "More."}
    plan = plan_import([deck(card("a"))], None, {}, {"a": other}.get)
    assert plan.outcomes == {"a": ImportOutcome.IN_USE} and not plan.changes_bank
    assert not plan.notices
    plan = plan_import([deck(card("a", "Else?"))], None, {}, {"a": other}.get)
    assert plan.outcomes == {"a": ImportOutcome.CONFLICTING}
    assert plan.notices[0].kind is NoticeKind.SKIPPED


def test_an_id_twice_is_skipped_with_both_places() -> None:
    plan = plan_import([deck(card("a"), card("a", "Else?"))], None, {}, NOWHERE.get)
    assert len(plan.outcomes) == 1
    assert "f:a has it" in plan.notices[0].message


def test_a_card_that_no_bank_could_hold_is_skipped_with_the_reason() -> None:
    found = deck(card("a", "x" * 3000), card("b"))
    plan = plan_import([found], None, {}, NOWHERE.get)
    assert plan.outcomes == {"b": ImportOutcome.NEW}
    assert plan.notices[0].place == "f:a" and "question" in plan.notices[0].message


def test_the_hash_of_a_card_does_not_depend_on_the_order_of_its_fields() -> None:
    assert card_hash({"id": "a", "question": "q"}) == card_hash({"question": "q", "id": "a"})


@pytest.mark.parametrize("kind", ["yaml", "json"])
@given(
    head=HEADS,
    drawn=st.lists(cards(), min_size=1, max_size=3, unique_by=lambda one: one.id),
    about=st.none() | SHORT,
    notes=st.none() | SHORT,
)
def test_export_then_import_is_the_identity(
    kind: str, head: BankHead, drawn: list[Card], about: str | None, notes: str | None
) -> None:
    catalog = catalog_of(head, drawn, SectionHead("basics", "Basics", about, notes, ()))
    exported = bank_fields(catalog, bank_cards(catalog), whole=True)
    if kind == "yaml":
        text = bank_yaml(exported)
        read = read_bank(text.encode(), "b.yaml", Path("b.yaml"))
    else:
        text = bank_json(exported)
        read = read_json(text.encode(), "b.json", "b")
    plan = plan_import([read], None, {}, NOWHERE.get)
    written = bank_yaml(plan.bank)
    assert load_text(written.encode(), Path("x")).bank == load_text(text.encode(), Path("x")).bank
    assert not plan.notices
