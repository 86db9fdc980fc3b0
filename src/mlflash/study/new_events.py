"""New events for the journal, each with its id, instant and study day.

An event of a card that has events later than the clock names the newest of them, so that it is folded behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from mlflash.scheduler.events import (
    LINES,
    Asked,
    LineAnswer,
    Mark,
    ProbeAnswer,
    Rating,
    Rename,
    Review,
    Write,
    order,
)
from mlflash.scheduler.line_ticks import line_hash
from mlflash.study.desk import Desk
from mlflash.study.lines import lines_asked


def review(
    desk: Desk,
    card_id: str,
    rating: int,
    lines: tuple[int, ...] | None,
    ms: int | None,
    *,
    mode: str,
    at: datetime | None = None,
    sure: bool | None = None,
    typed: tuple[str, ...] | None = None,
) -> Review:
    """A review of a card in the bank, now or at an instant given."""
    head = desk.catalog.require(card_id)
    asked = desk.asked(card_id)
    event_id, now, after = _stamp(desk, card_id)
    at = now if at is None else at.replace(microsecond=at.microsecond // 1000 * 1000)
    count = asked if lines is None else max(asked, *lines, 0)
    return Review(
        event_id,
        at,
        desk.day_of(at),
        card_id,
        Rating(rating),
        lines,
        ms,
        mode,
        head.answer_hash,
        sure,
        typed,
        None if lines is None or asked == LINES else count,
        None if lines is None else line_hashes(desk, card_id, count),
        after,
    )


def line_hashes(desk: Desk, card_id: str, count: int) -> tuple[str, ...]:
    """The hashes of a card's first lines, as many as are asked: the reader's own where they wrote some."""
    card, own = desk.catalog.card(card_id), desk.progress.state(card_id).own_lines
    asked = lines_asked(card.answer, own, personal=card.personal)
    # The bank's lines of a personal card may be more than the reader's, and can be ticked while they are shown.
    return tuple(map(line_hash, (*asked, *card.answer[len(asked) :])[:count]))


def mark(desk: Desk, kind: str, card_id: str, offset: int = 0) -> Mark:
    """A card suspended, resumed, buried, flagged, unflagged or forgotten."""
    event_id, at, after = _stamp(desk, card_id, offset)
    return Mark(event_id, at, desk.day_of(at), kind, card_id, after)


def write(desk: Desk, card_id: str, lines: tuple[str, ...] | None, note: str | None) -> Write:
    """The reader's own lines or note for a card."""
    event_id, at, after = _stamp(desk, card_id)
    return Write(event_id, at, desk.day_of(at), card_id, lines, note, after)


def probe(desk: Desk, card_id: str, probe_hash: str, right: bool) -> ProbeAnswer:
    """A probe known or not."""
    event_id, at, after = _stamp(desk, card_id)
    return ProbeAnswer(event_id, at, desk.day_of(at), card_id, probe_hash, right, after)


def line(desk: Desk, card_id: str, text: str, right: bool) -> LineAnswer:
    """One line of an answer, practised by itself, known or not."""
    event_id, at, after = _stamp(desk, card_id)
    return LineAnswer(event_id, at, desk.day_of(at), card_id, line_hash(text), right, after)


def asked(desk: Desk, card_ids: Sequence[str], interview: date) -> list[Asked]:
    """Cards that came up in the interview of that date."""
    made = []
    for offset, card_id in enumerate(card_ids):
        event_id, at, after = _stamp(desk, card_id, offset)
        made.append(Asked(event_id, at, desk.day_of(at), card_id, interview, after))
    return made


def rename(desk: Desk, card_id: str, to: str) -> Rename:
    """A card's history moved to another id."""
    event_id, at = desk.ledger.stamp()
    last = desk.progress.renames[-1] if desk.progress.renames else None
    # One that stands behind another may do so behind one that was since taken back.
    named = last is not None and (last.after is not None or order(last) > (at, event_id))
    return Rename(event_id, at, desk.day_of(at), card_id, to, last.id if last is not None and named else None)


def _stamp(desk: Desk, card_id: str, offset: int = 0) -> tuple[str, datetime, str | None]:
    """An id and an instant, and the event of the card that has to be named as done before."""
    event_id, at = desk.ledger.stamp(offset)
    return event_id, at, desk.progress.state(card_id).stands_after(at, event_id)
