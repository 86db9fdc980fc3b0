"""The state of a card in words, for the rows above it."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.weakness import Weakness
from mlflash.study.browse import CardRow
from mlflash.study.format import percent
from mlflash.study.view import View
from mlflash.tui.themes import DIM
from mlflash.tui.wrap import clip, until


def state_rows(row: CardRow, state: CardState, weakness: Weakness, view: View, width: int) -> list[Content]:
    """A card's state in words: its status, when it is due, why it is weak."""
    words = {"due": "due today", "new": "not seen yet"}.get(row.status.word, row.status.word)
    parts = [words]
    if isinstance(row.due, datetime) and row.due <= view.now:
        parts.append("due now")
    elif isinstance(row.due, datetime) or (row.due is not None and row.due > view.day):
        parts.append(f"due in {until(row.due, view.now, view.day)}")
    if row.recall is not None:
        parts += [f"recall {percent(row.recall)}", count_of(state.reps, "review")]
    if state.flagged:
        parts.append("flagged")
    rows = [Content.assemble((clip(" · ".join(parts), width), DIM))]
    causes = " · ".join(weakness.causes)
    if causes:
        rows.append(Content.assemble((clip(causes, width), "$warning")))
    return rows
