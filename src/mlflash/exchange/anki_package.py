"""Write an Anki package: a zip with a collection of schema 11, which every Anki since 2.0 reads.

The same cards give the same bytes: ids come from names, the zip's dates are fixed, and the collection's clock
stands still.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mlflash.exchange import notetype
from mlflash.exchange.anki_schedule import ReviewRow, schedule_columns
from mlflash.exchange.anki_schema import INDEXES, TABLES, Calendar, collection_row, deck_id, deck_name
from mlflash.exchange.modified import note_hash
from mlflash.exchange.outgoing import OutgoingCard
from mlflash.scheduler.schedule import Parameters

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
BEGINNING, MILLISECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)


class AnkiNote(NamedTuple):
    """A card with what its note says."""

    outgoing: OutgoingCard
    """The card."""
    fields: tuple[str, ...]
    """The note's fields in HTML."""
    tags: tuple[str, ...]
    """The note's tags."""
    note_id: int
    """The note's id."""
    card_id: int
    """The id of its card in Anki."""


def anki_notes(cards: Iterable[OutgoingCard]) -> list[AnkiNote]:
    """The cards as notes; two cards never have one id."""
    taken: set[int] = set()

    def free_id(name: str) -> int:
        number = notetype.stable_id(name)
        while number in taken:
            number += 1
        taken.add(number)
        return number

    return [
        AnkiNote(
            one,
            notetype.note_fields(one.card, one.lines, one.note),
            notetype.note_tags(one.card, flagged=one.state.flagged),
            free_id(f"note {one.card.id}"),
            free_id(f"card {one.card.id}"),
        )
        for one in cards
    ]


def note_hashes(notes: Iterable[AnkiNote]) -> dict[str, str]:
    """The fingerprint of what each card's note says, by the card's id."""
    return {note.outgoing.card.id: note_hash(note.fields, note.tags) for note in notes}


def anki_package(
    notes: Sequence[AnkiNote],
    modified: Mapping[str, datetime],
    parameters: Parameters,
    calendar: Calendar,
    reviews: Mapping[str, Sequence[ReviewRow]],
) -> bytes:
    """The package as bytes: `modified` says when each card's text last changed, `reviews` how it was answered."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, data in (
            ("collection.anki2", _collection(notes, modified, parameters, calendar, reviews)),
            ("media", b"{}"),
        ):
            entry = ZipInfo(name, ZIP_DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return packed.getvalue()


def _collection(
    notes: Sequence[AnkiNote],
    modified: Mapping[str, datetime],
    parameters: Parameters,
    calendar: Calendar,
    reviews: Mapping[str, Sequence[ReviewRow]],
) -> bytes:
    """The SQLite database of a package."""
    decks = {note.card_id: deck_name(note.outgoing.section) for note in notes}
    times = {note.card_id: int(modified[note.outgoing.card.id].timestamp()) for note in notes}
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(TABLES)
        db.execute("BEGIN")
        db.execute(f"INSERT INTO col VALUES ({_marks(13)})", collection_row(set(decks.values()), calendar))
        db.executemany(
            f"INSERT INTO notes VALUES ({_marks(11)})", (_note_row(note, times[note.card_id]) for note in notes)
        )
        db.executemany(
            f"INSERT INTO cards VALUES ({_marks(18)})",
            (
                _card_row(note, position, deck_id(decks[note.card_id]), times[note.card_id], parameters)
                for position, note in enumerate(notes, 1)
            ),
        )
        db.executemany(f"INSERT INTO revlog VALUES ({_marks(9)})", _revlog(notes, reviews))
        db.execute("COMMIT")
        db.executescript(INDEXES)
        return db.serialize()


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _note_row(note: AnkiNote, modified: int) -> tuple[object, ...]:
    first = notetype.field_text(note.fields[0])
    checksum = int(sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    return (
        *(note.note_id, notetype.guid_of(note.outgoing.card.id), notetype.NOTETYPE_ID, modified, 0),
        *(f" {' '.join(note.tags)} ", "\x1f".join(note.fields), first, checksum, 0, ""),
    )


def _card_row(
    note: AnkiNote, position: int, deck: int, modified: int, parameters: Parameters
) -> tuple[object, ...]:
    when = schedule_columns(note.outgoing.state, position, parameters)
    return (note.card_id, note.note_id, deck, 0, modified, 0, *when[:-1], 0, 0, 0, when.data)


def _revlog(notes: Sequence[AnkiNote], reviews: Mapping[str, Sequence[ReviewRow]]) -> Iterable[tuple[int, ...]]:
    """The reviews by time: their ids are the milliseconds of the answer, and no two may be equal."""
    rows = [
        ((row.at - BEGINNING) // MILLISECOND, note.card_id, row)
        for note in notes
        for row in reviews.get(note.outgoing.card.id, ())
    ]
    rows.sort(key=lambda row: row[:2])
    last = 0
    for ms, card_id, row in rows:
        last = max(ms, last + 1)
        yield last, card_id, 0, row.ease, row.ivl, row.last_ivl, row.factor, row.ms, row.type
