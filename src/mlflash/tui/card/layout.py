"""The card as rows: a pure layout from what is to be shown to lines of styled text.

The question keeps its place when the answer appears: space is given out for the whole card from the start.
Where height is short, blank rows go first, then papers shrink to one row, then pitfall and papers fold behind
a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from mlflash.study.lines import missed_words
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import clip, wrap

INDENT = 4
LABEL = 10
MARGIN = 8
"""Columns before the text of an answer line: its tick and its number."""
FOUND = "underline $success"
"""How a key term the reader typed is marked."""


class AnswerLine(NamedTuple):
    """One answer line: `tick` is None before the reader has said; `missed` is (times, of how many lately).

    `found` are the key terms that the reader typed, as (start, end) in the text.
    """

    text: str
    shown: bool = False
    tick: bool | None = None
    missed: tuple[int, int] = (0, 0)
    typed: str | None = None
    found: tuple[tuple[int, int], ...] = ()


class CardContent(NamedTuple):
    """Everything a card may show; `note` stands under the question, `extras` are (label, text) pairs."""

    question: str
    lines: tuple[AnswerLine, ...]
    revealed: bool = False
    note: str | None = None
    hint: str | None = None
    formula: str | None = None
    extras: tuple[tuple[str, str], ...] = ()
    references: tuple[str, ...] = ()
    unfolded: bool = False
    ticking: bool = True


class CardLayoutRow(NamedTuple):
    """A row of the card; `line` is the answer line it belongs to, from 0."""

    content: Content
    line: int | None = None


class Layout(NamedTuple):
    """The rows, whether the details fold behind their key here, and the row at which those shown begin."""

    rows: tuple[CardLayoutRow, ...]
    folding: bool
    details: int = 0


class Spacing(NamedTuple):
    """What a card has room for: blank rows between lines and between parts, a row a paper, details at all."""

    lines: bool
    parts: bool
    papers: bool
    details: bool


SPACINGS = (
    Spacing(lines=True, parts=True, papers=True, details=True),
    Spacing(lines=False, parts=True, papers=True, details=True),
    Spacing(lines=False, parts=True, papers=False, details=True),
    Spacing(lines=False, parts=False, papers=False, details=True),
    Spacing(lines=False, parts=False, papers=False, details=False),
)


class CardParts(NamedTuple):
    """The rows of a card, part by part, before it is known how much air there is between them."""

    head: list[CardLayoutRow]
    hint: list[CardLayoutRow]
    lines: list[list[CardLayoutRow]]
    formula: list[CardLayoutRow]
    extras: list[CardLayoutRow]
    papers: list[CardLayoutRow]
    papers_in_one: list[CardLayoutRow]


def lay_out(face: CardContent, width: int, height: int) -> Layout:
    """The card in `width` columns, in `height` rows where it can be."""
    whole = all(line.shown for line in face.lines) and face.revealed
    full = _parts(face if whole else _opened(face), width)
    air, needed = SPACINGS[-1], 0
    for air in SPACINGS:
        needed = len(_stack(full, air))
        if needed <= height:
            break
    folding = not air.details and bool(face.extras or face.references)
    if face.unfolded:
        air = air._replace(details=True)
    rows = _stack(full if whole else _parts(face, width), air)
    # A card with room to spare stands a little above the middle, where the whole of it will be.
    top = min(6, max(0, (height - needed) // 3))
    details = len(full.extras) + len(full.papers if air.papers else full.papers_in_one)
    return Layout((*[_blank()] * top, *rows), folding, top + len(rows) - details * air.details)


def _opened(face: CardContent) -> CardContent:
    return face._replace(revealed=True, lines=tuple(line._replace(shown=True) for line in face.lines))


def _parts(face: CardContent, width: int) -> CardParts:
    head = [CardLayoutRow(Content.assemble("  ", (row, "bold"))) for row in wrap(face.question, width - INDENT)]
    if face.note:
        head += [
            CardLayoutRow(Content.assemble("  ", (row, "$warning"))) for row in wrap(face.note, width - INDENT)
        ]
    hint = _labelled("Hint", face.hint, width) if face.hint else []
    lines = [_line(number, line, width, face.ticking) for number, line in enumerate(face.lines)]
    if not face.revealed:
        return CardParts(head, hint, lines, [], [], [], [])
    formula = [
        CardLayoutRow(Content.assemble(" " * (INDENT + 4), (row, "$primary")))
        for row in (wrap(face.formula, width - INDENT - 4) if face.formula else ())
    ]
    extras = [row for label, text in face.extras for row in _labelled(label, text, width)]
    papers = _papers(face.references, width, several=True) if face.references else []
    in_one = _papers(face.references, width, several=False) if face.references else []
    return CardParts(head, hint, lines, formula, extras, papers, in_one)


def _stack(parts: CardParts, air: Spacing) -> list[CardLayoutRow]:
    """The parts one below the other, with the air that there is."""
    gap = [_blank()] * air.parts
    rows = [*parts.head, *(gap + parts.hint if parts.hint else []), *gap]
    for number, line in enumerate(parts.lines):
        if number and air.lines:
            rows.append(_blank())
        rows += line
    if parts.formula:
        rows += gap + parts.formula
    details = parts.extras + (parts.papers if air.papers else parts.papers_in_one)
    if details and air.details:
        rows += gap + details
    return rows


def _blank() -> CardLayoutRow:
    return CardLayoutRow(Content())


def _line(number: int, line: AnswerLine, width: int, ticking: bool) -> list[CardLayoutRow]:
    """An answer line: tick, number, and the text in a column of its own."""
    if not line.shown:
        return [CardLayoutRow(Content.assemble("     ", (f"{number + 1}  ·", FAINT)), number)]
    if not ticking:
        mark = ("  ", "")
    elif line.tick is None:
        mark = ("○ ", FAINT)
    else:
        mark = ("✓ ", "$success") if line.tick else ("✗ ", "bold $error")
    rows = []
    texts = wrap(line.text, width - MARGIN - 2)
    for i, (text, spans) in enumerate(zip(texts, _spans_by_row(line, texts), strict=True)):
        style = "bold $warning" if line.missed[0] and line.missed[0] * 2 >= line.missed[1] else DIM
        lead = Content.assemble("  ", mark, (f" {number + 1}  ", style)) if i == 0 else Content(" " * MARGIN)
        body = Content.styled(text, DIM if line.tick else "")
        for start, end in spans:
            body = body.stylize(FOUND, start, end)
        rows.append(lead + body)
    if line.typed is not None:
        said = f"you: {line.typed or '—'}"
        rows += [Content.assemble(" " * MARGIN, (row, f"italic {DIM}")) for row in wrap(said, width - MARGIN - 2)]
    words = missed_words(*line.missed)
    return [
        CardLayoutRow(row, number)
        for row in (rows if words is None else _marked(rows, words, *line.missed, width))
    ]


def _marked(rows: list[Content], words: str, times: int, seen: int, width: int) -> list[Content]:
    """The rows of a line with how often it was missed lately.

    At the end of the last row where that has room, else in short before the second, else on a row of its own.
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
    """Where the terms found stand once the line is wrapped: wrapping moves blanks only, so letters are counted."""
    inside = [
        any(start <= at < end for start, end in line.found)
        for at, char in enumerate(line.text)
        if line.found and not char.isspace()
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


def _labelled(label: str, text: str, width: int) -> list[CardLayoutRow]:
    """A label in its column and the text beside it."""
    rows = []
    for i, row in enumerate(wrap(text, width - 8 - LABEL)):
        lead = (label.ljust(LABEL), DIM) if i == 0 else " " * LABEL
        rows.append(CardLayoutRow(Content.assemble(" " * 8, lead, row)))
    return rows


def _papers(references: Sequence[str], width: int, several: bool) -> list[CardLayoutRow]:
    label = "Sources" if len(references) > 1 else "Source"
    text = "   ".join(f"[{i}] {title}" for i, title in enumerate(references, 1))
    if several:
        return [
            CardLayoutRow(Content.assemble(" " * 8, ((label if i == 0 else "").ljust(LABEL), DIM), (row, DIM)))
            for i, row in enumerate(
                clip(f"[{i}] {title}", width - 8 - LABEL) for i, title in enumerate(references, 1)
            )
        ]
    return [
        CardLayoutRow(Content.assemble(" " * 8, (label.ljust(LABEL), DIM), (clip(text, width - 8 - LABEL), DIM)))
    ]
