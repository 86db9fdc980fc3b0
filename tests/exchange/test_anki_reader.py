"""Notes of Anki packages as cards."""

from __future__ import annotations

import sqlite3
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from mlflash.errors import MlflashError
from mlflash.exchange.anki_container import MOST_UNPACKED
from mlflash.exchange.anki_reader import read_package
from mlflash.exchange.foreign import ForeignDeck
from mlflash.exchange.notetype import FIELDS, NAME
from tests.exchange.anki_making import (
    CLOZE,
    REVERSED,
    Note,
    Template,
    database,
    dummy,
    legacy,
    package,
)

TWO = (Note(("What is a tree?", "A model."), "a"), Note(("Why prune?", "To fit less.<br>To explain."), "b"))


def read(data: bytes) -> ForeignDeck:
    return read_package(data, "deck.apkg", "deck")


def packed(data: bytes) -> bytes:
    zstd = pytest.importorskip("backports.zstd")
    compressor = zstd.ZstdCompressor()  # a stream, as Anki writes it: its frame does not say how large it is
    made: bytes = compressor.compress(data) + compressor.flush()
    return made


@pytest.mark.parametrize("container", ["anki2", "anki21", "anki21b"])
def test_each_container_gives_the_same_cards(container: str) -> None:
    plain = read(legacy(*TWO))
    if container == "anki2":
        data = legacy(*TWO)
    elif container == "anki21":
        data = package(anki2=dummy(), anki21=database(TWO))
    else:
        data = package(anki2=dummy(), anki21b=packed(database(TWO, schema=18)))
    found = read(data)
    assert found.cards == plain.cards
    assert [card.fields["question"] for card in found.cards] == ["What is a tree?", "Why prune?"]
    assert found.cards[1].fields["answer"] == ["To fit less.", "To explain."]
    assert (found.title, found.cards[0].section) == ("ML", "Trees")


def test_a_database_in_wal_mode_is_read() -> None:
    raw = bytearray(database(TWO))
    raw[18:20] = b"\x02\x02"
    assert len(read(package(anki2=bytes(raw))).cards) == 2


def test_the_dummy_alone_is_refused() -> None:
    with pytest.raises(MlflashError, match="newer Anki"):
        read(package(anki2=dummy()))


def test_fields_are_chosen_by_template_not_by_their_order() -> None:
    swapped = Template(
        7, "Own", ("Answer", "Nummer", "Frage"), "{{#Nummer}}x{{/Nummer}}{{text:Frage}}", "{{Answer}}"
    )
    found = read(legacy(Note(("the answer", "3", "the question"), notetype=7), notetypes=[swapped]))
    (card,) = found.cards
    assert (card.fields["question"], card.fields["answer"]) == ("the question", ["the answer"])


def test_a_cloze_note_is_one_card_whatever_its_back() -> None:
    note = Note((r"A {{c1::gradient}} of \({{c2::\frac{a}{b_{c} } }}\)", ""), notetype=CLOZE, cards=2)
    (card,) = read(legacy(note)).cards
    assert card.fields["question"] == r"A […] of \([…]\)"
    assert card.fields["answer"] == ["gradient", r"\frac{a}{b_{c} }"]


def test_the_reversed_card_is_left_out_and_said() -> None:
    found = read(legacy(Note(("tree", "Baum"), notetype=REVERSED, cards=2)))
    assert len(found.cards) == 1
    assert "reversed" in found.notices[0].message and found.notices[0].place == "deck.apkg: note 1"


def test_what_has_no_answer_is_skipped_with_its_place() -> None:
    found = read(legacy(Note(("a", "b"), "1"), Note(("alone", "<br>"), "2"), Note(("x", "y"), "3", notetype=99)))
    assert [notice[1:] for notice in found.notices] == [
        ("deck.apkg: note 2", "no answer"),
        ("deck.apkg: note 3", "its notetype is missing"),
    ]


def test_ids_come_from_the_guid_and_stay_when_the_text_changes() -> None:
    before = read(legacy(Note(("What is it?", "x"), "guid")))
    after = read(legacy(Note(("What is that?", "y"), "guid", deck="Other")))
    other = read(legacy(Note(("What is it?", "x"), "another")))
    assert before.cards[0].card_id == after.cards[0].card_id != other.cards[0].card_id
    assert before.cards[0].card_id.startswith("anki-")


def test_media_become_words_and_are_said() -> None:
    found = read(legacy(Note(("See <img src='a/b.png'>", "It [sound:x.mp3] sings."))))
    assert found.cards[0].fields["question"] == "See [image b.png]"
    assert found.cards[0].fields["answer"] == ["It [audio x.mp3] sings."]
    assert {notice.message for notice in found.notices} == {"pictures, sounds or videos became a word"}


def test_new_cards_come_in_the_order_in_which_anki_would_ask_them() -> None:
    after = "update cards set due = 10 - due"
    assert read(legacy(*TWO, after=after)).cards[0].fields["question"] == "Why prune?"


def test_tags_become_ids_and_levels() -> None:
    (card,) = read(legacy(Note(("q", "a"), tags=" Deep_Learning::CNN leech difficulty::hard marked "))).cards
    assert card.fields["tags"] == ["deep-learning-cnn"]
    assert card.fields["difficulty"] == "hard"


def test_a_card_of_ours_comes_back_by_its_guid() -> None:
    ours = Template(5, NAME, FIELDS, "{{Question}}", "{{Line 1}}")
    fields = {"Question": "What?", "Line 1": "One", "Line 2": "Two", "Pitfall": "No", "Id": "a-b"}
    note = Note([fields.get(name, "") for name in FIELDS], "mlflash/a-b", 5, deck="mlflash::Trees")
    (card,) = read(legacy(note, notetypes=[ours])).cards
    assert card.card_id == "a-b" and card.section == "Trees"
    assert card.fields["answer"] == ["One", "Two"] and card.fields["pitfall"] == "No"


def test_the_log_maps_the_first_schedulers_answers() -> None:
    log = ((1_700_000_000_000, 2, 0, 0), (1_700_000_100_000, 3, 2, 0), (1_700_000_200_000, 2, 1, 0))
    notes = Note(("q", "a"), log=log)
    assert [one.rating for one in read(legacy(notes, scheduler=None)).reviews] == [3, 4, 2]
    assert [one.rating for one in read(legacy(notes, scheduler=2)).reviews] == [2, 3, 2]


def test_the_log_knows_cramming_and_resets() -> None:
    log = (
        (1_700_000_000_000, 3, 3, 0),
        (1_700_000_100_000, 3, 3, 2500),
        (1_700_000_200_000, 0, 4, 0),
        (1_700_000_300_000, 0, 4, 2500),
        (1_700_000_400_000, 0, 5, 0),
    )
    found = read(legacy(Note(("q", "a"), log=log))).reviews
    assert [(one.rating, one.cram) for one in found] == [(3, True), (3, False), (None, False)]


@pytest.mark.parametrize(
    "sql",
    [
        "drop table notes; create view notes as with recursive c(x) as (select 1 union all select x + 1 from c)"
        " select x as id, 'g' as guid, 1 as mid, 'a' as flds, '' as tags from c",
        "drop table revlog; create view revlog as select 1 as id, 1 as cid, 1 as ease, 1 as factor",
        "drop table cards",
        "drop table notes; create virtual table notes using fts5(id, guid, mid, flds, tags)",
    ],
)
def test_what_poses_as_a_table_is_refused(sql: str) -> None:
    with pytest.raises(MlflashError, match=r"ordinary table|no table"):
        read(legacy(*TWO, after=sql))


def test_an_endless_query_ends_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from mlflash.exchange import anki_container

    monkeypatch.setattr(anki_container, "MOST_STEPS", 3)
    endless = "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"
    with (
        pytest.raises(MlflashError, match="takes too long"),
        anki_container.open_package(legacy(*TWO), "deck") as db,
    ):
        db.execute(endless).fetchall()


def test_nothing_can_be_written_to_it() -> None:
    from mlflash.exchange.anki_container import open_package

    with pytest.raises(MlflashError, match="read"), open_package(legacy(*TWO), "deck") as db:
        db.execute("delete from notes")


def test_a_zip_bomb_ends_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from mlflash.exchange import anki_container

    monkeypatch.setattr(anki_container, "MOST_UNPACKED", 1 << 20)
    with pytest.raises(MlflashError, match=r"unpacks to more than"):
        read(package(anki2=bytes(1 << 22)))
    with pytest.raises(MlflashError, match=r"unpacks to more than"):
        read(package(anki21b=packed(bytes(1 << 22))))


def test_a_frame_cut_short_ends_in_a_line() -> None:
    whole = packed(database(TWO, schema=18))
    with pytest.raises(MlflashError, match="cut short"):
        read(package(anki21b=whole[: len(whole) // 2]))
    with pytest.raises(MlflashError, match="cannot be unpacked"):
        read(package(anki21b=b"no zstd at all"))


def test_entry_names_lead_nowhere() -> None:
    from tests.exchange.anki_making import archive

    entries = {"../../collection.anki2": b"x", "/etc/passwd": b"x", "collection.anki2": database(TWO)}
    assert len(read(archive(entries)).cards) == 2
    with pytest.raises(MlflashError, match="holds no collection"):
        read(archive({"../collection.anki2": database(TWO)}))


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"no zip" * 100])
def test_what_is_no_package_ends_in_a_line(data: bytes) -> None:
    with pytest.raises(MlflashError, match="is no Anki package"):
        read(data)


def test_a_database_damaged_anywhere_ends_in_a_line_or_is_read() -> None:
    whole = bytearray(database([*TWO, *(Note((f"q{n}", "a" * 300), str(n)) for n in range(40))]))
    for at in range(0, len(whole), 997):
        broken = whole.copy()
        broken[at : at + 40] = b"\xff" * 40
        try:
            read(package(anki2=bytes(broken)))
        except MlflashError as error:
            assert len(str(error).splitlines()) == 1


def test_without_zstd_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(MlflashError, match=r"mlflash\[zstd\]"):
        read(package(anki21b=b"x"))


def test_the_collation_of_newer_collections_is_known() -> None:
    from mlflash.exchange.anki_container import open_package

    data = package(anki21b=packed(database(TWO, schema=18, after="insert into tags values ('a'), ('B')")))
    with open_package(data, "deck") as db:
        assert db.execute("select tag from tags order by tag").fetchall() == [("a",), ("B",)]
    assert sqlite3.sqlite_version


def damaged(data: bytes, at: int, mask: int) -> bytes:
    raw = bytearray(data)
    raw[at] ^= mask
    return bytes(raw)


def zipped(method: int, data: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", method) as archive:
        archive.writestr("collection.anki2", data)
    return file.getvalue()


@pytest.mark.parametrize("method", [ZIP_LZMA, ZIP_BZIP2])
def test_a_compression_that_anki_does_not_use_is_refused(method: int) -> None:
    with pytest.raises(MlflashError, match="compressed in a way Anki does not use"):
        read(damaged(zipped(method, database(TWO)), 80, 0xFF))


def test_an_encrypted_package_is_refused_in_words() -> None:
    raw = zipped(ZIP_STORED, database(TWO))
    with pytest.raises(MlflashError, match=r"^deck.apkg: is encrypted"):
        read(damaged(raw, raw.rindex(b"PK\x01\x02") + 8, 1))


def test_a_damaged_schema_whose_message_is_no_utf_8_is_refused() -> None:
    raw = (
        database(TWO)
        .replace(b"CREATE TABLE notes", b"CREATE TABLE n\xf3te\xf3")
        .replace(b"create table notes", b"create table n\xf3te\xf3")
    )
    with pytest.raises(MlflashError):
        read(package(anki2=raw))


def test_a_zip_bomb_is_refused() -> None:
    with pytest.raises(MlflashError, match="unpacks to more than"):
        read(zipped(ZIP_DEFLATED, bytes(MOST_UNPACKED + 1)))


@pytest.mark.parametrize("length", [0, 10, 400, -1])
def test_a_truncated_package_is_refused(length: int) -> None:
    with pytest.raises(MlflashError, match="is no Anki package"):
        read(legacy(*TWO)[:length])
