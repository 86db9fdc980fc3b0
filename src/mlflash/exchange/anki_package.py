"""Write an Anki package: a zip with a collection of schema 11, which every Anki since 2.0 reads.

The same cards give the same bytes: ids are hashes of names, and all dates in zip and collection are fixed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from hashlib import sha1
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mlflash.exchange import notetype
from mlflash.exchange.anki_log import ms_of
from mlflash.exchange.anki_schedule import ReviewRow, schedule_columns
from mlflash.exchange.anki_schema import INDEXES, TABLES, AnkiCalendar, collection_row, deck_id, deck_name
from mlflash.exchange.modified import note_hash
from mlflash.exchange.outgoing import OutgoingCard
from mlflash.scheduler.schedule import Parameters

ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class AnkiNote(NamedTuple):
    """A card and the contents of its note."""

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
    """The cards as notes; no two have the same id."""
    used: set[int] = set()

    def free_id(name: str) -> int:
        number = notetype.stable_id(name)
        while number in used:
            number += 1
        used.add(number)
        return number

    return [
        AnkiNote(
            outgoing=outgoing,
            fields=notetype.note_fields(outgoing.card, outgoing.lines, outgoing.note),
            tags=notetype.note_tags(outgoing.card, flagged=outgoing.state.flagged),
            note_id=free_id(f"note {outgoing.card.id}"),
            card_id=free_id(f"card {outgoing.card.id}"),
        )
        for outgoing in cards
    ]


def note_hashes(notes: Iterable[AnkiNote]) -> dict[str, str]:
    """The hash of each note's contents, by the card's id."""
    return {note.outgoing.card.id: note_hash(note.fields, note.tags) for note in notes}


def anki_package(
    notes: Sequence[AnkiNote],
    modified: Mapping[str, datetime],
    parameters: Parameters,
    calendar: AnkiCalendar,
    reviews: Mapping[str, Sequence[ReviewRow]],
) -> bytes:
    """The package as bytes; `modified` holds when each card's text last changed, `reviews` its reviews, by id."""
    decks = [deck_name(note.outgoing.section) for note in notes]
    times = [int(modified[note.outgoing.card.id].timestamp()) for note in notes]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(TABLES)
        db.execute("BEGIN")
        _insert(db, "col", [collection_row(decks, calendar)])
        _insert(db, "notes", [_note_row(note, at) for note, at in zip(notes, times, strict=True)])
        cards = [
            _card_row(note, position, deck_id(deck), at, parameters)
            for position, (note, deck, at) in enumerate(zip(notes, decks, times, strict=True), 1)
        ]
        _insert(db, "cards", cards)
        _insert(db, "revlog", list(_revlog(notes, reviews)))
        db.execute("COMMIT")
        db.executescript(INDEXES)
        return _zipped(db.serialize())


def _insert(db: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Add rows to a table."""
    if rows:
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _zipped(collection: bytes) -> bytes:
    """The zip with a collection and no media."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, data in (("collection.anki2", collection), ("media", b"{}")):
            entry = ZipInfo(name, ZIP_DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return file.getvalue()


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
    """The reviews by time. The id of a row is the time of the review in milliseconds; no two may be equal."""
    rows = [(ms_of(row.at), note.card_id, row) for note in notes for row in reviews.get(note.outgoing.card.id, ())]
    rows.sort(key=lambda row: row[:2])
    last = 0
    for ms, card_id, row in rows:
        last = max(ms, last + 1)
        yield last, card_id, 0, row.ease, row.ivl, row.last_ivl, row.factor, row.ms, row.type
