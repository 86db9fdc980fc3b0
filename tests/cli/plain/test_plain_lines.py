"""The line drill as lines of text."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest

from mlflash.store import own_file
from mlflash.study.launch import launch_options, studying
from mlflash.study.line_drill import LineItem, lines_kept_missing
from tests.cli.conftest import Ran, Runner

NORM, VARIANCE = "nn-batch-norm", "fund-bias-variance"


@pytest.fixture
def drill(run: Runner, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Practises lines with these lines typed."""

    def drilled(typed: str, *arguments: str) -> Ran:
        monkeypatch.setattr("sys.stdin", StringIO(typed))
        return run("drill", "--plain", "--lines", *arguments)

    return drilled


@pytest.fixture
def missed(run: Runner) -> tuple[LineItem, ...]:
    """Two cards with a line that is kept missing, by expected loss."""
    for lines in ("1,2,3", "1,2,3"):
        assert run("grade", NORM, "good", "--lines", lines).code == 0
        assert run("grade", VARIANCE, "good", "--lines", "1,3,4").code == 0
    return kept()


def kept() -> tuple[LineItem, ...]:
    with studying(launch_options()) as study:
        return lines_kept_missing(study.view())


def answers(home: Path) -> list[tuple[str, bool]]:
    events = [json.loads(line) for line in (home / "journal" / "desk.jsonl").read_text().splitlines()]
    undone = {event.get("of") for event in events if event["type"] == "undo"}
    return [(e["question"], e["right"]) for e in events if e["type"] == "line" and e["id"] not in undone]


def test_a_line_is_asked_shown_and_answered(drill: Runner, missed: tuple[LineItem, ...], home: Path) -> None:
    first, second = missed
    ran = drill("\ny\n\nn\n\n")
    assert ran.code == 0
    assert f"Say line {first.label}. Enter shows it: \n{first.label}. {first.text}" in ran.out
    assert f"{first.label}. ________" in ran.out
    assert "1 of 2 lines known." in ran.out
    assert f"Not yet: {second.label}. {second.text}" in ran.out
    assert answers(home) == [(first.card_id, True), (second.card_id, False)]
    assert [line.card_id for line in kept()] == [second.card_id]
    assert "\x1b" not in ran.out
    assert [path.name for path in (home / "backups").iterdir()] == ["2026-11-23.daily.zip"]


def test_undo_help_and_again(drill: Runner, missed: tuple[LineItem, ...], home: Path) -> None:
    ran = drill("?\nu\n\n?\nz\nn\nu\nn\n\ny\n?\nr\n\ny\nu\ny\n\n")
    assert "Enter: show the line" in ran.out
    assert "y: you knew the line" in ran.out
    assert "r: ask the lines not yet known again" in ran.out
    assert ran.out.count("1 of 1 line known.") == 2
    assert answers(home) == [(missed[0].card_id, False), (missed[1].card_id, True), (missed[0].card_id, True)]
    assert kept() == ()


@pytest.mark.parametrize("typed", ["", "\n", "\ny", "q\n", "\nq\n", "\ny\nq\n"])
def test_input_at_its_end_ends_it_cleanly(
    drill: Runner, missed: tuple[LineItem, ...], home: Path, typed: str
) -> None:
    ran = drill(typed)
    assert (ran.code, ran.err) == (0, "")
    assert len(answers(home)) == typed.count("y")
    assert ("1 of 1 line known." in ran.out) == ("y" in typed)


def test_filters_and_the_limit_hold(drill: Runner, missed: tuple[LineItem, ...]) -> None:
    assert "Line 1 of 1." in drill("q\n", "--limit", "1").out
    assert "Line 1 of 1." in drill("q\n", "--section", "ml-fundamentals").out
    assert "No line you keep missing among these cards." in drill("", "--section", "trees").out


def test_without_a_line_it_names_the_command_that_goes_on(drill: Runner, home: Path) -> None:
    ran = drill("")
    assert ran.out == "No line you keep missing yet. `mlflash drill --plain` drills today's cards.\n"
    assert not (home / "journal").exists()


def test_due_days_and_counts_stay(drill: Runner, run: Runner, missed: tuple[LineItem, ...]) -> None:
    def schedule() -> tuple[object, ...]:
        cards = [run("show", card_id, "--json").json for card_id in (NORM, VARIANCE)]
        return [card["due"] for card in cards], run("due", "--json").json, run("stats", "--json").json["days"]

    before = schedule()
    drill("\ny\n\nn\n\n")
    assert schedule() == before


def test_an_answer_that_cannot_be_written_is_asked_again(
    drill: Runner, missed: tuple[LineItem, ...], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mlflash.store import journal

    append, failures = journal.Journal.append, iter([True])

    def fail_once(self: journal.Journal, events: list[object]) -> bool:
        if next(failures, False):
            raise own_file.NotWritten("the disk is full")
        return append(self, events)  # type: ignore[arg-type]

    monkeypatch.setattr(journal.Journal, "append", fail_once)
    ran = drill("\ny\ny\nq\n")
    assert "NOT SAVED: the disk is full. Answer again, or q to quit." in ran.out
    assert answers(home) == [(missed[0].card_id, True)]


def test_modes_exclude_each_other(run: Runner) -> None:
    ran = run("drill", "--lines", "--weak")
    assert ran.code == 2
    assert "not allowed with" in ran.message()
