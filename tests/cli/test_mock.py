"""`mlflash mock`: what it asks to be opened, what it prints, what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mlflash.__main__ import command_parser, load_command
from mlflash.study.launch import launch_options, studying
from mlflash.study.mock.interview import MockInterview
from mlflash.study.mock.mock_run import MockPhase
from tests.cli.conftest import Runner


@pytest.fixture
def held(warm: Path) -> None:
    """One interview in the journal."""
    with studying(launch_options()) as study:
        clock = datetime(2026, 11, 22, 9, tzinfo=UTC)
        study.clock = lambda: clock
        interview = MockInterview(study, 12, 3)
        while interview.run.phase != MockPhase.OVER:
            interview.reveal()
            interview.judge((True, False, True, False))
            while interview.run.phase == MockPhase.PROBE:
                interview.show_probe()
                interview.answer_probe(True)


def test_the_app_is_opened_on_the_interview_that_the_arguments_describe(warm: Path) -> None:
    command = load_command("mock")
    arguments = ["--minutes", "45", "--section", "trees", "--seed", "7", "--limit", "3"]
    options = command.run(command_parser("mock", command).parse_args(arguments))
    assert options is not None and not isinstance(options, int)
    assert (options.mode, options.minutes, options.seed, options.limit) == ("mock", 45.0, 7, 3)
    assert options.chosen.sections == ("trees",)


def test_the_last_one_as_markdown(run: Runner, held: None, tmp_path: Path) -> None:
    printed = run("mock", "--export", "-")
    assert printed.code == 0
    assert "# Mock interview, 2026-11-2" in printed.out
    assert "50% of lines" in printed.out
    target = tmp_path / "last.md"
    assert run("mock", "--export", str(target)).out == f"written to {target}\n"
    assert target.read_text() == printed.out


def test_all_as_json(run: Runner, held: None) -> None:
    (card,) = run("mock", "--json").json
    assert (card["minutes"], card["finished"], card["lines_hit"] * 2) == (12.0, True, card["lines"])
    assert sum(section["questions"] for section in card["sections"]) == card["questions"]


def test_none_yet(run: Runner, warm: Path) -> None:
    assert run("mock", "--json").json == []
    ran = run("mock", "--export", "-")
    assert (ran.code, ran.message()) == (1, "there is no mock interview yet; `mlflash mock` starts one")
    assert not (warm / "journal").exists(), "looking leaves no trace"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--minutes", "0"], "found 0 minutes, expected 1 to 240"),
        (["--minutes", "nan"], "found nan minutes"),
        (["--minutes", "soon"], "found 'soon', expected a number"),
        (["--seed", "-1"], "found '-1', expected a whole number"),
        (["--section", "nope"], "no section is called 'nope'"),
        (["--export", "a", "--json"], "not allowed with"),
        ([], "needs a terminal"),
    ],
)
def test_wrong_use_is_one_line(run: Runner, arguments: list[str], words: str) -> None:
    ran = run("mock", *arguments)
    assert ran.code == 2
    assert words in ran.message()


def test_an_export_that_cannot_be_written(run: Runner, held: None, tmp_path: Path) -> None:
    ran = run("mock", "--export", str(tmp_path / "no" / "such.md"))
    assert ran.code == 1
    assert "cannot write" in ran.message()


def test_an_interview_in_plain_text(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    from io import StringIO

    steps = "x\n\na c\n\nmaybe\ny\n\nn\n"
    monkeypatch.setattr("sys.stdin", StringIO(steps * 12))
    ran = run("mock", "--plain", "--minutes", "12", "--seed", "3")
    assert ran.code == 0
    assert ran.out.startswith("4 cards in about 12 minutes.")
    assert "\nCard 1 of 4. " in ran.out and "\nCard 4 of 4. " in ran.out
    assert "Review tonight: " in ran.out
    (card,) = run("mock", "--json").json
    assert card["finished"] and card["questions"] == 4


def test_a_plain_interview_that_is_left_keeps_what_was_answered(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from io import StringIO

    monkeypatch.setattr("sys.stdin", StringIO("\nx\nq\n"))
    assert "1 of 4 cards answered" in run("mock", "--plain", "--minutes", "12", "--seed", "3").out
    assert not run("mock", "--json").json[0]["finished"]
    monkeypatch.setattr("sys.stdin", StringIO("q\n"))
    assert "Nothing was answered." in run("mock", "--plain", "--minutes", "12", "--seed", "3").out
