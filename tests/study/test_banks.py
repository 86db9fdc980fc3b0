"""Which banks are drilled."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflash.bank.bank_files import bank_files, conflict_copies
from mlflash.bank.faults import BankFaults
from mlflash.errors import MlflashError
from mlflash.store.paths import bundled_bank
from mlflash.store.settings import Settings
from mlflash.study.banks import chosen_banks, open_loadable_banks
from mlflash.study.overrides import with_overrides
from tests.bank.banks import bank


def test_the_command_line_overrides_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = Settings(banks=("~/mine.yaml",))
    assert chosen_banks(settings, []) == [bundled_bank(), tmp_path / "mine.yaml"]
    assert chosen_banks(settings._replace(bundled=False), []) == [tmp_path / "mine.yaml"]
    assert chosen_banks(settings, [tmp_path / "other"]) == [tmp_path / "other"]


def test_a_relative_bank_starts_at_the_settings_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MLFLASH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    settings = Settings(bundled=False, banks=("mine.yaml",))
    assert chosen_banks(settings, []) == [tmp_path / "home" / "mine.yaml"]


@pytest.mark.parametrize(
    ("settings", "told"),
    [(Settings(bundled=False), "no bank is chosen"), (Settings(banks=("~no-such-user/x",)), "no such user")],
)
def test_no_bank_at_all_is_an_error(settings: Settings, told: str) -> None:
    with pytest.raises(MlflashError, match=told):
        chosen_banks(settings, [])


def test_what_loads_is_opened_and_the_rest_is_reported(tmp_path: Path) -> None:
    good, broken, twice = tmp_path / "good.yaml", tmp_path / "broken.yaml", tmp_path / "twice.yaml"
    good.write_text(bank("alpha", "beta"))
    broken.write_text("version: 1\nsections: [\n")
    twice.write_text(bank("gamma", "beta", section="more"))
    settings = Settings(bundled=False, banks=(str(broken), str(good), str(twice), str(tmp_path / "none.yaml")))
    catalog = open_loadable_banks(settings, [], tmp_path / "cache")
    assert [card.id for card in catalog] == ["alpha", "beta"]
    assert catalog.card("beta").id == "beta"
    first, second, third = catalog.complaints
    assert first.startswith(f"{broken}:") and "`mlflash config remove banks " in first
    assert "'beta' again" in second and "none.yaml" in third
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "alpha.yaml").write_text("id: [broken")
    laid = with_overrides(catalog, mine, tmp_path / "cache")
    assert len(laid.complaints) == 4
    assert len(with_overrides(laid, mine, tmp_path / "cache").complaints) == 4


def test_nothing_that_loads_stays_an_error(tmp_path: Path) -> None:
    settings = Settings(bundled=False, banks=(str(tmp_path / "one.yaml"), str(tmp_path / "two.yaml")))
    with pytest.raises(MlflashError, match=r"one\.yaml.*\n.*two\.yaml"):
        open_loadable_banks(settings, [], tmp_path / "cache")


def test_banks_on_the_command_line_must_all_load(tmp_path: Path) -> None:
    with pytest.raises(MlflashError, match=r"none\.yaml"):
        open_loadable_banks(Settings(), [bundled_bank(), tmp_path / "none.yaml"], tmp_path)


@pytest.mark.parametrize(
    "name", ["mine.sync-conflict-20261130-101010-ABCDEFG.yaml", "mine (laptop's conflicted copy 2026-11-30).yml"]
)
def test_the_conflict_copy_of_a_bank_is_skipped_with_a_notice(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "banks"
    folder.mkdir()
    (folder / "mine.yaml").write_text(bank("alpha", "beta"))
    (folder / name).write_text(bank("alpha", "gamma"))
    catalog = open_loadable_banks(Settings(bundled=False, banks=(str(folder),)), [], tmp_path / "cache")
    assert [card.id for card in catalog] == ["alpha", "beta"]
    [notice] = catalog.complaints
    assert notice.startswith(f"{folder / name} is the conflict copy of a bank and is not read")


def test_banks_that_clash_name_the_command_that_shows_it(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(bank("alpha"))
    second.write_text(bank("alpha", section="more"))
    settings = Settings(bundled=False, banks=(str(first), str(second)))
    [complaint] = open_loadable_banks(settings, [], tmp_path / "cache").complaints
    assert "`mlflash check` says more" in complaint, "alone it has no fault"


def test_a_folder_too_large_for_a_bank_is_not_searched_for_conflict_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        (tmp_path / f"{n}.sync-conflict-2026.yaml").touch()
    assert len(conflict_copies(tmp_path)) == 3
    monkeypatch.setattr("mlflash.bank.bank_files.MAX_VISITED", 2)
    assert conflict_copies(tmp_path) == []


def test_conflict_copies_do_not_count_toward_the_limit_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlflash.bank.bank_files.MAX_FILES", 3)
    for n in range(3):
        (tmp_path / f"{n}.yaml").touch()
        (tmp_path / f"{n}.sync-conflict-20261130.yaml").touch()
    assert [file.name for file in bank_files(tmp_path)] == ["0.yaml", "1.yaml", "2.yaml"]
    (tmp_path / "3.yaml").touch()
    with pytest.raises(BankFaults, match="too large a folder for a bank"):
        bank_files(tmp_path)
