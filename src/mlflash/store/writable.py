"""Check in advance whether files can be written to a folder; leaves nothing behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mlflash.store.files import reason


def nearest(folder: Path) -> Path:
    """The folder, or the nearest existing one above it."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def unwritable(folder: Path) -> str | None:
    """Why nothing can be written to a folder, which need not exist yet; None if it can."""
    place = nearest(folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            return None
    except OSError as error:
        return f"{place} cannot be written: {reason(error)}"
