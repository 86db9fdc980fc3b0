"""Whole banks in YAML and JSON: they load as what they were."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.bank.card import Card, head_of
from mlflash.bank.catalog import BankHead, Catalog, ParsedBank, SectionHead, stack
from mlflash.bank.lint import check
from mlflash.bank.loading import parse_bank
from mlflash.exchange.whole_bank import bank_fields, bank_json, bank_yaml

from .cards import SHORT, bank_cards, cards

Writer = Callable[..., str]
WRITERS = pytest.mark.parametrize("write", [bank_yaml, bank_json])
RESOURCES = st.lists(st.tuples(SHORT, st.just("https://a.b/c")), max_size=2, unique=True).map(tuple)
HEADS = st.builds(BankHead, SHORT, st.none() | SHORT, st.none() | SHORT, RESOURCES, st.just(()))


def catalog_of(head: BankHead, drawn: Sequence[Card], section: SectionHead) -> Catalog:
    return stack([ParsedBank(head, [section], [head_of(card) for card in drawn], drawn.__getitem__)])


def assert_same(loaded: ParsedBank, catalog: Catalog) -> None:
    assert [loaded.card(place) for place in range(len(loaded.cards))] == [catalog.card(i) for i in catalog.ids]
    assert list(loaded.sections) == list(catalog.sections.values())
    assert list(loaded.cards) == list(catalog)


@WRITERS
def test_the_bundled_bank_comes_back(write: Writer, catalog: Catalog, tmp_path: Path) -> None:
    text = write(bank_fields(catalog, bank_cards(catalog), whole=True))
    loaded = parse_bank(text.encode(), Path("bank"))
    assert_same(loaded, catalog)
    assert loaded.head == catalog.banks[0]
    path = tmp_path / "bank.yaml"
    path.write_text(text, "utf-8")
    report = check([path])
    assert (report.errors, report.warnings) == ([], [])


@WRITERS
@given(
    head=HEADS,
    drawn=st.lists(cards(), min_size=1, max_size=3, unique_by=lambda card: card.id),
    about=st.none() | SHORT,
    notes=st.none() | SHORT,
    resources=RESOURCES,
)
def test_any_bank_comes_back(
    write: Writer,
    head: BankHead,
    drawn: list[Card],
    about: str | None,
    notes: str | None,
    resources: tuple[tuple[str, str], ...],
) -> None:
    catalog = catalog_of(head, drawn, SectionHead("basics", "Basics", about, notes, resources))
    loaded = parse_bank(write(bank_fields(catalog, bank_cards(catalog), whole=True)).encode(), Path("bank"))
    assert_same(loaded, catalog)
    assert loaded.head == head


@WRITERS
@pytest.mark.parametrize(
    "odd", ["\x85", "\u2028", "\x7f", "\ufeff", "\U000e0001", "\x1b", "\U0001f600", "\\/", "\r"]
)
def test_odd_characters_come_back(write: Writer, odd: str) -> None:
    card = Card(id="x", section="basics", question=f"a{odd}b", answer=(f"c{odd}d",), lines=1, answer_hash="")
    head = BankHead("T", None, None, ())
    catalog = catalog_of(head, [card], SectionHead("basics", "Basics", None, None, ()))
    loaded = parse_bank(write(bank_fields(catalog, bank_cards(catalog), whole=True)).encode(), Path("bank"))
    assert (loaded.card(0).question, loaded.card(0).answer) == (card.question, card.answer)


def test_json_is_json(catalog: Catalog) -> None:
    bank = bank_fields(catalog, bank_cards(catalog), whole=True)
    assert json.loads(bank_json(bank)) == bank


def test_a_choice_leaves_out_sections_without_cards(catalog: Catalog) -> None:
    chosen = [one for one in bank_cards(catalog) if one.card.section == "trees"]
    bank = bank_fields(catalog, chosen, whole=False)
    assert [section["id"] for section in bank["sections"]] == ["trees"]
    assert set(bank.get("start", ())) <= {one.card.id for one in chosen}


def test_own_lines_beyond_what_a_bank_allows_join_the_last(catalog: Catalog) -> None:
    one = bank_cards(catalog)[0]._replace(lines=tuple("abcdefghij"))
    (section,) = bank_fields(catalog, [one], whole=False)["sections"]
    assert section["questions"][0]["answer"] == [*"abcdefg", "h; i; j"]


def test_several_banks_become_one(catalog: Catalog) -> None:
    heads = [BankHead("A", "a", None, (("x", "https://x"),)), BankHead("B", None, "b", (("x", "https://x"),))]
    section = SectionHead("basics", "Basics", None, None, ())
    card = Card(id="x", section="basics", question="q", answer=("a",), lines=1, answer_hash="")
    banks = [ParsedBank(heads[0], [section], [head_of(card)], [card].__getitem__)]
    banks.append(ParsedBank(heads[1], [section], [], [].__getitem__))
    both = stack(banks)
    bank = bank_fields(both, bank_cards(both), whole=True)
    assert (bank["title"], bank["about"], bank["chosen"]) == ("A and B", "a", "b")
    assert bank["resources"] == [{"title": "x", "url": "https://x"}]
