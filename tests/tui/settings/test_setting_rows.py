"""Settings as text: shown, typed, read back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import SETTINGS, Settings
from mlflash.tui.settings.rows import (
    NAME_COLUMNS,
    as_typed,
    edit_kind,
    in_words,
    parse_typed,
    setting_groups,
    setting_row,
)

CHANGED = Settings(
    easy_seconds=15,
    minutes=12.5,
    minutes_by_day=(("sat", 45.0), ("sun", 0.0)),
    days_off=(date(2027, 1, 1),),
    interviews=(InterviewDate(date(2027, 1, 31), 'Say "x"', (("trees", 2.0),)), InterviewDate(date(2027, 2, 1))),
    timezone="Asia/Singapore",
    learning_steps=(0.5, 10.0),
    tick_grades=(1, 1, 1, 2, 3),
    banks=("~/my bank", "C:\\bank"),
    keys=(("reveal", "r"), ("undo", "z")),
    fuzz=False,
)


def test_every_setting_is_in_one_group() -> None:
    keys = [key for names in setting_groups().values() for key in names]
    assert sorted(keys) == sorted(SETTINGS)


@pytest.mark.parametrize("key", [key for key in SETTINGS if edit_kind(key) == "text"])
@pytest.mark.parametrize("settings", [Settings(), CHANGED], ids=["default", "changed"])
def test_what_is_shown_reads_back_as_it_was(key: str, settings: Settings) -> None:
    assert SETTINGS[key].parse(parse_typed(key, as_typed(key, settings), settings)) == getattr(settings, key)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("new_per_day", " 7 ", 7),
        ("learning_steps", "1, 10", [1, 10]),
        ("banks", "'~/bank', '~/other'", ["~/bank", "~/other"]),
        ("banks", "~/bank, ~/other", ["~/bank", "~/other"]),
        ("minutes_by_day", "sat = 45", {"sat": 45}),
        ("minutes_by_day", "20 20 20 20 20 45 0", {"sat": 45, "sun": 0}),
        ("minutes_by_day", "30, 20, 20, 20, 20, 20, 20", {"mon": 30}),
        ("minutes_by_day", "20 20 20 20 20 20 20", {}),
        ("timezone", "Europe/Paris", "Europe/Paris"),
        ("timezone", "", ""),
        ("interviews", "{ on = 2027-01-31 }", [{"on": date(2027, 1, 31)}]),
        ("days_off", "2027-01-01", [date(2027, 1, 1)]),
        ("keys", "", {}),
    ],
)
def test_brackets_and_quotes_may_be_left_out(key: str, text: str, value: Any) -> None:
    assert parse_typed(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("new_per_day", "many"),
        ("new_per_day", "-1"),
        ("new_per_day", "1\nbundled = false"),
        ("retention", "2"),
        ("timezone", "Mars/Base"),
        ("minutes_by_day", "20 20 20"),
        ("minutes_by_day", "20 20 20 20 20 20 many"),
        ("minutes_by_day", "-1 20 20 20 20 20 20"),
        ("tick_grades", "1, 2"),
        ("interviews", "tomorrow"),
        ("learning_steps", "[" * 5000),
    ],
)
def test_what_is_wrong_says_what_is_expected(key: str, text: str) -> None:
    with pytest.raises(ValueError, match="expected "):
        parse_typed(key, text)


@pytest.mark.parametrize(
    ("key", "default", "changed"),
    [
        ("tick_grades", "0–1 again · 2 hard · 3–4 good", "0–2 again · 3 hard · 4 good"),
        ("learning_steps", "1 · 10 min", "0.5 · 10 min"),
        ("minutes_by_day", "the same every day", "Mon–Fri 12.5 · Sat 45 · Sun 0 min"),
        ("days_off", "none", "1 Jan 2027"),
        ("interviews", "none", '31 Jan 2027 Say "x" · 1 Feb 2027'),
        ("timezone", "the machine's", "Asia/Singapore"),
        ("banks", "none", "~/my bank · C:\\bank"),
        ("keys", "none", "reveal r · undo z"),
        ("retention", "90%", "90%"),
        ("rollover", "4:00", "4:00"),
        ("maximum_interval", "36,500 days", "36,500 days"),
        ("easy_seconds", "never", "within 15 s"),
        ("weights", "those of FSRS-6", "those of FSRS-6"),
        ("fuzz", "on", "off"),
    ],
)
def test_values_are_said_in_words_with_their_unit(key: str, default: str, changed: str) -> None:
    assert (in_words(key, Settings()), in_words(key, CHANGED)) == (default, changed)


def test_nought_is_said_too() -> None:
    nought = Settings(easy_seconds=0, rollover=0, new_per_day=0, weights=(0.1,) * 21)
    said = [in_words(key, nought) for key in ("easy_seconds", "rollover", "new_per_day", "weights")]
    assert said == ["never", "0:00", "0 cards", "21 of your own"]


def test_every_setting_has_a_name_of_its_own_that_fits() -> None:
    labels = [setting.label for setting in SETTINGS.values()]
    assert len(set(labels)) == len(labels)
    assert all(0 < len(label) < NAME_COLUMNS for label in labels)


@pytest.mark.parametrize("width", [20, 40, 88])
def test_rows_fit(width: int) -> None:
    assert all(setting_row(key, CHANGED, width).cell_length <= max(width, 32) for key in SETTINGS)
