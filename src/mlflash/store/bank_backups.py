"""Imported banks in backups: which files belong to them, and how they are brought back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.store.files import make_private, read_regular, reason, write_atomically

PREFIX = "banks/"
"""What the name of such a file in a backup begins with."""
MAX_BANK = 1 << 29
"""Bytes of such a file at most."""
_NAME = re.compile(
    r"[^./\\\0-\x1f\x7f][^/\\\0-\x1f\x7f]*\.ya?ml"
    r"|\.[^./\\\0-\x1f\x7f][^/\\\0-\x1f\x7f]*\.ya?ml\.imported\.json"
)
"""A bank, or the hidden file beside it that an import leaves."""


def is_bank_entry(name: str) -> bool:
    """Whether an entry of a backup is a file of an imported bank."""
    return name.startswith(PREFIX) and _NAME.fullmatch(name.removeprefix(PREFIX)) is not None


def bank_entries(folder: Path) -> dict[str, Path]:
    """The files of the imported banks by their names in a backup; links are passed over. Raises `MlflashError`."""
    try:
        found = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
        return {f"{PREFIX}{path.name}": path for path in found if path.is_file() and not path.is_symlink()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise MlflashError(f"cannot look into {folder}: {reason(error)}") from None


def restore_banks(folder: Path, contents: Mapping[str, bytes]) -> list[str]:
    """Write the bank files that are missing or have changed; returns the banks' names. Raises OSError.

    Nothing is deleted: a bank that came after the backup stays.
    """
    if contents:
        make_private(folder)
    present = bank_entries(folder)
    returned = []
    for entry, data in contents.items():
        if entry not in present or read_regular(present[entry], MAX_BANK) != data:
            name = entry.removeprefix(PREFIX)
            write_atomically(folder / name, data)
            if not name.startswith("."):
                returned.append(name)
    return sorted(returned)
