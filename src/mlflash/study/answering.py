"""What a reader is shown of an answer: the lines to recall, and what is to be said of them."""

from __future__ import annotations

from mlflash.bank.catalog import Entry
from mlflash.bank.sheet import Sheet
from mlflash.memory.progress import Recall
from mlflash.memory.weakness import missed_lately


def lines_to_recall(sheet: Sheet, state: Recall) -> tuple[str, ...]:
    """The reader's own lines where they wrote some, else the bank's; one left empty keeps the bank's words."""
    if not state.own_lines:
        return sheet.answer
    bank = (*sheet.answer, *[""] * len(state.own_lines))
    return tuple(own or bank[i] for i, own in enumerate(state.own_lines))


def missed(state: Recall, line: int) -> str | None:
    """How often a line, from 1, was missed lately, where that is worth a word."""
    times, seen = missed_lately(state, line) if state.ticked else (0, 0)
    if times < 2 and not (times and seen <= 2):
        return None
    return f"missed {times} of {seen}" if seen > 1 else "missed last time"


def remark(sheet: Sheet, entry: Entry, state: Recall) -> str | None:
    """What is to be known of the lines shown: that they have changed, or are still to be written."""
    if state.answer and state.answer != entry.answer_hash and not state.own_lines:
        return "changed since you learned it"
    if sheet.personal and not state.own_lines:
        return "what your own four lines must hold; n writes them"
    return None
