"""Wrap text into rows, counting terminal cells and keeping code and maths whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

DAY = r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b\S*"
WHOLE = re.compile(rf"`[^`\n]+`|\$[^$\n]+\$|{DAY}|\S+\([^()\s]*(?: [^()\n]{{1,24}})?\)|\S+")
"""Pieces not broken where they fit on a row: code in backticks, maths in dollars, days, short calls, words."""


FENCE = "```"
TAB = 4


def wrap(text: str, width: int) -> list[str]:
    """Rows of at most `width` cells; a word wider than that is cut.

    In a text of several lines, a line that fits is kept unchanged; longer code keeps its indentation.
    """
    return list(_wrapped(text, max(1, width)))


@lru_cache(maxsize=512)
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """Cached: a card is laid out several times, to find its spacing, and its rows stay the same."""
    rows: list[str] = []
    lines, fenced = text.splitlines() or [""], False
    for line in lines:
        line = line.expandtabs(TAB).rstrip()
        body = line.lstrip(" ")
        indent = len(line) - len(body)
        fenced ^= body.startswith(FENCE)
        if (indent or len(lines) > 1) and cell_len(line) <= width:
            rows.append(line)
        else:
            deeper = indent + TAB if indent or fenced else 0
            rows += _broken(body, width, min(indent, width // 2), min(deeper, width // 2))
    return tuple(rows)


def _broken(text: str, width: int, indent: int, deeper: int) -> Iterator[str]:
    """A line broken into rows; the first is indented by `indent` blanks, the others by `deeper`."""
    row, begun = " " * indent, False
    for gap, piece in _pieces(text, width - max(indent, deeper)):
        if begun and cell_len(row) + gap + cell_len(piece) > width:
            yield row
            row = " " * deeper + piece
        else:
            row += " " * gap * begun + piece
        begun = True
    yield row


def _pieces(paragraph: str, width: int) -> Iterator[tuple[int, str]]:
    """Unbreakable pieces with the blanks before them; pieces wider than a row are cut into several."""
    end = 0
    for found in WHOLE.finditer(paragraph):
        gap = min(found.start() - end, 4)
        end = found.end()
        piece = found.group()
        if cell_len(piece) <= width:
            yield gap, piece
            continue
        for i, word in enumerate(piece.split()):
            rest, lead = word, gap if i == 0 else 1
            while cell_len(rest) > width:
                cut = _cut(rest, width)
                yield lead, rest[:cut]
                rest, lead = rest[cut:], 0
            yield lead, rest


def _cut(text: str, width: int) -> int:
    """How many characters of the text fill a row, at least one."""
    total = 0
    for i, char in enumerate(text):
        total += cell_len(char)
        if total > width:
            return max(i, 1)
    return len(text)


def clip(text: str, width: int) -> str:
    """The text in at most `width` cells; cut between words where that costs little, with an ellipsis."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    kept = set_cell_size(text, width - 1)
    if not text[len(kept) : len(kept) + 1].isspace():
        blank = kept.rfind(" ")
        kept = kept[:blank] if blank >= len(kept) * 0.5 else kept
    return kept.rstrip(" ,;:·") + "…"


def pad(text: str, width: int) -> str:
    """The text in exactly `width` cells."""
    return set_cell_size(clip(text, width), width)


def rule(share: float, width: int) -> tuple[str, str]:
    """A thin gauge of `width` cells: the part filled to a share, in half cells, and the rest.

    The half cell `╾` is drawn on to its end as thin as the rest.
    """
    halves = round(max(0.0, min(1.0, share)) * width * 2)
    full, half = divmod(halves, 2)
    filled = "━" * full + "╾" * half
    return filled, "─" * (width - len(filled))


def span(seconds: float) -> str:
    """A length of time in its largest sensible unit: 10 min, 3 h, 5 d, 2.1 mo, 1.4 y."""
    minutes, hours, days = seconds / 60, seconds / 3600, seconds / 86_400
    if minutes < 60:
        return f"{max(1, round(minutes))} min"
    if hours < 24:
        return f"{round(hours)} h"
    if days < 31:
        return f"{round(days)} d"
    if days < 365:
        return f"{days / 30.44:.1f}".removesuffix(".0") + " mo"
    return f"{days / 365.25:.1f}".removesuffix(".0") + " y"


def until(due: date | datetime, now: datetime, day: date) -> str:
    """How long until something is due; a study day counts in days."""
    if isinstance(due, datetime):
        return span(max(0.0, (due - now).total_seconds()))
    return span(max(0, (due - day).days) * 86_400)
