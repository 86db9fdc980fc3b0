"""Read Markdown as cards: headings, bold paragraphs, plain questions before a list, marked items, details blocks.

What a question looks like is decided once for each file: if headings or bold paragraphs ask, a plain paragraph is
part of an answer.
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
from mlflash.exchange.progress import OnProgress, counted, no_progress
from mlflash.exchange.question_lines import has_question_lines, read_question_lines

MOST = 1 << 23
"""Characters of a document at most."""
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"(?m)^(?:title|name|deck)[ \t]*:[ \t]*[\"']?(.+?)(?:[\"']|(?<![ \t]))[ \t]*$")
_LABEL = re.compile(r"(pitfall|hint|intuition|note)\s*:\s*", re.I)


class _Question(NamedTuple):
    """A question whose answer is being read."""

    text: str
    """The question."""
    line: int
    """The line it begins on."""
    level: int
    """The level of its heading; 7 for a question without one."""
    card_id: str | None
    """The id in the document; None if there is none."""
    more: dict[str, Any]
    """Further fields of the card."""


def read_markdown(text: str, name: str, title: str, on_progress: OnProgress = no_progress) -> ForeignDeck:
    """The cards of a document; raises `MlflashError` for one that is too large."""
    if len(text) > MOST:
        raise MlflashError(f"{name}: is larger than the {MOST:,} characters of Markdown that are read")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first_line = 1
    if front := _FRONT_MATTER.match(text):
        if title_row := _TITLE.search(front[1]):
            title = title_row[1]
        first_line += front[0].count("\n")
        text = text[front.end() :]
    deck = ForeignDeck(title)
    if has_question_lines(text):
        read_question_lines(deck, text, name, first_line, on_progress)
        return deck
    blocks = list(_split_details(parse_blocks(text, first_line)))
    _MarkdownReader(deck, name, style_of(blocks)).read(blocks, on_progress)
    return deck


def _split_details(blocks: Sequence[MarkdownBlock]) -> Iterator[MarkdownBlock]:
    """The blocks of a document, with HTML cut at the beginning and end of each details block.

    Indented text before a details block becomes a paragraph: its writer meant a question, not a program.
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


class _MarkdownReader:
    """Reads the blocks of a document, a card at a time."""

    def __init__(self, deck: ForeignDeck, name: str, style: MarkdownStyle) -> None:
        self.deck, self.name, self.style = deck, name, style
        self.section = ""
        self.question: _Question | None = None
        self.answer: list[MarkdownBlock] = []
        self.has_list = False
        """Whether the answer has a list."""

    def read(self, blocks: Sequence[MarkdownBlock], on_progress: OnProgress) -> None:
        """Read all blocks."""
        for at, block in enumerate(counted(blocks, on_progress)):
            after = blocks[at + 1] if at + 1 < len(blocks) else None
            if not self._is_question(block, after):
                self._other(block, blocks[at - 1] if at else None)
        self._flush()

    def _is_question(self, block: MarkdownBlock, after: MarkdownBlock | None) -> bool:
        """Begin a question if the block is one; return whether it is."""
        marked = ID.search(after.text) if after is not None and after.kind == "html" else None
        card_id = marked and marked[1]
        if block.kind == "heading":
            leaf = after is not None and after.kind not in ("heading", "rule")
            text = inline_text(block.text).text
            if (
                card_id
                or (self.style.headings and asks(text))
                or (self.style.any_heading and leaf and block.level > 1)
            ):
                self._ask(text, block.line, block.level, card_id)
                return True
            return False
        bold = bold_question(block) if self.style.bold or self.question is None else None
        if bold:
            rest = inline_text(block.text).text.removeprefix(bold)
            self._ask(bold + "".join(EMOJI.findall(rest)), block.line, 7, card_id)
            rest = EMOJI.sub("", rest).strip(" :\n")
            if rest:
                self.answer.append(MarkdownBlock("paragraph", block.line, rest))
            return True
        if block.kind == "paragraph" and after is not None and (self.style.plain or self.question is None):
            opens = after.kind == "html" and DETAILS.search(after.text)
            if opens or (self.style.plain and after.kind == "list" and asks(block.text)):
                self._ask(inline_text(block.text).text, block.line, 7, None)
                return True
        return False

    def _other(self, block: MarkdownBlock, before: MarkdownBlock | None) -> None:
        """Read a block that is no question by itself."""
        if block.kind == "heading":
            if self.question is not None and self.question.level < block.level:
                self.answer.append(block)
                return
            self._flush()
            self.section = inline_text(block.text).text
        elif block.kind == "html":
            self._html(block)
        elif block.kind == "list" and any(MARK.match(part.text) for part in list_paragraphs([block])):
            self._flush()
            self._items(block, "")
        elif block.kind == "list" and (
            (before is not None and ANNOUNCES.search(before.text))
            or (self.question is None and self.style.plain and _asks_itself(block))
        ):
            self._flush()
            for item in block.blocks:
                self._item(item, "")
        elif block.kind != "rule":
            if block.kind == "paragraph" and self.style.plain and self.has_list:
                self._flush()  # the paragraph after its list ends a plain question
            if self.question is None:
                self.deck.skip(f"{self.name}:{block.line}", "text that answers no question")
                return
            self.has_list |= block.kind == "list"
            self.answer.append(block)

    def _html(self, block: MarkdownBlock) -> None:
        """Details blocks: a summary that asks begins a question, and the end of the block ends it."""
        if summary := summary_of(block):
            self._ask(summary, block.line, 7, None)
        elif DETAILS.search(block.text) or SUMMARY.search(block.text) or ID.search(block.text):
            return
        elif DETAILS_END.search(block.text):
            if self.question is not None and self.question.level == 7 and not self.style.bold:
                self._flush()
        elif self.question is not None:
            self.answer.append(block)

    def _items(self, block: MarkdownBlock, subsection: str) -> None:
        """Read a list: items with a mark are questions, other items name the subsection of those below."""
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
        """Read an item of a list as a question, and the blocks in it as the answer."""
        if not item.blocks or item.blocks[0].kind != "paragraph":
            self.deck.skip(f"{self.name}:{item.line}", "text that answers no question")
            return
        mark = MARK.match(item.blocks[0].text)
        text = inline_text(item.blocks[0].text[mark.end() if mark else 0 :]).text
        self._ask(text, item.line, 7, None)
        if self.question is not None:
            if mark:
                self.question.more["difficulty"] = LEVELS[mark[1]]
            if subsection:
                self.question.more["subsection"] = subsection[:500]
        self.answer += item.blocks[1:]
        self._flush()

    def _ask(self, text: str, line: int, level: int, card_id: str | None) -> None:
        """Begin a question, and end the question before it."""
        self._flush()
        more: dict[str, Any] = {}
        if mark := EMOJI.search(text):
            more["difficulty"] = LEVELS[mark[1]]
        if mark := MARK.match(text):
            more["difficulty"] = LEVELS[mark[1]]
            text = text[mark.end() :]
        text = NUMBER.sub("", EMOJI.sub("", text).strip(), count=1).strip()
        self.question = _Question(text, line, level, card_id, more)

    def _flush(self) -> None:
        """End the current question, and add its card to the deck."""
        question, answer = self.question, self.answer
        self.question, self.answer, self.has_list = None, [], False
        if question is None:
            return
        more, rest = dict(question.more), []
        for block in answer:
            if block.kind == "quote" and (labeled := _labeled(block)):
                more[labeled[0]] = labeled[1]
            elif block.kind == "fence" and question.card_id and block.language in ("text", "latex"):
                more["formula"] = block.text
            else:
                rest.append(block)
        more.pop("note", None)
        foreign_card(
            self.deck,
            question.text,
            answer_blocks(rest),
            place=f"{self.name}:{question.line}",
            section=self.section,
            card_id=question.card_id,
            more=more,
            keep_open=True,
        )


def _asks_itself(block: MarkdownBlock) -> bool:
    """Whether the items of a list are questions that hold their answers."""
    return any(
        len(item.blocks) > 1 and asks(item.blocks[0].text) and item.blocks[0].text.endswith("?")
        for item in block.blocks
    )


def _labeled(block: MarkdownBlock) -> tuple[str, str] | None:
    """The name and text of a quote such as `> Pitfall: …`."""
    text = "\n".join(inline_text(part.text).text for part in block.blocks if part.kind == "paragraph")
    label = _LABEL.match(text)
    return (label[1].lower(), text[label.end() :]) if label and text[label.end() :] else None
