"""`mlflash plan`: what it prints, keeps and refuses."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings_file import read_settings
from mlflash.study.promise import range_in_words
from tests.cli.conftest import Runner
from tests.conftest import count_askable


def test_without_a_date_it_says_how_to_set_one(run: Runner) -> None:
    ran = run("plan")
    assert ran.code == 0
    assert "no interview is set" in ran.out
    assert "Today: 0 to review, 10 new, about 15 min\n" in ran.out, "the drill's own numbers"
    assert "--save" in ran.out
    plain = run("plan", "--json").json
    assert (plain["date"], plain["forecast"], plain["today"]["stop"]) == (None, [], "after")


def test_the_forecast_with_minutes_either_side(run: Runner, catalog: Catalog) -> None:
    plain = run("plan", "--date", "+14", "--minutes", "20", "--json").json
    assert (plain["date"], plain["days"], plain["minutes"]) == ("2026-12-07", 14, 20.0)
    assert plain["less"][-1]["readiness"] < plain["reached"] < plain["more"][-1]["readiness"]
    assert len(plain["forecast"]) == 15
    assert plain["readiness"]["questions"] == count_askable(catalog)
    assert plain["reached_low"] < plain["reached"] < plain["reached_high"] <= 0.95
    assert plain["calibration"] == {"reviews": 0, "predicted": None, "recalled": None}
    assert set(plain["today"]) == {
        "questions",
        "review",
        "learning",
        "new",
        "minutes",
        "waiting",
        "budget",
        "stop",
        "why",
    }


def test_printed(run: Runner, catalog: Catalog) -> None:
    out = run("plan", "--date", "2026-12-07").out
    assert "Interview on 2026-12-07, 14 days to go, 20 min a day" in out
    seen = f"0 of {count_askable(catalog)} seen"
    assert "Readiness: now 0% → " in out
    assert "% on 7 December\n" in out
    assert f"If you stop now: 0%; {seen}" in out
    assert "daily caps do not count under it" in out
    (heads,) = [line.split() for line in out.splitlines() if line.startswith("morning")]
    assert heads == ["morning", "10", "min", "less", "20", "min", "10", "more", "seen"]
    assert "Today: 0 to review, " in out
    assert sum(line.startswith("2026-1") for line in out.splitlines()) == 15


SEVERAL = """\
timezone = "UTC"
[[interviews]]
on = 2026-12-05
name = "first"
sections = {nlp = 3, transformers = 1}
[[interviews]]
on = 2026-12-15
name = "second"
sections = ["recommendation-systems", "nosuch"]
"""


def test_every_interview_to_come_has_its_readiness(run: Runner, home: Path) -> None:
    (home / "config.toml").write_text(SEVERAL)
    out = run("plan").out.splitlines()
    assert out[0].startswith("Interview on 2026-12-05 (first), 12 days to go")
    (later,) = [line for line in out if line.startswith("Then 2026-12-15 (second)")]
    points = {point["day"]: point for point in run("plan", "--json").json["forecast"]}
    there = points["2026-12-15"]
    assert later.endswith(f"{range_in_words(there['low'], there['high'])} by this plan")


def test_a_section_that_no_question_belongs_to_is_reported(run: Runner, home: Path) -> None:
    (home / "config.toml").write_text(SEVERAL)
    record = "the interview on 2026-12-15 names a section that no card belongs to: nosuch"
    assert run("plan").err == f"mlflash: note: {record}\n"
    assert ["warn", record] in [[one["level"], one["what"]] for one in run("doctor", "--json").json]
    (home / "config.toml").write_text(SEVERAL.replace(', "nosuch"', ""))
    assert run("plan").err == ""


def test_what_cannot_fit_is_named_with_its_cost(run: Runner) -> None:
    out = run("plan", "--date", "+4", "--minutes", "8").out
    assert "Not everything fits. Cheapest to leave:" in out
    assert "unseen" in out
    plain = run("plan", "--date", "+4", "--minutes", "8", "--json").json
    assert plain["leave"]
    assert plain["without"] is not None


def test_trying_changes_nothing_and_saving_does(run: Runner, warm: Path) -> None:
    before = (warm / "config.toml").read_text()
    run("plan", "--date", "+30", "--minutes", "45")
    assert (warm / "config.toml").read_text() == before
    assert not (warm / "journal").exists(), "looking leaves no trace"
    ran = run("plan", "--date", "+30", "--minutes", "45", "--save")
    assert "saved in" in ran.out
    read = read_settings(warm / "config.toml")
    assert (read.interviews, read.minutes, read.timezone) == ((InterviewDate(date(2026, 12, 23)),), 45.0, "UTC")
    assert run("plan", "--json").json["date"] == "2026-12-23"


@pytest.mark.parametrize(
    ("given", "added"),
    [
        (["--date", "+30"], {"interviews": [{"on": date(2026, 12, 23)}]}),
        (["--minutes", "45"], {"minutes": 45.0}),
        (["--date", "+30", "--minutes", "45"], {"interviews": [{"on": date(2026, 12, 23)}], "minutes": 45.0}),
    ],
    ids=["date", "minutes", "both"],
)
def test_only_what_was_given_is_saved(run: Runner, warm: Path, given: list[str], added: dict[str, object]) -> None:
    run("plan", *given, "--save")
    assert tomllib.loads((warm / "config.toml").read_text()) == {"timezone": "UTC", **added}


def test_minutes_saved_move_those_of_weekdays(run: Runner, warm: Path) -> None:
    (warm / "config.toml").write_text('timezone = "UTC"\nminutes_by_day = {sat = 45, sun = 0}\n')
    run("plan", "--minutes", "30", "--save")
    assert read_settings(warm / "config.toml").minutes_by_day == (("sat", 55.0), ("sun", 0.0))


def test_the_day_itself_a_thousand_days_and_one_card(run: Runner, tmp_path: Path) -> None:
    assert "today" in run("plan", "--date", "+0").out
    assert "1,000 days to go" in run("plan", "--date", "+1000").out
    bank = tmp_path / "one.yaml"
    bank.write_text(
        "version: 1\ntitle: One\nsections:\n  - id: only\n    title: Only\n    questions:\n"
        "      - id: only-one\n        question: What is one?\n"
        "        difficulty: easy\n        likelihood: high\n"
        "        answer: [A number that counts., After zero it comes., Before two it stands., It divides all.]\n"
        "        origin: extension\n"
    )
    ran = run("plan", "--bank", str(bank), "--date", "+7", "--json")
    assert ran.err == ""
    assert ran.json["today"]["questions"] == ["only-one"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--date", "2026-11-22"], "1 day past"),
        (["--date", "soon"], "expected one like"),
        (["--date", "2099-01-01"], "over ten years away"),
        (["--minutes", "0"], "expected 1 to 1440"),
        (["--minutes", "x"], "expected a number of minutes"),
        (["--save"], "give one"),
    ],
)
def test_wrong_use_is_one_line(run: Runner, arguments: list[str], words: str) -> None:
    ran = run("plan", *arguments)
    assert ran.code == 2
    assert words in ran.message()
