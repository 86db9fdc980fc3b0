"""`mlflash config`."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflash.store.settings import SETTINGS

from .conftest import Runner


def test_every_setting_is_shown_with_what_it_means(run: Runner) -> None:
    out = run("config").out
    for key, field in SETTINGS.items():
        assert f"{key} = " in out
        assert field.about in out
    assert run("config", "list").out == out
    assert list(run("config", "--json").json) == list(SETTINGS)


@pytest.mark.parametrize(
    ("key", "value", "shown", "as_json"),
    [
        ("minutes", "30", "30.0", 30.0),
        ("stance", "core", "core", "core"),
        ("timezone", "Asia/Singapore", "Asia/Singapore", "Asia/Singapore"),
        ("fuzz", "false", "false", False),
        ("learning_steps", "[1, 15]", "[1.0, 15.0]", [1.0, 15.0]),
        ("minutes_by_day", "{sat = 45}", "{ sat = 45.0 }", {"sat": 45.0}),
        ("days_off", "[2027-01-01]", '["2027-01-01"]', ["2027-01-01"]),
        (
            "interviews",
            '[{on = 2027-01-31, name = "Acme"}]',
            '[{ on = "2027-01-31", name = "Acme", sections = {} }]',
            [{"on": "2027-01-31", "name": "Acme", "sections": {}}],
        ),
    ],
)
def test_set_get_unset(run: Runner, home: Path, key: str, value: str, shown: str, as_json: object) -> None:
    (home / "config.toml").unlink()
    default = run("config", "get", key, "--json").json
    assert run("config", "set", key, value).code == 0
    assert run("config", "get", key).out.strip() == shown
    assert run("config", "get", key, "--json").json == as_json
    assert run("config", "unset", key).code == 0
    assert run("config", "get", key, "--json").json == default


def test_a_wrong_value_changes_nothing(run: Runner, home: Path) -> None:
    (home / "config.toml").write_text("# mine\nminutes = 30\n")
    for key, value in (("minutes", "many"), ("fuzz", "1"), ("learning_steps", "1"), ("minutes", "1\nfuzz = true")):
        ran = run("config", "set", key, value)
        assert ran.code == 1
        assert "expected" in ran.message()
    assert (home / "config.toml").read_text() == "# mine\nminutes = 30\n"


def test_comments_stay(run: Runner, home: Path) -> None:
    (home / "config.toml").write_text("# mine\nminutes = 30  # a day\n")
    run("config", "set", "new_per_day", "5")
    run("config", "set", "minutes", "25")
    assert (home / "config.toml").read_text() == "# mine\nminutes = 25  # a day\nnew_per_day = 5\n"


NEWER = b'{"v":99,"id":"a","at":"2026-11-20T08:00:00.000Z","day":"2026-11-20","type":"review"}\n'


def test_a_setting_of_the_schedule_is_kept_only_if_the_journal_can_be_replayed(run: Runner, home: Path) -> None:
    run("grade", "nn-dropout", "good")
    before = (home / "config.toml").read_text()
    (home / "journal" / "other.jsonl").write_bytes(NEWER)
    ran = run("config", "set", "retention", "0.8")
    assert ran.code == 1
    assert "newer mlflash" in ran.message()
    assert (home / "config.toml").read_text() == before
    assert run("config", "set", "new_per_day", "5").code == 0, "no other setting needs the journal"
    (home / "journal" / "other.jsonl").unlink()
    assert run("config", "set", "retention", "0.8").code == 0


def test_the_schedule_is_replayed_when_its_settings_change(run: Runner, home: Path) -> None:
    run("grade", "nn-dropout", "easy")
    before = run("show", "nn-dropout", "--json").json["due"]
    old = (home / "progress.json").read_bytes()
    run("config", "set", "retention", "0.7")
    assert (home / "progress.json").read_bytes() != old
    assert run("show", "nn-dropout", "--json").json["due"] > before


def test_without_a_journal_nothing_is_made(run: Runner, home: Path) -> None:
    run("config", "set", "retention", "0.8")
    assert not (home / "journal").exists()
    assert not (home / "progress.json").exists()


@pytest.mark.parametrize(
    "arguments", [("--json", "get", "fuzz"), ("get", "--json", "fuzz"), ("get", "fuzz", "--json")]
)
def test_json_may_stand_anywhere(run: Runner, arguments: tuple[str, ...]) -> None:
    assert run("config", *arguments).out == "true\n"
