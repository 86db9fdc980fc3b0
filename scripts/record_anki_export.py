"""Import our packages and tables into the real Anki and record what it holds then, for the tests to compare with.

    python -m venv ANKI && ANKI/bin/pip install anki --editable .
    ANKI/bin/python scripts/record_anki_export.py

writes tests/exchange/anki_export.json. Every field of every note has to be equal to the character, a second import
has to change nothing, and cards that are answered in Anki have to be scheduled by what we know of them: where that
is not so, the script ends with the difference and writes nothing.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "exchange" / "anki_export.json"
KINDS = ("new", "learning", "review", "relearning")


def collection(path: Path) -> Any:
    """An empty collection with FSRS on."""
    from anki.collection import Collection

    col = Collection(str(path))
    col.set_config("fsrs", True)
    return col


def imported(col: Any, package: Path, *, progress: bool = True) -> dict[str, int]:
    """Import a package as a reader would, and count what became of its notes."""
    from anki import import_export_pb2 as pb
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    newer = pb.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER
    options = ImportAnkiPackageOptions(
        merge_notetypes=False,
        with_scheduling=progress,
        with_deck_configs=False,
        update_notes=newer,
        update_notetypes=newer,
    )
    log = col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options)).log
    col.models._clear_cache()
    return counted(log)


def counted(log: Any) -> dict[str, int]:
    names = ("new", "updated", "duplicate", "conflicting", "missing_notetype")
    return {"found": log.found_notes, **{name: len(getattr(log, name)) for name in names}}


def card_facts(col: Any, guid: str) -> dict[str, Any]:
    """What Anki holds of the card of a note."""
    note_id = col.db.scalar("select id from notes where guid = ?", guid)
    card = col.get_card(col.find_cards(f"nid:{note_id}")[0])
    memory = card.memory_state
    due = card.due - col.sched.today if card.type == 2 else card.due
    reviews = col.db.all(
        "select id, ease, ivl, lastIvl, factor, time, type from revlog where cid = ? order by id", card.id
    )
    facts = {
        "kind": KINDS[card.type],
        "suspended": card.queue == -1,
        "due": due,
        "ivl": card.ivl,
        "reps": card.reps,
        "lapses": card.lapses,
        "memory": None if memory is None else [round(memory.stability, 3), round(memory.difficulty, 3)],
        "reviews": reviews,
        "flagged": "mlflash::flagged" in col.get_note(note_id).tags,
    }
    if memory is not None and card.queue != -1:
        states = col._backend.get_scheduling_states(card.id)
        facts["offered"] = [offered(state) for state in (states.again, states.hard, states.good, states.easy)]
        col.compute_memory_state(card.id)
        again = col.compute_memory_state(card.id)
        facts["from_log"] = [round(again.stability, 3), round(again.difficulty, 3)]
    return facts


def offered(state: Any) -> int:
    """Days to the next review, or minus the seconds of a step."""
    normal = state.normal
    match normal.WhichOneof("kind"):
        case "review":
            return int(normal.review.scheduled_days)
        case "relearning":
            return -int(normal.relearning.learning.scheduled_secs)
    return -int(normal.learning.scheduled_secs)


def expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise SystemExit(f"{what}: found {found!r}, expected {wanted!r}")


def main() -> None:
    """Record and write the golden file."""
    os.environ |= {"ANKI_TEST_MODE": "1", "TZ": "UTC"}
    sys.path.insert(0, str(ROOT))
    from anki.buildinfo import version

    from mlflash.exchange.anki_package import anki_notes
    from mlflash.exchange.export_file import ExportRequest, export_cards
    from mlflash.exchange.notetype import FIELD_IDS, FIELDS, NAME, NOTETYPE_ID, guid_of
    from mlflash.exchange.outgoing import outgoing_cards
    from tests.exchange.anki_home import HISTORIES, export_of, home_of_all_kinds, home_of_odd_cards

    now = datetime.now(UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        study = home_of_all_kinds(place / "home", now)
        package = export_of(study, place / "all.apkg")
        col = collection(place / "collection.anki2")
        imports = {"first": imported(col, package), "second": imported(col, package)}
        model = col.models.by_name(NAME)
        expect("notetype", (model["id"], [field["id"] for field in model["flds"]]), (NOTETYPE_ID, list(FIELD_IDS)))
        expect("fields", tuple(field["name"] for field in model["flds"]), FIELDS)
        notes = anki_notes(outgoing_cards(study.view(), study.catalog.cards))
        expect_fields(col, notes)
        new = [col.get_note(nid)["Id"] for nid in col.db.list("select nid from cards where type = 0 order by due")]
        expect("order of new cards", new, [i for i in study.catalog.ids if i in set(new)])
        ids = list(study.catalog.ids)[: len(HISTORIES)]
        cards = {card_id: card_facts(col, guid_of(card_id)) for card_id in ids}
        expect("integrity", col.fix_integrity()[1], True)
        study.write(ids[0], note="Ask for the metric first.")
        study.clock = lambda: now + timedelta(hours=1)
        mine = export_cards(study, ExportRequest(place / "mine.apkg", mine=True, progress=True)).path
        imports["one note written since"] = imported(col, mine)
        expect("the note", col.get_note(col.find_notes(f"Id:{ids[0]}")[0])["Note"], "Ask for the metric first.")
        expect("cards read back", *read_back(col, place / "back.apkg", notes, ids, sum(map(len, HISTORIES))))
        study.clock = lambda: now + timedelta(hours=2)
        plain = export_of(study, place / "plain.apkg", progress=False)
        imports["without note and flag again"] = imported(col, plain)
        odd, third = home_of_odd_cards(place / "odd", now), collection(place / "odd.anki2")
        imports["odd cards"] = imported(third, export_of(odd, place / "odd.apkg"))
        expect_fields(third, anki_notes(outgoing_cards(odd.view(), odd.catalog.cards)))
        expect("odd decks", third.decks.id_for_name('mlflash::A : B "quoted"') is None, False)
        other = collection(place / "other.anki2")
        imports["elsewhere, without progress"] = imported(other, plain)
        imports["elsewhere, with progress later"] = imported(other, package)
        expect("cards that stay new", other.db.scalar("select count() from cards where type != 0"), 0)
        tables = {}
        for kind in ("tsv", "csv"):
            fourth = collection(place / f"{kind}.anki2")
            table = export_cards(study, ExportRequest(place / f"all.{kind}")).path
            tables[kind] = [table_import(fourth, table) for _ in range(2)]
            expect("decks", len(fourth.db.list("select distinct did from cards")), len(study.catalog.sections))
            expect("tags", "likelihood::high" in fourth.tags.all(), True)
    facts = {"anki": version, "now": now.isoformat(), "imports": imports, "tables": tables}
    rows = ",\n".join(f" {json.dumps(card_id)}: {json.dumps(facts)}" for card_id, facts in cards.items())
    head = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in facts.items()]
    GOLDEN.write_text("{\n" + ",\n".join([*head, f'"cards": {{\n{rows}\n}}']) + "\n}\n", encoding="utf-8")
    print(f"{GOLDEN.name}: Anki {version}, {len(notes)} notes equal to the character, answered and read back")


def expect_fields(col: Any, notes: list[Any]) -> None:
    """Every field of every note is what was written, to the character."""
    from mlflash.exchange.notetype import FIELDS, guid_of

    for note in notes:
        guid = guid_of(note.outgoing.card.id)
        held = col.db.scalar("select flds from notes where guid = ?", guid)
        for name, found, wanted in zip(FIELDS, held.split("\x1f"), note.fields, strict=True):
            expect(f"{guid} {name}", found, wanted)


def read_back(col: Any, path: Path, notes: list[Any], ids: list[str], reviews: int) -> tuple[object, object]:
    """Answer cards in Anki, let it write an old package, and read that: the cards, and those that went in."""
    from anki.collection import ExportAnkiPackageOptions

    from mlflash.exchange.notetype import FIELDS, card_id_of, field_text, written_card

    for card_id in ids[:4]:
        card = col.get_card(col.find_cards(f"nid:{col.find_notes(f'Id:{card_id}')[0]}")[0])
        card.start_timer()
        col.sched.answerCard(card, 3)
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, with_media=True, legacy=True)
    col.export_anki_package(out_path=str(path), options=options, limit=None)
    db = sqlite3.connect(":memory:")
    raw = bytearray(ZipFile(path).read("collection.anki21"))
    raw[18:20] = b"\x01\x01"  # the file is in WAL mode, which a database in memory cannot be
    db.deserialize(bytes(raw))
    found = {}
    for guid, fields, tags in db.execute("select guid, flds, tags from notes"):
        texts = dict(zip(FIELDS, map(field_text, fields.split("\x1f")), strict=True))
        found[card_id_of(guid)] = written_card(texts, tags.split())
    wanted = {}
    for note in notes:
        texts = dict(zip(FIELDS, map(field_text, note.fields), strict=True))
        wanted[note.outgoing.card.id] = written_card(texts, note.tags)
    for cards in (found, wanted):
        for card in cards.values():
            card["tags"] = sorted(card.get("tags", []))  # Anki sorts them
    expect(
        "answers in the log", db.execute("select count() from revlog where ease > 0").fetchone(), (reviews + 4,)
    )
    return found, wanted


def table_import(col: Any, path: Path) -> dict[str, int]:
    """Import a table with what its headers say."""
    from anki.collection import ImportCsvRequest

    metadata = col.get_csv_metadata(str(path), None)
    return counted(col.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log)


if __name__ == "__main__":
    main()
