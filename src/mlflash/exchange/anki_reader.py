"""Read the notes of an Anki package as cards: one card a note, from the fields that its first template shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from mlflash.errors import MlflashError
from mlflash.exchange import notetype as own_notetype
from mlflash.exchange.anki_container import open_package, require_tables
from mlflash.exchange.anki_log import read_log
from mlflash.exchange.anki_notetypes import Notetype, read_collection
from mlflash.exchange.answer import MEDIA_CHANGED, foreign_card
from mlflash.exchange.cloze import CLOZE_SPLIT, is_cloze, split_cloze
from mlflash.exchange.foreign import ForeignCard, ForeignDeck, NoticeKind, id_from_identity, is_id, tag_fields
from mlflash.exchange.html_text import Block, html_blocks
from mlflash.exchange.progress import OnProgress, counted, no_progress

MOST_NOTES = 200_000
"""Notes of a package at most."""
_DUMMY = "Please update to the latest Anki version"


class _Note(NamedTuple):
    """A row of the table of notes, with its place in the file."""

    guid: str
    """Its id, the same in every collection."""
    fields: tuple[str, ...]
    """Its fields, as HTML."""
    tags: tuple[str, ...]
    """Its tags."""
    section: str
    """The title of its section: the names of its deck and of the decks above."""
    place: str
    """Its place in the file, for notices."""


def read_package(data: bytes, name: str, title: str, on_progress: OnProgress = no_progress) -> ForeignDeck:
    """The cards and the log of a package; raises `MlflashError` for one that cannot be read."""
    with open_package(data, name) as connection:
        require_tables(connection, name, "col", "notes", "cards", "revlog")
        collection = read_collection(connection)
        rows = _note_rows(connection, name)
        decks = {
            note_id: collection.decks.get(deck_id, ())
            for note_id, deck_id in connection.execute(
                # a card in a filtered deck names the deck that it comes from in `odid`
                "select nid, case when odid then odid else did end from cards order by ord desc"
            )
        }
        shared = _shared_level(set(decks.values()))
        deck = ForeignDeck(shared or title)
        ids: dict[int, str] = {}
        for number, (note_id, guid, notetype_id, fields, tags) in enumerate(counted(rows, on_progress), 1):
            place = f"{name}: note {number}"
            notetype = collection.notetypes.get(notetype_id)
            if notetype is None:
                deck.skip(place, "its notetype is missing")
                continue
            levels = decks.get(note_id, ())
            section = " / ".join(levels[1:] if shared and len(levels) > 1 else levels)
            note = _Note(str(guid), tuple(str(fields).split("\x1f")), tuple(str(tags).split()), section, place)
            card = _card(deck, notetype, note)
            if card is not None:
                ids[note_id] = card.card_id
        deck.reviews = read_log(connection, ids, {row[0]: str(row[1]) for row in rows}, collection.version)
        return deck


def _note_rows(connection: sqlite3.Connection, name: str) -> list[Any]:
    """The rows of the notes, in the order in which new cards are learned, then in which notes were made."""
    rows = connection.execute("select id, guid, mid, flds, tags from notes order by id").fetchmany(MOST_NOTES + 1)
    if len(rows) > MOST_NOTES:
        raise MlflashError(f"{name}: holds more than {MOST_NOTES:,} notes")
    if len(rows) == 1 and _DUMMY in str(rows[0][3]):
        raise MlflashError(f"{name}: holds only Anki's note that asks for a newer Anki: export it again")
    places = {
        note_id: due
        for note_id, due in connection.execute("select nid, due from cards where type = 0 order by ord desc")
        if isinstance(due, int)
    }
    return sorted(rows, key=lambda row: (places.get(row[0], 0), row[0]))


def _shared_level(decks: Iterable[tuple[str, ...]]) -> str:
    """The first level that all decks have in common; empty where there is none."""
    firsts = {levels[0] for levels in decks if levels and levels != ("Default",)}
    return firsts.pop() if len(firsts) == 1 else ""


def _card(deck: ForeignDeck, notetype: Notetype, note: _Note) -> ForeignCard | None:
    """The card of a note; None, with a notice, where it has none."""
    texts = dict(zip(notetype.fields, note.fields, strict=False))
    own_id = own_notetype.card_id_of(note.guid)
    if own_id is not None and set(own_notetype.LINE_FIELDS) <= set(notetype.fields):
        return _own_card(deck, own_id, texts, note)
    front = [texts[field] for field in notetype.front if texts.get(field, "").strip()]
    back = [texts[field] for field in notetype.back if texts.get(field, "").strip()]
    question, answer = html_blocks("<br>".join(front)), html_blocks("<br>".join(back))
    text = question.text
    if notetype.is_cloze or (not back and any(map(is_cloze, front))):
        text, lines = split_cloze(text)
        if lines:
            deck.note(NoticeKind.CHANGED, note.place, CLOZE_SPLIT)
        answer.blocks = [*(Block(" ".join(line.split())) for line in lines), *answer.blocks]
        question.media, answer.media = question.media + answer.media, 0
    elif notetype.templates > 1:
        deck.skip(note.place, "a further card of the same note, such as the reversed one")
    if question.media:
        deck.note(NoticeKind.CHANGED, note.place, MEDIA_CHANGED)
    answer.is_whole &= question.is_whole
    return foreign_card(
        deck,
        text,
        answer,
        place=note.place,
        section=note.section,
        card_id=own_id if own_id and is_id(own_id) else id_from_identity("anki", note.guid),
        more=tag_fields(note.tags),
    )


def _own_card(deck: ForeignDeck, card_id: str, texts: dict[str, str], note: _Note) -> ForeignCard | None:
    """A card that this program exported, as Anki has it now."""
    plain = {name: own_notetype.field_text(text) for name, text in texts.items()}
    fields = own_notetype.written_card(plain, note.tags)
    del fields["id"]
    if not fields["answer"]:
        deck.skip(note.place, "no answer")
        return None
    card = ForeignCard(card_id, note.section or deck.title, fields, note.place)
    deck.cards.append(card)
    return card
