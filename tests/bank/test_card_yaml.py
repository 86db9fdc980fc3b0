"""A card as a document of its own: written so that it reads back, refused with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.bank.card_yaml import dump_card, load_card
from mlflash.bank.catalog import Catalog
from mlflash.bank.faults import BankFaults
from mlflash.bank.schema import Question, card_of

HERE = Path("card.yaml")


def test_every_card_of_the_bank_reads_back_as_it_was(catalog: Catalog) -> None:
    for head in list(catalog)[::5]:
        card = catalog.card(head.id)
        again = load_card(dump_card(card.written()).encode(), HERE, Question)
        assert card_of(again, head.section) == card


LINE = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc")), min_size=1)


@settings(max_examples=50, deadline=None)
@given(
    LINE.filter(lambda text: bool(text.strip())),
    st.sampled_from(["\\frac{a}{b}", "it's", "a: b", "yes", "- x", "017", "#"]),
)
def test_any_text_reads_back(text: str, trap: str) -> None:
    card = {"id": "a", "question": trap, "answer": [text, trap + text], "formula": "two\nlines \\alpha"}
    again = load_card(dump_card(card).encode(), HERE, Question)
    assert (again.question, again.answer, again.formula) == (
        trap,
        [t.strip() for t in card["answer"]],
        card["formula"],
    )


PROGRAM = st.text(st.sampled_from("ab:#-|>'\"\\\t \n\r\x85é"), min_size=1).filter(lambda text: bool(text.strip()))


@settings(max_examples=200, deadline=None)
@given(PROGRAM)
def test_code_reads_back_to_the_last_space(code: str) -> None:
    card = {"id": "a", "question": "q", "answer": ["x"], "code": code}
    assert load_card(dump_card(card).encode(), HERE, Question).code == code


def test_text_of_several_rows_is_written_as_rows() -> None:
    card = {"id": "a", "question": "q", "answer": ["x"], "code": "  if x:\n\n    y\n", "formula": "a\nb"}
    written = dump_card(card)
    assert "code: |2\n    if x:\n\n      y\n" in written
    assert "formula: |2-\n  a\n  b\n" in written


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n- b\n", "card.yaml:1: expected a mapping"),
        ("id: a\nquestion: q\n", "answer: is missing"),
        ("id: a\nquestion: q\nanswer: [x]\ncolor: red\n", "card.yaml:4: color: is no key of a card"),
        ("id: a\nquestion: q\nanswer: [x]\nanswer: [y]\n", "card.yaml:4: answer: already given"),
        ("id: a\nquestion: [\n", "card.yaml:"),
        ("id: a\nquestion: q\nanswer: [x]\nreferences:\n  - {title: t, url: 'file:///etc'}\n", "card.yaml:5:"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(BankFaults) as caught:
        load_card(text.encode(), HERE, Question)
    assert said in str(caught.value)
