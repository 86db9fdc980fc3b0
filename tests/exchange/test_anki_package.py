"""Anki packages, read back with the standard library."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.exchange import notetype
from mlflash.exchange.anki_package import anki_notes, note_hashes
from mlflash.exchange.anki_schema import deck_name
from mlflash.exchange.export_file import ExportRequest, export_cards
from mlflash.exchange.modified import read_table
from mlflash.exchange.notetype import FIELDS, guid_of
from mlflash.store.paths import bundled_versions
from mlflash.study.study import Study

from ..conftest import MORNING, Clock
from .anki_home import HISTORIES, export_of, home_of_all_kinds
from .cards import bank_cards


def database(package: Path) -> sqlite3.Connection:
    """The collection in a package."""
    db = sqlite3.connect(":memory:")
    db.deserialize(ZipFile(package).read("collection.anki2"))
    return db


def exported(study: Study, path: Path, *, mine: bool = False, progress: bool = False) -> sqlite3.Connection:
    return database(export_cards(study, ExportRequest(path, mine=mine, progress=progress, force=True)).path)


def test_a_second_export_is_the_same_file(study: Study, clock: Clock, tmp_path: Path) -> None:
    first = export_of(study, tmp_path / "a.apkg").read_bytes()
    clock.forward(days=40)
    assert export_of(study, tmp_path / "b.apkg").read_bytes() == first


def test_a_second_export_with_progress_is_the_same_file(tmp_path: Path) -> None:
    study = home_of_all_kinds(tmp_path / "home", MORNING)
    first = export_of(study, tmp_path / "a.apkg").read_bytes()
    study.clock = lambda: MORNING + timedelta(days=3)
    assert export_of(study, tmp_path / "b.apkg").read_bytes() == first
    study.close()


def test_the_zip_holds_a_whole_collection_and_an_empty_list_of_media(study: Study, tmp_path: Path) -> None:
    package = export_of(study, tmp_path / "a.apkg")
    with ZipFile(package) as archive:
        assert archive.namelist() == ["collection.anki2", "media"]
        assert json.loads(archive.read("media")) == {}
    assert database(package).execute("pragma integrity_check").fetchone() == ("ok",)


def test_notes_and_cards_go_by_the_bank(study: Study, tmp_path: Path) -> None:
    db = exported(study, tmp_path / "a.apkg")
    ids = list(study.catalog.ids)
    order = "select guid from notes join cards on nid = notes.id order by due"
    assert [guid for (guid,) in db.execute(order)] == list(map(guid_of, ids))
    assert [due for (due,) in db.execute("select due from cards order by due")] == list(range(1, len(ids) + 1))
    assert db.execute("select count(distinct type || queue || reps || data) from cards").fetchone() == (1,)
    numbers = [n for table in ("notes", "cards") for (n,) in db.execute(f"select id from {table}")]
    assert len(numbers) == len(set(numbers)) == 2 * len(ids)
    assert all(10**12 <= number < 10**13 for number in numbers)


def test_there_is_a_deck_for_each_section(study: Study, tmp_path: Path) -> None:
    db = exported(study, tmp_path / "a.apkg")
    decks = json.loads(db.execute("select decks from col").fetchone()[0])
    names = {deck["name"] for deck in decks.values()}
    sections = study.catalog.sections.values()
    assert names == {"Default", "mlflash", *(deck_name(section.title) for section in sections)}
    used = {str(did) for (did,) in db.execute("select distinct did from cards")}
    assert used < set(decks)
    assert all(int(number) == deck["id"] for number, deck in decks.items())


@pytest.mark.parametrize(
    ("title", "deck"),
    [("A :: B", "mlflash::A : B"), ("x::::y", "mlflash::x:y"), ("::", "mlflash::-"), ("a\nb", "mlflash::a b")],
)
def test_a_section_never_makes_decks_below_decks(title: str, deck: str) -> None:
    assert deck_name(title) == deck


def test_nothing_of_the_reader_goes_out_unasked(tmp_path: Path) -> None:
    study = home_of_all_kinds(tmp_path / "home", MORNING)
    first = next(iter(study.catalog.ids))
    study.write(first, lines=("my sample line",), note="my sample note")
    plain = exported(study, tmp_path / "a.apkg")
    assert "my sample" not in "".join(flds for (flds,) in plain.execute("select flds from notes"))
    assert plain.execute("select count() from revlog").fetchone() == (0,)
    assert plain.execute("select count() from cards where type or queue or data != ''").fetchone() == (0,)
    assert plain.execute("select count() from notes where tags like '%flagged%'").fetchone() == (0,)
    mine = exported(study, tmp_path / "b.apkg", mine=True)
    (flds,) = mine.execute("select flds from notes where guid = ?", [guid_of(first)]).fetchone()
    fields = dict(zip(FIELDS, flds.split("\x1f"), strict=True))
    assert (fields["Line 1"], fields["Note"]) == ("my sample line", "my sample note")
    study.close()


def test_progress_takes_along_reviews_and_flags(tmp_path: Path) -> None:
    study = home_of_all_kinds(tmp_path / "home", MORNING)
    db = exported(study, tmp_path / "a.apkg", progress=True)
    assert db.execute("select count() from revlog where ease > 0").fetchone() == (sum(map(len, HISTORIES)),)
    flagged = db.execute("select count() from notes where tags like '% mlflash::flagged %'").fetchone()
    assert flagged == (1,)
    study.close()


def test_a_note_is_dated_by_its_text(study: Study, clock: Clock, tmp_path: Path) -> None:
    """Unchanged it keeps its date; changed, also back to what it was, it is newer than what went out before."""
    first, *others = study.catalog.ids

    def date_of(card_id: str, *, mine: bool = False) -> datetime:
        db = exported(study, tmp_path / "a.apkg", mine=mine)
        (mod,) = db.execute("select mod from notes where guid = ?", [guid_of(card_id)]).fetchone()
        return datetime.fromtimestamp(mod, MORNING.tzinfo)

    shipped = read_table(bundled_versions())
    clock.now = max(version.since for version in shipped.values()) + timedelta(days=1)
    assert date_of(first) == shipped[first].since
    assert not study.paths.exported.exists()
    study.write(first, note="mine")
    assert date_of(first, mine=True) == clock.now
    written = clock.now
    clock.forward(days=1)
    assert date_of(first, mine=True) == written
    assert date_of(others[0], mine=True) == shipped[others[0]].since
    assert date_of(first) == clock.now


def test_the_shipped_dates_are_current(catalog: Catalog) -> None:
    """After a change of a card: `scripts/update_versions.py`."""
    shipped = read_table(bundled_versions())
    hashes = note_hashes(anki_notes(bank_cards(catalog)))
    assert {card_id: version.hash for card_id, version in shipped.items()} == hashes


def test_the_date_of_the_template_is_current() -> None:
    """After a change of the template: a new `TEMPLATE_CHANGED` and, here, what the template now hashes to."""
    text = notetype.FRONT + notetype.BACK + notetype.CSS
    assert (notetype.stable_id(text), notetype.TEMPLATE_CHANGED.isoformat()) == (
        1503737696954,
        "2026-11-30T00:00:00+00:00",
    )
