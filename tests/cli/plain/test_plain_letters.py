"""The letters of the screen that lead away from a card: filter, edit, pitfall and sources, suspended cards."""

from __future__ import annotations

import os
import sys
from io import StringIO
from pathlib import Path

import pexpect
import pytest

from tests.cli.conftest import Ran, Runner

OVERFITTING = "fund-overfitting"


@pytest.fixture
def drill(run: Runner, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Drills with these lines typed."""

    def drilled(typed: str, *arguments: str) -> Ran:
        monkeypatch.setattr("sys.stdin", StringIO(typed))
        return run("drill", "--plain", *arguments)

    return drilled


@pytest.mark.parametrize("letter", ["/", "F"])
def test_other_cards_are_chosen_and_undo_leads_back(drill: Runner, run: Runner, letter: str) -> None:
    out = drill(f"{letter}\n--section trees --limit 2\nu\nq\n").out
    assert "\nCard 1 of 2. Tree-based Models." in out
    assert out.count("\nCard 1 of 10. Machine Learning Fundamentals.") == 2
    assert run("list", "--state", "flagged", "--json").json == []
    assert "\nCard 1 of " in drill(f"{letter}\nbagging boosting\nq\n").out


@pytest.mark.parametrize("typed", ["zzzz", "--section tres", "--limit 0", "--section 'trees", ""])
def test_a_choice_without_cards_leaves_those_there_are(drill: Runner, typed: str) -> None:
    out = drill(f"F\n{typed}\nq\n").out
    assert out.count("\nCard 1 of 10.") == 2
    assert "Traceback" not in out and "usage" not in out


def test_pitfall_and_sources_come_again_after_the_answer(drill: Runner, run: Runner) -> None:
    card = run("show", OVERFITTING, "--json").json
    before, after = drill("v\n\nv\nq\n", "--search", OVERFITTING).out.split("\na. ", 1)
    assert card["pitfall"] not in before
    assert after.count(card["pitfall"]) == 2
    assert card["references"][0]["url"] in after


def test_a_suspended_card_is_resumed(drill: Runner, run: Runner) -> None:
    run("suspend", OVERFITTING, "fund-l1-l2")
    out = drill("S\n\n", "--state", "suspended").out
    assert "Suspended card 1 of 2." in out and "Resumed." in out
    assert [one["id"] for one in run("list", "--state", "suspended", "--json").json] == ["fund-l1-l2"]


def test_wide_digits_are_digits(drill: Runner, run: Runner) -> None:
    drill("\n\n３\nq\n", "--search", OVERFITTING)
    assert run("show", OVERFITTING, "--json").json["reps"] == 1


def test_a_card_is_edited_by_another_program(
    drill: Runner, run: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "The card was not changed." in drill("e\n\nq\n", "--search", OVERFITTING).out
    question = run("show", OVERFITTING, "--json").json["question"]

    class Typed(StringIO):
        def isatty(self) -> bool:  # asked before each line is read
            for file in (home / "overrides").glob("*.draft.yaml"):
                file.write_text(file.read_text().replace(question, "Is it overfitting?"))
            return False

    monkeypatch.setattr("sys.stdin", Typed("e\n\nq\n"))
    out = run("drill", "--plain", "--search", OVERFITTING).out
    assert "Changed; your progress stays." in out
    assert "\nIs it overfitting?" in out
    assert run("show", OVERFITTING, "--json").json["question"] == "Is it overfitting?"


def test_a_card_of_ones_own_is_edited_in_its_file(
    drill: Runner, run: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = run("add", "--question", "Is this mine?", "--line", "The zebra's.", "--section", "trees", "--json").json[
        "id"
    ]
    file = home / "cards" / f"{own}.yaml"
    assert "The card was not changed.\n" in drill("e\n\nq\n", "--search", "zebra").out

    class Typed(StringIO):
        def isatty(self) -> bool:  # asked before each line is read
            file.write_text(file.read_text().replace("Is this mine?", "Whose is this?"))
            return False

    monkeypatch.setattr("sys.stdin", Typed("e\n\nq\n"))
    out = run("drill", "--plain", "--search", "zebra").out
    assert "Changed; your progress stays." in out
    assert "\nWhose is this?" in out


def test_a_card_is_edited_in_the_editor_on_a_terminal(warm: Path, tmp_path: Path) -> None:
    editor = tmp_path / "ed"
    editor.write_text("#!/bin/sh\nsed -i 's/^question: .*/question: Edited here?/' \"$1\"\n")
    editor.chmod(0o700)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mlflash", "drill", "--plain", "--search", OVERFITTING],
        env={**os.environ, "TERM": "dumb", "EDITOR": str(editor)},
        dimensions=(40, 100),
        encoding="utf-8",
        timeout=30,
    )
    child.expect("Enter for the answer: ")
    child.sendline("e")
    child.expect("Changed; your progress stays.")
    child.expect("Edited here")
    child.send("\x04")
    child.expect(pexpect.EOF)


def test_mathematics_is_said_in_words(drill: Runner, run: Runner) -> None:
    card = ("--search", "fund-precision-recall")
    assert "Formula: P = TP/(TP+FP)" in drill("\nq\n", *card).out
    assert "Formula: P equals TP over (TP plus FP)" in drill("\nq\n", *card, "--words").out
    assert run("drill", "--words").message() == "--words is for --plain"
