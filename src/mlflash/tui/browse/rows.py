"""Cards as rows of a list. Pure: from the state of a card to styled text of a given width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from mlflash.bank.text import readable, visible
from mlflash.study.browse import CardRow, WeakCard
from mlflash.study.status import Status
from mlflash.study.view import View
from mlflash.tui.card.content import marks
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import bar, clip, pad, until

MARKS = {
    "new": ("○", "$primary"),
    "learning": ("◐", "$accent"),
    "review": ("●", "$success"),
    "due": ("●", "$accent"),
    "suspended": ("×", FAINT),
    "buried": ("◌", FAINT),
}
ARROWS = {False: "↓", True: "↑"}


class Columns(NamedTuple):
    """The widths of a row's columns; 0 for a column left out."""

    question: int
    """The question."""
    section: int
    """The title of the section."""
    marks: int
    """Difficulty and likelihood."""
    due: int
    """When the card is due."""
    recall: int
    """Predicted recall today."""


def columns(width: int) -> Columns:
    """The columns that fit in a width: the question always, then recall, due day, marks and section."""
    recall = 7 if width >= 34 else 0
    due = 8 if width >= 46 else 0
    small = 7 if width >= 58 else 0
    section = 0 if width < 72 else 15 if width < 86 else 20
    return Columns(max(1, width - 6 - recall - due - small - section), section, small, due, recall)


def names(width: int, sort: str) -> Content:
    """The columns' names, for the row above the list."""
    sizes = columns(width)
    line = "      " + pad("question", sizes.question)
    line += pad("  section", sizes.section)
    line += pad("  level", sizes.marks)
    line += ("added" if sort == "added" else "due").rjust(sizes.due)[: sizes.due]
    line += "recall".rjust(sizes.recall)[: sizes.recall]
    return Content.styled(line, FAINT)


def distinct_clip(text: str, width: int, beside: Sequence[str]) -> str:
    """The text in at most `width` cells; if a neighbor would look the same, with the words where they differ."""
    head = clip(text, width)
    alike = [other for other in beside if other != text and clip(other, width) == head]
    if head == text or not alike:
        return head
    part = max(_parting(text, other) for other in alike)
    tail = clip(text[text.rfind(" ", 0, part) :], width * 2 // 3) if " " in text[:part] else ""
    return clip(text, width - cell_len(tail)) + tail


def _parting(a: str, b: str) -> int:
    """The place where two texts begin to differ."""
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def one_row(question: str) -> str:
    """A question on one line."""
    return readable(" ".join(question.split()))


def card_row(
    row: CardRow,
    width: int,
    view: View,
    section: str,
    words: Sequence[str],
    picked: bool,
    beside: Sequence[str] = (),
) -> Content:
    """A card in one row; `words` are those searched for, `picked` says whether it is selected.

    `beside` are the questions above and below.
    """
    sizes = columns(width)
    mark, color = MARKS[row.status.word]
    resting = not row.status.drillable
    text = distinct_clip(one_row(row.card.question), sizes.question, [one_row(other) for other in beside])
    question = Content.styled(pad(text, sizes.question), FAINT if resting else "")
    for start, end in _spans(question.plain, words):
        question = question.stylize("underline $primary", start, end)
    parts: list[Content | str | tuple[str, str]] = [
        ("✓ " if picked else "  ", "bold $accent"),
        (mark, color),
        " ",
        (
            "⚑ " if Status.FLAGGED in row.status else "! " if Status.LEECH in row.status else "  ",
            "$accent" if Status.FLAGGED in row.status else "$error",
        ),
        question,
    ]
    if sizes.section:
        parts += ["  ", (pad(visible(section), sizes.section - 2), DIM)]
    if sizes.marks:
        parts += ["  ", marks(row.card, words=False)]
    if sizes.due:
        parts.append((f"{_due(row.due, view):>{sizes.due}}", "$accent" if row.status.word == "due" else DIM))
    if sizes.recall:
        share = "" if row.recall is None else f"{row.recall:.0%}"
        parts.append((f"{share:>{sizes.recall}}", _shade(row.recall)))
    return Content.assemble(*parts)


def added_row(row: CardRow) -> CardRow:
    """The same row with the day it was added in the place of its due day."""
    return row._replace(due=row.first)


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    if not words:
        return []
    found = re.finditer("|".join(re.escape(word) for word in words), text, re.IGNORECASE)
    return [match.span() for match in found]


def _due(due: date | datetime | None, view: View) -> str:
    if due is None:
        return "—"
    if isinstance(due, datetime):
        return until(due, view.now, view.day) if due > view.now else "now"
    if due < view.day:
        return f"{due.day} {due:%b}"
    return until(due, view.now, view.day) if due > view.day else "today"


def _shade(chance: float | None) -> str:
    return FAINT if chance is None else "$error" if chance < 0.6 else "$warning" if chance < 0.8 else DIM


def weak_rows(weak: WeakCard, width: int, top: float) -> list[Content]:
    """A weak card in two rows: its expected loss as a share of the greatest, and why it is weak."""
    gauge = 8 if width >= 50 else 4
    room = max(1, width - gauge - 12)
    mark = ("! ", "bold $error") if weak.leech else ("  ", "")
    chance = weak.weakness.retrievability
    first = Content.assemble(
        " ",
        mark,
        pad(one_row(weak.card.question), room),
        (f"{chance:>5.0%}  ", _shade(chance)),
        (bar(weak.weakness.cost / top if top else 0.0, gauge), "$warning"),
    )
    causes = " · ".join(weak.weakness.causes)
    return [first, Content.assemble("   ", (clip(causes, width - 4), "$error" if weak.leech else DIM))]
