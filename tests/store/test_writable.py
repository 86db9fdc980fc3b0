"""Whether a folder can be written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlflash.store.writable import unwritable


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
