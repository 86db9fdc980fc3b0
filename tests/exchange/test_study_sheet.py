"""Study sheets: what Markdown makes of them is what the cards say."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mlflash.bank.card import Card
from mlflash.bank.catalog import Catalog
from mlflash.exchange.outgoing import OutgoingCard
from mlflash.exchange.study_sheet import markdown, study_sheet
from mlflash.scheduler.card_state import NEW_CARD

from .cards import TEXT, bank_cards, cards

PLAIN = ("text", "text_special", "softbreak", "hardbreak", "strong_open", "strong_close")
READER = MarkdownIt("commonmark").enable("strikethrough").enable("table")


def shown(inline: Token) -> str:
    """The text of a paragraph or heading, as it is read."""
    text = ""
    for child in inline.children or ():
        assert child.type in ("text", "text_special", "softbreak", "hardbreak", "strong_open", "strong_close"), (
            child
        )
        text += "\n" if child.type.endswith("break") else child.content
    return text


def inlines(text: str, inside: str) -> list[str]:
    """The texts of a sheet within blocks of a kind."""
    tokens = READER.parse(text)
    return [shown(tokens[n + 1]) for n, token in enumerate(tokens) if token.type == inside]


def words(text: str) -> list[str]:
    return text.split()


@given(TEXT.filter(str.strip) | st.text(min_size=1, alphabet="a1 *_`~[]()<>&;#.\\!-+|=").filter(str.strip))
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    row = " ".join(text.split())
    (found,) = inlines(markdown(row), "paragraph_open")
    assert words(found) == words(row)


def test_every_bundled_card_is_on_the_sheet(catalog: Catalog) -> None:
    cards = bank_cards(catalog)
    sheet = study_sheet("Title", cards)
    headings = inlines(sheet, "heading_open")
    assert headings.count("Title") == 1
    assert len(headings) == 1 + len(catalog.sections) + len(catalog)
    assert set(headings) > {card.question for card in catalog}
    assert re.findall(r"^<!-- id: (.+) -->$", sheet, re.MULTILINE) == list(catalog.ids)


@given(cards())
def test_the_lines_of_a_card_are_a_numbered_list(card: Card) -> None:
    tokens = READER.parse(study_sheet("T", [OutgoingCard(card, "S", card.answer, "my note", NEW_CARD)]))
    items = [shown(tokens[n + 2]) for n, token in enumerate(tokens) if token.type == "list_item_open"]
    assert [words(item) for item in items] == [words(line) for line in card.answer]
    fences = [token.content for token in tokens if token.type == "fence"]
    if card.code:
        assert fences[-1] == card.code.removesuffix("\n") + "\n"


def test_a_card_looks_like_this() -> None:
    given: dict[str, Any] = {"answer": ("One *line*.", "x_1 and y"), "formula": "a ≤ b", "code": "x = `1`\n"}
    card = Card(id="why", section="s", question="Why <b>?", lines=2, answer_hash="", pitfall="No.", **given)
    assert study_sheet("T", [OutgoingCard(card, "Trees & co", card.answer, None, NEW_CARD)]) == (
        "# T\n\n## Trees & co\n\n### Why \\<b>?\n<!-- id: why -->\n\n1. One \\*line\\*.\n2. x_1 and y\n\n"
        "```text\na ≤ b\n```\n\n```python\nx = `1`\n```\n\n> **Pitfall:** No.\n"
    )


def test_mathematics_stays_mathematics() -> None:
    assert markdown("Let $x_1^*$ be *it*.") == r"Let $x_1^*$ be \*it\*."
