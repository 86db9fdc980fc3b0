"""An answer line as rows of styled text: its tick, its letter, its text, how often it was missed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from mlflash.scheduler.line_ticks import line_label
from mlflash.study.lines import missed_words
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import wrap

MARGIN = 8
"""Columns before the text of an answer line: its tick and its letter."""
RIGHT = 2
"""Columns that stay free at the right of a card."""
MATCH_STYLE = "underline $success"
"""The style of key terms typed and of words searched for."""


class AnswerLine(NamedTuple):
    """One line of the answer."""

    text: str
    """The line."""
    shown: bool = False
    """Whether it is shown."""
    tick: bool | None = None
    """Whether the reader recalled it; None where they have not said."""
    missed: tuple[int, int] = (0, 0)
    """How often it was missed lately, and of how many reviews."""
    typed: str | None = None
    """What the reader typed for it."""
    matches: tuple[tuple[int, int], ...] = ()
    """The key terms typed, or the words searched for, as (start, end) in the text."""
    blank: str | None = None
    """What is shown in its place while it is hidden, in as many rows; None for a dot."""


class CardLayoutRow(NamedTuple):
    """A row of the card."""

    content: Content
    """Its styled text."""
    line: int | None = None
    """The answer line that it belongs to, from 0."""


def line_rows(number: int, line: AnswerLine, width: int, ticking: bool) -> list[CardLayoutRow]:
    """An answer line: its tick, its letter, and its text in a column."""
    label = line_label(number + 1)
    if not line.shown and line.blank is not None:
        return _blank_rows(number, line, width, ticking)
    if not line.shown:
        return [CardLayoutRow(Content.assemble("     ", (f"{label}  ·", FAINT)), number)]
    if not ticking:
        mark = ("  ", "")
    elif line.tick is None:
        mark = ("○ ", FAINT)
    else:
        mark = ("✓ ", "$success") if line.tick else ("✗ ", "bold $error")
    rows = []
    texts = wrap(line.text, width - MARGIN - RIGHT)
    style = DIM if line.tick or not ticking else "bold $primary"
    for i, (text, spans) in enumerate(zip(texts, _spans_by_row(line, texts), strict=True)):
        lead = Content.assemble("  ", mark, (f" {label}  ", style)) if i == 0 else Content(" " * MARGIN)
        body = Content.styled(text, DIM if line.tick else "")
        for start, end in spans:
            body = body.stylize(MATCH_STYLE, start, end)
        rows.append(lead + body)
    if line.typed is not None:
        typed = wrap(f"you: {line.typed or '—'}", width - MARGIN - RIGHT)
        rows += [Content.assemble(" " * MARGIN, (row, f"italic {DIM}")) for row in typed]
    words = missed_words(*line.missed)
    return [
        CardLayoutRow(row, number)
        for row in (rows if words is None else _with_misses(rows, words, *line.missed, width - RIGHT))
    ]


def _blank_rows(number: int, line: AnswerLine, width: int, ticking: bool) -> list[CardLayoutRow]:
    """A blank as high as the line, so that nothing moves when the line is shown."""
    rows = line_rows(number, line._replace(shown=True), width, ticking)
    style = "bold $warning" if line.missed[0] else DIM
    lead = Content.assemble("    ", (f" {line_label(number + 1)}  ", style))
    blank = (line.blank or "")[-max(1, width - MARGIN - 2) :]  # its end says what to do
    first = lead + Content.styled(blank, DIM)
    return [CardLayoutRow(first, number), *(CardLayoutRow(Content(), number) for _ in rows[1:])]


def _with_misses(rows: list[Content], words: str, times: int, seen: int, width: int) -> list[Content]:
    """The rows of a line, with how often it was missed lately.

    The words go to the end of the last row where that has room, else in short before the second row, else below.
    """
    style = "$warning" if times > 1 or seen <= 2 else DIM
    short, last = f"✗{times}/{seen}", rows[-1].cell_length
    for text in (words, short):
        if last + 2 + len(text) <= width:
            return [*rows[:-1], Content.assemble(rows[-1], " " * (width - last - len(text)), (text, style))]
    if len(rows) > 1 and len(short) < MARGIN:
        lead = Content.assemble((short.rjust(MARGIN - 1), style), " ")
        return [rows[0], lead + rows[1][MARGIN:], *rows[2:]]
    return [*rows, Content.styled(words.rjust(width), style)]


def _spans_by_row(line: AnswerLine, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
    """The key terms of a line in each wrapped row; wrapping moves blanks only, so letters are counted."""
    inside = [
        any(start <= at < end for start, end in line.matches)
        for at, char in enumerate(line.text)
        if line.matches and not char.isspace()
    ]
    spans, place = [], 0
    for text in texts:
        row: list[tuple[int, int]] = []
        for at, char in enumerate(text):
            if char.isspace():
                continue
            if place < len(inside) and inside[place]:
                if row and row[-1][1] == at:
                    row[-1] = (row[-1][0], at + 1)
                else:
                    row.append((at, at + 1))
            place += 1
        spans.append(row)
    return spans
