"""Only regular files with contents on a disk are read, and none is waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlflash.regular import open_regular, read_regular

MADE_UP = [path for path in (Path("/proc/kmsg"), Path("/proc/self/stat")) if os.access(path, os.R_OK)]


@pytest.mark.parametrize("path", MADE_UP, ids=str)
def test_a_file_that_the_system_makes_up_is_refused(path: Path) -> None:
    with pytest.raises(OSError, match="not a regular file"):
        read_regular(path, 100, follow=True)


def test_an_empty_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert read_regular(tmp_path / "empty", 100) == b""


def test_a_file_of_the_size_allowed_is_read_and_a_larger_one_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert read_regular(tmp_path / "file", 5) == b"12345"
    with pytest.raises(OSError, match="larger than 4 bytes"):
        read_regular(tmp_path / "file", 4)


def test_a_pipe_and_a_link_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="not a regular file"):
        open_regular(tmp_path / "pipe", os.O_RDONLY)
    with pytest.raises(OSError, match=r"symbolic link|too many|Too many"):
        open_regular(tmp_path / "link", os.O_RDONLY)
