"""Notes of an Anki package as cards: one of each note, chosen by what its first template shows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from mlflash.errors import MlflashError
from mlflash.exchange import notetype as ours
from mlflash.exchange.anki_container import open_package, require_tables
from mlflash.exchange.anki_log import read_log
from mlflash.exchange.anki_notetypes import Collection, Notetype, read_collection
from mlflash.exchange.answer import foreign_card
from mlflash.exchange.cloze import is_cloze, split_cloze
from mlflash.exchange.foreign import ForeignCard, ForeignDeck, NoticeKind, id_from_identity, slug
from mlflash.exchange.html_text import Block, TextBlocks, html_blocks

MOST_NOTES = 200_000
"""Notes of a package at most."""
_DUMMY = "Please update to the latest Anki version"
_DROPPED_TAGS = frozenset({"leech", "marked"})
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class _Note(NamedTuple):
    """A note as its table has it, with its place."""

    guid: str
    """Its global id."""
    fields: tuple[str, ...]
    """Its fields, as HTML."""
    tags: tuple[str, ...]
    """Its tags."""
    deck: tuple[str, ...]
    """The names of its deck and of those above it."""
    place: str
    """Where it is in the file, for reports."""


def read_package(data: bytes, name: str, title: str) -> ForeignDeck:
    """The cards and the log of a package; raises `MlflashError` for one that cannot be read."""
    with open_package(data, name) as connection:
        require_tables(connection, name, "col", "notes", "cards", "revlog")
        collection = read_collection(connection)
        return _deck(connection, collection, name, title)


def _deck(connection: sqlite3.Connection, collection: Collection, name: str, title: str) -> ForeignDeck:
    decks = {
        note_id: collection.decks.get(deck_id, ())
        for note_id, deck_id in connection.execute(
            # a card under way in a filtered deck knows the deck it comes from
            "select nid, case when odid then odid else did end from cards order by ord desc"
        )
    }
    rows = connection.execute("select id, guid, mid, flds, tags from notes order by id").fetchmany(MOST_NOTES + 1)
    if len(rows) > MOST_NOTES:
        raise MlflashError(f"{name}: holds more than {MOST_NOTES:,} notes")
    if len(rows) == 1 and _DUMMY in str(rows[0][3]):
        raise MlflashError(f"{name}: holds only Anki's note that asks for a newer version: export it again")
    rows.sort(key=_order(connection))
    shared = _shared_level(set(decks.values()))
    deck = ForeignDeck(shared or title)
    ids: dict[int, str] = {}
    for number, (note_id, guid, notetype_id, fields, tags) in enumerate(rows, 1):
        place = f"{name}: note {number}"
        notetype = collection.notetypes.get(notetype_id)
        if notetype is None:
            deck.skip(place, "its notetype is missing")
            continue
        levels = decks.get(note_id, ())
        note = _Note(
            guid=str(guid),
            fields=tuple(str(fields).split("\x1f")),
            tags=tuple(str(tags).split()),
            deck=levels[1:] if shared and len(levels) > 1 else levels,
            place=place,
        )
        card = _card(deck, notetype, note)
        if card is not None:
            ids[note_id] = card.card_id
    deck.reviews = read_log(connection, ids, {row[0]: str(row[1]) for row in rows}, collection.version)
    return deck


def _order(connection: sqlite3.Connection) -> Any:
    """A key by which notes have the order in which new ones are learned, then the order they were made in."""
    places = {
        note_id: due
        for note_id, due in connection.execute("select nid, due from cards where type = 0 order by ord desc")
        if isinstance(due, int)
    }
    return lambda row: (places.get(row[0], 0), row[0])


def _shared_level(decks: Iterable[tuple[str, ...]]) -> str:
    """The first level that all decks have in common; empty where there is none."""
    firsts = {levels[0] for levels in decks if levels and levels != ("Default",)}
    return firsts.pop() if len(firsts) == 1 else ""


def _card(deck: ForeignDeck, notetype: Notetype, note: _Note) -> ForeignCard | None:
    """The card of a note; None, with a notice, where it has none."""
    texts = dict(zip(notetype.fields, note.fields, strict=False))
    own_id = ours.card_id_of(note.guid)
    section = " / ".join(note.deck)
    if own_id is not None and set(ours.LINE_FIELDS) <= set(notetype.fields):
        return _own_card(deck, own_id, texts, note, section)
    card_id = own_id if own_id and _ID.fullmatch(own_id) else id_from_identity("anki", note.guid)
    marks = _marks(note.tags)
    front = [texts[one] for one in notetype.front if texts.get(one, "").strip()]
    back = [texts[one] for one in notetype.back if texts.get(one, "").strip()]
    if notetype.is_cloze or (not back and any(map(is_cloze, front))):
        return _cloze_card(deck, front, back, note, section, card_id, marks)
    if notetype.templates > 1:
        deck.skip(note.place, "a further card of the same note, such as the reversed one")
    question = html_blocks("<br>".join(front))
    if question.media:
        deck.note(NoticeKind.CHANGED, note.place, "pictures, sounds or videos became a word")
    answer = html_blocks("<br>".join(back))
    answer.is_whole = answer.is_whole and question.is_whole
    return foreign_card(
        deck, question.text, answer, place=note.place, section=section, card_id=card_id, more=marks
    )


def _cloze_card(
    deck: ForeignDeck,
    front: list[str],
    back: list[str],
    note: _Note,
    section: str,
    card_id: str,
    marks: dict[str, Any],
) -> ForeignCard | None:
    """A cloze note as one card: its text with gaps, and the words of the gaps as lines."""
    shown = html_blocks("<br>".join(front))
    cloze = split_cloze(shown.text)
    extra = html_blocks("<br>".join(back))
    lines = [Block(" ".join(line.split())) for line in cloze.lines]
    answer = TextBlocks([*lines, *extra.blocks], extra.links, 0, shown.is_whole and extra.is_whole)
    if cloze.lines:
        deck.note(NoticeKind.CHANGED, note.place, "a cloze became a question and lines")
    if shown.media or extra.media:
        deck.note(NoticeKind.CHANGED, note.place, "pictures, sounds or videos became a word")
    return foreign_card(
        deck, cloze.question, answer, place=note.place, section=section, card_id=card_id, more=marks
    )


def _own_card(
    deck: ForeignDeck, card_id: str, texts: dict[str, str], note: _Note, section: str
) -> ForeignCard | None:
    """A card of this program that comes back from Anki."""
    written = ours.written_card({name: ours.field_text(text) for name, text in texts.items()}, note.tags)
    fields = {name: value for name, value in written.items() if name != "id"}
    if not fields["answer"]:
        deck.skip(note.place, "no answer")
        return None
    card = ForeignCard(card_id, section or deck.title, fields, note.place)
    deck.cards.append(card)
    return card


def _marks(tags: Iterable[str]) -> dict[str, Any]:
    """Difficulty, likelihood and the tags that a bank can hold."""
    marks: dict[str, Any] = {}
    own: dict[str, None] = {}
    for tag in tags:
        name, _, value = tag.lower().rpartition("::")
        if name == "difficulty" and value in ("easy", "medium", "hard"):
            marks["difficulty"] = value
        elif name == "likelihood" and value in ("high", "medium", "low"):
            marks["likelihood"] = value
        elif tag.lower() not in _DROPPED_TAGS and (short := slug(tag)):
            own[short] = None
    return marks | ({"tags": list(own)[:20]} if own else {})
