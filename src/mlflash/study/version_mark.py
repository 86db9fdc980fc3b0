"""Marks in the cache that say which version has told a reader something, so that it is told once."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.regular import read_regular
from mlflash.store.files import make_private, write_atomically


def read_mark(cache: Path, name: str) -> str | None:
    """The version in a mark; None where there is none."""
    with suppress(OSError):
        return read_regular(cache / name, 64).decode("utf-8", "replace")
    return None


def write_mark(cache: Path, name: str, version: str) -> bool:
    """Set a mark; returns whether it could be written."""
    with suppress(OSError, MlflashError):
        make_private(cache)
        write_atomically(cache / name, version.encode(), durable=False)
        return True
    return False
