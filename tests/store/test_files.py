"""What is done to files: nothing that others have prepared is used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlflash.store.files import unwritable, write_atomically


def test_a_temporary_file_that_is_there_already_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "urandom", bytes)
    prepared = tmp_path / f".x.json.{os.getpid()}-{bytes(8).hex()}.tmp"
    prepared.write_text("theirs")
    prepared.chmod(0o666)
    with pytest.raises(FileExistsError):
        write_atomically(tmp_path / "x.json", b"mine")
    assert prepared.read_text() == "theirs"
    assert not (tmp_path / "x.json").exists()


def test_the_name_of_a_temporary_file_is_another_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    monkeypatch.setattr(Path, "replace", lambda path, _: names.append(path.name))
    for _ in range(20):
        write_atomically(tmp_path / "x.json", b"mine")
    assert len(set(names)) == 20
    assert all((tmp_path / name).stat().st_mode & 0o777 == 0o600 for name in names)


def test_a_folder_that_is_to_be_made_can_be_written_and_nothing_stays(tmp_path: Path) -> None:
    assert unwritable(tmp_path / "a" / "b") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a file system that takes no files")
def test_a_folder_that_takes_no_files_is_named_with_the_reason() -> None:
    said = unwritable(Path("/proc/none"))
    assert said is not None and said.startswith("/proc cannot be written: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_of_someone_else_is_named_with_the_reason(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "permission" in str(unwritable(tmp_path / "home"))
