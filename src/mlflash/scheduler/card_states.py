"""Recall by question, made so that neither opening it nor changing one question costs by the number of questions.

A row may be kept as it was written and is opened when first looked at. A changed version shares with the one it
was made from all that did not change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlflash.scheduler.card_state import CardState

MOST_CHANGED = 256
"""Changes kept beside the rows before both are put together, the one step that costs by the rows there are."""


def _never(row: bytes) -> CardState:
    raise TypeError("there are no rows to open")


def _unknown(row: bytes, day: bytes) -> bool:
    return False


class CardStates(Mapping[str, "CardState"]):
    """What is remembered of each question; `replaced` gives another and leaves this one as it is.

    `rows` are recalls, or bytes that `opened` makes a recall of. `asleep` tells from the bytes alone that a
    question is due only after a day, given as the bytes of its ISO date; False means that it may be due.
    `glimpsed` makes of the bytes what `glimpse` gives, in less time than `opened`.
    """

    __slots__ = ("_asleep", "_changed", "_glimpsed", "_length", "_opened", "_rows")

    def __init__(
        self,
        rows: dict[str, CardState | bytes],
        opened: Callable[[bytes], CardState] = _never,
        asleep: Callable[[bytes, bytes], bool] = _unknown,
        glimpsed: Callable[[bytes], CardState] | None = None,
    ) -> None:
        self._rows, self._opened, self._asleep = rows, opened, asleep
        self._glimpsed = glimpsed or opened
        self._changed: dict[str, CardState | None] = {}
        self._length = len(rows)

    def __getitem__(self, card_id: str) -> CardState:
        if card_id in self._changed:
            state = self._changed[card_id]
            if state is None:
                raise KeyError(card_id)
            return state
        row = self._rows[card_id]
        if isinstance(row, bytes):
            row = self._rows[card_id] = self._opened(row)
        return row

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[str]:
        changed = self._changed
        for card_id in self._rows:
            if card_id not in changed or changed[card_id] is not None:
                yield card_id
        for card_id, state in changed.items():
            if state is not None and card_id not in self._rows:
                yield card_id

    def __contains__(self, card_id: object) -> bool:
        if card_id in self._changed:
            return self._changed[card_id] is not None
        return card_id in self._rows

    def replaced(self, changes: Mapping[str, CardState | None]) -> CardStates:
        """The same with some questions' recall another; None takes a question out."""
        other = CardStates(self._rows, self._opened, self._asleep, self._glimpsed)
        other._changed = {**self._changed, **changes}
        other._length = self._length + sum(
            (state is not None) - (card_id in self) for card_id, state in changes.items()
        )
        if len(other._changed) > MOST_CHANGED:
            other._rows = {card_id: other._row(card_id) for card_id in other}
            other._changed = {}
        return other

    def rows(self) -> Iterator[tuple[str, CardState | bytes]]:
        """Every question with its recall, or with the bytes of one that was never opened."""
        return ((card_id, self._row(card_id)) for card_id in self)

    def _row(self, card_id: str) -> CardState | bytes:
        state = self._changed.get(card_id)
        return self._rows[card_id] if state is None else state

    def waits(self, card_id: str, day: bytes) -> bool:
        """Whether it is known without opening the row that the question is due only after a day."""
        if card_id in self._changed:
            return False
        row = self._rows.get(card_id)
        return isinstance(row, bytes) and self._asleep(row, day)

    def glimpse(self, card_id: str) -> CardState | None:
        """A question's memory and whether it rests, which a queue goes by; the rest of its recall may be missing.

        The row stays unopened: what is passed on the way to the first card is kept as small as it was.
        """
        if card_id in self._changed:
            return self._changed[card_id]
        row = self._rows.get(card_id)
        return self._glimpsed(row) if isinstance(row, bytes) else row
