"""Text with `Q:`, `A:` and `C:` at the beginning of lines, as hashcards writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mlflash.exchange.answer import foreign_card
from mlflash.exchange.foreign import ForeignDeck, NoticeKind
from mlflash.exchange.html_text import Block, TextBlocks
from mlflash.exchange.markdown_blocks import answer_blocks, inline_text, parse_blocks

_TAG = re.compile(r"(?:\*\*)?([QAC]):(?:\*\*)?(?:[ \t]+|$)")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_KEPT = re.compile(
    r"`[^`\n]*`|\$\$.{1,1000}?\$\$|\$[^\s$][^$\n]*\$|!?\[[^\[\]\n]*\]\([^()\n]*\)|\\\[|\\\]|\\.", re.DOTALL
)
"""Brackets that hide nothing: in programs, mathematics, pictures, links, and after a backslash."""
_GAP = re.compile(r"\[([^\[\]\n]{1,500})\]")


class _Part(NamedTuple):
    """The text after one tag."""

    tag: str
    """Q, A, C or #."""
    text: str
    """What follows it."""
    line: int
    """The line it begins on."""


def has_question_lines(text: str) -> bool:
    """Whether a text is written with tags: a question and an answer, or a cloze, outside of programs."""
    tags = {part.tag for part in _parts(text, 1)}
    return {"Q", "A"} <= tags or "C" in tags


def read_question_lines(deck: ForeignDeck, text: str, name: str, first_line: int) -> None:
    """Add the cards of a text to a deck."""
    question: _Part | None = None
    section = ""
    for part in _parts(text, first_line):
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


def _add_cloze(deck: ForeignDeck, part: _Part, place: str, section: str) -> None:
    """Add a cloze: what stands in brackets is hidden, and each is a line."""
    kept: list[str] = []
    hidden: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\ue000{len(kept) - 1}\ue001"

    def shown(text: str) -> str:
        return re.sub("\ue000(\\d+)\ue001", lambda found: kept[int(found[1])], text)

    def hide(found: re.Match[str]) -> str:
        hidden.append(inline_text(shown(found[1])).text)
        return "\ue002"

    text = _GAP.sub(hide, _KEPT.sub(keep, part.text.replace("\ue000", "").replace("\ue001", "")))
    question = answer_blocks(parse_blocks(shown(text))).text.replace("\ue002", "[…]")
    if hidden:
        deck.note(NoticeKind.CHANGED, place, "a cloze became a question and lines")
    answer = TextBlocks([Block(line) for line in dict.fromkeys(hidden) if line])
    foreign_card(deck, question, answer, place=place, section=section)


def _parts(text: str, first_line: int) -> Iterator[_Part]:
    """The parts of a text by their tags, and its headings as `#`; nothing within a program ends a part."""
    tag, rows, begun, fence = "", [], first_line, ""
    for line, row in enumerate(text.split("\n"), first_line):
        opened = _FENCE.match(row)
        if fence:
            if opened and opened[1].startswith(fence) and not row.strip(" `~"):
                fence = ""
            rows.append(row)
            continue
        found = _TAG.match(row)
        is_end = row.strip() == "---" or (row.startswith("#") and row.lstrip("#").startswith(" "))
        if found or is_end:
            if tag:
                yield _Part(tag, "\n".join(rows).strip("\n"), begun)
            tag, rows = "", []
        if found:
            tag, rows, begun = found[1], [row[found.end() :]], line
        elif is_end and row.startswith("#"):
            yield _Part("#", row.lstrip("#").strip(), line)
        elif not is_end:
            if opened:
                fence = opened[1]
            rows.append(row)
    if tag:
        yield _Part(tag, "\n".join(rows).strip("\n"), begun)
