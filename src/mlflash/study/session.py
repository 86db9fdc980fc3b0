"""One session as a pure state machine: the card asked now, those that wait, the grades so far.

Every step gives a new `Session`, so an undo is a return to the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.record import Record
from mlflash.scheduler.card_state import due_on
from mlflash.scheduler.events import AGAIN, RATING_NAMES, Mode
from mlflash.scheduler.schedule import REVIEW, Memory

UNCHANGED: Mapping[int, str] = dict.fromkeys(RATING_NAMES, "no change") | {AGAIN: "later"}
"""What each grade does where it leaves the schedule alone, in words."""
SPACING = 3
"""Other cards that come between two showings of a card, as long as others wait."""
Learning = tuple[tuple[datetime, str], ...]
"""Cards in their learning steps with the instant from which they come back, soonest first."""


class SessionMode(StrEnum):
    """Kinds of sessions."""

    DRILL = "drill"
    """Today's cards."""
    MORNING = "morning"
    """Cards to look over on the morning of an interview, due or not."""
    WEAK = "weak"
    """Weak cards, due or not."""
    CRAM = "cram"
    """All cards chosen; the schedule stays as it is."""
    MORE = "more"
    """Cards beyond today's."""
    LINES = "lines"
    """Single lines that the reader keeps missing."""
    MOCK = "mock"
    """A mock interview."""


class Graded(Record, frozen=True):
    """A grade given in this session."""

    card_id: str
    """The card."""
    rating: int
    """1 to 4."""
    ms: int
    """Milliseconds from the question to the grade."""
    new: bool
    """Whether the card had never been graded before."""
    lines: tuple[int, ...] | None
    """The lines recalled, from 1; None where none was ticked."""


class Session(Record, frozen=True):
    """One session; a value, which every step replaces by another."""

    waiting: tuple[str, ...] = ()
    """The cards to ask, in order."""
    learning: Learning = ()
    """The cards that come back when their learning step is over."""
    current: str | None = None
    """The card asked; None at the end, and while only cards in their learning steps are left."""
    revealed: bool = False
    """Whether its answer is shown."""
    graded: tuple[Graded, ...] = ()
    """The grades so far."""
    mode: SessionMode = SessionMode.DRILL
    """What kind of session it is."""
    chosen: Filter = EVERYTHING
    """The filter it was begun with."""
    journaled: Mode = Mode.DRILL
    """The mode that a review that counts has in the journal."""

    @property
    def left(self) -> int:
        """Cards still to come, the current one among them."""
        return len(self.waiting) + len(self.learning) + (self.current is not None)

    @property
    def over(self) -> bool:
        """Whether nothing is left to ask, now or later in this session."""
        return self.left == 0


def start(
    queue: Iterable[str],
    mode: SessionMode = SessionMode.DRILL,
    *,
    learning: Learning = (),
    chosen: Filter = EVERYTHING,
    journaled: Mode = Mode.DRILL,
) -> Session:
    """A session over these cards, each once, with the first of them asked."""
    first, *rest = dict.fromkeys(queue) or [None]
    waiting = tuple(card_id for card_id in rest if card_id is not None)
    return Session(waiting, learning, first, mode=mode, chosen=chosen, journaled=journaled)


def keeps_schedule(mode: SessionMode, memory: Memory | None, now: datetime, day: date) -> bool:
    """Whether a pass leaves a card's schedule alone: in a cram, and in "more" where it is not yet due.

    What is new or in learning counts in "more" as in any drill. That a plan might ask for a card before it is
    due makes no difference there: the plan asks for it in its own session.
    """
    if mode is not SessionMode.MORE:
        return mode is SessionMode.CRAM
    return memory is not None and memory.phase == REVIEW and not due_on(memory, now, day)


def reveal(session: Session) -> Session:
    """The same session with the answer shown."""
    return session._replace(revealed=session.current is not None)


def advance(session: Session, now: datetime, ahead: timedelta) -> Session:
    """Ask the next card: a learning one whose time has come, else the next that waits.

    When nothing waits, a learning card may come up to `ahead` early; otherwise `current` is None. A card graded
    less than `SPACING` cards ago is asked only where no other can be.
    """
    recent = [graded.card_id for graded in session.graded[-SPACING:]]
    ready = [card_id for due, card_id in session.learning if due <= now]
    early = [card_id for due, card_id in session.learning if now < due <= now + ahead]
    card_id = next((other for other in chain(ready, session.waiting, early) if other not in recent), None)
    if card_id is None:  # all were asked a moment ago: take the card asked longest ago
        among = {*ready, *session.waiting, *early}
        card_id = next((other for other in [*dict.fromkeys(reversed(recent))][::-1] if other in among), None)
    return _ask(session, card_id)


def _ask(session: Session, card_id: str | None) -> Session:
    """The session that asks one of its cards."""
    place = session.waiting.index(card_id) if card_id in session.waiting else len(session.waiting)
    return session._replace(
        waiting=(*session.waiting[:place], *session.waiting[place + 1 :]),
        learning=tuple(step for step in session.learning if step[1] != card_id),
        current=card_id,
        revealed=False,
    )


def grade(session: Session, graded: Graded, after: Memory | None, now: datetime, ahead: timedelta) -> Session:
    """The session after a grade; there is no memory `after` a grade that leaves the schedule alone.

    A card in its learning steps comes back when its step is over, a card failed without the schedule at the end.
    """
    session = session._replace(graded=(*session.graded, graded))
    if after is None:
        if graded.rating == AGAIN:
            session = session._replace(waiting=(*session.waiting, graded.card_id))
    elif after.phase != REVIEW and isinstance(after.due, datetime):
        session = session._replace(learning=tuple(sorted((*session.learning, (after.due, graded.card_id)))))
    return advance(session, now, ahead)


def skip(session: Session, now: datetime, ahead: timedelta) -> Session:
    """Put the current card at the end: behind those that wait, or else behind those in learning."""
    if session.current is None:
        return session
    if not session.waiting and session.learning:
        last = session.learning[-1][0] + timedelta(milliseconds=1)
        due, card_id = session.learning[0]
        behind = session._replace(learning=(*session.learning, (last, session.current)))
        return session if due - now > ahead else _ask(behind, card_id)
    after = advance(session, now, ahead)
    return session if after.current is None else after._replace(waiting=(*after.waiting, session.current))


def drop(session: Session, card_id: str, now: datetime, ahead: timedelta) -> Session:
    """Take a card out of the session (buried, suspended, or no longer in the bank)."""
    session = session._replace(
        waiting=tuple(waiting for waiting in session.waiting if waiting != card_id),
        learning=tuple(step for step in session.learning if step[1] != card_id),
    )
    return advance(session, now, ahead) if session.current == card_id else session
