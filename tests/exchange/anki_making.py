"""Anki packages of our own making, in each of its containers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

BASIC, REVERSED, CLOZE = 1_500_000_000_001, 1_500_000_000_002, 1_500_000_000_003
DUMMY = "Please update to the latest Anki version, then import the .colpkg/.apkg file again."
_SCHEMA_11 = """
create table col (id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer,
  usn integer, ls integer, conf text, models text, decks text, dconf text, tags text);
"""
_COMMON = """
create table notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text,
  sfld text, csum integer, flags integer, data text);
create table cards (id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer,
  type integer, queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer,
  left integer, odue integer, odid integer, flags integer, data text);
create table revlog (id integer primary key, cid integer, usn integer, ease integer, ivl integer, lastIvl integer,
  factor integer, time integer, type integer);
"""
_SCHEMA_18 = """
create table col (id integer primary key, crt integer, ver integer);
create table notetypes (id integer primary key, name text collate unicase, mtime_secs integer, usn integer,
  config blob);
create table fields (ntid integer, ord integer, name text collate unicase, config blob, primary key (ntid, ord))
  without rowid;
create table templates (ntid integer, ord integer, name text collate unicase, mtime_secs integer, usn integer,
  config blob, primary key (ntid, ord)) without rowid;
create table decks (id integer primary key, name text collate unicase, mtime_secs integer, usn integer,
  common blob, kind blob);
create table config (key text primary key, usn integer, mtime_secs integer, val blob) without rowid;
create table tags (tag text primary key collate unicase) without rowid;
"""


class Note(NamedTuple):
    """A note to put in a package."""

    fields: Sequence[str]
    guid: str = "g"
    notetype: int = BASIC
    tags: str = ""
    deck: str = "ML::Trees"
    log: Sequence[tuple[int, int, int, int]] = ()
    """Its answers: milliseconds since 1970, ease, kind, factor."""
    cards: int = 1


class Template(NamedTuple):
    """A notetype to put in a package."""

    id: int
    name: str
    fields: Sequence[str]
    front: str
    back: str
    is_cloze: bool = False
    cards: int = 1


NOTETYPES = (
    Template(BASIC, "Basic", ("Front", "Back"), "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"),
    Template(REVERSED, "Both ways", ("Front", "Back"), "{{Front}}", "{{FrontSide}}{{Back}}", cards=2),
    Template(CLOZE, "Cloze", ("Text", "Extra"), "{{cloze:Text}}", "{{cloze:Text}}<br>{{Extra}}", is_cloze=True),
)


def database(
    notes: Sequence[Note],
    *,
    notetypes: Sequence[Template] = NOTETYPES,
    scheduler: int | None = 2,
    schema: int = 11,
    after: str = "",
) -> bytes:
    """The bytes of a collection; `after` is SQL to run at its end."""
    connection = sqlite3.connect(":memory:")
    connection.create_collation("unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
    connection.executescript((_SCHEMA_18 if schema == 18 else _SCHEMA_11) + _COMMON)
    decks = {name: number for number, name in enumerate(dict.fromkeys(note.deck for note in notes), 1)}
    if schema == 18:
        _frame_18(connection, notetypes, decks, scheduler)
    else:
        _frame_11(connection, notetypes, decks, scheduler)
    for number, note in enumerate(notes, 1):
        connection.execute(
            "insert into notes values (?, ?, ?, 0, 0, ?, ?, '', 0, 0, '')",
            (number, note.guid, note.notetype, note.tags, "\x1f".join(note.fields)),
        )
        for card in range(note.cards):
            connection.execute(
                "insert into cards values (?, ?, ?, ?, 0, 0, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
                (number * 10 + card, number, decks[note.deck], card, number),
            )
        for at, ease, kind, factor in note.log:
            row = (at, number * 10, ease, factor, kind)
            connection.execute("insert into revlog values (?, ?, 0, ?, 1, 1, ?, 4000, ?)", row)
    connection.executescript(after)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


def _frame_11(
    connection: sqlite3.Connection, notetypes: Sequence[Template], decks: dict[str, int], scheduler: int | None
) -> None:
    models = {
        str(one.id): {
            "id": one.id,
            "name": one.name,
            "type": int(one.is_cloze),
            "flds": [{"name": name, "ord": at} for at, name in enumerate(one.fields)],
            "tmpls": [
                {"name": f"Card {n}", "ord": n, "qfmt": one.front, "afmt": one.back} for n in range(one.cards)
            ],
        }
        for one in notetypes
    }
    conf: dict[str, Any] = {} if scheduler is None else {"schedVer": scheduler}
    names = {str(number): {"id": number, "name": name} for name, number in decks.items()}
    connection.execute(
        "insert into col values (1, 0, 0, 0, 11, 0, 0, 0, ?, ?, ?, '{}', '{}')",
        (json.dumps(conf), json.dumps(models), json.dumps(names)),
    )


def _frame_18(
    connection: sqlite3.Connection, notetypes: Sequence[Template], decks: dict[str, int], scheduler: int | None
) -> None:
    connection.execute("insert into col values (1, 0, 18)")
    for one in notetypes:
        config = b"\x08\x01" if one.is_cloze else b""
        connection.execute("insert into notetypes values (?, ?, 0, 0, ?)", (one.id, one.name, config))
        for at, name in enumerate(one.fields):
            connection.execute("insert into fields values (?, ?, ?, x'')", (one.id, at, name))
        for at in range(one.cards):
            config = _protobuf(1, one.front) + _protobuf(2, one.back)
            connection.execute("insert into templates values (?, ?, ?, 0, 0, ?)", (one.id, at, f"{at}", config))
    for name, number in decks.items():
        flat = name.replace("::", "\x1f")
        connection.execute("insert into decks values (?, ?, 0, 0, x'', x'')", (number, flat))
    if scheduler is not None:
        connection.execute("insert into config values ('schedVer', 0, 0, ?)", (str(scheduler).encode(),))


def _protobuf(number: int, text: str) -> bytes:
    data = text.encode()
    size = bytes([len(data)]) if len(data) < 128 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7])
    return bytes([number << 3 | 2]) + size + data


def package(**entries: bytes) -> bytes:
    """A zip whose entries are `collection.KEY`, in this order; any other name is taken as it is."""
    return archive({f"collection.{name}": data for name, data in entries.items()})


def archive(entries: dict[str, bytes]) -> bytes:
    """A zip of these entries."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return made.getvalue()


def legacy(*notes: Note, **options: Any) -> bytes:
    """A package as old versions of Anki write it."""
    return package(anki2=database(notes, **options))


def dummy() -> bytes:
    """The collection that newer packages hold beside the one that counts."""
    return database([Note((DUMMY, ""))])
