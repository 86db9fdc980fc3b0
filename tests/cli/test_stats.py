"""`mlflash stats`: JSON with every figure, and pictures that load nothing."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mlflash.__main__ import main
from mlflash.study import new_events
from mlflash.study.launch import launch_options, studying
from mlflash.study.stats.figures import Figures


def test_json_carries_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "nn-dropout", "good"]) == 0
    capsys.readouterr()
    assert main(["stats", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert set(record) >= set(Figures._fields)
    assert record["total"]["reviews"] == 1


def test_with_a_filter_figures_of_all_cards_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    for card_id in ("nn-dropout", "nn-dropout", "tree-gbdt"):
        assert main(["grade", card_id, "good"]) == 0
    capsys.readouterr()

    def stats(*arguments: str) -> str:
        assert main(["stats", *arguments]) == 0
        return capsys.readouterr().out

    whole, some, none = stats(), stats("--section", "trees"), stats("--search", "zzz")
    assert "all cards" not in whole and "chosen" not in whole
    rows = {line.split("  ")[0]: line.split()[-5:] for line in some.splitlines()}
    assert rows["all time, all cards"][0] == "3"
    assert rows["all time, chosen cards"] == ["1", "1", "0", "-", "-"]
    assert [line for line in some.splitlines() if line.startswith(("today ", "7 days "))] == []
    assert none.split("all time, chosen cards")[1].split()[:3] == ["0", "0", "0"]
    record = json.loads(stats("--section", "trees", "--json"))
    assert record["chosen"] == {"questions": record["all"]["questions"], "met": 1, "reviews": 1, "minutes": 0.0}
    assert record["total"]["reviews"] == 3 and "total" in record["of_all_questions"]
    assert set(record["of_all_questions"]) < set(record)
    assert json.loads(stats("--search", "zzz", "--json"))["chosen"]["reviews"] == 0


def test_missed_lines_and_overconfident_cards_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with studying(launch_options()) as study:
        for _ in range(2):
            event = new_events.review(study, "nn-dropout", 1, (1, 2, 4), None, mode="drill", sure=True)
            study.record_final([event])
        line = study.catalog.card("nn-dropout").answer[2]
    assert main(["stats"]) == 0
    out = capsys.readouterr().out
    assert f"lines you keep missing\n  2 of 2  nn-dropout, line c: {line}\n" in out
    assert "overconfident: times you were sure, and wrong\n  2  nn-dropout: " in out
    assert main(["stats", "--section", "trees"]) == 0
    assert "keep missing" not in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["svg", "html"])
def test_export(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "nn-dropout", "good"]) == 0
    file = tmp_path / f"stats.{kind}"
    assert main(["stats", "--export", str(file)]) == 0
    assert str(file) in capsys.readouterr().out
    text = file.read_text(encoding="utf-8")
    for title in ("Overview", "Days", "Ahead", "Recall", "Mastery", "Weak"):
        assert title in text
    assert "url(http" not in text
    assert "src:" not in text
    if kind == "svg":
        ElementTree.fromstring(text)
    assert "all cards" not in text.replace("\xa0", " ")
    assert main(["stats", "--section", "trees", "--export", str(file)]) == 0
    assert file.read_text(encoding="utf-8").replace("&#160;", " ").count("reviews of all cards") == 3


def test_export_takes_only_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--export", str(tmp_path / "stats.png")]) == 2
    assert ".svg or .html" in capsys.readouterr().err
    assert main(["stats", "--export", str(tmp_path / "no" / "stats.svg")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("command", [["stats"], ["weak"], ["history", "nn-dropout"]])
def test_where_there_is_nothing_yet_it_names_the_command_that_goes_on(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 0
    assert " yet: `mlflash drill` asks today's cards\n" in capsys.readouterr().out
