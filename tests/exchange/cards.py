"""Cards as hypothesis draws them, within what a bank allows, and what a note carries of a card."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

from mlflash.bank.card import Card
from mlflash.bank.catalog import Catalog
from mlflash.bank.schema import Question, card_of
from mlflash.exchange.maths import anki_formula
from mlflash.exchange.notetype import FIELDS, field_text, note_fields, note_tags, written_card
from mlflash.exchange.outgoing import OutgoingCard
from mlflash.scheduler.card_state import NEW_CARD

NOT_CARRIED = ("related", "subsection", "origin", "as_of_note")
"""What a note has no field for."""

MARKS = (
    *("<b>", "&", "&amp;", "<!-- -->", "```", "#", "-", "1.", ">", "**", "_", "|", '"', "'", ":", "\\n", "a"),
    *("{{c1::x}}", "Q:", "A:", "5.", "6.", "(2015)", "(n.d.)", "é", "≤"),
)
"""Whatever means something in one of the formats."""
SPACES = [" ", "   ", "\n", "\n\n", "\t", "\n- ", "\n# ", "\n\n1. "]
PIECES = st.sampled_from([*MARKS, *SPACES])
TEXT = st.lists(PIECES | st.text("abc é<>&\n", max_size=4), min_size=1, max_size=8).map("".join)
SHORT = TEXT.map(str.strip).filter(bool)
ID = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)
PROBE = st.fixed_dictionaries({"q": SHORT, "a": SHORT})
SOURCE = st.fixed_dictionaries(
    {"title": SHORT, "url": st.sampled_from(["https://arxiv.org/abs/1", "http://a.b/(2015)"])},
    optional={"year": st.integers(1600, 2200)},
)
WRITTEN = st.fixed_dictionaries(
    {"id": ID, "question": SHORT, "answer": st.lists(SHORT, min_size=1, max_size=8)},
    optional={
        "subsection": SHORT,
        "difficulty": st.sampled_from(["easy", "medium", "hard"]),
        "likelihood": st.sampled_from(["high", "medium", "low"]),
        **dict.fromkeys(("hint", "intuition", "formula", "pitfall", "as_of_note"), SHORT),
        "code": TEXT.filter(str.strip),
        "probes": st.lists(PROBE, max_size=3),
        "references": st.lists(SOURCE, max_size=3),
        "tags": st.lists(ID, max_size=3),
        "related": st.lists(ID, max_size=2),
        "as_of": st.sampled_from(["2026-11", "1999"]),
        "origin": st.sampled_from(["seed", "extension"]),
        "personal": st.booleans(),
    },
)


def cards() -> st.SearchStrategy[Card]:
    """Cards of a section called `basics`."""
    return WRITTEN.map(lambda written: card_of(Question.model_validate(written), "basics"))


def bank_cards(catalog: Catalog) -> list[OutgoingCard]:
    """Every card as its bank has it."""
    cards = map(catalog.card, catalog.ids)
    return [OutgoingCard(card, catalog.section_title(card.section), card.answer, None, NEW_CARD) for card in cards]


def read_back(card: Card) -> dict[str, Any]:
    """The card as its note is read, fields at their default absent."""
    texts = dict(zip(FIELDS, map(field_text, note_fields(card)), strict=True))
    read = card_of(Question.model_validate(written_card(texts, note_tags(card))), card.section)
    return read.written()


def carried(card: Card) -> dict[str, Any]:
    """What a note carries of a card, in Unicode's composed form and with formulas as Anki reads them."""
    fields = {name: composed(value) for name, value in card.written().items() if name not in NOT_CARRIED}
    return fields | ({"formula": anki_formula(fields["formula"])} if "formula" in fields else {})


def composed(value: Any) -> Any:
    match value:
        case str():
            return normalize("NFC", value)
        case list():
            return [composed(one) for one in value]
        case dict():
            return {name: composed(one) for name, one in value.items()}
    return value
