"""The tables of an Anki collection of schema 11, and its row of notetypes, decks and options.

Source of the format: rslib/src/storage/schema11.sql and the schema11 structs of Anki.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from mlflash.exchange import notetype
from mlflash.exchange.anki_schedule import EPOCH
from mlflash.scheduler.study_day import day_start

DECK = "mlflash"
"""The deck above those of the sections."""
TABLES = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
  ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL,
  models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
  usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL,
  ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL,
  left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
  ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
  type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
"""
INDEXES = """
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""
CONF: dict[str, Any] = json.loads("""
{"activeDecks": [1], "curDeck": 1, "creationOffset": 0, "nextPos": 1, "rollover": 4, "schedVer": 2,
 "sortType": "noteFld"}
""")
MODEL: dict[str, Any] = json.loads("""
{"id": 0, "name": "", "type": 0, "mod": 0, "usn": 0, "sortf": 0, "did": null, "flds": [], "tmpls": [], "css": "",
 "latexPre": "", "latexPost": "", "req": [[0, "all", [0]]], "tags": [], "vers": []}
""")
FIELD: dict[str, Any] = json.loads("""
{"name": "", "ord": 0, "id": 0, "font": "Arial", "size": 20, "sticky": false, "rtl": false, "media": [],
 "preventDeletion": false}
""")
TEMPLATE: dict[str, Any] = json.loads("""
{"name": "", "ord": 0, "id": 0, "did": null, "qfmt": "", "afmt": "", "bqfmt": "", "bafmt": ""}
""")
ANKI_DECK: dict[str, Any] = json.loads("""
{"id": 0, "name": "", "desc": "", "conf": 1, "dyn": 0, "mod": 0, "usn": 0, "collapsed": false,
 "browserCollapsed": false, "extendNew": 0, "extendRev": 0,
 "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0]}
""")
PRESETS: dict[str, Any] = json.loads("""
{"1": {"id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": true, "timer": 0,
 "replayq": true, "dyn": false,
 "new": {"delays": [1, 10], "ints": [1, 4, 0], "initialFactor": 2500, "order": 1, "perDay": 20, "bury": false},
 "rev": {"perDay": 200, "ease4": 1.3, "ivlFct": 1, "maxIvl": 36500, "bury": false, "hardFactor": 1.2},
 "lapse": {"delays": [10], "mult": 0, "minInt": 1, "leechFails": 8, "leechAction": 1}}}
""")
"""Anki's default deck options, which an import ignores unless the reader asks for them."""


class AnkiCalendar(NamedTuple):
    """How the reader counts study days."""

    zone: Any
    """Their time zone, None for the machine's own."""
    rollover: int
    """The hour at which a study day begins."""


def deck_name(section: str) -> str:
    """The deck of a section; double colons in the title become single ones, which nest no decks."""
    title = " ".join(section.split())
    while "::" in title:
        title = title.replace("::", ":")
    return f"{DECK}::{title.strip(':') or '-'}"


def deck_id(name: str) -> int:
    """The id of a deck, by its name."""
    return notetype.stable_id(f"deck {name}")


def collection_row(decks: Iterable[str], calendar: AnkiCalendar) -> tuple[object, ...]:
    """The row of `col` of a collection with these decks."""
    created = day_start(EPOCH, calendar.zone, calendar.rollover)
    offset = created.astimezone(calendar.zone).utcoffset()
    conf = {
        "creationOffset": -int(offset.total_seconds()) // 60 if offset else 0,
        "rollover": calendar.rollover,
    }
    named = {1: "Default", **{deck_id(name): name for name in sorted({DECK, *decks})}}
    texts: tuple[dict[str, Any], ...] = (
        CONF | conf,
        {str(notetype.NOTETYPE_ID): _model()},
        {str(number): ANKI_DECK | {"id": number, "name": name} for number, name in named.items()},
        PRESETS,
        {},
    )
    stamp = int(created.timestamp())
    return (1, stamp, stamp * 1000, stamp * 1000, 11, 0, 0, 0, *map(json.dumps, texts))


def _model() -> dict[str, Any]:
    """The notetype as schema 11 has it."""
    fields = [
        FIELD
        | {
            "name": name,
            "ord": place,
            "id": notetype.FIELD_IDS[place],
            "font": "Courier" if name in ("Code", "Formula") else "Arial",
            "preventDeletion": name in ("Question", "Id"),
        }
        for place, name in enumerate(notetype.FIELDS)
    ]
    template = {
        "name": notetype.TEMPLATE,
        "id": notetype.TEMPLATE_ID,
        "qfmt": notetype.FRONT,
        "afmt": notetype.BACK,
    }
    return MODEL | {
        "id": notetype.NOTETYPE_ID,
        "name": notetype.NAME,
        "mod": int(notetype.TEMPLATE_CHANGED.timestamp()),
        "flds": fields,
        "tmpls": [TEMPLATE | template],
        "css": notetype.CSS,
    }
