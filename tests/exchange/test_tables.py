"""Tables as Anki reads them."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given

from mlflash.bank.card import Card
from mlflash.bank.catalog import Catalog
from mlflash.exchange.outgoing import OutgoingCard
from mlflash.exchange.tables import SEPARATORS, anki_table
from mlflash.scheduler.card_state import NEW_CARD

from .cards import bank_cards, cards

KINDS = pytest.mark.parametrize("kind", list(SEPARATORS))


def rows(text: str, kind: str) -> list[list[str]]:
    """The records below the headers."""
    body = "\n".join(line for line in text.split("\n") if not line.startswith("#"))
    return list(csv.reader(body.splitlines(), delimiter=SEPARATORS[kind][1], strict=True))


@KINDS
def test_every_card_is_a_quoted_row_of_full_width(kind: str, catalog: Catalog) -> None:
    text = anki_table(bank_cards(catalog), kind)
    head, body = text.split("\n")[:5], text.split("\n")[5:-1]
    assert head == [
        f"#separator:{'tab' if kind == 'tsv' else 'comma'}",
        *("#html:true", "#tags column:3", "#guid column:4", "#deck column:5"),
    ]
    assert len(body) == len(catalog)
    assert all(row.startswith('"') and row.endswith('"') for row in body)
    found = rows(text, kind)
    assert {len(row) for row in found} == {5}
    assert [row[3] for row in found] == [f"mlflash/{card_id}" for card_id in catalog.ids]


@KINDS
@given(card=cards())
def test_no_text_breaks_a_row(kind: str, card: Card) -> None:
    (row,) = rows(anki_table([OutgoingCard(card, "S", card.answer, None, NEW_CARD)], kind), kind)
    assert len(row) == 5
    assert row[1].count("<li>") == len(card.answer)


def test_the_answer_says_what_belongs_to_it() -> None:
    card = Card(
        id="x",
        section="s",
        question="#why?",
        lines=1,
        answer_hash="",
        answer=("a < b", "2"),
        formula="E = mc²",
        code="x\ny",
        pitfall="Not this.",
    )
    ((question, answer, tags, _, deck),) = rows(
        anki_table([OutgoingCard(card, "Trees", card.answer, "mine", NEW_CARD)], "csv"), "csv"
    )
    assert question == "#why?"
    assert answer == (
        "<ol><li>a &lt; b</li><li>2</li></ol><pre>E = mc²</pre><pre>x<br>y</pre>"
        "<p>Note: mine</p><p>Pitfall: Not this.</p>"
    )
    assert tags == "difficulty::medium likelihood::medium"
    assert deck == "mlflash::Trees"
