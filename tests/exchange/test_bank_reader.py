"""Banks and lists of cards in YAML and JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mlflash.bank.example import EXAMPLE
from mlflash.errors import MlflashError
from mlflash.exchange.bank_reader import read_bank, read_json
from mlflash.exchange.foreign import ForeignDeck


def read(value: Any) -> ForeignDeck:
    return read_json(json.dumps(value).encode(), "c.json", "c")


@pytest.mark.parametrize(
    "value",
    [
        [{"question": "Why?", "answer": "So."}],
        [{"Front": "Why?", "Back": ["So."]}],
        {"cards": [{"q": "Why?", "a": "So."}]},
        {"deck": "Own", "flashcards": [{"term": "Why?", "definition": "<b>So.</b>"}]},
        [["Why?", "So."]],
    ],
)
def test_lists_of_cards_in_the_words_of_others(value: Any) -> None:
    (card,) = read(value).cards
    assert (card.fields["question"], card.fields["answer"]) == ("Why?", ["So."])
    assert card.place == "c.json: card 1"


def test_lists_within_lists_are_sections() -> None:
    found = read({"title": "All", "Trees": [{"q": "Why?", "a": "So."}], "Nets": [{"q": "How?", "a": "So."}]})
    assert found.title == "All"
    assert [card.section for card in found.cards] == ["Trees", "Nets"]


def test_ids_of_the_source_stay() -> None:
    one, two = read([{"id": "tree-a", "q": "Why?", "a": "So."}, {"id": 7, "q": "How?", "a": "So."}]).cards
    again = read([{"id": 7, "q": "Else?", "a": "So."}]).cards[0]
    assert one.card_id == "tree-a" and two.card_id == again.card_id != "7"


def test_a_bank_keeps_its_head_and_its_sections() -> None:
    found = read_bank(EXAMPLE.encode(), "b.yaml", Path("b.yaml"))
    assert found.cards[0].card_id == "db-index" and found.cards[0].place.startswith("b.yaml:")
    assert found.head["title"] == "My questions" and found.sections[0]["id"] == "databases"


def test_what_is_no_card_is_skipped_with_its_place() -> None:
    found = read([{"q": "Why?", "a": "So."}, 7, {"q": "Alone?"}])
    assert [notice.place for notice in found.notices] == ["c.json: card 2", "c.json: card 3"]


@pytest.mark.parametrize(
    "value", [b"{", b"[1,", b"\xff", b"[" * 200_000, b'{"sections": 1}', b'{"version": 9, "sections": []}']
)
def test_what_is_no_bank_ends_in_a_line(value: bytes) -> None:
    with pytest.raises(MlflashError) as caught:
        read_json(value, "c.json", "c")
    assert len(str(caught.value).splitlines()) == 1
