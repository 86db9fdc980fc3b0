"""Read text with `Q:`, `A:` and `C:` at the beginning of lines, as hashcards writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mlflash.exchange.answer import foreign_card
from mlflash.exchange.cloze import CLOZE_SPLIT, GAP
from mlflash.exchange.foreign import ForeignDeck, NoticeKind
from mlflash.exchange.html_text import Block, TextBlocks
from mlflash.exchange.markdown_blocks import answer_blocks, inline_text, parse_blocks
from mlflash.exchange.placeholders import Placeholders
from mlflash.exchange.progress import OnProgress, counted

_TAG = re.compile(r"(?:\*\*)?([QAC]):(?:\*\*)?(?:[ \t]+|$)")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_LITERAL = re.compile(
    r"`[^`\n]*`|\$\$.{1,1000}?\$\$|\$[^\s$][^$\n]*\$|!?\[[^\[\]\n]*\]\([^()\n]*\)|\\\[|\\\]|\\.", re.DOTALL
)
"""Brackets that are no gaps: in programs, mathematics, pictures, links, and after a backslash."""
_GAP = re.compile(r"\[([^\[\]\n]{1,500})\]")
_GAP_MARK = "\ue002"
"""A character in place of a gap while Markdown is read."""


class _TaggedText(NamedTuple):
    """A tag and the text after it."""

    tag: str
    """Q, A or C; # for a heading."""
    text: str
    """The text after it."""
    line: int
    """The line it begins on."""


def has_question_lines(text: str) -> bool:
    """Whether a text has tags for a question and an answer, or for a cloze, outside of programs."""
    tags = {part.tag for part in _parts(text, 1)}
    return {"Q", "A"} <= tags or "C" in tags


def read_question_lines(deck: ForeignDeck, text: str, name: str, first_line: int, on_progress: OnProgress) -> None:
    """Add the cards of a text to a deck."""
    question: _TaggedText | None = None
    section = ""
    for part in counted(list(_parts(text, first_line)), on_progress):
        place = f"{name}:{part.line}"
        match part.tag:
            case "#":
                section = inline_text(part.text).text
            case "Q":
                if question is not None:
                    deck.skip(f"{name}:{question.line}", "no answer")
                question = part
            case "A" if question is not None:
                asked = answer_blocks(parse_blocks(question.text)).text
                answer = answer_blocks(parse_blocks(part.text))
                foreign_card(deck, asked, answer, place=f"{name}:{question.line}", section=section)
                question = None
            case "A":
                deck.skip(place, "no question")
            case "C":
                _add_cloze(deck, part, place, section)
    if question is not None:
        deck.skip(f"{name}:{question.line}", "no answer")


def _add_cloze(deck: ForeignDeck, part: _TaggedText, place: str, section: str) -> None:
    """Add a cloze: each text in brackets becomes a gap of the question and a line of the answer."""
    literals = Placeholders()
    lines: list[str] = []

    def gap(match: re.Match[str]) -> str:
        lines.append(inline_text(literals.restore(match[1])).text)
        return _GAP_MARK

    text = _GAP.sub(gap, literals.hide(_LITERAL, part.text))
    question = answer_blocks(parse_blocks(literals.restore(text))).text.replace(_GAP_MARK, GAP)
    if lines:
        deck.note(NoticeKind.CHANGED, place, CLOZE_SPLIT)
    answer = TextBlocks(blocks=[Block(line) for line in dict.fromkeys(lines) if line])
    foreign_card(deck, question, answer, place=place, section=section)


def _parts(text: str, first_line: int) -> Iterator[_TaggedText]:
    """The tagged texts of a document, and its headings as `#`; lines of a program end none of them."""
    tag, rows, first, fence = "", [], first_line, ""
    for line, row in enumerate(text.split("\n"), first_line):
        opened = _FENCE.match(row)
        if fence:
            if opened and opened[1].startswith(fence) and not row.strip(" `~"):
                fence = ""
            rows.append(row)
            continue
        tagged = _TAG.match(row)
        is_end = row.strip() == "---" or (row.startswith("#") and row.lstrip("#").startswith(" "))
        if tagged or is_end:
            if tag:
                yield _TaggedText(tag, "\n".join(rows).strip("\n"), first)
            tag, rows = "", []
        if tagged:
            tag, rows, first = tagged[1], [row[tagged.end() :]], line
        elif is_end and row.startswith("#"):
            yield _TaggedText("#", row.lstrip("#").strip(), line)
        elif not is_end:
            if opened:
                fence = opened[1]
            rows.append(row)
    if tag:
        yield _TaggedText(tag, "\n".join(rows).strip("\n"), first)
