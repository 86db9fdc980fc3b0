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
        assert field.help in out
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
        assert "expected" in ran.said()
    assert (home / "config.toml").read_text() == "# mine\nminutes = 30\n"


def test_comments_stay(run: Runner, home: Path) -> None:
    (home / "config.toml").write_text("# mine\nminutes = 30  # a day\n")
    run("config", "set", "new_per_day", "5")
    run("config", "set", "minutes", "25")
    assert (home / "config.toml").read_text() == "# mine\nminutes = 25  # a day\nnew_per_day = 5\n"
