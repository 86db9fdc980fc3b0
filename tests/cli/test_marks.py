"""What is done to cards from the shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Runner

CARD, OTHER = "nn-dropout", "nn-batch-norm"


@pytest.mark.parametrize(("command", "state"), [("suspend", "suspended"), ("bury", "buried"), ("flag", "flagged")])
def test_a_mark_is_made_and_undone(run: Runner, command: str, state: str) -> None:
    def flagged() -> bool:
        found = run("show", CARD, "--json").json
        return bool(found["state"] == state if state == "suspended" else found[state])

    assert not flagged()
    ran = run(command, CARD, "--json")
    assert [card["id"] for card in ran.json] == [CARD]
    assert flagged()
    run("undo")
    assert not flagged()


def test_suspended_cards_are_woken_without_the_screen(run: Runner) -> None:
    run("suspend", CARD, "nn-activations")
    assert len(run("list", "--state", "suspended", "--json").json) == 2
    assert run("resume", CARD, "nn-activations").code == 0
    assert run("list", "--state", "suspended", "--json").json == []


def test_forgetting_makes_a_card_new_and_unflagging_removes_the_flag(run: Runner) -> None:
    run("grade", CARD, "good")
    assert "new" in run("forget", CARD).out
    assert run("show", CARD, "--json").json["state"] == "new"
    run("flag", CARD)
    run("unflag", CARD)
    assert run("show", CARD, "--json").json["flagged"] is False


def test_a_note_is_kept_and_deleted(run: Runner) -> None:
    run("note", CARD, "scale in training")
    assert run("show", CARD, "--json").json["note"] == "scale in training"
    run("note", CARD, "")
    assert not run("show", CARD, "--json").json["note"]


def test_what_came_is_noted_once_and_listed(run: Runner) -> None:
    assert run("asked").out.strip() == "no interview is noted"
    assert "--on DATE" in run("asked", CARD).message()
    ran = run("asked", CARD, "--on", "2026-11-20", "--went", "mixed", "--note", "two rounds", "--json")
    noted = {"on": "2026-11-20", "name": "", "went": "mixed", "note": "two rounds", "questions": [CARD]}
    assert ran.json == [noted]
    assert run("asked", OTHER, "--went", "well", "--json").json[0]["went"] == "well", "the last interview is meant"
    assert run("stats", "--json").json["interviews"] == run("asked", "--json").json
    assert run("history", CARD, "--json").json["interviews"] == ["2026-11-20"]
    run("undo")
    assert run("asked", "--json").json[0]["went"] == "mixed"
    assert "2026-11-20: mixed, 2 questions came" in run("asked").out


def test_a_question_that_no_card_asks_says_how_to_add_it(run: Runner) -> None:
    ran = run("asked", CARD, "what-is-a-wok", "--on", "2026-11-20")
    assert ran.code == 2
    assert "mlflash add --question" in ran.message()
    assert run("asked", "--json").json == []


@pytest.mark.parametrize("wrong", [["--on", "soon"], ["--on", "2099-01-01"], ["--went", "so-so"]])
def test_an_interview_to_come_or_another_word_is_refused(run: Runner, wrong: list[str]) -> None:
    assert run("asked", CARD, *wrong).code == 2
    assert run("asked", "--json").json == []


def test_an_unknown_card_changes_nothing(run: Runner, home: Path) -> None:
    ran = run("suspend", CARD, "nn-dropuot")
    assert ran.code != 0
    assert "nn-dropout" in ran.message()
    assert run("list", "--state", "suspended", "--json").json == []


def test_a_renamed_card_is_joined_to_its_history(run: Runner, home: Path) -> None:
    run("grade", CARD, "good")
    journal = next(home.glob("journal/*.jsonl"))
    journal.write_text(journal.read_text().replace(CARD, "old-name"))
    assert run("show", CARD, "--json").json["reps"] == 0
    for command in ("check", "doctor"):
        assert "1 id with reviews in no bank: old-name" in run(command).out
    ran = run("rename", "old-name", CARD)
    assert ran.code == 0
    assert "joined with 1 review of old-name" in ran.out
    assert run("show", CARD, "--json").json["reps"] == 1
    assert "in no bank" not in run("doctor").out
    assert run("rename", "never-was", CARD).code == 2
    assert run("rename", "nn-activations", CARD).code == 2


def test_sections_are_listed_with_their_ids(run: Runner) -> None:
    found = run("sections", "--json").json
    assert len(found) == 33
    assert sum(section["cards"] for section in found) == 254
    assert found[0]["id"] in run("sections").out


def test_options_may_come_before_the_command(run: Runner) -> None:
    assert run("--section", "trees", "list", "--json").json == run("list", "--section", "trees", "--json").json
    assert run("--json", "due").json == run("due", "--json").json


def test_a_mistyped_option_suggests_the_near_one(run: Runner) -> None:
    ran = run("due", "--sectoin", "trees")
    assert ran.code == 2
    assert "did you mean --section?" in ran.message()


@pytest.mark.parametrize("command", [("list",), ("stats",), ("doctor",), ("drill", "--plain")])
def test_closed_streams_do_no_harm(program: Runner, command: tuple[str, ...]) -> None:
    def close() -> None:
        import os

        os.close(0)
        os.close(1)

    ran = program(*command, before=close)
    assert ran.code == 0
    assert "Traceback" not in ran.err
