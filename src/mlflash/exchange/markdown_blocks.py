"""Markdown as a tree of blocks that know their lines, and inline Markdown as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from mlflash.exchange.html_text import PICTURE_DATA, Block, Found, TextBlocks, clean, html_blocks, media_word
from mlflash.exchange.placeholders import Placeholders

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

NESTING = 60
"""Levels of lists and quotes that are read."""
MOST_INLINE = 50_000
"""Characters of a paragraph that are read at most: more than a card can hold."""
_LITERAL = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).{1,2000}?(?<!`)(?P=ticks)(?!`))"
    r"|(?<!\\)\$\$.{1,2000}?\$\$|\\\[.{1,2000}?\\\]|\\\(.{1,2000}?\\\)"
    r"|(?<![\\$\w])\$[^\s$](?:[^$\n]{0,1000}?[^\s$\\])?\$(?![\d$])",
    re.DOTALL,
)
_CONTAINERS = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "table_open": "table",
    "tr_open": "row",
}
_LEAVES = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "th_open": "cell",
    "td_open": "cell",
    "fence": "fence",
    "code_block": "fence",
    "html_block": "html",
    "hr": "rule",
}
"""The kinds of blocks without blocks in them."""


@dataclass
class MarkdownBlock:
    """A block of a document."""

    kind: str
    """heading, paragraph, list, item, quote, table, row, cell, fence, html, rule."""
    line: int
    """The line on which it begins, from 1."""
    text: str = ""
    """Its inline Markdown, or its text as it stands."""
    level: int = 0
    """The level of a heading."""
    language: str = ""
    """The language of a fence; empty for an indented program."""
    blocks: list[MarkdownBlock] = field(default_factory=list)
    """The blocks within it."""


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": NESTING}).enable("table")
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


@cache
def _inline_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": 20}).enable("strikethrough")


def parse_blocks(text: str, first_line: int = 1) -> list[MarkdownBlock]:
    """The blocks of a document whose first line has this number."""
    root = MarkdownBlock("root", first_line)
    stack = [root]
    for token in _parser().parse(text):
        line = first_line + (token.map[0] if token.map else stack[-1].line - first_line)
        if kind := _CONTAINERS.get(token.type):
            block = MarkdownBlock(kind, line)
            stack[-1].blocks.append(block)
            stack.append(block)
        elif token.type.removesuffix("_close") + "_open" in _CONTAINERS:
            stack.pop()
        elif kind := _LEAVES.get(token.type):
            stack[-1].blocks.append(_leaf(kind, token, line))
        elif token.type == "inline" and stack[-1].blocks and not stack[-1].blocks[-1].text:
            stack[-1].blocks[-1].text = token.content
    return root.blocks


def _leaf(kind: str, token: Token, line: int) -> MarkdownBlock:
    """A block without blocks in it; the text of a heading, a paragraph or a cell follows in a token of its own."""
    block = MarkdownBlock(kind, line, token.content if kind == "html" else "")
    if kind == "heading":
        block.level = int(token.tag[1])
    elif kind == "fence":
        block.text = clean(token.content).rstrip("\n")
        block.language = (token.info.strip().lower() or "?") if token.type == "fence" else ""
    return block


@dataclass
class InlineText(Found):
    """Inline Markdown as text."""

    text: str = ""
    """The text; hard breaks are ends of line."""
    bold: str = ""
    """The bold text at the beginning; empty where there is none."""


def inline_text(content: str) -> InlineText:
    """Inline Markdown as text; mathematics and programs in it stay as they are."""
    content = PICTURE_DATA.sub("data:", content)
    literals = Placeholders()
    hidden = literals.hide(_LITERAL, clean(content[:MOST_INLINE]), _literal)
    inline = InlineText(is_whole=len(content) <= MOST_INLINE)
    parts: list[str] = []
    link: tuple[str, int] | None = None
    bold_at = -1
    for token in _inline_parser().parseInline(hidden)[0].children or []:
        match token.type:
            case "text" | "code_inline":
                parts.append(token.content)
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "image":
                parts.append(media_word("image", str(token.attrs.get("src", ""))))
                inline.media += 1
            case "link_open":
                link = str(token.attrs.get("href", "")), len(parts)
            case "link_close" if link is not None:
                if re.fullmatch(r"https?://\S{1,1900}", link[0]):
                    inline.links.append((literals.restore("".join(parts[link[1] :])), literals.restore(link[0])))
                link = None
            case "strong_open" if not "".join(parts).strip():
                bold_at = len(parts)
            case "strong_close" if bold_at >= 0 and not inline.bold:
                inline.bold = literals.restore("".join(parts[bold_at:])).strip()
            case "html_inline" if token.content.lower().startswith("<br"):
                parts.append("\n")
            case "html_inline":
                html = html_blocks(token.content)
                inline.media += html.media
                parts.append(html.text)
    rows = (" ".join(row.split()) for row in "".join(parts).split("\n"))
    inline.text = literals.restore("\n".join(row for row in rows if row))
    return inline


def _literal(match: re.Match[str]) -> str:
    """A program without its marks, or mathematics as it stands."""
    bare = match[0].strip("`").strip() if match["code"] is not None else ""
    return bare or match[0]


def answer_blocks(blocks: Sequence[MarkdownBlock]) -> TextBlocks:
    """Blocks as the lines and programs of an answer."""
    answer = TextBlocks()
    _add(answer, blocks)
    return answer


def _add(answer: TextBlocks, blocks: Iterable[MarkdownBlock]) -> None:
    for block in blocks:
        match block.kind:
            case "fence" if block.text.strip():
                answer.blocks.append(Block(block.text, is_code=True))
            case "html" if not block.text.lstrip().startswith("<!--"):
                html = html_blocks(block.text)
                answer.blocks += html.blocks
                answer.take_found(html)
            case "list":
                for item in block.blocks:
                    if text := _item_line(answer, item):
                        answer.blocks.append(Block(text, is_item=True))
                    _add(answer, [inner for inner in _within(item) if inner.kind == "fence"])
            case "quote":
                _add(answer, block.blocks)
            case "table":
                for row in block.blocks:
                    cells = [_line(answer, cell.text) for cell in row.blocks]
                    answer.blocks.append(Block(" | ".join(cells)))
            case "paragraph" | "heading" | "item":
                answer.blocks += [Block(row) for row in _line(answer, block.text).split("\n") if row]


def _within(block: MarkdownBlock) -> Iterator[MarkdownBlock]:
    """Every block below a block."""
    for inner in block.blocks:
        yield inner
        yield from _within(inner)


def _item_line(answer: TextBlocks, item: MarkdownBlock) -> str:
    """An item of a list as one line, the items of a list within it after a colon."""
    texts = [_line(answer, block.text).replace("\n", " ") for block in item.blocks if block.kind == "paragraph"]
    head = " ".join(text for text in texts if text)
    below = [
        line
        for block in item.blocks
        if block.kind in ("list", "quote")
        for inner in block.blocks
        if (line := _item_line(answer, inner) if inner.kind == "item" else _line(answer, inner.text))
    ]
    if not below:
        return head
    joined = "; ".join(below)
    return f"{head.rstrip(':')}: {joined}" if head else joined


def _line(answer: TextBlocks, content: str) -> str:
    inline = inline_text(content)
    answer.take_found(inline)
    return inline.text
