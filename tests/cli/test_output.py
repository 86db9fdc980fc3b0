"""What is printed for people: aligned, cut to a terminal and never in a pipe, plain where color is not wanted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.cli import output
from mlflash.study.format import when

from .conftest import Runner


def as_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take standard output, as captured, for a terminal of 40 columns."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "40")


def test_list_in_a_pipe_is_whole_and_aligned(run: Runner, catalog: Catalog) -> None:
    head, *rows = run("list").out.splitlines()
    assert len(rows) == len(catalog)
    assert head.split() == ["id", "difficulty", "likelihood", "state", "due", "question"]
    assert {row[head.index("state") - 2 : head.index("state")] for row in rows} == {"  "}
    assert max(map(len, rows)) > 100


def test_list_in_a_narrow_terminal_leaves_room_for_the_question(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    head, *rows = run("list").out.splitlines()
    assert head.split() == ["id", "state", "due", "question"]
    assert max(output.cells(row) for row in rows) == 80
    assert 80 - head.index("question") >= 30


def test_help_names_every_command(run: Runner) -> None:
    from mlflash.__main__ import COMMANDS

    out = run("--help").out
    for command in COMMANDS:
        assert f"\n  {command} " in out
        ran = run(command, "--help")
        assert ran.code == 0
        assert ran.out.startswith(f"usage: mlflash {command}")
    assert run("help", "due").out == run("due", "--help").out


def test_version(run: Runner) -> None:
    from mlflash import __version__

    assert run("--version").out == f"mlflash {__version__}\n"


def test_table_is_cut_to_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    as_terminal(monkeypatch)
    output.table([["a", "x" * 50], ["b", "日" * 30]], ["id", "text"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("\x1b[1m")
    assert [output.cells(line) for line in lines[1:]] == [40, 39]
    assert all(line.endswith("…") for line in lines[1:])


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_color_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    as_terminal(monkeypatch)
    assert output.styled("x", output.BOLD) == "\x1b[1mx\x1b[0m"
    monkeypatch.setenv(name, value)
    assert output.styled("x", output.BOLD) == "x"


def test_paragraph_wraps_in_a_terminal_under_its_number(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_terminal(monkeypatch)
    output.paragraph("one two three four five six seven eight nine ten", "   ", "1. ")
    assert capsys.readouterr().out == "1. one two three four five six seven\n   eight nine ten\n"


def test_when_in_words() -> None:
    now, day = datetime(2026, 11, 23, 8, tzinfo=UTC), date(2026, 11, 23)
    printed = [when(day + timedelta(days=n), now, day, UTC) for n in (-3, -1, 0, 1, 30)]
    assert printed == ["3 days ago", "1 day ago", "today", "tomorrow", "2026-12-23"]
    assert when(now + timedelta(minutes=10), now, day, UTC) == "08:10"
    assert when(now - timedelta(minutes=1), now, day, UTC) == "now"


@pytest.mark.parametrize(
    ("minutes", "words"), [(0.2, "under a minute"), (10, "10 min"), (120, "2 h"), (60 * 24 * 8, "8 days")]
)
def test_span_in_words(minutes: float, words: str) -> None:
    assert output.span(timedelta(minutes=minutes)) == words


def test_a_sentence_breaks_between_words_on_a_narrow_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "\n  5 of 5  nn-dropout, line b: " + "word " * 20
    output.sentence(text)
    assert capsys.readouterr().out == f"{text}\n"
    monkeypatch.setattr("mlflash.cli.output.columns", lambda: 40)
    output.sentence(text)
    blank, first, *rest = capsys.readouterr().out.splitlines()
    assert blank == "" and first.startswith("  5 of 5") and rest
    assert all(row.startswith("    ") and len(row) <= 40 and set(row.split()) == {"word"} for row in rest)
