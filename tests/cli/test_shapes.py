"""The JSON that programs may rely on."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from tests.conftest import count_askable

from .conftest import Runner

ROW = [
    "id",
    "section",
    "difficulty",
    "likelihood",
    "question",
    "state",
    "due",
    "stability",
    "difficulty_fsrs",
    "retrievability",
    "reps",
    "lapses",
    "tags",
    "flagged",
]


def test_due_counts_what_waits(run: Runner, catalog: Catalog) -> None:
    before = run("due", "--json").json
    assert before.pop("today") == {
        "review": 0,
        "learning": 0,
        "new": 10,
        "minutes": 15.0,
        "waiting": {"plan": 0, "cap": count_askable(catalog) - 10, "buried": 0},
    }
    assert before == {"due": 0, "learning": 0, "new": count_askable(catalog), "next_due": None}
    run("grade", "fund-bias-variance", "easy")
    run("grade", "nn-dropout", "again")
    after = run("due", "--json").json
    assert list(after) == ["due", "learning", "new", "next_due", "today"]
    assert after["new"] == count_askable(catalog) - 2
    assert "2026-11-23T08:01:00" <= after["next_due"] < "2026-11-23T08:02"


def test_today_has_one_number_in_every_command(run: Runner, catalog: Catalog) -> None:
    run("grade", "nn-dropout", "again")
    for settings in ("[]", '[{ on = "2026-12-20" }]'):
        run("config", "set", "interviews", settings)
        today = run("due", "--json").json["today"]
        assert run("stats", "--json").json["today"]["to_come"] == today
        planned = run("plan", "--json").json["today"]
        assert {name: planned[name] for name in today} == today
        assert f"{today['new']} of them today" in run("due").out
        assert f"Today: 0 to review, 1 learning, {today['new']} new" in run("plan").out


def test_due_honors_a_limit(run: Runner) -> None:
    assert run("due", "--limit", "3").out.startswith("0 due, 0 learning, 3 new\n")
    assert run("due", "--limit", "3", "--json").json["today"]["new"] == 3


def test_due_without_a_card_says_why(run: Runner) -> None:
    run("config", "set", "new_per_day", "0")
    assert "today's cap of 0 new cards is reached. `mlflash drill --more`" in run("due").out
    assert "No card matches." in run("due", "--search", "zzzqqq").out


def test_due_goes_by_the_plan_where_there_is_one(run: Runner, catalog: Catalog) -> None:
    assert f"{count_askable(catalog)} new (10 of them today)" in run("due").out
    run("config", "set", "interviews", '[{ on = "2026-12-20" }]')
    assert f"0 to review, 0 learning, {count_askable(catalog)} new (" in run("due").out


def test_due_takes_filters(run: Runner, catalog: Catalog) -> None:
    listed = run("list", "--section", "trees", "--difficulty", "medium", "--json").json
    assert 0 < len(listed) < len(catalog)
    assert run("due", "--section", "trees", "--difficulty", "medium", "--json").json["new"] == len(listed)


def test_due_is_due_when_its_day_comes(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    due = run("grade", "fund-bias-variance", "easy", "--json").json["due"]
    assert run("due", "--json").json["next_due"] == due
    monkeypatch.setenv("MLFLASH_NOW", due)
    assert run("due", "--json").json["due"] == 1
    assert [r["id"] for r in run("list", "--state", "due", "--json").json] == ["fund-bias-variance"]


def test_list_gives_a_row_a_question(run: Runner, catalog: Catalog) -> None:
    rows = run("list", "--json").json
    assert [row["id"] for row in rows] == [card.id for card in catalog]
    assert all(list(row) == ROW for row in rows)
    assert {(r["state"], r["due"], r["stability"], r["retrievability"], r["reps"]) for r in rows} == {
        ("new", None, None, None, 0)
    }


def test_list_limit_and_search(run: Runner) -> None:
    assert len(run("list", "--limit", "3", "--json").json) == 3
    found = run("list", "--search", "DROPOUT", "--json").json
    assert any(row["id"] == "nn-dropout" for row in found)
    assert run("list", "--search", "no such wordsatall", "--json").json == []


def test_grade_gives_the_row_after_it(run: Runner) -> None:
    row = run("grade", "fund-bias-variance", "good", "--lines", "1,3", "--json").json
    assert list(row) == ROW
    assert (row["state"], row["reps"], row["lapses"], row["retrievability"]) == ("learning", 1, 0, 1.0)
    assert row == run("list", "--search", "fund-bias-variance", "--json").json[0]


def test_show_gives_row_card_and_lines(run: Runner) -> None:
    run("grade", "fund-bias-variance", "hard", "--lines", "1,3")
    shown = run("show", "fund-bias-variance", "--json").json
    assert list(shown)[: len(ROW)] == ROW
    assert len(shown["answer"]) == 4
    assert shown["missed"] == [0, 1, 0, 1]
    assert shown["probes"][0].keys() == {"q", "a"}
    assert shown["changed"] is False


def test_weak_gives_causes_costliest_first(run: Runner) -> None:
    assert run("weak", "--json").json == []
    run("grade", "fund-bias-variance", "good")
    run("grade", "nn-dropout", "again")
    (row,) = run("weak", "--json").json
    assert row["id"] == "nn-dropout"
    assert list(row) == [*ROW, "cost", "causes", "waits"]
    assert row["causes"] == ["failed last time"]


def test_undo_names_what_it_undid(run: Runner) -> None:
    run("grade", "fund-bias-variance", "good")
    undone = run("undo", "--json").json
    assert undone["undone"]["type"] == "review"
    assert undone["question"]["state"] == "new"


def test_paths_are_printed_and_not_created(run: Runner, home: Path) -> None:
    before = sorted(p.name for p in home.iterdir())
    places = run("paths", "--json").json
    assert Path(places["journal_dir"]) == home / "journal"
    assert Path(places["bundled_bank"]).exists()
    assert sorted(p.name for p in home.iterdir()) == before


def test_paths_are_absolute(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLASH_HOME", "elsewhere")
    assert run("paths", "--json").json["config"] == str(tmp_path / "elsewhere" / "config.toml")


def test_show_prints_what_the_json_has(run: Runner, catalog: Catalog) -> None:
    card = next(one.id for one in catalog if catalog.card(one.id).related)
    run("note", card, "Scale at training time.")
    run("flag", card)
    run("bury", card)
    shown, data = run("show", card).out, run("show", card, "--json").json
    assert (data["note"], data["flagged"], data["buried"]) == ("Scale at training time.", True, True)
    assert "Your note: Scale at training time." in shown
    assert " · flagged · buried until tomorrow" in shown
    assert data["related"]
    assert all(f" - {other}: " in shown for other in data["related"])


def test_stats_add_up(run: Runner, catalog: Catalog) -> None:
    run("grade", "fund-bias-variance", "good", "--at", "2026-11-10T09:00Z")
    run("grade", "fund-bias-variance", "easy", "--at", "2026-11-10T09:30Z")
    run("grade", "fund-bias-variance", "good", "--at", "2026-11-22T09:00Z")
    run("grade", "nn-dropout", "again")
    stats = run("stats", "--json").json
    assert (stats["today"]["reviews"], stats["week"]["reviews"], stats["total"]["reviews"]) == (1, 2, 4)
    assert stats["total"]["new"] == 2
    assert stats["total"]["recalled"] == 1.0
    assert 0.5 < stats["total"]["predicted"] < 1
    assert stats["streak"] == 2
    assert sum(s["questions"] for s in stats["sections"]) == stats["all"]["questions"] == count_askable(catalog)
    assert [d["day"] for d in stats["days"]] == ["2026-11-10", "2026-11-22", "2026-11-23"]
    assert sum(b["reviews"] for b in stats["calibration"]) == stats["total"]["learned"] == 1
    assert stats["forecast"][0] == 1
    assert sum(stats["recall"]) == 2


def test_json_is_ascii_and_data_of_a_bank_stays_data(run: Runner, tmp_path: Path) -> None:
    bank = tmp_path / "bank.yaml"
    bank.write_text(
        "version: 1\ntitle: t\nsections:\n- id: s\n  title: s\n  questions:\n"
        '  - id: q\n    question: "\\e[31mred\\u202e [bold]x[/]"\n    answer: [a]\n',
        encoding="utf-8",
    )
    ran = run("list", "--bank", str(bank), "--json")
    assert ran.out.isascii()
    assert ran.json[0]["question"] == "\x1b[31mred\u202e [bold]x[/]"
    shown = run("show", "q", "--bank", str(bank)).out + run("list", "--bank", str(bank)).out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[bold]x[/]" in shown


def test_list_start_keeps_the_order_of_the_first_two_weeks(run: Runner, catalog: Catalog) -> None:
    assert [card["id"] for card in run("list", "--start", "--json").json] == list(catalog.start)
    trees = run("list", "--start", "--section", "trees", "--json").json
    assert [card["id"] for card in trees] == [one for one in catalog.start if catalog[one].section == "trees"]


def test_due_after_todays_cards_says_what_tomorrow_holds(run: Runner) -> None:
    run("config", "set", "new_per_day", "1")
    run("grade", "nn-dropout", "easy")
    said = run("due").out
    assert "Done for today. Tomorrow: 1 card" in said
    assert "the next review is due" in said
