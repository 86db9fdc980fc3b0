"""Find out whether a folder can be written before something has to be kept in it; leaves nothing behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mlflash.store.files import reason


def nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def unwritable(folder: Path) -> str | None:
    """Why nothing can be written in a folder, which need not exist yet; None where it can."""
    place = nearest(folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            return None
    except OSError as error:
        return f"{place} cannot be written: {reason(error)}"
