"""The lines of a card as this reader is asked for them: where the bank's and their own are joined."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, zip_longest

from mlflash.bank.catalog import Entry


def lines_asked(answer: Sequence[str], own: Sequence[str] | None, *, personal: bool) -> tuple[str, ...]:
    """The reader's own lines where they wrote some, else the bank's.

    A line they left empty keeps the bank's words. Only of a personal card, whose answer says what the lines must
    hold, are the reader's lines all there are.
    """
    if not own:
        return tuple(answer)
    count = len(own) if personal else max(len(own), len(answer))
    return tuple(mine or bank for mine, bank in islice(zip_longest(own, answer, fillvalue=""), count))


def count_asked(entry: Entry, own: Sequence[str] | None) -> int:
    """How many lines a question in the bank is asked for."""
    return len(lines_asked(("",) * entry.lines, own, personal=entry.personal))
