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
    for key, value in (("minutes", "many"), ("fuzz", "1"), ("learning_steps", "0"), ("minutes", "1\nfuzz = true")):
        ran = run("config", "set", key, value)
        assert ran.code == 2
        assert str(home) not in ran.message(), "what was typed is at fault, not the file"
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
def test_json_is_accepted_anywhere(run: Runner, arguments: tuple[str, ...]) -> None:
    assert run("config", *arguments).out == "true\n"


def test_values_are_added_to_a_list_and_removed(run: Runner, home: Path, tmp_path: Path) -> None:
    bank, other = tmp_path / "mine.yaml", tmp_path / "other.yaml"
    run("config", "set", "banks", str(bank))
    assert run("config", "get", "banks", "--json").json == [str(bank)]
    for _ in range(2):
        assert run("config", "add", "banks", str(other)).code == 0
    assert run("config", "get", "banks", "--json").json == [str(bank), str(other)]
    run("config", "remove", "banks", str(bank))
    assert run("config", "get", "banks", "--json").json == [str(other)]
    ran = run("config", "remove", "banks", str(bank))
    assert ran.code == 2 and str(other) in ran.message()
    run("config", "add", "days_off", "2027-01-01")
    run("config", "remove", "days_off", "2027-01-01")
    assert run("config", "get", "days_off", "--json").json == []
    assert "is not a list" in run("config", "add", "minutes", "3").message()


def test_a_bank_written_as_a_relative_path_is_removed_by_its_full_path(run: Runner, home: Path) -> None:
    (home / "config.toml").write_text('banks = ["mine.yaml", "~/other.yaml"]\n')
    assert run("config", "remove", "banks", str(home / "mine.yaml")).code == 0
    assert run("config", "get", "banks", "--json").json == ["~/other.yaml"]


def test_a_bank_of_an_unknown_user_is_removed_as_it_is_written(run: Runner, home: Path) -> None:
    (home / "config.toml").write_text('banks = ["~no-such-user/a.yaml", "b.yaml"]\n')
    assert run("config", "remove", "banks", str(home / "b.yaml")).code == 0
    assert run("config", "remove", "banks", "~no-such-user/a.yaml").code == 0
    assert run("config", "get", "banks", "--json").json == []


def test_a_bank_of_an_unknown_user_is_not_added(run: Runner) -> None:
    ran = run("config", "add", "banks", "~no-such-user/a.yaml")
    assert ran.code == 2 and "there is no such user" in ran.message()


def test_a_list_that_is_no_toml_is_refused(run: Runner, home: Path) -> None:
    ran = run("config", "set", "days_off", "[2027-13-01]")
    assert ran.code == 2
    assert ran.message() == "days_off: found [2027-13-01], expected a list, each item a date like 2027-01-31"


def test_an_interview_may_be_a_date_alone(run: Runner) -> None:
    assert run("config", "set", "interviews", "2027-01-31").code == 0
    assert run("config", "add", "interviews", "2027-02-01").code == 0
    assert [one["on"] for one in run("config", "get", "interviews", "--json").json] == ["2027-01-31", "2027-02-01"]
    assert "a date like 2027-01-31" in run("config", "set", "interviews", "2027-13-01").message()


def test_a_wrong_theme_is_refused_with_near_ones(run: Runner) -> None:
    ran = run("config", "set", "theme", "drakula")
    assert ran.code == 2 and "such as dracula" in ran.message()
    assert run("config", "set", "theme", "nord").code == 0


def test_slips_in_names_get_a_suggestion(run: Runner) -> None:
    assert "did you mean new_per_day?" in run("config", "get", "new").message()
    ran = run("config", "lst")
    assert ran.code == 2 and "did you mean list?" in ran.message() and "invalid choice" not in ran.message()


def test_wrong_settings_heal(run: Runner, home: Path) -> None:
    (home / "config.toml").write_text('new_per_day = "x"\nneural_scheduler = true\n')
    ran = run("due")
    assert ran.code == 0
    assert "new_per_day" in ran.err and "neural_scheduler" in ran.err
    assert run("config", "set", "new_per_day", "3").code == 0
    assert run("config", "unset", "neural_scheduler").code == 0
    assert run("due").err == ""


@pytest.mark.parametrize("text", ["rollover = 25", 'timezone = "Mars"', "minutes = 1\nminutes = 2"])
def test_without_a_study_day_looking_works_and_grading_is_refused(run: Runner, home: Path, text: str) -> None:
    (home / "config.toml").write_text(text + "\n")
    for command in (("due",), ("list",), ("show", "nn-dropout"), ("stats",)):
        ran = run(*command)
        assert ran.code == 0
        assert "you can look but nothing is recorded" in ran.err
    ran = run("grade", "nn-dropout", "good")
    assert ran.code == 1
    assert "mlflash: until this is fixed, you can look but nothing is recorded" in ran.err
    assert not list(home.glob("journal/*.jsonl"))
    found = run("doctor")
    assert found.code == 1 and "nothing is recorded" in found.out


def test_the_name_of_an_action_is_checked_when_a_key_is_set_and_when_it_is_read(run: Runner, home: Path) -> None:
    before = (home / "config.toml").read_bytes()
    failed = run("config", "set", "keys", '{ reveel = "x", flag = "f" }')
    assert failed.code == 2
    assert failed.err == "mlflash: keys: no action is called 'reveel'; did you mean reveal or reverse?\n"
    assert (home / "config.toml").read_bytes() == before
    assert run("config", "set", "keys", '{ reveal = "x" }').code == 0
    assert run("config", "get", "keys").err == ""
    (home / "config.toml").write_text('keys = { reveel = "x" }\n', "utf-8")
    for command in ("get keys", "list", "list --json"):
        assert (
            "no action is called 'reveel'; did you mean reveal or reverse?" in run("config", *command.split()).err
        )
