"""`mlflash import`, from a file to the cards that are drilled."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mlflash.__main__ import main
from mlflash.bank.loading import load_text
from tests.exchange.anki_making import Note, legacy

from .conftest import Runner

SHEET = "# Trees\n\n## Prune what?\n\n- A model.\n- It splits.\n"
LOG = ((1_700_000_000_000, 3, 0, 0), (1_700_500_000_000, 4, 1, 0))


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "trees.md"
    path.write_text(SHEET)
    return path


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "deck.apkg"
    path.write_bytes(legacy(Note(("Which leaf falls?", "An end."), "leaf", log=LOG)))
    return path


def banks(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "banks").glob("*"))


def test_it_writes_a_bank_that_is_then_always_read(run: Runner, warm: Path, sheet: Path) -> None:
    done = run("import", str(sheet))
    assert (done.code, done.err) == (0, "")
    assert "1 card: 1 new" in done.out and "wrote" in done.out
    assert banks(warm) == [".trees.yaml.imported.json", "trees.yaml"]
    assert (warm / "banks" / "trees.yaml").stat().st_mode & 0o777 == 0o600
    (card,) = json.loads(run("list", "--search", "prune what", "--json").out)
    assert card["question"] == "Prune what?" and card["section"] == "trees"


def test_a_dry_run_changes_nothing(run: Runner, warm: Path, sheet: Path) -> None:
    before = sorted(warm.rglob("*"))
    done = run("import", str(sheet), "--dry-run")
    assert done.code == 0 and "1 new" in done.out and "nothing was changed" in done.out
    assert [path for path in sorted(warm.rglob("*")) if "cache" not in path.parts] == [
        path for path in before if "cache" not in path.parts
    ]


def test_importing_again_updates_text_and_keeps_what_was_edited(run: Runner, warm: Path, sheet: Path) -> None:
    sheet.write_text(SHEET + "\n## What is a leaf?\n\nAn end.\n")
    run("import", str(sheet))
    bank = warm / "banks" / "trees.yaml"
    bank.write_text(bank.read_text().replace("An end.", "My own end."))
    sheet.write_text(SHEET.replace("It splits", "It asks") + "\n## What is a leaf?\n\nAnother end.\n")
    done = run("import", str(sheet))
    assert "1 updated, 1 edited by hand" in done.out
    assert "are not kept" not in done.out
    assert "you edited the card since it was imported: it stays so: trees.md:8" in done.out
    text = bank.read_text()
    assert "It asks" in text and "My own end." in text and "Another end" not in text
    assert "nothing to import" in run("import", str(sheet)).out


def test_a_card_of_a_bank_in_use_is_not_written_again(run: Runner, warm: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.json"
    run("export", str(out))
    done = run("import", str(out))
    assert "254 in use already" in done.out and "nothing to import" in done.out
    assert not (warm / "banks").exists()


def test_into_names_a_bank(run: Runner, warm: Path, sheet: Path, deck: Path, tmp_path: Path) -> None:
    run("import", str(sheet), str(deck), "--into", "mine")
    assert banks(warm) == [".mine.yaml.imported.json", "mine.yaml"]
    assert len(load_text((warm / "banks" / "mine.yaml").read_bytes(), Path("m")).bank.questions) == 2
    other = tmp_path / "other.yaml"
    done = run("import", str(sheet), "--into", str(other))
    assert "nothing to import" in done.out  # another bank in use holds it
    (warm / "banks" / "mine.yaml").unlink()
    done = run("import", str(sheet), "--into", str(other))
    assert other.exists() and "is not among your banks" in done.err
    assert run("import", str(sheet), "--into", "x.json").code == 2


def test_progress_comes_only_when_asked_and_only_once(run: Runner, warm: Path, deck: Path) -> None:
    done = run("import", str(deck))
    assert "2 reviews in its log stay out: --progress takes them in" in done.out
    assert not list(warm.glob("journal/*"))
    done = run("import", str(deck), "--progress")
    assert "added 2 reviews" in done.out
    (journal,) = warm.glob("journal/anki-*.jsonl")
    first, second = map(json.loads, journal.read_text().splitlines())
    assert (first["rating"], second["rating"], first["at"]) == (3, 4, "2023-11-14T22:13:20.000Z")
    (card,) = json.loads(run("list", "--search", "Which leaf falls", "--json").out)
    done = run("import", str(deck), "--progress")
    assert "nothing to import" in done.out
    assert list(warm.glob("journal/anki-*.jsonl")) == [journal]
    assert "2 reviews" in run("show", card["id"]).out


def test_a_backup_is_made_first_and_brings_the_bank_back(run: Runner, warm: Path, sheet: Path) -> None:
    run("import", str(sheet))
    bank = warm / "banks" / "trees.yaml"
    before = bank.read_bytes()
    sheet.write_text(SHEET.replace("splits", "asks"))
    run("import", str(sheet))
    assert bank.read_bytes() != before
    (backup,) = json.loads(run("restore", "--json").out)
    assert backup["reason"] == "before-import"
    assert "1 file of cards" in run("restore", backup["name"]).out
    assert bank.read_bytes() == before
    assert "1 updated" in run("import", str(sheet)).out


def test_the_daily_backup_holds_imported_banks(run: Runner, warm: Path, sheet: Path) -> None:
    from mlflash.store import backups
    from mlflash.store.paths import under

    run("import", str(sheet))
    run("grade", "tree-gbdt", "good")
    (daily,) = [one for one in backups.listing(under(warm)) if one.reason == "daily"]
    assert "banks/trees.yaml" in backups.contents_of(warm / "backups" / daily.name)


def test_never_zero_cards_in_silence(run: Runner, tmp_path: Path) -> None:
    empty = tmp_path / "empty.md"
    empty.write_text("Only a paragraph.\n")
    done = run("import", str(empty))
    assert done.code == 1
    assert done.message() == "empty.md: found no card: empty.md:1: text that answers no question"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.docx", b"x", "not a known ending"),
        ("x.csv", "é\nü;1".encode("latin-1"), "x.csv:1: not UTF-8: found the byte 0xe9"),
        ("x.json", b"{", "is no JSON"),
        ("x.json", b"[" * 100_000, "nested deeper"),
        ("x.yaml", b"version: 1\ntitle: x\nsections: 3\n", "sections"),
        ("x.apkg", b"no", "is no Anki package"),
        ("x.md", b"", "x.md: the file is empty"),
        ("x.csv", b"\xff\xfe\r\0\n\0", "x.csv: the file is empty"),
        ("x.md", b"# A\n## B\n# C\n", "found no card: a question needs text below it"),
        ("x.csv", "#tags column:²\na\n".encode(), "found no column separator"),
        ("x.csv", b"#columns:" + b"x" * 200_000 + b"\na\n", "found no column separator"),
        ("x.json", b"[" + b"1" * 5_000 + b"]", "x.json: holds a number with too many digits"),
        ("x.csv", b"one\ntwo\n", "found no column separator"),
        ("x.tsv", b'a\t"b\n' + b"c\td\n" * 30_000, "a quote is opened and never closed"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    run: Runner, tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = run("import", str(path))
    assert message in done.message()
    assert done.code in (1, 2)


@pytest.mark.parametrize("name", ["big.md", "big.csv", "big.json", "big.yaml", "big.apkg"])
def test_a_file_of_300_mb_is_one_line(run: Runner, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(b"x")
        os.truncate(file.fileno(), 300 * 1024 * 1024)
    assert "larger than" in run("import", str(path)).message()


def test_it_is_json_for_programs(run: Runner, sheet: Path) -> None:
    (done,) = run("import", str(sheet), "--json").json
    assert done["cards"]["new"] == 1 and done["written"] is True
    (done,) = run("import", str(sheet), "--json").json
    assert done["cards"]["unchanged"] == 1 and done["written"] is False


@pytest.mark.parametrize(("typed", "written"), [("y", True), ("n", False), ("", False)])
def test_in_a_terminal_it_asks_first(
    warm: Path,
    sheet: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    written: bool,
) -> None:
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return typed

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["import", str(sheet)]) == 0
    assert asked == ["Import? [y/N] "]
    assert (warm / "banks" / "trees.yaml").exists() is written


def test_a_bank_with_a_fault_is_left_alone(run: Runner, warm: Path, sheet: Path) -> None:
    run("import", str(sheet))
    bank = warm / "banks" / "trees.yaml"
    bank.write_text("version: 1\n")
    done = run("import", str(sheet))
    assert done.code == 1 and "trees.yaml" in done.err
    assert bank.read_text() == "version: 1\n"
    done = run("due")
    assert done.code == 0 and "This bank is left out" in done.err


def test_comments_stay_in_a_bank_that_is_imported_into_again(run: Runner, warm: Path, sheet: Path) -> None:
    run("import", str(sheet))
    bank = warm / "banks" / "trees.yaml"
    bank.write_text("# mine\n" + bank.read_text())
    sheet.write_text(SHEET.replace("splits", "asks"))
    assert "are not kept" not in run("import", str(sheet)).out
    assert bank.read_text().startswith("# mine\n") and "It asks." in bank.read_text()


def test_that_comments_are_lost_is_said_before_they_are(run: Runner, warm: Path, sheet: Path) -> None:
    bank = warm / "banks" / "trees.yaml"
    bank.parent.mkdir()
    bank.write_text("version: 1\ntitle: Trees\nsections: [{id: trees, title: Trees}]  # all on one row\n")
    assert "the comments and the layout" in run("import", str(sheet), "--dry-run").out


@pytest.mark.parametrize("ending", ["json", "yaml"])
def test_a_home_without_banks_takes_a_whole_bank_as_it_was(
    run: Runner, warm: Path, tmp_path: Path, ending: str
) -> None:
    out, back = tmp_path / f"all.{ending}", tmp_path / f"back.{ending}"
    run("export", str(out))
    config = warm / "config.toml"
    config.write_text(config.read_text() + "bundled = false\n")
    elsewhere = run("import", str(out), "--into", str(tmp_path / "elsewhere.yaml"))
    assert elsewhere.code == 0 and "is not among your banks" in elsewhere.err
    assert "254 new" in run("import", str(out)).out
    run("export", str(back))
    assert back.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("windows.md", b"## What is a leaf?\r\n\r\n- An end.\r\n"),
        ("utf-16.md", "\ufeff## What is a leaf?\n\nAn end.\n".encode("utf-16-le")),
        ("utf-16.csv", "front,back\nWhat is a leaf?,An end.\n".encode("utf-16")),
        ("quote.tsv", b'#separator:"\nWhat is a "leaf"?\tAn end.\n'),
        ("break.csv", b"#separator:\r\nWhat is a leaf?,An end.\n"),
    ],
)
def test_odd_encodings_and_ends_of_line_are_read(
    run: Runner, warm: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    done = run("import", str(tmp_path / name))
    assert (done.code, done.err) == (0, "") and "1 card: 1 new" in done.out


def test_a_directory_is_no_file_to_import(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "x.md").mkdir()
    assert run("import", str(tmp_path / "x.md")).message().endswith("x.md: it is a directory")


def test_a_paragraph_longer_than_any_card_is_left_out(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("## What is long?\n\n" + "[a " * 50_000)
    assert run("import", str(path)).message() == "x.md: found no card: x.md:1: too long for a card"


def test_a_bank_whose_hashes_cannot_be_written_is_as_it_was(run: Runner, warm: Path, sheet: Path) -> None:
    name = "b" * 245 + ".yaml"  # the hidden file beside it has a longer name, which no file system takes
    done = run("import", str(sheet), "--into", name)
    assert done.code == 1 and "the path is too long" in done.err
    assert banks(warm) == []
