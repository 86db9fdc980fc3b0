from __future__ import annotations

import pytest
from msgspec.structs import replace

from mlflash.bank.card import head_of
from mlflash.bank.catalog import Catalog, answer_hash
from mlflash.errors import MlflashError


def test_an_answers_hash_sees_words_and_not_spacing() -> None:
    assert answer_hash(["a b", "c"]) == answer_hash([" a  b ", "c\n"])
    assert len({answer_hash(["a b", "c"]), answer_hash(["a", "b c"]), answer_hash(["a b", "C"])}) == 3


def test_the_catalog_finds_by_id_and_position(catalog: Catalog) -> None:
    head = catalog.cards[3]
    assert head.id in catalog
    assert catalog[head.id] == catalog.get(head.id) == catalog.require(head.id) == head
    assert catalog.position(head.id) == 3
    assert catalog.get("no-such") is None
    assert "no-such" not in catalog


def test_a_mistyped_id_is_answered_with_near_ones(catalog: Catalog) -> None:
    with pytest.raises(MlflashError, match="did you mean fund-bias-variance"):
        catalog.require("fund-bias-varience")
    with pytest.raises(MlflashError, match="`mlflash list` shows them all"):
        catalog.require("§")


def test_a_card_agrees_with_its_entry(catalog: Catalog) -> None:
    for head in catalog:
        card = catalog.card(head.id)
        assert (card.id, card.question, card.answer_hash) == (head.id, head.question, head.answer_hash)
        assert head_of(card) == head
        assert (head.lines, head.answer_hash) == (len(card.answer), answer_hash(card.answer))


def test_weight_follows_likelihood(catalog: Catalog) -> None:
    head = catalog.cards[0]
    weights = [replace(head, likelihood=level).weight for level in ("high", "medium", "low")]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 3


def test_a_section_the_bank_has_not_is_called_by_its_id(catalog: Catalog) -> None:
    assert catalog.section_title("gone") == "gone"
    assert catalog.section_title(catalog.cards[0].section) == "Project Deep-dive"
