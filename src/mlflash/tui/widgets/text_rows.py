"""Rows of text that several screens draw."""

from __future__ import annotations

from textual.content import Content

from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import clip, rule, wrap

NARROWEST = 12
"""The fewest columns in which a section's title is still worth reading."""


def indented(text: str, width: int, style: str = "") -> list[Content]:
    """A text in rows, with two columns free on each side."""
    return [Content.styled(f"  {row}", style) for row in wrap(text, width - 4)]


def round_header(title: str, place: int, total: int, section: str, width: int) -> Content:
    """The title of a round and the place in it; at the right, where there is room, the section of the card."""
    left = Content.assemble("  ", (title, "bold $primary"), (f" · {place} of {total}", DIM))
    room = width - left.cell_length - 3
    if room < NARROWEST:
        return left
    right = Content.styled(clip(section, room), DIM)
    return left + Content(" " * (width - left.cell_length - right.cell_length - 1)) + right


def score_row(known: int, total: int, items: str) -> Content:
    """How many of a round were known, in words and as a gauge; `items` is their number, with a noun or without."""
    words = f"All {items} known" if known == total > 1 else f"{known} of {items} known"
    filled, rest = rule(known / total, 20)
    style = "bold $success" if known == total else "bold"
    return Content.assemble("  ", (words, style), "   ", (filled, "$success"), (rest, FAINT))
