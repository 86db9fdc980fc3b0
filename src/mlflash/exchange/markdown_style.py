"""What questions look like in Markdown: headings, bold paragraphs, plain ones, marks, details blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mlflash.exchange.html_text import html_blocks
from mlflash.exchange.markdown_blocks import MarkdownBlock, inline_text

ID = re.compile(r"<!--\s*id:\s*([a-z0-9]+(?:-[a-z0-9]+)*)\s*-->")
NUMBER = re.compile(r"\A(?:Q(?:uestion)?\s*\.?\s*\d{0,3}\s*[.:)-]|\d{1,3}\s*[.)])\s+", re.I)
_ASKS = re.compile(
    r"(?:what|why|how|when|which|who|where|explain|describe|compare|define|design|derive|discuss|evaluate|justify"
    r"|implement|name|list|give|suppose|prove|show|write|walk|tell|outline|sketch|estimate)\b",
    re.I,
)
ANNOUNCES = re.compile(r"\bfollowing questions\b|\bquestions\s*:$", re.I)
MARK = re.compile(r"\[([EMH])\]\s*")
LEVELS = {"E": "easy", "M": "medium", "H": "hard", "👶": "easy", "⭐": "medium", "🚀": "hard"}
EMOJI = re.compile("[\u200d\ufe0f]*([👶⭐🚀])[\u200d\ufe0f]*")
DETAILS = re.compile(r"<details[^>]*>", re.I)
DETAILS_END = re.compile(r"</details\s*>", re.I)
SUMMARY = re.compile(r"<summary[^>]*>(.{0,4000}?)</summary\s*>", re.I | re.DOTALL)
_SHOWS = re.compile(
    r"(?:show |see |view |click .*|reveal |the )?(?:answer|solution|details|explanation|hint)?s?[ .:!]*", re.I
)


class MarkdownStyle(NamedTuple):
    """What questions look like in a file."""

    headings: bool
    """Whether headings are questions."""
    bold: bool
    """Whether bold paragraphs are questions."""
    plain: bool
    """Whether paragraphs that ask before a list are questions."""
    any_heading: bool
    """Whether every heading without headings below it is a question."""


def style_of(blocks: Sequence[MarkdownBlock]) -> MarkdownStyle:
    """What questions look like in these blocks."""
    headings = sum(block.kind == "heading" and asks(inline_text(block.text).text) for block in blocks)
    named = any(block.kind == "html" and ID.search(block.text) for block in blocks)
    bold = sum(bold_question(block) is not None for block in blocks)
    marked = any(MARK.match(item.text) for item in list_paragraphs(blocks))
    plain = any(
        block.kind == "paragraph" and asks(block.text) and after.kind == "list"
        for block, after in pairwise(blocks)
    )
    details = any(summary_of(block) for block in blocks)
    none = not (headings or named or bold or plain or marked or details)
    return MarkdownStyle(headings > 0, bold > headings, not headings and not bold, none)


def list_paragraphs(blocks: Sequence[MarkdownBlock]) -> Iterator[MarkdownBlock]:
    """Every paragraph in a list."""
    for block in blocks:
        if block.kind in ("list", "item"):
            for inner in block.blocks:
                if inner.kind == "paragraph":
                    yield inner
            yield from list_paragraphs(block.blocks)


def asks(text: str) -> bool:
    """Whether a text reads like a question."""
    bare = NUMBER.sub("", EMOJI.sub("", text).strip(), count=1).strip(" *_:")
    return len(bare) > 3 and (bare.endswith("?") or bool(_ASKS.match(bare)))


def bold_question(block: MarkdownBlock) -> str | None:
    """The bold question at the beginning of a paragraph; None if there is none."""
    if block.kind != "paragraph" or ("**" not in block.text and "__" not in block.text):
        return None
    inline = inline_text(block.text)
    return inline.bold if inline.bold and asks(inline.bold) and inline.text.startswith(inline.bold) else None


def summary_of(block: MarkdownBlock) -> str:
    """The question in the summary of a details block; empty if it only says that an answer follows."""
    summary = SUMMARY.search(block.text) if block.kind == "html" else None
    text = html_blocks(summary[1]).text if summary else ""
    return "" if _SHOWS.fullmatch(text) else text
