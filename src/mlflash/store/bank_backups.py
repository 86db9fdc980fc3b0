"""The files in a backup besides the journals: imported banks, own cards, cards edited by the reader, own tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from mlflash.regular import read_regular
from mlflash.store.files import explained, make_private, write_atomically
from mlflash.store.paths import Paths

FOLDERS, TAGS = ("banks", "cards", "overrides"), "tags.toml"
"""The folders whose files a backup holds, and the file of tags, as a backup names them."""
MAX_BANK = 1 << 29
"""Bytes of a bank at most."""
_NAME = re.compile(
    r"[^./\\\0-\x1f\x7f][^/\\\0-\x1f\x7f]*\.ya?ml"
    r"|\.[^./\\\0-\x1f\x7f][^/\\\0-\x1f\x7f]*\.ya?ml\.imported\.json"
)
"""The names of a bank, and of the hidden file that an import leaves next to it."""


def is_bank_entry(name: str) -> bool:
    """Whether an entry of a backup is a file of a bank, of a card or of tags."""
    folder, _, file = name.partition("/")
    return name == TAGS or (folder in FOLDERS and _NAME.fullmatch(file) is not None)


def bank_entries(paths: Paths) -> dict[str, Path]:
    """The files of banks, cards and tags by their names in a backup, without links; raises `MlflashError`."""
    entries: dict[str, Path] = {}
    with explained(f"cannot look into {paths.banks.parent}"):
        for name in FOLDERS:
            folder = _folder(paths, name)
            files = sorted(folder.iterdir()) if folder.exists() else []
            entries |= {f"{name}/{file.name}": file for file in files if _NAME.fullmatch(file.name)}
        entries[TAGS] = paths.tags
        return {entry: path for entry, path in entries.items() if path.is_file() and not path.is_symlink()}


def _folder(paths: Paths, name: str) -> Path:
    return {"banks": paths.banks, "cards": paths.cards, "overrides": paths.overrides}[name]


def restore_banks(paths: Paths, contents: Mapping[str, bytes]) -> list[str]:
    """Write the files that are missing or have changed; returns the names of banks and cards. Raises OSError.

    Nothing is deleted: a bank or a card that is newer than the backup stays.
    """
    present = bank_entries(paths)
    restored = []
    for entry, data in contents.items():
        if entry not in present or read_regular(present[entry], MAX_BANK) != data:
            folder, _, name = entry.rpartition("/")
            place = _folder(paths, folder) / name if folder else paths.tags
            make_private(place.parent)
            write_atomically(place, data)
            if folder and not name.startswith("."):
                restored.append(name)
    return sorted(restored)
