"""`mlflash export`: what it writes, what it says, and what it refuses."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from zipfile import ZipFile

import pytest

from .conftest import Runner

ENDINGS = ["apkg", "tsv", "csv", "md", "json", "yaml", "yml"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_ending_is_written(run: Runner, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"trees.{ending}"
    done = run("export", str(path), "--section", "trees", "--limit", "3")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"wrote 3 cards to {path}\n"
    assert path.stat().st_size > 300
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [path.name]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_is_replaced_only_by_force(run: Runner, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"mine.{ending}"
    path.write_text("dear to me")
    refused = run("export", str(path))
    assert refused.code == 1
    assert refused.message().endswith("is there already; --force replaces it")
    assert path.read_text() == "dear to me"
    assert run("export", str(path), "--force", "--limit", "1").code == 0
    assert path.read_bytes() != b"dear to me"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["x.txt"], 2, "x.txt: found .txt, expected one of .apkg .tsv .csv .md .json .yaml .yml"),
        (["x"], 2, "x: found no ending"),
        (["--log", "x.apkg"], 2, "x.apkg: found .apkg, expected one of .csv .json"),
        ([], 2, "expected one file"),
        (["x.csv", "--log", "y.csv"], 2, "expected one file"),
        (["x.csv", "--progress"], 2, "--progress: only an .apkg file has a place for progress"),
        (["--log", "x.csv", "--progress"], 2, "--progress: only"),
        (["--log", "x.csv", "--mine"], 2, "--mine: the review log holds neither lines nor notes"),
        (["x.csv", "--section", "nowhere"], 2, "no section is called 'nowhere'"),
        (["x.csv", "--search", "xyzzy"], 1, "no card matches: nothing was exported"),
        (["--log", "x.csv"], 1, "there is no review: nothing was exported"),
        (["no/such/x.csv"], 1, "cannot write no/such/x.csv: there is no such file or directory"),
    ],
)
def test_what_cannot_be_exported_is_said_in_a_line(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("export", *arguments)
    assert done.code == code
    assert done.message().startswith(says)
    assert not [file for file in tmp_path.iterdir() if file.is_file()]


@pytest.mark.parametrize(("place", "named"), [("mine.yaml", "mine.yaml"), ("mine.yaml", ""), ("new.yaml", "")])
def test_a_bank_in_use_is_never_overwritten(run: Runner, tmp_path: Path, place: str, named: str) -> None:
    own = tmp_path / "bank"
    own.mkdir()
    assert run("export", str(own / "mine.yaml"), "--limit", "2").code == 0
    before = (own / "mine.yaml").read_bytes()
    refused = run("export", str(own / place), "--force", "--bank", str(own / named), "--limit", "1")
    assert refused.code == 1
    assert refused.message() == f"{own / place} is part of a bank in use: export to another place"
    assert (own / "mine.yaml").read_bytes() == before
    assert run("export", str(own / "new.apkg"), "--bank", str(own / named)).code == 0


def test_a_folder_is_not_replaced(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "x.md").mkdir()
    refused = run("export", str(tmp_path / "x.md"), "--force")
    assert refused.message() == f"cannot write {tmp_path / 'x.md'}: it is a directory"


def test_progress_says_what_anki_will_not_take_over(run: Runner, tmp_path: Path) -> None:
    run("grade", "tree-split-criteria", "good")
    path = tmp_path / "deck.apkg"
    done = run("export", str(path), "--section", "trees", "--progress")
    assert done.out.startswith("wrote ")
    assert " with 1 review to " in done.out
    assert (
        "for a card that Anki has already, a later import brings new text and never another schedule" in done.out
    )
    db = sqlite3.connect(":memory:")
    db.deserialize(ZipFile(path).read("collection.anki2"))
    assert db.execute("select ease from revlog").fetchall() == [(3,)]


def test_own_notes_stay_out_of_a_bank_with_a_word(run: Runner, tmp_path: Path) -> None:
    from mlflash.study.launch import launch_options, studying

    with studying(launch_options()) as study:
        study.write("tree-split-criteria", lines=("my very own line",), note="my very own note")
    plain, mine = tmp_path / "plain.yaml", tmp_path / "mine.yaml"
    assert run("export", str(plain)).out.count("\n") == 1
    assert "my very own" not in plain.read_text("utf-8")
    done = run("export", str(mine), "--mine")
    assert "a bank has no place for notes: yours stay here" in done.out
    assert "my very own line" in mine.read_text("utf-8")
    assert "my very own note" not in mine.read_text("utf-8")
    sheet = tmp_path / "mine.md"
    run("export", str(sheet), "--mine")
    assert "> **Note:** my very own note" in sheet.read_text("utf-8")


def test_the_log_has_the_reviews_that_count(run: Runner, tmp_path: Path) -> None:
    run("grade", "tree-split-criteria", "good", "--lines", "a,c")
    run("grade", "project-problem", "again")
    run("undo")
    run("grade", "fund-train-val-test", "hard")
    table, rows = tmp_path / "log.csv", tmp_path / "log.json"
    assert run("export", "--log", str(table)).out == f"wrote 2 reviews of 2 cards to {table}\n"
    run("export", "--log", str(rows), "--section", "trees")
    found = list(csv.DictReader(table.open()))
    assert [(row["id"], row["rating"], row["lines"], row["mode"]) for row in found] == [
        ("tree-split-criteria", "good", "1 3", "cli"),
        ("fund-train-val-test", "hard", "", "cli"),
    ]
    assert [row["id"] for row in json.loads(rows.read_text())] == ["tree-split-criteria"]


def test_json_says_what_was_written(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    done = run("export", str(path), "--limit", "2", "--json")
    assert done.json == {"path": str(path), "cards": 2, "reviews": 0, "remarks": []}


def test_an_export_of_the_bundled_bank_leaves_no_trace_at_home(run: Runner, warm: Path, tmp_path: Path) -> None:
    before = sorted(file.name for file in warm.iterdir())
    run("export", str(tmp_path / "deck.apkg"))
    assert sorted(file.name for file in warm.iterdir()) == before
