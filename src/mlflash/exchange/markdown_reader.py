"""Markdown as cards: headings, bold paragraphs, plain questions before a list, marked items, details blocks.

What a question looks like is decided once for each file: where headings or bold paragraphs ask, a plain paragraph
is a part of an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from mlflash.errors import MlflashError
from mlflash.exchange.answer import foreign_card
from mlflash.exchange.foreign import ForeignDeck
from mlflash.exchange.markdown_blocks import MarkdownBlock, answer_blocks, inline_text, parse_blocks
from mlflash.exchange.markdown_style import (
    ANNOUNCES,
    DETAILS,
    DETAILS_END,
    EMOJI,
    ID,
    LEVELS,
    MARK,
    NUMBER,
    SUMMARY,
    MarkdownStyle,
    asks,
    bold_question,
    list_paragraphs,
    style_of,
    summary_of,
)
from mlflash.exchange.question_lines import has_question_lines, read_question_lines

MOST = 1 << 23
"""Bytes of a document at most."""
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"(?m)^(?:title|name|deck)[ \t]*:[ \t]*[\"']?(.+?)[\"']?[ \t]*$")
_LABEL = re.compile(r"(pitfall|hint|intuition|note)\s*:\s*", re.I)


class _Question(NamedTuple):
    """A question whose answer is being gathered."""

    text: str
    """The question."""
    line: int
    """The line it begins on."""
    level: int
    """The level of its heading; 7 where it is none."""
    card_id: str | None
    """The id given in the document; None where there is none."""
    more: dict[str, Any]
    """Further fields of the card."""


def read_markdown(text: str, name: str, title: str) -> ForeignDeck:
    """The cards of a document; raises `MlflashError` for one that is too large."""
    if len(text) > MOST:
        raise MlflashError(f"{name}: is larger than the {MOST:,} characters of Markdown that are read")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first_line = 1
    if front := _FRONT_MATTER.match(text):
        if titled := _TITLE.search(front[1]):
            title = titled[1]
        first_line += front[0].count("\n")
        text = text[front.end() :]
    deck = ForeignDeck(title)
    if has_question_lines(text):
        read_question_lines(deck, text, name, first_line)
        return deck
    blocks = list(_opened(parse_blocks(text, first_line)))
    _Reader(deck, name, style_of(blocks)).read(blocks)
    return deck


def _opened(blocks: Sequence[MarkdownBlock]) -> Iterator[MarkdownBlock]:
    """The blocks of a document, with HTML cut where a details block begins and ends.

    Text that is indented before a details block is a question that its writer did not mean as a program.
    """
    for at, block in enumerate(blocks):
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if block.kind == "fence" and not block.language and after is not None and DETAILS.search(after.text):
            yield MarkdownBlock("paragraph", block.line, block.text.strip())
        elif block.kind == "html" and (DETAILS.search(block.text) or DETAILS_END.search(block.text)):
            line = block.line
            for part in re.split(
                r"(?is)(<details[^>]*>|<summary[^>]*>.{0,4000}?</summary\s*>|</details\s*>)", block.text
            ):
                if part.strip():
                    yield MarkdownBlock("html", line, part)
                line += part.count("\n")
        else:
            yield block


class _Reader:
    """Go through the blocks of a document and gather a card at a time."""

    def __init__(self, deck: ForeignDeck, name: str, style: MarkdownStyle) -> None:
        self.deck, self.name, self.style = deck, name, style
        self.section = ""
        self.asked: _Question | None = None
        self.answer: list[MarkdownBlock] = []

    def read(self, blocks: Sequence[MarkdownBlock]) -> None:
        """Read all blocks."""
        for at, block in enumerate(blocks):
            after = blocks[at + 1] if at + 1 < len(blocks) else None
            if not self._is_question(block, after):
                self._other(block, blocks[at - 1] if at else None)
        self._flush()

    def _is_question(self, block: MarkdownBlock, after: MarkdownBlock | None) -> bool:
        """Begin a question where the block is one; else False."""
        card_id = ID.search(after.text) if after is not None and after.kind == "html" else None
        if block.kind == "heading":
            leaf = after is not None and after.kind not in ("heading", "rule")
            text = inline_text(block.text).text
            if (
                card_id
                or (self.style.headings and asks(text))
                or (self.style.any_heading and leaf and block.level > 1)
            ):
                self._ask(text, block.line, block.level, card_id and card_id[1])
                return True
            return False
        bold = bold_question(block) if self.style.bold or self.asked is None else None
        if bold:
            rest = inline_text(block.text).text.removeprefix(bold)
            self._ask(bold + "".join(EMOJI.findall(rest)), block.line, 7, card_id and card_id[1])
            rest = EMOJI.sub("", rest).strip(" :\n")
            if rest:
                self.answer.append(MarkdownBlock("paragraph", block.line, rest))
            return True
        if block.kind == "paragraph" and after is not None and (self.style.plain or self.asked is None):
            opens = after.kind == "html" and DETAILS.search(after.text)
            if opens or (self.style.plain and after.kind == "list" and asks(block.text)):
                self._ask(inline_text(block.text).text, block.line, 7, None)
                return True
        return False

    def _other(self, block: MarkdownBlock, before: MarkdownBlock | None) -> None:
        """Take in a block that begins no question by itself."""
        if block.kind == "heading":
            if self.asked is not None and self.asked.level < block.level:
                self.answer.append(block)
                return
            self._flush()
            self.section = inline_text(block.text).text
        elif block.kind == "html":
            self._html(block)
        elif block.kind == "list" and self._has_marks(block):
            self._flush()
            self._items(block, "")
        elif block.kind == "list" and before is not None and ANNOUNCES.search(before.text):
            self._flush()
            for item in block.blocks:
                self._item(item, "")
        elif block.kind == "list" and self.asked is None and self.style.plain and self._asks_itself(block):
            for item in block.blocks:
                self._item(item, "")
        elif self.asked is not None and not self._is_answered(block):
            if block.kind != "rule":
                self.answer.append(block)
        elif block.kind != "rule":
            self.deck.skip(f"{self.name}:{block.line}", "text that answers no question")

    def _is_answered(self, block: MarkdownBlock) -> bool:
        """End a plain question whose list is over: the text after it is about something else."""
        if block.kind != "paragraph" or not self.style.plain or not any(one.kind == "list" for one in self.answer):
            return False
        self._flush()
        return True

    def _html(self, block: MarkdownBlock) -> None:
        """Details blocks: a summary that asks begins a question, and the end of the block ends it."""
        if question := summary_of(block):
            self._ask(question, block.line, 7, None)
        elif DETAILS.search(block.text) or SUMMARY.search(block.text) or ID.search(block.text):
            return
        elif DETAILS_END.search(block.text):
            if self.asked is not None and self.asked.level == 7 and not self.style.bold:
                self._flush()
        elif self.asked is not None:
            self.answer.append(block)

    def _has_marks(self, block: MarkdownBlock) -> bool:
        return any(MARK.match(one.text) for one in list_paragraphs([block]))

    def _asks_itself(self, block: MarkdownBlock) -> bool:
        """Whether the items of a list are questions, with their answers within."""
        return any(
            len(item.blocks) > 1 and asks(item.blocks[0].text) and item.blocks[0].text.endswith("?")
            for item in block.blocks
        )

    def _items(self, block: MarkdownBlock, subsection: str) -> None:
        """Items with a mark are questions; an item without one names those below it."""
        for item in block.blocks:
            head = item.blocks[0] if item.blocks and item.blocks[0].kind == "paragraph" else None
            if head is not None and MARK.match(head.text):
                self._item(item, subsection)
                continue
            name = inline_text(head.text).text if head is not None else subsection
            for inner in item.blocks:
                if inner.kind == "list":
                    self._items(inner, name)

    def _item(self, item: MarkdownBlock, subsection: str) -> None:
        """An item of a list as a question, and what is below it as the answer."""
        if not item.blocks or item.blocks[0].kind != "paragraph":
            self.deck.skip(f"{self.name}:{item.line}", "text that answers no question")
            return
        mark = MARK.match(item.blocks[0].text)
        text = inline_text(item.blocks[0].text[mark.end() if mark else 0 :]).text
        self._ask(text, item.line, 7, None)
        if self.asked is not None:
            if mark:
                self.asked.more["difficulty"] = LEVELS[mark[1]]
            if subsection:
                self.asked.more["subsection"] = subsection[:500]
        self.answer += item.blocks[1:]
        self._flush()

    def _ask(self, text: str, line: int, level: int, card_id: str | None) -> None:
        """Begin a question, and end the one before it."""
        self._flush()
        more: dict[str, Any] = {}
        if mark := EMOJI.search(text):
            more["difficulty"] = LEVELS[mark[1]]
        if mark := MARK.match(text):
            more["difficulty"] = LEVELS[mark[1]]
            text = text[mark.end() :]
        text = NUMBER.sub("", EMOJI.sub("", text).strip(), count=1).strip()
        self.asked = _Question(text, line, level, card_id, more)

    def _flush(self) -> None:
        """End the question under way: its card goes to the deck."""
        asked, answer = self.asked, self.answer
        self.asked, self.answer = None, []
        if asked is None:
            return
        more, rest = dict(asked.more), []
        for block in answer:
            if block.kind == "quote" and (labeled := _labeled(block)):
                more[labeled[0]] = labeled[1]
            elif block.kind == "fence" and asked.card_id and block.language in ("text", "latex"):
                more["formula"] = block.text
            else:
                rest.append(block)
        more.pop("note", None)
        foreign_card(
            self.deck,
            asked.text,
            answer_blocks(rest),
            place=f"{self.name}:{asked.line}",
            section=self.section,
            card_id=asked.card_id,
            more=more,
            keep_open=True,
        )


def _labeled(block: MarkdownBlock) -> tuple[str, str] | None:
    """The name and text of a quote such as `> Pitfall: …`."""
    text = "\n".join(inline_text(one.text).text for one in block.blocks if one.kind == "paragraph")
    found = _LABEL.match(text)
    return (found[1].lower(), text[found.end() :]) if found and text[found.end() :] else None
