"""A card's layout: from its content to rows of styled text.

The question is in the same row for every card, and the lines keep their rows while they appear, because the
whole card is laid out from the start. Where height is short, blank rows are dropped first, then the sources shrink
to one row, then the details (intuition, pitfall, sources) fold behind a key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from mlflash.tui.card.line_rows import AnswerLine, CardLayoutRow, line_rows
from mlflash.tui.themes import DIM
from mlflash.tui.wrap import clip, wrap

INDENT = 4
LABEL = 10
SIDE_BY_SIDE, APART = re.compile(r" {3,}"), " " * 4
"""What separates formulas next to each other: on a line of the bank, and on the card."""
PICTURE = "Picture"
"""What the card calls its intuition."""


class CardContent(NamedTuple):
    """Everything a card may show."""

    question: str
    """The question."""
    lines: tuple[AnswerLine, ...]
    """The lines of the answer."""
    revealed: bool = False
    """Whether the answer is shown, and with it all that follows the lines."""
    note: str | None = None
    """A warning below the question."""
    hint: str | None = None
    """The hint, where it is to be shown."""
    intuition: str | None = None
    """The intuition, shown with the answer."""
    picture: bool = False
    """Whether the intuition is shown before the answer."""
    formula: str | None = None
    """The formula, shown with the answer."""
    extras: tuple[tuple[str, str], ...] = ()
    """Other details, as (label, text) pairs."""
    references: tuple[str, ...] = ()
    """The titles of the sources."""
    unfolded: bool = False
    """Whether the details are shown where they would fold."""
    ticking: bool = True
    """Whether lines have a place for a tick."""
    lowered: bool = True
    """Whether the question stands some rows below the top of a tall area."""


class Layout(NamedTuple):
    """A card laid out."""

    rows: tuple[CardLayoutRow, ...]
    """Its rows."""
    folding: bool
    """Whether the details fold behind their key at this size."""
    details: int = 0
    """The row at which the details begin."""

    def lines_below(self, row: int) -> int:
        """How many answer lines end in that row or below it."""
        return len({row.line for row in self.rows[max(0, row) :]} - {None})


class Spacing(NamedTuple):
    """What a card has room for."""

    lines: bool
    """A blank row between answer lines."""
    answer: bool
    """A blank row before the answer."""
    parts: bool
    """A blank row between parts."""
    inner: bool
    """A blank row between the details."""
    sources: bool
    """A row for each source."""
    details: bool
    """The details."""


SPACINGS = (
    Spacing(lines=True, answer=True, parts=True, inner=True, sources=True, details=True),
    Spacing(lines=True, answer=True, parts=True, inner=False, sources=True, details=True),
    Spacing(lines=False, answer=True, parts=True, inner=False, sources=True, details=True),
    Spacing(lines=False, answer=True, parts=True, inner=False, sources=False, details=True),
    Spacing(lines=False, answer=True, parts=False, inner=False, sources=False, details=True),
    Spacing(lines=False, answer=False, parts=False, inner=False, sources=False, details=True),
    Spacing(lines=True, answer=True, parts=True, inner=False, sources=False, details=False),
    Spacing(lines=False, answer=True, parts=True, inner=False, sources=False, details=False),
    Spacing(lines=False, answer=True, parts=False, inner=False, sources=False, details=False),
    Spacing(lines=False, answer=False, parts=False, inner=False, sources=False, details=False),
)


class CardParts(NamedTuple):
    """The rows of a card, part by part, without the blank rows between them."""

    head: list[CardLayoutRow]
    """The question, with its note."""
    hint: list[CardLayoutRow]
    """The hint and the intuition, where they are shown before the answer."""
    lines: list[list[CardLayoutRow]]
    """The answer, line by line."""
    formula: list[CardLayoutRow]
    """The formula."""
    intuition: list[CardLayoutRow]
    """The intuition, where it follows the answer."""
    extras: list[list[CardLayoutRow]]
    """The pitfall and the note."""
    sources: list[CardLayoutRow]
    """The sources, a row for each."""
    sources_in_one: list[CardLayoutRow]
    """The sources on one row."""

    def details(self, spacing: Spacing) -> list[CardLayoutRow]:
        """What folds where room is short: the intuition, and below it pitfall, note and sources."""
        sources = self.sources if spacing.sources else self.sources_in_one
        rows: list[CardLayoutRow] = []
        for part in (self.intuition, *self.extras, sources):
            rows += [_blank()] * bool(spacing.inner and rows and part) + part
        return rows


def question_row(height: int) -> int:
    """The row of the question in an area `height` rows high."""
    return min(3, max(0, (height - 20) // 6))


def lay_out(content: CardContent, width: int, height: int) -> Layout:
    """The card in `width` columns, in `height` rows where it can be."""
    top = question_row(height) if content.lowered else 0
    complete = all(line.shown for line in content.lines) and content.revealed
    full = _parts(content if complete else _revealed(content), width)
    spacing, needed = SPACINGS[-1], 0
    for spacing in SPACINGS:
        needed = len(_stack(full, spacing))
        if top + needed <= height:
            break
    folding = not spacing.details and bool(full.details(spacing))
    if content.unfolded:
        spacing = spacing._replace(details=True)
    rows = _stack(full if complete else _parts(content, width), spacing)
    details = len(full.details(spacing)) if spacing.details else 0
    return Layout((*[_blank()] * top, *rows), folding, top + len(rows) - details)


def _revealed(content: CardContent) -> CardContent:
    return content._replace(revealed=True, lines=tuple(line._replace(shown=True) for line in content.lines))


def _parts(content: CardContent, width: int) -> CardParts:
    head = [CardLayoutRow(Content.assemble("  ", (row, "bold"))) for row in wrap(content.question, width - INDENT)]
    if content.note:
        head += [
            CardLayoutRow(Content.assemble("  ", (row, "$warning"))) for row in wrap(content.note, width - INDENT)
        ]
    hint = _labelled("Hint", content.hint, width) if content.hint else []
    picture = _labelled(PICTURE, content.intuition, width, DIM) if content.intuition else []
    if content.picture and not content.revealed:
        hint += picture
    # Places for hidden lines say how long the answer is: they show once the reader goes line by line.
    begun = any(line.shown or line.blank is not None for line in content.lines)
    lines = [line_rows(number, line, width, content.ticking) for number, line in enumerate(content.lines) if begun]
    if not content.revealed:
        return CardParts(
            head=head, hint=hint, lines=lines, formula=[], intuition=[], extras=[], sources=[], sources_in_one=[]
        )
    formula = [
        CardLayoutRow(Content.assemble(" " * (INDENT + 4), (row, "$primary")))
        for row in (formula_rows(content.formula, width - INDENT - 4) if content.formula else ())
    ]
    extras = [_labelled(label, text, width) for label, text in content.extras]
    sources = _sources(content.references, width, several=True) if content.references else []
    in_one = _sources(content.references, width, several=False) if content.references else []
    return CardParts(
        head=head,
        hint=hint,
        lines=lines,
        formula=formula,
        intuition=picture,
        extras=extras,
        sources=sources,
        sources_in_one=in_one,
    )


def _stack(parts: CardParts, spacing: Spacing) -> list[CardLayoutRow]:
    """The parts one below the other, with the blank rows there is room for."""
    gap = [_blank()] * spacing.parts
    rows = [*parts.head, *(gap + parts.hint if parts.hint else []), *[_blank()] * spacing.answer]
    for number, line in enumerate(parts.lines):
        if number and spacing.lines:
            rows.append(_blank())
        rows += line
    if parts.formula:
        rows += gap + parts.formula
    if spacing.details and (details := parts.details(spacing)):
        rows += gap + details
    return rows


def formula_rows(formula: str, width: int) -> list[str]:
    """A formula in rows; formulas side by side that do not fit go one below the other before one is broken."""
    lines = formula.splitlines()
    return wrap("\n".join(row for line in lines for row in _apart(line, width)), width)


def _apart(line: str, width: int) -> list[str]:
    """The formulas of a line that is too wide, as many in a row as fit."""
    if cell_len(line) <= width:
        return [line]
    rows: list[str] = []
    for formula in SIDE_BY_SIDE.split(line.strip()):
        if rows and cell_len(rows[-1] + APART + formula) <= width:
            rows[-1] += APART + formula
        else:
            rows.append(formula)
    return rows


def _blank() -> CardLayoutRow:
    return CardLayoutRow(Content())


def _labelled(label: str, text: str, width: int, style: str = "") -> list[CardLayoutRow]:
    """A label in its column and the text next to it."""
    rows = []
    for i, row in enumerate(wrap(text, width - 8 - LABEL)):
        lead = (label.ljust(LABEL), DIM) if i == 0 else " " * LABEL
        rows.append(CardLayoutRow(Content.assemble(" " * 8, lead, (row, style))))
    return rows


def _sources(references: Sequence[str], width: int, several: bool) -> list[CardLayoutRow]:
    """The sources with their label, in a row for each or in one row."""
    label = "Sources" if len(references) > 1 else "Source"
    texts = [f"[{i}] {title}" for i, title in enumerate(references, 1)]
    labelled = zip_longest([label], texts if several else ["   ".join(texts)], fillvalue="")
    return [
        CardLayoutRow(Content.assemble(" " * 8, (lead.ljust(LABEL), DIM), (clip(text, width - 8 - LABEL), DIM)))
        for lead, text in labelled
    ]
