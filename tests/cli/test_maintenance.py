"""`mlflash check`, `doctor`, `merge`, `paths` and `restore`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from tests.conftest import count_askable

from .conftest import Runner

ROOT = Path(__file__).resolve().parents[2]
BANK = """\
version: 1
title: mine
sections:
- id: s
  title: s
  questions:
  - id: q
    question: Why?
    answer: [because]
"""


def test_check_finds_the_bundled_bank_clean(run: Runner, catalog: Catalog) -> None:
    assert run("check", "--json").json == {"questions": len(catalog), "errors": [], "warnings": []}
    ran = run("check")
    assert (ran.code, ran.out, ran.err) == (0, f"{len(catalog)} cards, 0 errors, 0 warnings\n", "")


def test_check_of_a_faulty_file(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "bank.yaml"
    file.write_text(BANK.replace("answer: [because]", "answer: []\n    pitfal: none"))
    ran = run("check", str(file), "--json")
    assert ran.code == 1
    report = ran.json
    assert list(report) == ["questions", "errors", "warnings"]
    assert all(list(error) == ["file", "line", "field", "message"] for error in report["errors"])
    assert {(e["file"], e["line"]) for e in report["errors"]} == {(str(file), 9), (str(file), 10)}
    printed = run("check", str(file))
    assert printed.code == 1
    assert f"{file}:10: sections[0].questions[0].pitfal: " in printed.out


def test_check_is_strict_when_asked(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "bank.yaml"
    file.write_text(BANK)
    own = run("check", str(file), "--json")
    assert own.code == 0
    assert own.json["warnings"]
    strict = run("check", str(file), "--strict", "--json")
    assert strict.code == 1
    assert strict.json["errors"]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_example_is_a_whole_bank(run: Runner, tmp_path: Path, page: str) -> None:
    (written,) = re.findall(r"```yaml\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    file = tmp_path / "example.yaml"
    file.write_text(written, "utf-8")
    first, *rest = run("check", str(file)).out.splitlines()
    assert first == "1 card, 0 errors, 0 warnings"
    assert rest == ["3 places would not pass the stricter rules of the bundled bank: --strict lists them"]
    assert [row["id"] for row in run("list", "--bank", str(file), "--json").json] == ["db-index"]
    assert run("check", "--example").out == written


def test_check_of_own_bank_counts_what_only_the_bundled_one_must_have(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "bank.yaml"
    file.write_text(BANK.replace("answer: [because]", "answer: [because]\n    related: [nobody]"))
    ran = run("check", str(file))
    assert (ran.code, ran.out.count("warning:")) == (0, 1)
    assert "found 'nobody'" in ran.out
    record = run("check", str(file), "--json").json["warnings"]
    assert f"{len(record) - 1} places would not pass" in ran.out
    strict = run("check", str(file), "--strict").out
    assert "found 1 lines, expected exactly 4" in strict
    assert "--strict" not in strict


def test_check_needs_no_settings_for_files_named(run: Runner, home: Path, tmp_path: Path) -> None:
    (home / "config.toml").write_text("broken = ")
    file = tmp_path / "bank.yaml"
    file.write_text(BANK)
    assert run("check", str(file)).code == 0
    assert "TOML" in run("check").err


def test_doctor_of_a_healthy_home(run: Runner, catalog: Catalog) -> None:
    run("grade", "fund-bias-variance", "good")
    ran = run("doctor", "--json")
    assert ran.code == 0
    assert all(list(finding) == ["level", "what", "do"] for finding in ran.json)
    assert f"{len(catalog)} cards" in ran.json[0]["what"]
    assert run("doctor").out.startswith(f"ok     {len(catalog)} cards")


def test_doctor_looks_at_the_terminal(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def printed() -> tuple[str, str]:
        (found,) = [one for one in run("doctor", "--json").json if "terminal" in one["what"]]
        return found["level"], found["what"]

    assert printed() == ("ok", "no terminal here: output goes to a pipe or a file")
    monkeypatch.setenv("TERM", "xterm-256color")
    for found, level, words in (
        (("utf-8", 100, 30), "ok", "100 by 30"),
        (("utf-8", 40, 30), "warn", "40 by 30"),
        (("utf-8", 100, 10), "warn", "100 by 10"),
        (("ascii", 100, 30), "warn", "ascii"),
    ):
        monkeypatch.setattr("mlflash.cli.checks.terminal", lambda found=found: found)
        assert printed()[0] == level
        assert words in printed()[1]
    monkeypatch.setenv("TERM", "dumb")
    assert printed() == ("warn", "the terminal is dumb: the app cannot draw on it")


def test_doctor_finds_and_fixes(run: Runner, home: Path) -> None:
    run("grade", "fund-bias-variance", "good")
    (home / "progress.json").write_text("{")
    (home / "journal" / "desk.jsonl").chmod(0o644)
    sick = run("doctor").out
    assert "progress.json is stale or broken" in sick
    assert "open to others" in sick
    assert "progress.json was rebuilt" in run("doctor", "--fix").out
    well = run("doctor", "--json").json
    assert {finding["level"] for finding in well} == {"ok"}
    assert run("list", "--search", "fund-bias-variance", "--json").json[0]["reps"] == 1


def test_doctor_reports_bad_settings_and_then_fixes_nothing(run: Runner, home: Path) -> None:
    run("grade", "fund-bias-variance", "good")
    (home / "config.toml").write_text("retention = 7")
    before = (home / "progress.json").read_bytes()
    ran = run("doctor", "--fix")
    assert ran.code == 1
    assert "retention" in ran.out
    assert [path.name for path in (home / "backups").iterdir()] == ["2026-11-23.daily.zip"]
    assert (home / "progress.json").read_bytes() == before


def test_doctor_reports_a_bad_bank(run: Runner, home: Path) -> None:
    (home / "config.toml").write_text('banks = ["/no/such/bank.yaml"]')
    ran = run("doctor")
    assert ran.code == 1
    assert "/no/such/bank.yaml" in ran.out


def test_merge_takes_in_another_home_once(
    run: Runner, home: Path, tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("grade", "fund-bias-variance", "good")
    other = tmp_path / "other"
    monkeypatch.setenv("MLFLASH_HOME", str(other))
    monkeypatch.setenv("MLFLASH_DEVICE", "laptop")
    run("grade", "nn-dropout", "good")
    monkeypatch.setenv("MLFLASH_HOME", str(home))
    assert run("merge", str(other)).out == "added 1 event from 1 file\n"
    assert run("due", "--json").json["new"] == count_askable(catalog) - 2
    again = run("merge", str(other), "--json").json
    assert (again["added"], again["known"], again["path"]) == (0, 1, None)
    nowhere = run("merge", str(tmp_path / "nowhere"))
    assert nowhere.code == 1
    assert "no such file" in nowhere.message()


def test_restore_returns_to_a_backup_and_back(run: Runner, tmp_path: Path, home: Path, catalog: Catalog) -> None:
    assert run("restore").out == "there is no backup yet\n"
    run("grade", "fund-bias-variance", "good")
    run("doctor", "--fix")
    name, _ = [backup["name"] for backup in run("restore", "--json").json]
    run("grade", "nn-dropout", "good")
    returned = run("restore", name, "--json").json
    assert run("due", "--json").json["new"] == count_askable(catalog) - 1
    run("restore", returned["before"])
    assert run("due", "--json").json["new"] == count_askable(catalog) - 2
    assert len(run("restore").out.splitlines()) >= 3
    unknown = run("restore", "nothing.zip")
    assert unknown.code == 1
    assert "nothing.zip" in unknown.message()


def test_doctor_reckons_by_the_readers_study_day(run: Runner, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLASH_NOW", "2026-11-22T20:00:00Z")  # five in the morning of the 23rd in Tokyo
    interview = '[[interviews]]\non = {}\nsections = ["nosuch"]\n'
    warned = []
    for day in ("2026-11-22", "2026-11-23"):
        (home / "config.toml").write_text('timezone = "Asia/Tokyo"\n' + interview.format(day))
        warned.append("nosuch" in run("doctor").out)
    assert warned == [False, True]


def test_backups_are_chosen_by_reviews_and_time(run: Runner, home: Path) -> None:
    run("grade", "nn-dropout", "good")
    run("grade", "nn-activations", "good")
    run("merge", str(home))  # makes a backup of both reviews
    found = run("restore", "--json").json
    assert {backup["reason"]: backup["reviews"] for backup in found}["daily"] in (0, 1)
    ran = run("restore", found[-1]["day"], "--json").json
    assert ran["reviews_before"] == 2
    assert "last review" in run("restore").out
    assert "2026-11-23T08:" in run("restore").out


def test_the_schema_of_a_bank_describes_every_field(run: Runner) -> None:
    schema = run("check", "--schema").json
    assert schema["title"] == "Bank"
    for model in (schema, *schema["$defs"].values()):
        for name, field in model["properties"].items():
            assert field.get("description"), name
        assert model["additionalProperties"] is False
    assert schema["$defs"]["Question"]["required"] == ["id", "question", "answer"]


def test_what_is_no_json_is_refused_as_json(run: Runner) -> None:
    for option in ("--example", "--schema"):
        ran = run("check", option, "--json")
        assert ran.code == 2 and "leave --json out" in ran.message()
