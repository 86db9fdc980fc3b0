"""Make a card of a foreign question and the blocks of its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mlflash.exchange.foreign import MOST_LINES, ForeignCard, ForeignDeck, NoticeKind, id_from_question
from mlflash.exchange.html_text import Block, TextBlocks
from mlflash.exchange.splitter import sentences

NO_ANSWER = "No answer yet: write your own lines."
"""The line of a question without an answer in its source."""
SEE_CODE = "Write the program."
"""The line of an answer that is a program and nothing else."""
MOST_REFERENCES = 20
"""References of a card at most."""
MEDIA_CHANGED = "pictures, sounds or videos became a word"
"""The notice on a card that had pictures, sounds or videos."""
_BULLET = re.compile(r"(?:[-*–•·▪◦‣]|\d{1,2}[.)])\s+(?=\S)")
_OPEN = re.compile(
    r"(?:tbc|tbd|todo|wip|n/?a|answer here|coming soon|to be (?:added|done))\b.{0,60}|[.…?\-–—\s]*", re.I
)
_SOURCES = re.compile(r"(?:references?|sources?|see(?: also)?|links?|further reading)\b[:\s]*[\d\[\]()., ]*", re.I)


def foreign_card(
    deck: ForeignDeck,
    question: str,
    blocks: TextBlocks,
    *,
    place: str,
    section: str,
    card_id: str | None = None,
    more: dict[str, Any] | None = None,
    keep_open: bool = False,
) -> ForeignCard | None:
    """Add a card to a deck, from its question and the blocks of its answer; None, with a notice, if there is none.

    A question without an answer is left out, or with `keep_open` added as a card whose lines the reader writes.
    """
    question = question.strip()
    if not question:
        deck.skip(place, "no question")
        return None
    if not blocks.is_whole:
        deck.skip(place, "too long for a card")
        return None
    rows = _rows(deck, blocks, place)
    code = "\n\n".join(block.text for block in blocks.blocks if block.is_code)
    fields: dict[str, Any] = {"question": question, "answer": rows or [SEE_CODE if code else NO_ANSWER]}
    if not rows and not code:
        if not keep_open:
            deck.skip(place, "no answer")
            return None
        deck.note(NoticeKind.CHANGED, place, "no answer: its lines are yours to write")
        fields["personal"] = True
    if code:
        fields["code"] = code
    if references := _references(blocks.links):
        fields["references"] = references
    card_id = card_id or id_from_question(deck.title, question)
    card = ForeignCard(card_id, section or deck.title, fields | (more or {}), place)
    deck.cards.append(card)
    return card


def _rows(deck: ForeignDeck, blocks: TextBlocks, place: str) -> list[str]:
    """The lines of an answer; joins and splits are noted in the deck."""
    rows = _without_bullets([b for b in blocks.blocks if not b.is_code and not _OPEN.fullmatch(b.text)])
    if blocks.links:
        titles = {title for title, _ in blocks.links if _SOURCES.fullmatch(title)}
        rows = [row for row in rows if not _SOURCES.fullmatch(row) and row not in titles] or rows
    if len(rows) == 1 and len(split := sentences(rows[0])) > 1:
        rows = split
        deck.note(NoticeKind.CHANGED, place, "one paragraph became lines")
    if len(rows) > MOST_LINES:
        deck.note(NoticeKind.JOINED, place, f"more than {MOST_LINES} lines: the last ones became one")
        rows = [*rows[: MOST_LINES - 1], "; ".join(row.rstrip(".;") for row in rows[MOST_LINES - 1 :])]
    if blocks.media:
        deck.note(NoticeKind.CHANGED, place, MEDIA_CHANGED)
    return rows


def _without_bullets(blocks: Sequence[Block]) -> list[str]:
    """The texts of some lines, without list marks if several lines have one."""
    texts = [block.text for block in blocks]
    if sum(_BULLET.match(text) is not None for text in texts) < 2:
        return texts
    return [text[mark.end() :] if (mark := _BULLET.match(text)) else text for text in texts]


def _references(links: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Links as sources, every address once; a link without a title gets the name of its host."""
    references: dict[str, dict[str, Any]] = {}
    for title, url in links:
        host = url.split("/")[2] if url.count("/") >= 2 else url
        title = " ".join(title.split())[:300]
        references.setdefault(url, {"title": title if re.search(r"[^\W\d]", title) else host, "url": url})
    return list(references.values())[:MOST_REFERENCES]
