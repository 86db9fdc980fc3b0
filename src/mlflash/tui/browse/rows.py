"""Cards as rows of a list. Pure: from the state of a card to styled text of a given width."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from mlflash.bank.catalog import OFTEN
from mlflash.bank.text import readable, visible
from mlflash.study.browse import CardRow
from mlflash.study.format import percent, short_date
from mlflash.study.stats.charts import bar
from mlflash.study.status import Status
from mlflash.study.view import View
from mlflash.study.weak_lists import WeakRow
from mlflash.tui.card.content import DIFFICULTY_MARK, LIKELIHOOD_COLORS, word_spans
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import clip, pad, until

MARKS = {
    "new": ("○", "$primary"),
    "learning": ("◐", "$accent"),
    "review": ("●", "$success"),
    "due": ("◉", "$accent"),
    "suspended": ("×", DIM),
    "buried": ("◌", DIM),
}
ARROWS = {False: "↓", True: "↑"}
WIDEST = 190
"""Columns that list and preview take together, at most."""


class Columns(NamedTuple):
    """The widths of a row's columns; 0 for a column left out."""

    question: int
    """The question."""
    section: int
    """The title of the section."""
    difficulty: int
    """How hard the question is."""
    asked: int
    """How often it is asked."""
    due: int
    """When the card is due."""
    recall: int
    """Predicted recall today."""


LEAD = 6
"""Columns before the question: whether it is selected, its state, its flag."""
SIZES = {"due": 8, "recall": 8, "asked": 10, "difficulty": 6, "section": 22}
"""The columns next to the question, the most important first."""
SHARE = 55
"""Hundredths of the screen's width that the question has at least."""
PREVIEW = 36
"""The fewest columns of a card next to the list."""


def question_share(screen: int) -> int:
    """The fewest columns of the question, by the width of the screen."""
    return -(-screen * SHARE // 100)


def list_width(screen: int, least: int) -> int:
    """The columns of a list next to a preview: as many as keep the question its share and show what else fits."""
    room = min(screen, WIDEST) - 4 - PREVIEW
    wide = least + LEAD + 1
    for size in SIZES.values():
        if wide + size > room:
            break
        wide += size
    return min(room, wide) if wide <= room else wide


def columns(width: int, least: int) -> Columns:
    """The columns that fit in a width next to a question of a least width."""
    room, shown = width - LEAD, dict.fromkeys(SIZES, 0)
    for name, size in SIZES.items():
        if room - size < least:
            break
        shown[name], room = size, room - size
    return Columns(question=max(1, room), **shown)


def column_names(width: int, least: int, sort: str) -> Content:
    """The columns' names, for the row above the list."""
    sizes = columns(width, least)
    line = " " * LEAD + pad("question", sizes.question)
    line += pad("  section", sizes.section)
    line += pad("  level", sizes.difficulty)
    line += pad(" asked", sizes.asked)
    line += ("added" if sort == "added" else "due").rjust(sizes.due)[: sizes.due]
    line += "recall ".rjust(sizes.recall)[: sizes.recall]
    return Content.styled(line, DIM)


LEGEND = (
    *((*MARKS[word], word) for word in ("new", "learning", "due")),
    (*MARKS["review"], "seen"),
    ("⚑", "$accent", "flagged"),
    ("!", "$error", "leech"),
    *((*MARKS[word], word) for word in ("suspended", "buried")),
    ("▪▫▫", DIM, "easy"),
    ("▪▪▪", DIM, "hard"),
)
"""The signs of a row: sign, color, meaning."""


def legend(width: int) -> Content:
    """What the signs mean, as many as fit in a row."""
    parts: list[Content] = []
    for sign, color, word in LEGEND:
        one = Content.assemble((sign, color), (f" {word}", DIM))
        if sum(part.cell_length + 2 for part in parts) + one.cell_length > width:
            break
        parts.append(one)
    return Content("  ").join(parts)


def one_row(question: str) -> str:
    """A question on one line."""
    return readable(" ".join(question.split()))


def card_row(
    row: CardRow, width: int, least: int, view: View, section: str, words: Sequence[str], selected: bool
) -> Content:
    """A card in one row; `words` are those searched for, `selected` says whether it is selected.

    `least` is the fewest columns of the question.
    """
    sizes = columns(width, least)
    mark, color = MARKS[row.status.word]
    resting, unwritten = not row.status.drillable, not view.askable(row.card)
    question = Content.styled(pad(one_row(row.card.question), sizes.question), DIM if resting else "")
    question = highlighted(question, words)
    parts: list[Content | str | tuple[str, str]] = [
        ("✓ " if selected else "  ", "bold $accent"),
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
    if sizes.difficulty:
        parts.append((pad(f"  {DIFFICULTY_MARK[row.card.difficulty]}", sizes.difficulty), DIM))
    if sizes.asked:
        parts.append((pad(f" {OFTEN[row.card.likelihood]}", sizes.asked), LIKELIHOOD_COLORS[row.card.likelihood]))
    if sizes.due:
        due = "write" if unwritten else _due(None if row.status.word == "suspended" else row.due, view)
        parts.append((f"{due:>{sizes.due}}", "$accent" if row.status.word == "due" else DIM))
    if sizes.recall:
        share = "" if row.recall is None or unwritten else percent(row.recall)
        parts.append((f"{share:>{sizes.recall - 1}} ", _recall_color(row.recall)))
    return Content.assemble(*parts)


def highlighted(text: Content, words: Sequence[str]) -> Content:
    """The text with the words that were searched for underlined."""
    for start, end in word_spans(text.plain, words):
        text = text.stylize("underline $primary", start, end)
    return text


def _due(due: date | datetime | None, view: View) -> str:
    if due is None:
        return "—"
    if isinstance(due, datetime):
        return until(due, view.now, view.day) if due > view.now else "now"
    if due < view.day:
        return short_date(due, view.day)
    return until(due, view.now, view.day) if due > view.day else "today"


def _recall_color(recall: float | None) -> str:
    return FAINT if recall is None else "$error" if recall < 0.6 else "$warning" if recall < 0.8 else DIM


def weak_rows(
    weak: WeakRow,
    width: int,
    top: float,
    waits: str | None = None,
    words: Sequence[str] = (),
    selected: bool = False,
) -> list[Content]:
    """A weak card in two rows: its expected loss as a share of the greatest; why it is weak, and why it waits.

    `words` are those searched for, `selected` says whether it is selected.
    """
    gauge = 8 if width >= 50 else 4
    room = max(1, width - gauge - 14)
    mark = ("! ", "bold $error") if weak.leech else ("  ", "")
    recall = weak.weakness.retrievability
    first = Content.assemble(
        ("✓ " if selected else "  ", "bold $accent"),
        mark,
        highlighted(Content(pad(one_row(weak.card.question), room)), words),
        (f"{percent(recall):>6}  ", _recall_color(recall)),
        (bar(weak.weakness.cost / top if top else 0.0, gauge), "$warning"),
    )
    about = one_row(weak.about)
    comes = clip(waits or "today", max(0, width // 2 - 6, width - 8 - cell_len(about)))
    causes = pad(about, max(1, width - 8 - cell_len(comes)))
    color = "$primary" if waits is None else DIM
    return [first, Content.assemble("    ", (causes, "$error" if weak.leech else DIM), "  ", (comes, color))]
