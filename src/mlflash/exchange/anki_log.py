"""Anki's review log as events of the journal.

The id of an event comes from the note and the row it was made from, so that a second import adds nothing.
Source: the revlog table of Anki; `type` 0 learn, 1 review, 2 relearn, 3 filtered, 4 manual, 5 rescheduled.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from mlflash.exchange.foreign import ForeignReview
from mlflash.hashing import blake2b
from mlflash.scheduler.events import MOST_MS, YEARS, Event, Mark, Mode, Rating, Review

MOST_ROWS = 5_000_000
"""Rows of a log at most."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FILTERED, MANUAL = 3, 4
NEAR = 20
"""Milliseconds by which the export moves an instant at most, so that no two rows of a log are equal."""


def read_log(
    connection: sqlite3.Connection, ids: Mapping[int, str], guids: Mapping[int, str], version: int
) -> list[ForeignReview]:
    """The answers to the first card of each note, by time.

    Anki's first scheduler numbered the answers of a card in learning 1 to 3, where 2 is good and 3 easy.
    """
    query = (
        "select revlog.id, nid, ease, factor, time, revlog.type from revlog join"
        " (select min(ord), id as card, nid from cards group by nid) on card = revlog.cid order by revlog.id"
    )
    reviews = []
    for row in connection.execute(query).fetchmany(MOST_ROWS):
        if not all(isinstance(value, int) for value in row) or row[1] not in ids:
            continue
        at, note, ease, factor, ms, kind = row
        if not _in_years(at) or ease not in range(5):
            continue
        if version == 1 and kind in (0, 2) and ease in (2, 3):
            ease += 1
        is_reset = kind == MANUAL and factor == 0 and ease == 0
        if ease == 0 and not is_reset:
            continue
        token = blake2b(f"{guids[note]}\0{at}".encode("utf-8", "replace"), digest_size=4).hexdigest()
        reviews.append(
            ForeignReview(
                card_id=ids[note],
                at_ms=at,
                rating=ease or None,
                ms=max(0, min(ms, MOST_MS)),
                cram=kind == FILTERED and factor == 0,
                token=token,
            )
        )
    return reviews


def _in_years(at: int) -> bool:
    """Whether milliseconds since 1970 are an instant that an event may have."""
    try:
        return (_EPOCH + timedelta(milliseconds=at)).year in YEARS
    except OverflowError:
        return False


def events_of(reviews: Iterable[ForeignReview], day_of: Callable[[datetime], date]) -> list[Event]:
    """The events of a log; `day_of` gives the study day of an instant."""
    events: list[Event] = []
    for review in reviews:
        at = _EPOCH + timedelta(milliseconds=review.at_ms)
        event_id, day = f"{review.at_ms:011x}{review.token}", day_of(at)
        if review.rating is None:
            events.append(Mark(event_id, at, day, "forget", review.card_id))
            continue
        mode = Mode.CRAM if review.cram else Mode.DRILL
        rating, ms = Rating(review.rating), review.ms or None
        events.append(Review(event_id, at, day, review.card_id, rating, ms=ms, mode=mode.value))
    return events


def new_events(events: Iterable[Event], known: Iterable[Event]) -> list[Event]:
    """The events that are not known yet; answers that were exported to Anki and come back are known."""
    ids: set[str] = set()
    answered: set[tuple[str, int, int]] = set()
    for event in known:
        ids.add(event.id)
        if isinstance(event, Review):
            answered.add((event.card_id, event.rating, ms_of(event.at)))

    def is_known(event: Event) -> bool:
        if event.id in ids:
            return True
        if not isinstance(event, Review):
            return False
        at = ms_of(event.at)
        return any((event.card_id, event.rating, at - by) in answered for by in range(NEAR + 1))

    return [event for event in events if not is_known(event)]


def ms_of(at: datetime) -> int:
    """An instant in milliseconds since 1970."""
    return (at - _EPOCH) // timedelta(milliseconds=1)
