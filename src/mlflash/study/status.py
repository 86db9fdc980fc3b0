"""The status of a card, decided here for queue, lists, counts, figures and `--state`."""

from __future__ import annotations

from datetime import date, datetime
from enum import Flag, auto
from functools import cache

from mlflash.scheduler.card_state import CardState, due_on
from mlflash.scheduler.schedule import REVIEW as REVIEW_STATE
from mlflash.scheduler.weakness import is_leech, is_weak


class Status(Flag):
    """One phase (new, learning or review) and the marks that apply as well."""

    NEW = auto()
    """Never graded, or forgotten since."""
    LEARNING = auto()
    """In its learning or relearning steps."""
    REVIEW = auto()
    """Out of its steps, reviewed by days."""
    DUE = auto()
    """Its time has come, and it is neither suspended nor buried."""
    SUSPENDED = auto()
    """Out of the drill until it is resumed."""
    BURIED = auto()
    """Out of the drill until the next study day."""
    LEECH = auto()
    """Lapsed more often than chance explains."""
    WEAK = auto()
    """Would likely go wrong today (`weakness.is_weak`)."""
    FLAGGED = auto()
    """Marked by the reader."""

    @property
    def drillable(self) -> bool:
        """Whether the card can be asked: neither suspended nor buried."""
        return not self._value_ & (SUSPENDED | BURIED)

    @property
    def words(self) -> frozenset[str]:
        """The phase and the marks of the card, in the words of the filter."""
        return _words(self)

    @property
    def word(self) -> str:
        """What a row says: suspended, buried, new, learning, due or review."""
        return next(member.name for member in ROW_ORDER if member in self).lower()  # type: ignore[union-attr]

    @property
    def phase(self) -> str:
        """What a listing says: suspended, new, learning or review."""
        return next(member.name for member in PHASE_ORDER if member in self).lower()  # type: ignore[union-attr]


PHASE_ORDER = (Status.SUSPENDED, Status.NEW, Status.LEARNING, Status.REVIEW)
ROW_ORDER = (Status.SUSPENDED, Status.BURIED, Status.NEW, Status.LEARNING, Status.DUE, Status.REVIEW)


def status(state: CardState, now: datetime, day: date, decay: float | None = None) -> Status:
    """The status of a card at an instant and its study day.

    `WEAK` is decided only if the `decay` of the forgetting curve is given: it takes longer than all the rest.
    """
    memory = state.memory
    if memory is None:
        bits = NEW
    else:
        bits = REVIEW if memory.phase == REVIEW_STATE else LEARNING
        if not state.suspended and state.buried != day and due_on(memory, now, day):
            bits |= DUE
        if state.lapses and is_leech(state):
            bits |= LEECH
        if decay is not None and is_weak(state, day, decay):
            bits |= WEAK
    if state.suspended:
        bits |= SUSPENDED
    if state.buried == day:
        bits |= BURIED
    if state.flagged:
        bits |= FLAGGED
    return _status(bits)


NEW, LEARNING, REVIEW, DUE, SUSPENDED, BURIED, LEECH, WEAK, FLAGGED = (member.value for member in Status)
"""The members as plain numbers: joining members of a `Flag` takes ten times as long, over a whole bank."""


@cache
def _status(bits: int) -> Status:
    return Status(bits)


@cache
def _words(status: Status) -> frozenset[str]:
    return frozenset(member.name.lower() for member in Status if member in status and member.name)
