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


def hanging(mark: Content, text: str, width: int, style: str = "") -> list[Content]:
    """A text in rows after a mark: the other rows begin where the first, which has the style, begins."""
    first, *rest = wrap(text, width - mark.cell_length)
    return [mark + Content.styled(first, style), *(Content(" " * mark.cell_length + row) for row in rest)]


def both_ends(left: Content, right: Content, width: int) -> Content:
    """Two texts in a row of `width` columns, the second at its end, or after a blank where they don't fit."""
    return left + Content(" " * max(1, width - left.cell_length - right.cell_length)) + right


def gauge(share: float, width: int, color: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """A share as a thin line, for `Content.assemble`."""
    filled, rest = rule(share, width)
    return (filled, color), (rest, FAINT)


def round_header(title: str, place: int, total: int, section: str, width: int) -> Content:
    """The title of a round and the place in it; at the right, where there is room, the section of the card."""
    left = Content.assemble("  ", (title, "bold $primary"), (f" · {place} of {total}", DIM))
    room = width - left.cell_length - 3
    if room < NARROWEST:
        return left
    return both_ends(left, Content.styled(clip(section, room), DIM), width - 1)


def score_row(known: int, total: int, items: str) -> Content:
    """How many of a round were known, in words and as a gauge; `items` is their number, with a noun or without."""
    words = f"All {items} known" if known == total > 1 else f"{known} of {items} known"
    style = "bold $success" if known == total else "bold"
    return Content.assemble("  ", (words, style), "   ", *gauge(known / total, 20, "$success"))
