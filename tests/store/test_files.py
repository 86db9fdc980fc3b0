"""What is done to files: nothing that others have prepared is used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlflash.store.files import write_atomically


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
