"""The drill as lines of text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlflash.cli import plain

from .conftest import Ran, Runner


@pytest.fixture
def drill(run: Runner, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Drills with these lines typed."""
    from io import StringIO

    def drilled(typed: str, *arguments: str) -> Ran:
        monkeypatch.setattr("sys.stdin", StringIO(typed))
        return run("drill", "--plain", *arguments)

    return drilled


def reviews(home: Path) -> list[tuple[object, object, object]]:
    file = home / "journal" / "desk.jsonl"
    lines = file.read_text().splitlines() if file.exists() else []
    events = [json.loads(line) for line in lines]
    undone = {event.get("of") for event in events}
    return [
        (e["question"], e["rating"], e.get("lines"))
        for e in events
        if e["type"] == "review" and e["id"] not in undone
    ]


def test_question_answer_ticks_grade(drill: Runner, home: Path) -> None:
    ran = drill("\n1 3\n\n\n\n4\n", "--section", "trees", "--limit", "2")
    (first, one, lines), (second, two, untold) = reviews(home)
    assert (one, lines) == (2, [1, 3])  # two lines of four suggest Hard, and Enter takes it
    assert (two, untold) == (4, None)
    assert first != second
    assert ran.code == 0
    assert ran.out.index("Enter for the answer") < ran.out.index("\n1. ") < ran.out.index("\n4. ")
    assert "2 hard 6 min" in ran.out
    assert "1 hard, 1 easy" in ran.out
    assert "\x1b" not in ran.out


def test_a_sitting_leaves_the_days_backup(drill: Runner, home: Path) -> None:
    drill("", "--section", "trees")
    assert not (home / "backups").exists(), "nothing was graded"
    drill("\n\n3\n", "--section", "trees")
    assert [path.name for path in (home / "backups").iterdir()] == ["2026-11-23.daily.zip"]


def test_all_and_none(drill: Runner, home: Path) -> None:
    drill("\nall\n3\n\nnone\n1\nq\n", "--section", "trees")
    assert [(rating, lines) for _, rating, lines in reviews(home)] == [(3, [1, 2, 3, 4]), (1, [])]


def test_input_at_its_end_ends_it_cleanly(drill: Runner, home: Path) -> None:
    for typed in ("", "\n", "\n1\n", "\n\n3\n"):
        ran = drill(typed, "--section", "trees")
        assert ran.code == 0
        assert ran.err == ""
    assert [rating for _, rating, _ in reviews(home)] == [3]
    assert "1 grade: 1 good" in ran.out


def test_each_grade_is_on_disk_before_the_next_question(
    drill: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    ask = plain._ask

    def asked(study: object, question: str) -> None:
        seen.append(len(reviews(home)))
        ask(study, question)  # type: ignore[arg-type]

    monkeypatch.setattr(plain, "_ask", asked)
    drill("\n\n4\n" * 3 + "q\n", "--section", "trees")
    assert seen == [0, 1, 2, 3]


def test_undo_goes_back_a_question_and_beyond_the_last(drill: Runner, home: Path) -> None:
    drill("\n\n4\n\n\n4\nu\n\n\n1\nq\n", "--section", "trees", "--limit", "2")
    assert [rating for _, rating, _ in reviews(home)] == [4, 1]
    ran = drill("u\nq\n", "--section", "nlp")
    assert "There is nothing to undo." in ran.out


def test_skip_puts_off_and_hint_helps(drill: Runner, home: Path) -> None:
    ran = drill("h\ns\n\n\n4\nq\n", "--section", "trees", "--limit", "2")
    assert "Hint: " in ran.out
    rows = [line for line in ran.out.splitlines() if line.startswith("Question 1")]
    assert len(rows) == 2
    assert len(reviews(home)) == 1


def test_nonsense_is_asked_again(drill: Runner, home: Path) -> None:
    ran = drill("what\n\n7\nx\n1 1\n9\nmaybe\n2\nq\n", "--section", "trees")
    assert plain.HELP["question"] in ran.out
    assert ran.out.count(plain.HELP["lines"]) == 2
    assert ran.out.count(plain.HELP["grade"]) == 2
    assert [(rating, lines) for _, rating, lines in reviews(home)] == [(2, [1])]


def test_no_suggestion_without_ticks(drill: Runner, home: Path) -> None:
    ran = drill("\n\n\nq\n", "--section", "trees")
    assert plain.HELP["grade"] in ran.out
    assert reviews(home) == []


def test_weak_cram_and_more(drill: Runner, run: Runner, home: Path) -> None:
    assert "no such question" in drill("", "--weak").out
    run("grade", "nn-dropout", "again")
    assert "Question 1, 1 left" in drill("", "--weak").out
    before = run("list", "--search", "nn-dropout", "--json").json
    drill("\n\n3\n", "--cram", "--search", "nn-dropout")
    assert run("list", "--search", "nn-dropout", "--json").json == before  # a pass in cram changes no schedule
    (home / "config.toml").write_text('timezone = "UTC"\nnew_per_day = 0\n')
    nothing = drill("", "--section", "trees").out
    assert nothing.startswith("Nothing is due.")
    assert "--more" in nothing
    assert "Question 1, 5 left" in drill("", "--more", "--section", "trees").out


def test_plain_in_a_pipe(program: Runner) -> None:
    ran = program("drill", "--plain", "--section", "trees", typed="\n1 2 3\n3\n", TERM="dumb")
    assert (ran.code, ran.err) == (0, "")
    assert "Lines you had: 1 2 3\n" in ran.out
    assert "1 grade: 1 good" in ran.out


def test_tex_is_read_as_unicode_and_ones_own_lines_take_the_banks_place(tmp_path: Path, drill: Runner) -> None:
    from mlflash.study.opening import prepare, studying

    bank = tmp_path / "bank.yaml"
    bank.write_text(
        "version: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  questions:\n"
        "  - {id: q, question: 'What is $\\alpha$?', answer: [bank line]}\n"
    )
    with studying(prepare((bank,))) as study:
        study.write("q", ("mine $\\beta$",))
    said = drill("\n\n3\n", "--bank", str(bank)).out
    assert "What is α?" in said
    assert "1. mine β" in said
    assert "bank line" not in said


def test_cram_offers_no_interval_that_will_not_be(drill: Runner, run: Runner, home: Path) -> None:
    for question in ("nn-dropout", "nn-backprop"):  # the first is learned, the second new
        if question == "nn-dropout":
            run("grade", question, "easy")
        ran = drill("\n\nq\n", "--cram", "--search", question)
        assert "Grade (1 again later, 2 hard no change, 3 good no change, 4 easy no change)" in ran.out


def test_more_leaves_what_is_not_yet_due_and_says_so(drill: Runner, run: Runner, home: Path) -> None:
    run("grade", "nn-dropout", "easy")
    before = run("list", "--search", "nn-dropout", "--json").json
    ran = drill("\n\n3\n", "--more", "--search", "nn-dropout")
    assert "3 good no change" in ran.out
    assert run("list", "--search", "nn-dropout", "--json").json == before
    ran = drill("\n\n3\n", "--more", "--search", "nn-backprop")  # new: a drill like any other
    assert "3 good 10 min" in ran.out
    modes = [json.loads(line)["mode"] for line in (home / "journal" / "desk.jsonl").read_text().splitlines()]
    assert modes == ["cli", "cram", "plain"]


def test_what_is_in_learning_is_asked_when_nothing_else_is_due(drill: Runner, run: Runner, home: Path) -> None:
    (home / "config.toml").write_text('timezone = "UTC"\nnew_per_day = 0\n')
    run("grade", "nn-dropout", "again")
    assert "Question 1, 1 left" in drill("").out
    (home / "config.toml").write_text('timezone = "UTC"\nnew_per_day = 0\nlearn_ahead = 0\n')
    assert drill("").out.startswith("Nothing is due. The next question falls due in 1 min")


def test_undo_says_what_it_took_back(drill: Runner) -> None:
    ran = drill("\n\n4\nu\ns\nu\nq\n", "--search", "nn-dropout")
    assert "Took back: nn-dropout easy; it is new." in ran.out
    assert "Undone." in ran.out


def test_lines_of_ones_own_left_empty_keep_the_banks_words(tmp_path: Path, drill: Runner) -> None:
    from mlflash.study.opening import prepare, studying

    bank = tmp_path / "bank.yaml"
    bank.write_text(
        "version: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  questions:\n"
        "  - {id: q, question: What?, answer: [one, two, three], formula: '\\alpha_{1}'}\n"
    )
    with studying(prepare((bank,))) as study:
        study.write("q", ("", "mine"))
    said = drill("\n1 3\n3\n", "--bank", str(bank)).out
    assert "1. one\n2. mine\n3. three\n" in said
    assert "Formula: α₁" in said
