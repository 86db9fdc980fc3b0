"""The bank file that an import writes: the reader owns it, and an import leaves what they changed in it.

Beside it a hidden file keeps the hash of each card as it was imported, which tells what was edited since. Without
that file every card counts as edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mlflash.bank.bank_files import read_bytes
from mlflash.bank.loading import load_text
from mlflash.errors import MlflashError
from mlflash.exchange.import_plan import ImportPlan, with_sections
from mlflash.exchange.whole_bank import bank_yaml
from mlflash.hashing import blake2b
from mlflash.regular import read_regular
from mlflash.scheduler.events import Event, order
from mlflash.store.files import locked_directory, make_private, reason, write_atomically
from mlflash.store.own_file import lines_of
from mlflash.store.paths import Paths

MOST_HASHES = 1 << 25
"""Bytes of the file of hashes at most."""


class Hashes(msgspec.Struct):
    """What the last import left behind."""

    cards: dict[str, str]
    """The hash of each card as it was imported, by id."""
    version: int = 1
    """The version of this file's format."""


class BankFile(NamedTuple):
    """A bank file as it is before an import."""

    path: Path
    """The file."""
    data: bytes | None
    """Its bytes; None where there is no such file."""
    bank: dict[str, Any] | None
    """The bank in it, as plain data."""
    imported: dict[str, str]
    """The hashes that the last import left."""

    @property
    def has_own_layout(self) -> bool:
        """Whether it holds comments or a layout that writing it again does not keep."""
        return self.bank is not None and bank_yaml(with_sections(self.bank)).encode() != self.data


def read_bank_file(path: Path) -> BankFile:
    """A bank file, which need not be there; raises `BankFaults` for one that does not load."""
    try:
        is_there = path.exists()
    except OSError as error:
        raise MlflashError(f"cannot read {path}: {reason(error)}") from None
    if not is_there:
        return BankFile(path, None, None, {})
    data = read_bytes(path)
    bank = load_text(data, path).bank.model_dump(exclude_defaults=True)
    return BankFile(path, data, bank, _hashes(path))


def hashes_path(path: Path) -> Path:
    """The hidden file of hashes next to a bank file."""
    return path.with_name(f".{path.name}.imported.json")


def _hashes(path: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(read_regular(hashes_path(path), MOST_HASHES), type=Hashes).cards
    except (OSError, ValueError, RecursionError):
        return {}


def write_bank(file: BankFile, plan: ImportPlan) -> None:
    """Write the bank of a plan; raises `MlflashError` where the file changed since the plan was made."""
    data = bank_yaml(plan.bank).encode()
    load_text(data, file.path)  # what would not load is not written
    make_private(file.path.parent)
    try:
        with locked_directory(file.path.parent):
            now = read_bytes(file.path) if file.path.exists() else None
            if now != file.data:
                raise MlflashError(f"{file.path} has changed meanwhile: import again")
            write_atomically(file.path, data)
            write_atomically(hashes_path(file.path), msgspec.json.encode(Hashes(plan.imported)))
    except OSError as error:
        raise MlflashError(f"cannot write {file.path}: {reason(error)}") from None


def write_events(events: Sequence[Event], paths: Paths) -> Path:
    """Write events as a journal file of their own, named by what it holds; raises `MlflashError`."""
    data = lines_of(sorted(events, key=order))
    path = paths.journal_dir / f"anki-{blake2b(data, digest_size=8).hexdigest()}.jsonl"
    make_private(paths.journal_dir)
    try:
        write_atomically(path, data)
    except OSError as error:
        raise MlflashError(f"cannot write {path}: {reason(error)}") from None
    return path
