"""Read Anki's notetypes and decks from schema 11 (JSON) and 18 (tables, protobuf)."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mlflash.exchange.anki_container import has_table

_FIELD = re.compile(r"\{\{([^{}]{1,300})\}\}")
_SPECIAL = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"})
_CONDITIONS = ("#", "^", "/", "!", "=")
_LEVEL = re.compile("::|\x1f")


class Notetype(NamedTuple):
    """A notetype: the fields of its notes, and which side shows them."""

    is_cloze: bool
    """Whether its notes are clozes."""
    fields: tuple[str, ...]
    """The names of its fields in order."""
    front: tuple[str, ...]
    """The fields on the front of its first template."""
    back: tuple[str, ...]
    """The fields that only the back of that template shows, in order."""
    templates: int
    """How many templates, and so cards a note, it has."""


class Collection(NamedTuple):
    """A collection without its notes and cards."""

    notetypes: Mapping[int, Notetype]
    """Its notetypes by id."""
    decks: Mapping[int, tuple[str, ...]]
    """The names of its decks by id, a name for each level."""
    version: int
    """The version of the scheduler that wrote its log."""


def read_collection(connection: sqlite3.Connection) -> Collection:
    """Notetypes, decks and the scheduler's version."""
    if has_table(connection, "notetypes"):
        return _schema_18(connection)
    models, decks, conf = connection.execute("select models, decks, conf from col").fetchone() or ("", "", "")
    notetypes = {}
    for key, model in _object(models).items():
        with_id = _whole(key)
        if isinstance(model, dict) and with_id is not None:
            fields = tuple(str(field.get("name", "")) for field in _objects(model.get("flds")))
            templates = [(str(t.get("qfmt", "")), str(t.get("afmt", ""))) for t in _objects(model.get("tmpls"))]
            notetypes[with_id] = _notetype(model.get("type") == 1, fields, templates)
    names = {
        deck_id: _levels(str(deck.get("name", "")))
        for key, deck in _object(decks).items()
        if isinstance(deck, dict) and (deck_id := _whole(key)) is not None
    }
    return Collection(notetypes, names, _whole(_object(conf).get("schedVer")) or 1)


def _schema_18(connection: sqlite3.Connection) -> Collection:
    """Notetypes, decks and the scheduler's version from their tables."""
    fields: dict[int, list[str]] = defaultdict(list)
    for ntid, name in connection.execute("select ntid, name from fields order by ntid, ord"):
        fields[ntid].append(str(name))
    templates: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for ntid, config in connection.execute("select ntid, config from templates order by ntid, ord"):
        texts = dict(_protobuf(config))
        templates[ntid].append((_text(texts.get(1)), _text(texts.get(2))))
    notetypes = {
        ntid: _notetype(dict(_protobuf(config)).get(1) == 1, tuple(fields[ntid]), templates[ntid])
        for ntid, config in connection.execute("select id, config from notetypes")
    }
    decks = {deck_id: _levels(str(name)) for deck_id, name in connection.execute("select id, name from decks")}
    row = connection.execute("select val from config where cast(key as text) = 'schedVer'").fetchone()
    version = _whole(_text(row[0])) if row else None
    return Collection(notetypes, decks, version or 1)


def _notetype(is_cloze: bool, fields: tuple[str, ...], templates: list[tuple[str, str]]) -> Notetype:
    """A notetype, with the fields on either side of its first template."""
    question, answer = templates[0] if templates else ("", "")
    shown = _shown(question, fields)
    back = tuple(field for field in _shown(answer, fields) if field not in shown)
    front = shown or fields[:1]
    if not back and not is_cloze:
        back = tuple(field for field in fields if field not in front)
    return Notetype(is_cloze, fields, front, back, len(templates))


def _shown(template: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    """The fields that a template shows, each once, without conditions and the names that Anki fills in."""
    inner = (text.strip() for text in _FIELD.findall(template))
    names = dict.fromkeys(text.rpartition(":")[2].strip() for text in inner if text[:1] not in _CONDITIONS)
    return tuple(name for name in names if name in fields and name not in _SPECIAL)


def _levels(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _LEVEL.split(name) if part.strip())


def _protobuf(data: Any) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a protobuf message as far as they can be read: number, and value."""
    if not isinstance(data, bytes):
        return
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        match key & 7:
            case 0:
                value: int | bytes
                value, at = _varint(data, at)
            case 2:
                size, at = _varint(data, at)
                value, at = data[at : at + size], at + size
            case 1 | 5 as kind:
                at += 8 if kind == 1 else 4
                continue
            case _:
                return
        yield key >> 3, value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number, shift = 0, 0
    while at < len(data) and shift < 64:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not byte & 0x80:
            break
    return number, at


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _object(text: Any) -> dict[str, Any]:
    """The object that a text of JSON holds; empty for any other text."""
    try:
        value = json.loads(_text(text) or "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, in the order of their `ord` where they have one."""
    objects = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return sorted(objects, key=lambda item: _whole(item.get("ord")) or 0)
