"""Cards as notes of Anki's, and back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.bank.card import Card
from mlflash.bank.catalog import Catalog
from mlflash.exchange import notetype
from mlflash.exchange.notetype import (
    FIELDS,
    FLAGGED,
    card_id_of,
    field_text,
    guid_of,
    note_fields,
    note_tags,
    written_card,
)

from .cards import cards, carried, read_back


def test_every_bundled_card_comes_back_from_its_note(catalog: Catalog) -> None:
    for head in catalog:
        card = catalog.card(head.id)
        assert read_back(card) == carried(card)


@given(cards())
def test_a_card_comes_back_from_its_note(card: Card) -> None:
    assert read_back(card) == carried(card)


def test_the_notetype_is_what_it_was_at_its_first_release() -> None:
    assert notetype.NOTETYPE_ID == 1329408141984
    assert notetype.TEMPLATE_ID == 1430461249359
    assert (notetype.FIELD_IDS[0], notetype.FIELD_IDS[-1]) == (1558856866731, 1506202511086)
    assert len(FIELDS) == len(set(notetype.FIELD_IDS)) == 18


def test_the_template_shows_fields_that_exist_and_all_that_hold_text() -> None:
    shown = set(re.findall(r"\{\{[#/]?([^}]+)\}\}", notetype.FRONT + notetype.BACK))
    assert shown == set(FIELDS) - {"Id", "Spare 1", "Spare 2", "Spare 3"}


def test_text_is_escaped_and_rows_are_kept() -> None:
    card = a_card(
        question="Is a < b & c?", answer=("one\ntwo", "[sound:x.mp3]"), code="if a<b:\n    x = '&amp;'\n"
    )
    fields = dict(zip(FIELDS, note_fields(card), strict=True))
    assert fields["Question"] == "Is a &lt; b &amp; c?"
    assert fields["Line 1"] == "one<br>two"
    assert fields["Line 2"] == "&#91;sound:x.mp3]"
    assert fields["Code"] == "if a&lt;b:<br>    x = '&amp;amp;'<br>"


def test_no_character_of_a_card_ends_a_field() -> None:
    fields = note_fields(a_card(question="a\x1fb\x00c", answer=("cafe\u0301",)))
    assert fields[0] == "a␟b␀c"
    assert fields[1] == "caf\u00e9"


def test_mathematics_is_bracketed_outside_code() -> None:
    card = a_card(answer=("Let $x^2$ be $$y$$, for $5 or $6.",), code="echo $x$", formula=r"\alpha_1 + \beta")
    fields = dict(zip(FIELDS, note_fields(card), strict=True))
    assert fields["Line 1"] == r"Let \(x^2\) be \[y\], for $5 or $6."
    assert fields["Code"] == "echo $x$"
    assert fields["Formula"] == r"\(\alpha_1 + \beta\)"


def test_the_fifth_line_and_those_after_it_are_more_lines() -> None:
    card = a_card(answer=("a", "b", "c", "d", "e\n6. no line", "f"))
    fields = dict(zip(FIELDS, note_fields(card), strict=True))
    assert fields["More lines"] == "5. e<br>   6. no line<br>6. f"
    assert read_back(card)["answer"] == list(card.answer)


def test_own_lines_and_a_note_take_their_places() -> None:
    fields = dict(zip(FIELDS, note_fields(a_card(), ("mine", "too"), "ask why"), strict=True))
    assert (fields["Line 1"], fields["Line 2"], fields["Line 3"]) == ("mine", "too", "")
    assert fields["Note"] == "ask why"


def test_tags_say_what_a_card_is() -> None:
    card = a_card(difficulty="hard", likelihood="low", tags=("metrics",), as_of="2026-11", personal=True)
    assert note_tags(card, flagged=True) == (
        *("difficulty::hard", "likelihood::low", "metrics", "as-of::2026-11", "mlflash::personal"),
        FLAGGED,
    )
    marks = written_card({"Id": "x"}, [*note_tags(card), "Not an id", "leech::odd", "difficulty::odd"])
    assert marks["tags"] == ["metrics"]
    assert marks["difficulty"] == "hard"


@pytest.mark.parametrize(
    ("edited", "text"),
    [
        ("a<div>b</div><div>c</div>", "a\nb\nc"),
        ("a<br />b&nbsp;c", "a\nb c"),
        ("<b>bold</b> &lt;ESC&gt; 1 < 2", "bold <ESC> 1 < 2"),
    ],
)
def test_what_anki_s_editor_makes_of_a_field_is_read(edited: str, text: str) -> None:
    assert field_text(edited) == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n")))
def test_a_guid_names_its_card(card_id: str) -> None:
    assert card_id_of(guid_of(card_id)) == (card_id or None)


def test_another_s_guid_names_no_card() -> None:
    assert card_id_of("j)3f#x") is None


def a_card(**fields: object) -> Card:
    given = {"question": "Why?", "answer": ("a", "b")} | fields
    return Card(id="why", section="s", lines=len(given["answer"]), answer_hash="0", **given)  # type: ignore[arg-type]
