from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.errors import MlflashError
from mlflash.store.paths import Paths, clock_from_environment, find_paths
from mlflash.store.settings import SETTINGS, Settings
from mlflash.store.settings_file import change_settings, parse_settings, read_settings, read_settings_file


@pytest.fixture
def file(paths: Paths) -> Path:
    paths.config.parent.mkdir()
    return paths.config


def notice(path: Path) -> str:
    """The one notice that a settings file gives."""
    [said] = read_settings_file(path).notices
    assert said.isprintable(), "one line, nothing a terminal obeys"
    assert len(said) < 400 + len(str(path))
    return said


def test_without_a_file_there_are_defaults(paths: Paths) -> None:
    assert read_settings(paths.config) == Settings()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("new_per_day = -1", "new_per_day: found -1, expected a whole number from 0 to 9999"),
        ("new_per_day = true", "found true"),
        ("retention = nan", "found nan"),
        ("new_per_dy = 1", "did you mean new_per_day?"),
        ('"a\\nb\\u001b[2J" = 1', "is not a setting"),
        (f'"{"x" * 90_000}" = 1', "is not a setting"),
        ('theme = "a\\u001b]0;x"', "theme: found"),
        ('theme = "' + "x" * 90_000 + '"', "theme: found"),
        ('timezone = "../../etc/passwd"', "a time zone such as"),
        ('timezone = "Europe"', "a time zone such as"),
        ("days_off = [2027-13-01]", "not readable as TOML"),
        ("x = " + "[" * 20_000, "not readable as TOML"),
        ("minutes = 1\nminutes = 2", "config.toml:2: minutes is given twice, on lines 1 and 2"),
        ("a\0b", "not readable as TOML"),
        ("interviews = [{name = 1}]", "a date like 2027-01-31, or a table { on = 2027-01-31 }"),
        ("interviews = [{on = 2027-01-31, sections = [['a']]}]", "a list of ids, or a table of weights"),
        pytest.param("minutes = " + "1" * 5000, "not readable as TOML", id="five thousand digits"),
    ],
)
def test_what_is_wrong_is_named_in_a_line(file: Path, text: str, told: str) -> None:
    file.write_text(text)
    assert told in notice(file)
    assert read_settings(file) == Settings()


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"\x80", b"minutes = 1\nminutes = 2"], ids=["utf-16", "latin-1", "twice"]
)
def test_with_a_file_that_is_no_settings_looking_works_and_nothing_is_recorded(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    found = read_settings_file(file)
    assert found.settings == Settings()
    assert found.refusal is not None and found.refusal in found.notices
    with pytest.raises(MlflashError):
        change_settings(file, {"new_per_day": 3})


@pytest.mark.parametrize("text", ["rollover = 25", 'timezone = "Mars"'])
def test_where_the_study_day_is_not_known_nothing_is_recorded(file: Path, text: str) -> None:
    file.write_text(f"new_per_day = 3\n{text}\n")
    found = read_settings_file(file)
    assert found.settings == Settings(new_per_day=3)
    assert found.refusal is not None and text.split()[0] in found.refusal
    change_settings(file, {text.split()[0]: None})
    assert read_settings_file(file).refusal is None


def test_a_wrong_value_and_an_unknown_key_are_passed_over_with_a_notice(file: Path) -> None:
    file.write_text('new_per_day = "x"\nneural_scheduler = true\nminutes = 7\n')
    found = read_settings_file(file)
    assert (found.settings, found.refusal) == (Settings(minutes=7.0), None)
    wrong, unknown = found.notices
    assert wrong.endswith("expected a whole number from 0 to 9999; the default is used")
    assert unknown.endswith("neural_scheduler: is not a setting; it is ignored")


def test_a_change_fixes_its_own_key_whatever_else_is_wrong(file: Path) -> None:
    file.write_text('new_per_day = "x"\nneural_scheduler = true\n')
    assert change_settings(file, {"minutes": 9}).minutes == 9
    assert change_settings(file, {"new_per_day": 4}).new_per_day == 4
    change_settings(file, {"neural_scheduler": None})
    assert read_settings_file(file).notices == []


def test_a_file_too_large_for_settings_is_refused(file: Path) -> None:
    file.write_bytes(b"theme = 'x'\n" * 200_000)
    with pytest.raises(MlflashError, match="cannot read"):
        read_settings(file)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_refused_and_not_waited_for(file: Path, make: Callable[[Path], None]) -> None:
    make(file)
    with pytest.raises(MlflashError, match="cannot read"):
        read_settings(file)
    with pytest.raises(MlflashError):
        change_settings(file, {"new_per_day": 3})


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(SETTINGS)), st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
), max_size=3))  # fmt: skip
def test_any_values_give_settings_and_a_line_for_each_that_is_wrong(raw: dict[str, object]) -> None:
    parsed, faults = parse_settings(raw, "config.toml")
    assert all(fault.isprintable() for fault in faults.values())
    assert hash(parsed) is not None
    assert parsed.parameters.retention <= 0.97


def test_a_byte_order_mark_and_carriage_returns_do_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfnew_per_day = 3\r\nminutes = 7\r\n")
    assert read_settings(file).new_per_day == 3
    assert change_settings(file, {"minutes": 8.0}) == read_settings(file)


def test_a_change_keeps_comments_and_is_the_readers_alone(file: Path) -> None:
    file.write_text("# mine\nnew_per_day = 3  # few\n")
    changed = change_settings(file, {"minutes": 30, "learning_steps": (1.0, 5.0), "new_per_day": 4})
    assert "# mine\nnew_per_day = 4 # few" in file.read_text().replace("  #", " #")
    assert changed == read_settings(file) and changed.learning_steps == (1.0, 5.0)
    assert file.stat().st_mode & 0o777 == 0o600
    assert change_settings(file, {"new_per_day": None}).new_per_day == Settings().new_per_day


def test_a_wrong_change_changes_nothing(file: Path) -> None:
    file.write_text("new_per_day = 3\n")
    for changes in ({"new_per_day": -1}, {"nonsense": 1}, {"theme": "\ud800"}, {"minutes": float("nan")}):
        with pytest.raises(MlflashError):
            change_settings(file, changes)
    assert file.read_text() == "new_per_day = 3\n"


def test_a_link_to_settings_kept_elsewhere_stays_one(file: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "dotfiles.toml"
    elsewhere.write_text("new_per_day = 3\n")
    file.symlink_to(elsewhere)
    change_settings(file, {"new_per_day": 4})
    assert file.is_symlink() and elsewhere.read_text() == "new_per_day = 4\n"


def test_two_changing_at_once_lose_nothing() -> None:
    from concurrent.futures import ThreadPoolExecutor

    names = ["new_per_day", "reviews_per_day", "learn_ahead", "easy_seconds", "rollover", "maximum_interval"]
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(6) as pool:
        path = Path(place, "config.toml")
        list(pool.map(lambda name: change_settings(path, {name: 7}), names))
        changed = read_settings(path)
    assert [getattr(changed, name) for name in names] == [7] * 6


@pytest.mark.parametrize("text", ["yesterday", "0001-01-01T00:00:00+23:00", "2027-13-01", "\udc80"])
def test_a_clock_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setitem(os.environ, "MLFLASH_NOW", text)
    with pytest.raises(MlflashError, match="MLFLASH_NOW") as caught:
        clock_from_environment()
    assert caught.value.code == 2


def test_the_clock_can_be_put_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLASH_NOW", "2027-01-31T08:00+01:00")
    now = clock_from_environment()()
    assert now.tzinfo is UTC and now.date() == date(2027, 1, 31) and now >= datetime(2027, 1, 31, 7, tzinfo=UTC)


def test_a_home_of_nobodys_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLASH_HOME", "~nobody-of-that-name/x")
    with pytest.raises(MlflashError, match="no such user"):
        find_paths()


@pytest.mark.parametrize(
    "make", [lambda p: os.mkfifo(p), lambda p: p.symlink_to(p), lambda p: p.symlink_to("/dev/zero")]
)
def test_what_is_no_file_in_their_place_is_reported_without_waiting(
    file: Path, make: Callable[[Path], None]
) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    make(file)
    with pytest.raises(MlflashError, match=r"config\.toml|/dev/zero"):
        read_settings(file)
    with pytest.raises(MlflashError, match=r"config\.toml|/dev/zero"):
        change_settings(file, {"minutes": 5})
