"""Cards of one's own from the shell, own tags, and the report about a card."""

from __future__ import annotations

from pathlib import Path

from .conftest import Runner

CARD = "nn-dropout"
WORDS = ("add", "--question", "Why?", "--line", "So.", "--line", "Then.")


def test_a_card_is_added_and_drilled_like_any_other(run: Runner) -> None:
    ran = run(*WORDS, "--section", "Databases", "--tag", "mine", "--json")
    assert (ran.json["id"], ran.json["section"], ran.json["state"]) == ("my-why", "databases", "new")
    assert [card["id"] for card in run("list", "--tag", "mine", "--json").json] == ["my-why"]
    assert run("grade", "my-why", "good").code == 0
    assert "my-why-2: added to Databases" in run(*WORDS).out  # the section used last


def test_without_a_question_and_a_terminal_it_says_what_is_missing(run: Runner) -> None:
    ran = run("add", "--line", "x")
    assert ran.code == 2
    assert "--question" in ran.message()
    assert run("add", "--question", "Why?").code == 2


def test_own_tags_are_given_and_taken_away(run: Runner) -> None:
    assert "#mine" in run("tag", CARD, "Mine").out
    assert [card["id"] for card in run("list", "--tag", "mine", "--json").json] == [CARD]
    bank = run("show", CARD, "--json").json["tags"][0]
    ran = run("untag", CARD, "mine", bank)
    assert "#mine" not in ran.out
    assert f"#{bank} is a tag of the bank" in ran.err
    assert run("tag", CARD, "Two Words").code == 2
    assert run("tag", "no-such-card", "mine").code == 1


def test_a_report_holds_the_card_and_its_version(run: Runner) -> None:
    out = run("report", CARD).out
    shown = run("show", CARD, "--json").json
    assert f"Card: {CARD}" in out
    assert "Version: mlflash " in out
    assert shown["question"] in out
    assert all(" ".join(line.split()) in out for line in shown["answer"])
    assert "What is wrong" in out


def test_a_saved_filter_chooses_cards_and_options_replace_its_parts(run: Runner, warm: Path) -> None:
    with (warm / "config.toml").open("a") as config:
        config.write('[filters]\ntrees = "--section trees --difficulty hard"\n')
    hard = {card["id"] for card in run("list", "--section", "trees", "--difficulty", "hard", "--json").json}
    assert {card["id"] for card in run("list", "--filter", "trees", "--json").json} == hard
    easy = run("--filter", "trees", "list", "--difficulty", "easy", "--json").json
    assert {(card["section"], card["difficulty"]) for card in easy} == {("trees", "easy")}
    assert "there are: trees" in run("list", "--filter", "tree").message()
