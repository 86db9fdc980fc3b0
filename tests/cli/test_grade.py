"""Grades from outside the app: on disk at once, seen by every process, taken back by undo."""

from __future__ import annotations

import errno
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import Runner


def events(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (home / "journal" / "desk.jsonl").read_text().splitlines()]


def test_a_second_process_sees_the_grade_and_undo_takes_it_back(program: Runner, home: Path) -> None:
    row = program("grade", "fund-bias-variance", "good", "--json").json
    assert row["state"] == "learning"
    listed = program("list", "--search", "fund-bias-variance", "--json").json
    assert listed == [row]
    took = program("undo")
    assert took.out.splitlines()[0] == "Undone: good for “Explain the bias-variance trade-off.”; it is new"
    assert program("list", "--search", "fund-bias-variance", "--json").json[0]["state"] == "new"
    assert [e["type"] for e in events(home)] == ["review", "undo"]


def test_grade_says_what_comes_of_it(run: Runner) -> None:
    assert run("grade", "fund-bias-variance", "3").out == "fund-bias-variance: good; learning, due 08:10\n"
    assert "review, due 2026-1" in run("grade", "nn-dropout", "EASY").out


def test_a_grade_from_outside_makes_the_days_backup(run: Runner, home: Path) -> None:
    run("list")
    assert not (home / "backups").exists()
    for _ in range(2):
        run("grade", "fund-bias-variance", "3")
        assert [path.name for path in (home / "backups").iterdir()] == ["2026-11-23.daily.zip"]


def test_a_backup_that_cannot_be_made_is_a_note_and_the_grade_counts(run: Runner, home: Path) -> None:
    (home / "backups").write_text("in the way")
    ran = run("grade", "fund-bias-variance", "3")
    assert (ran.code, len(events(home))) == (0, 1)
    assert "cannot" in ran.err and "backup" in ran.err


def test_lines_and_time_go_into_the_event(run: Runner, home: Path) -> None:
    run("grade", "fund-bias-variance", "hard", "--lines", "3,1", "--at", "2026-11-20T02:30+08:00")
    (event,) = events(home)
    assert event["lines"] == [1, 3]
    assert event["at"] == "2026-11-19T18:30:00.000Z"
    assert (event["mode"], event["day"]) == ("cli", "2026-11-19")


def test_ticked_lines_are_named_by_their_hashes(run: Runner, home: Path) -> None:
    run("grade", "fund-bias-variance", "hard", "--lines", "3,1")
    run("grade", "fund-bias-variance", "hard")
    ticked, plain = events(home)
    assert [len(one) for one in ticked["hashes"]] == [8, 8, 8, 8]  # type: ignore[attr-defined]
    assert "hashes" not in plain


def test_a_grade_and_a_forget_count_though_the_clock_was_ahead(
    run: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLASH_NOW", "2027-11-26T12:00:00Z")
    run("grade", "project-problem", "easy")
    monkeypatch.setenv("MLFLASH_NOW", "2026-11-27T12:05:00Z")
    assert run("grade", "project-problem", "again").out == "project-problem: again; learning, due 12:15\n"
    wrong, again = events(home)
    assert again["after"] == wrong["id"]
    ran = run("doctor")
    assert "in the future" in ran.out and "mlflash doctor --undo-future" in ran.out
    assert "1 event dated in the future undone" in run("doctor", "--undo-future").out
    assert "in the future" not in run("doctor").out
    assert run("list", "--search", "project-problem", "--json").json[0]["reps"] == 1
    assert "0 events dated in the future undone" in run("doctor", "--undo-future").out


@pytest.mark.parametrize("none", ["", "none", "0"])
def test_no_line_at_all_is_not_the_same_as_no_ticks(run: Runner, home: Path, none: str) -> None:
    run("grade", "fund-bias-variance", "again", "--lines", none)
    run("grade", "nn-dropout", "again")
    first, second = events(home)
    assert first["lines"] == []
    assert "lines" not in second


def test_time_without_a_zone_is_the_readers(run: Runner, home: Path) -> None:
    (home / "config.toml").write_text('timezone = "Asia/Singapore"\n')
    run("grade", "fund-bias-variance", "good", "--at", "2026-11-20 09:00")
    assert events(home)[0]["at"] == "2026-11-20T01:00:00.000Z"


def test_undo_takes_back_the_last_thing_done_not_the_latest_dated(run: Runner) -> None:
    run("grade", "fund-bias-variance", "good")
    run("grade", "nn-dropout", "good", "--at", "2026-11-20T09:00Z")
    assert run("undo").out.startswith("Undone: good for “What is dropout")
    assert run("undo").out.startswith("Undone: good for “Explain the bias-variance")
    assert run("undo").message() == "there is nothing to undo"


def test_undo_prints_the_words_it_takes_back_and_the_command_that_does_it_again(run: Runner, home: Path) -> None:
    run("note", "nn-dropout", "ask about p=0.5")
    run("tag", "nn-dropout", "hard")
    rows = run("undo").out.splitlines()
    assert rows[1] == "  note  ask about p=0.5"
    assert rows[2] == "done today at 08:00; to do it again: mlflash note nn-dropout 'ask about p=0.5'"
    assert (home / "tags.toml").read_text() == '"nn-dropout" = ["hard"]\n'


@pytest.mark.parametrize(
    "words",
    [
        ("grade", "nn-dropout", "good", "--at", "2026-11-20T09:00:00.000Z"),
        ("grade", "nn-dropout", "hard", "--at", "2026-11-20T09:00:00.000Z", "--lines", "a,c"),
        ("grade", "nn-dropout", "again", "--at", "2026-11-20T09:00:00.000Z", "--lines", "none"),
        ("suspend", "nn-dropout"),
        ("note", "nn-dropout", "it's mine"),
        ("asked", "nn-dropout", "--on", "2026-11-20"),
        ("asked", "--went", "well", "--note", "", "--on", "2026-11-20"),
        ("asked", "--note", "hard", "--on", "2026-11-20"),
    ],
)
def test_the_command_that_undo_names_is_the_one_undone(run: Runner, words: tuple[str, ...]) -> None:
    run("asked", "--went", "badly", "--note", "long", "--on", "2026-11-20")
    run(*words)
    assert shlex.split(run("undo", "--json").json["again"])[1:] == list(words)


def test_help_says_what_undo_does_not_take_back(run: Runner) -> None:
    assert "does not undo tags (see untag)" in " ".join(run("undo", "--help").out.split())


def test_a_grade_given_for_an_earlier_day_takes_its_place(run: Runner) -> None:
    run("grade", "fund-bias-variance", "easy", "--at", "2026-11-10T09:00Z")
    run("grade", "fund-bias-variance", "good", "--at", "2026-11-22T09:00Z")
    run("grade", "fund-bias-variance", "again", "--at", "2026-11-18T09:00Z")
    late = run("list", "--search", "fund-bias-variance", "--json").json[0]
    run("grade", "nn-dropout", "easy", "--at", "2026-11-10T09:00Z")
    run("grade", "nn-dropout", "again", "--at", "2026-11-18T09:00Z")
    run("grade", "nn-dropout", "good", "--at", "2026-11-22T09:00Z")
    ordered = run("list", "--search", "nn-dropout", "--json").json[0]
    same = ("state", "stability", "difficulty_fsrs", "reps", "lapses")
    assert [late[k] for k in same] == [ordered[k] for k in same]


def test_the_calendar_does_not_change_what_a_journal_comes_to(
    run: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, card_id in enumerate(("fund-bias-variance", "nn-dropout", "fund-cross-validation")):
        for day in (2, 3, 9, 20):
            run(
                "grade",
                card_id,
                "again" if (day + number) % 4 == 0 else "good",
                "--at",
                f"2026-11-{day:02}T09:00Z",
            )
    seen = []
    for now in ("2026-11-23T08:00Z", "2026-11-24T23:59Z", "2027-10-31T01:30Z", "2031-02-28T12:00Z"):
        monkeypatch.setenv("MLFLASH_NOW", now)
        for fresh in (True, False):
            if fresh:
                (home / "progress.json").unlink(missing_ok=True)
            rows = run("list", "--state", "learning", "--state", "review", "--json").json
            seen.append([(r["id"], r["stability"], r["difficulty_fsrs"], r["due"], r["lapses"]) for r in rows])
    assert len(seen[0]) == 3
    assert all(one == seen[0] for one in seen)


def test_a_folder_of_backups_that_cannot_be_searched_fails_no_grade(
    run: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "backups").mkdir()
    real = os.stat

    def stat(path: Any, *others: Any, **more: Any) -> os.stat_result:
        if str(path).startswith(f"{home}/backups/"):
            raise PermissionError(errno.EACCES, "no", str(path))
        return real(path, *others, **more)

    monkeypatch.setattr(os, "stat", stat)
    ran = run("grade", "fund-bias-variance", "3")
    assert (ran.code, len(events(home))) == (0, 1)
    assert ran.out.startswith("fund-bias-variance: good") and "permission is denied" in ran.err


@pytest.mark.parametrize("words", [("grade", "fund-bias-variance", "3"), ("undo",)])
def test_progress_that_cannot_be_written_is_a_note(run: Runner, home: Path, words: tuple[str, ...]) -> None:
    run("grade", "nn-dropout", "3")
    (home / "progress.json").unlink()
    (home / "progress.json").mkdir()
    ran = run(*words)
    assert ran.code == 0
    assert len(events(home)) == 2
    assert ran.err.count("progress.json") == 1 and "note: " in ran.err


@pytest.mark.parametrize("out", ["/dev/full", "closed pipe"])
@pytest.mark.parametrize("words", [("grade", "fund-bias-variance", "3"), ("undo",)])
def test_an_answer_that_cannot_be_printed_is_a_note(
    program: Runner, home: Path, out: str, words: tuple[str, ...]
) -> None:
    """A script that saw an error would give the grade again."""
    program("grade", "nn-dropout", "3")
    if out == "/dev/full":
        if not Path(out).exists():
            pytest.skip("no /dev/full here")
        descriptor = os.open(out, os.O_WRONLY)
    else:
        read, descriptor = os.pipe()
        os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "mlflash", *words],
        stdout=descriptor,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    os.close(descriptor)
    assert (done.returncode, len(events(home))) == (0, 2)
    assert "it is on disk, but could not be reported" in done.stderr
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-23"])
def test_a_bare_date_is_that_study_day(run: Runner, home: Path, day: str) -> None:
    assert run("grade", "nn-dropout", "good", "--at", day).code == 0
    assert f'"day":"{day}"' in next(home.glob("journal/*.jsonl")).read_text()


def test_a_time_long_ago_is_noticed(run: Runner) -> None:
    assert run("grade", "nn-dropout", "good", "--at", "2026-11-20").err == ""
    ran = run("grade", "nn-dropout", "good", "--at", "1990-01-01")
    assert ran.code == 0
    assert "--at 1990-01-01 is 36.9 years ago" in ran.err
