"""Recall by question, made so that neither opening it nor changing one question costs by the number of questions.

A row may be kept as it was written and is opened when first looked at. A changed version shares with the one it
was made from all that did not change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlflash.memory.progress import Recall

MOST_CHANGED = 256
"""Changes kept beside the rows before both are put together, the one step that costs by the rows there are."""


def _never(row: bytes) -> Recall:
    raise TypeError("there are no rows to open")


def _unknown(row: bytes, day: bytes) -> bool:
    return False


class Recalls(Mapping[str, "Recall"]):
    """What is remembered of each question; `replaced` gives another and leaves this one as it is.

    `rows` are recalls, or bytes that `opened` makes a recall of. `asleep` tells from the bytes alone that a
    question is due only after a day, given as the bytes of its ISO date; False means that it may be due.
    `glimpsed` makes of the bytes what `glimpse` gives, in less time than `opened`.
    """

    __slots__ = ("_asleep", "_changed", "_glimpsed", "_length", "_opened", "_rows")

    def __init__(
        self,
        rows: dict[str, Recall | bytes],
        opened: Callable[[bytes], Recall] = _never,
        asleep: Callable[[bytes, bytes], bool] = _unknown,
        glimpsed: Callable[[bytes], Recall] | None = None,
    ) -> None:
        self._rows, self._opened, self._asleep = rows, opened, asleep
        self._glimpsed = glimpsed or opened
        self._changed: dict[str, Recall | None] = {}
        self._length = len(rows)

    def __getitem__(self, question: str) -> Recall:
        if question in self._changed:
            state = self._changed[question]
            if state is None:
                raise KeyError(question)
            return state
        row = self._rows[question]
        if isinstance(row, bytes):
            row = self._rows[question] = self._opened(row)
        return row

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[str]:
        changed = self._changed
        for question in self._rows:
            if question not in changed or changed[question] is not None:
                yield question
        for question, state in changed.items():
            if state is not None and question not in self._rows:
                yield question

    def __contains__(self, question: object) -> bool:
        if question in self._changed:
            return self._changed[question] is not None
        return question in self._rows

    def replaced(self, changes: Mapping[str, Recall | None]) -> Recalls:
        """The same with some questions' recall another; None takes a question out."""
        other = Recalls(self._rows, self._opened, self._asleep, self._glimpsed)
        other._changed = {**self._changed, **changes}
        other._length = self._length + sum(
            (state is not None) - (question in self) for question, state in changes.items()
        )
        if len(other._changed) > MOST_CHANGED:
            other._rows = {question: other._row(question) for question in other}
            other._changed = {}
        return other

    def rows(self) -> Iterator[tuple[str, Recall | bytes]]:
        """Every question with its recall, or with the bytes of one that was never opened."""
        return ((question, self._row(question)) for question in self)

    def _row(self, question: str) -> Recall | bytes:
        state = self._changed.get(question)
        return self._rows[question] if state is None else state

    def waits(self, question: str, day: bytes) -> bool:
        """Whether it is known without opening the row that the question is due only after a day."""
        if question in self._changed:
            return False
        row = self._rows.get(question)
        return isinstance(row, bytes) and self._asleep(row, day)

    def glimpse(self, question: str) -> Recall | None:
        """A question's memory and whether it rests, which a queue goes by; the rest of its recall may be missing.

        The row stays unopened: what is passed on the way to the first card is kept as small as it was.
        """
        if question in self._changed:
            return self._changed[question]
        row = self._rows.get(question)
        return self._glimpsed(row) if isinstance(row, bytes) else row
