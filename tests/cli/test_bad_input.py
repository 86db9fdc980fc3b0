"""Whatever is wrong, one clear line says so, nothing is lost, and no traceback is seen."""

from __future__ import annotations

import os
import pty
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.store.paths import bundled_bank
from tests.conftest import count_askable

from .conftest import Runner

GOOD = (
    b'{"v":1,"id":"a","at":"2026-11-20T08:00:00.000Z","day":"2026-11-20","type":"review","question":"%s",'
    b'"rating":3}\n'
)


def journal(home: Path, data: bytes) -> Path:
    (home / "journal").mkdir(parents=True, exist_ok=True)
    file = home / "journal" / "desk.jsonl"
    file.write_bytes(data)
    return file


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["dew"], "did you mean due?"),
        (["frobnicate"], "mlflash --help"),
        (["list", "--section", "no-such-section"], "ml-fundamentals"),
        (["list", "--tag", "metric"], "did you mean metrics"),
        (["list", "--difficulty", "harder"], "easy, medium, hard"),
        (["list", "--likelihood", "often"], "high, medium, low"),
        (["list", "--state", "dew"], "new, due, learning"),
        (["list", "--limit", "0"], "whole number from 1"),
        (["list", "--limit", "many"], "whole number from 1"),
        (["list", "--frob"], "mlflash list --help"),
        (["--frob"], "mlflash --help"),
        (["list", "--search"], "expected one argument"),
        (["grade", "fund-bias-variance"], "required: rating"),
        (["grade", "fund-bias-variance", "fine"], "again, hard, good or easy"),
        (["grade", "--", "fund-bias-variance", "--"], "expected"),
        (["grade", "fund-bias-variance", "good", "--lines", "5"], "or 1 to 4"),
        (["grade", "fund-bias-variance", "good", "--lines", "1;3"], "or 1 to 4"),
        (["grade", "fund-bias-variance", "good", "--at", "yesterday"], "a time like"),
        (["grade", "fund-bias-variance", "good", "--at", "2026-12-24T08:00Z"], "in the future"),
        (["grade", "fund-bias-variance", "good", "--at", "0001-01-01T00:00+14:00"], "a time like"),
        (["grade", "fund-bias-variance", "good", "--at", "1850-01-01T00:00Z"], "a time like"),
        (["config", "get", "retentoin"], "did you mean retention"),
        (["config", "frob"], "mlflash config --help"),
        (["drill", "--weak", "--cram"], "not allowed with"),
    ],
)
def test_wrong_use_is_one_line(run: Runner, home: Path, arguments: list[str], hint: str) -> None:
    ran = run(*arguments)
    assert hint in ran.message()
    assert ran.code == 2
    assert not (home / "journal").exists()


def test_unknown_id_names_near_ones(run: Runner) -> None:
    for arguments in (["show", "fund-bias"], ["grade", "fund-bias", "good"]):
        ran = run(*arguments)
        assert "did you mean fund-bias-variance" in ran.message()
        assert ran.code == 1


def test_what_was_typed_is_not_sent_to_the_terminal(run: Runner) -> None:
    assert "\x1b" not in run("list", "--section", "\x1b[31m").message()
    assert "\x1b" not in run("\x1b[31m").message()


def test_bad_bank_names_file_and_line_of_every_fault(run: Runner, tmp_path: Path) -> None:
    bank = tmp_path / "bank.yaml"
    bank.write_text("version: 1\ntitle: no\nsections: [{id: S, title: s, qs: 3}]\n")
    for command in (["list"], ["due"], ["drill", "--plain"], ["show", "x"], ["grade", "x", "good"]):
        ran = run(*command, "--bank", str(bank))
        assert ran.code == 1
        assert len(ran.err.splitlines()) >= 2
        assert all(line.startswith(f"mlflash: {bank}:") for line in ran.err.splitlines())


@pytest.mark.parametrize("name", ["missing.yaml", "empty-folder", "null"])
def test_no_bank_there(run: Runner, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty-folder").mkdir()
    (tmp_path / "null").write_bytes(b"\0\0")
    ran = run("list", "--bank", str(tmp_path / name))
    assert str(tmp_path / name) in ran.message()
    assert ran.code == 1


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('bundled = false\nbanks = ["/no/such/bank.yaml"]', "/no/such/bank.yaml"),
        ("bundled = false", "no bank is chosen"),
    ],
)
def test_banks_that_cannot_be_used(run: Runner, home: Path, text: str, hint: str) -> None:
    (home / "config.toml").write_text(text)
    for command in ("due", "list"):
        ran = run(command)
        assert hint in ran.message()
        assert ran.code == 1
    assert run("config", "path").out.strip() == str(home / "config.toml")
    assert run("paths").code == 0


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("retention = 2.0", "expected a number from 0.7 to 0.97"),
        ("retentoin = 0.9", "did you mean retention?"),
        ("retention = ", "not readable as TOML"),
        ('timezone = "Mars/Olympus"', "a time zone"),
    ],
)
def test_bad_settings_are_noted_and_looking_works(run: Runner, home: Path, text: str, hint: str) -> None:
    (home / "config.toml").write_text(text)
    for command in ("due", "list", "check"):
        ran = run(command)
        assert hint in ran.err
        assert (ran.code, bool(ran.out)) == (0, True)


def test_a_broken_bank_among_others_is_named_and_left_out(run: Runner, home: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("version: 1\ntitle: [oops\n")
    (home / "config.toml").write_text(f'banks = ["{mine}"]')
    whole = len(run("list", "--bank", str(bundled_bank()), "--json").json)
    for command in (["due"], ["list", "--json"], ["drill", "--plain", "--search", "nothing-like-it"]):
        ran = run(*command)
        assert ran.code == 0
        (printed,) = ran.err.splitlines()
        assert printed.startswith(f"mlflash: note: {mine}:2: ")
        assert "`mlflash check`" in printed and "`mlflash config remove banks " in printed
    assert len(run("list", "--json").json) == whole
    assert f"{mine}:2: " in run("list", "--bank", str(bundled_bank()), "--bank", str(mine)).message()
    found = run("doctor")
    assert found.code == 1 and f"error  {mine}:2: " in found.out
    assert run("check").code == 1
    run("config", "unset", "banks")
    assert run("due").err == ""


def test_bad_clock(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLASH_NOW", "noon")
    ran = run("due")
    assert "MLFLASH_NOW" in ran.message()
    assert ran.code == 2


@pytest.mark.parametrize("line", [b"\xff\xfe\x00 not a journal\n", b'{"v":1}\n', b"[]\n", b"[" * 9999 + b"\n"])
def test_a_broken_line_is_skipped_and_reported(run: Runner, home: Path, catalog: Catalog, line: bytes) -> None:
    data = GOOD % b"fund-bias-variance" + line + GOOD.replace(b'"a"', b'"b"') % b"nn-dropout"
    file = journal(home, data)
    ran = run("due", "--json")
    assert ran.json["new"] == count_askable(catalog) - 2
    assert "could not be read" in ran.err
    assert run("list").code == 0
    assert file.read_bytes() == data


def test_foreign_journal_of_unknown_questions(run: Runner, home: Path, catalog: Catalog) -> None:
    journal(home, GOOD % b"not-in-any-bank")
    assert run("due", "--json").json["new"] == count_askable(catalog)
    assert run("list", "--state", "learning", "--json").json == []
    assert run("stats", "--json").json["total"]["reviews"] == 1
    undone = run("undo")
    assert undone.code == 0
    assert "not-in-any-bank" in undone.out


def test_newer_journal_is_refused_and_left_alone(run: Runner, home: Path) -> None:
    data = GOOD.replace(b'"v":1', b'"v":99') % b"fund-bias-variance"
    file = journal(home, data)
    for command in (["due"], ["list"], ["grade", "fund-bias-variance", "good"], ["undo"], ["drill", "--plain"]):
        ran = run(*command)
        assert "newer mlflash" in ran.message()
        assert ran.code == 1
    assert file.read_bytes() == data


def test_torn_tail_is_reported_and_the_rest_kept(run: Runner, home: Path, catalog: Catalog) -> None:
    file = journal(home, GOOD % b"fund-bias-variance" + b'{"v":1,"id":"b","at":"2026-')
    ran = run("grade", "nn-dropout", "good")
    assert ran.code == 0
    assert "cut short" in ran.err
    assert len(file.read_bytes().splitlines()) == 2
    assert run("due", "--json").json["new"] == count_askable(catalog) - 2


def test_broken_snapshot_is_rebuilt(run: Runner, home: Path) -> None:
    before = run("grade", "fund-bias-variance", "good", "--json").json
    for data in (b"", b"{", b"[]", b'{"version":1}', b"\xff" * 100):
        (home / "progress.json").write_bytes(data)
        assert run("list", "--search", "fund-bias-variance", "--json").json == [before]


def test_home_below_a_file(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MLFLASH_HOME", str(tmp_path / "file" / "home"))
    for command in (["list"], ["grade", "fund-bias-variance", "good"], ["config", "set", "minutes", "30"]):
        ran = run(*command)
        assert "not a directory" in ran.message()
        assert ran.code == 1
    assert run("paths").code == 0


def test_journal_that_is_no_folder(run: Runner, home: Path) -> None:
    (home / "journal").write_text("kept")
    for command in (["list"], ["due"], ["grade", "fund-bias-variance", "good"], ["undo"], ["drill", "--plain"]):
        ran = run(*command)
        assert f"{home / 'journal'}" in ran.message()
        assert ran.code == 1
    assert (home / "journal").read_text() == "kept"


def test_full_disk_loses_nothing(program: Runner, home: Path, catalog: Catalog) -> None:
    program("grade", "fund-bias-variance", "good")
    file = home / "journal" / "desk.jsonl"
    before = file.read_bytes()

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, len(before) + 20))

    ran = program("grade", "nn-dropout", "good", before=fill)
    assert "not on disk" in ran.message()
    assert ran.code == 1
    assert file.read_bytes() == before
    ran = program("drill", "--plain", "--section", "trees", typed="\n\n3\nq\n", before=fill)
    assert ran.code == 0
    assert "Not graded" in ran.out
    assert file.read_bytes() == before
    assert program("due", "--json").json["new"] == count_askable(catalog) - 1


def test_output_that_takes_nothing(program: Runner, warm: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    with full.open("w") as out:
        done = subprocess.run(
            [sys.executable, "-m", "mlflash", "list"],
            stdout=out,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "mlflash: the disk is full\n"


def test_reader_that_leaves_early_is_no_error(warm: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "mlflash", "list", "--json"], stdout=gone, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 141
    assert done.stderr == b""


def test_app_without_a_terminal(program: Runner) -> None:
    for arguments in ([], ["drill"], ["--section", "trees"]):
        ran = program(*arguments)
        assert "mlflash drill --plain" in ran.message()
        assert "mlflash list" in ran.err
        assert ran.code == 2


def test_app_on_a_dumb_terminal(warm: Path) -> None:
    outer, inner = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "mlflash"],
            stdin=inner,
            stdout=inner,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"TERM": "dumb"},
            timeout=60,
            check=False,
        )
    finally:
        os.close(outer)
        os.close(inner)
    assert done.returncode == 2
    assert "mlflash drill --plain" in done.stderr
    assert len(done.stderr.splitlines()) == 1
