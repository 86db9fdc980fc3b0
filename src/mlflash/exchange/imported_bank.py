"""The bank file that an import writes. The reader owns it: an import keeps their changes to it.

A hidden file next to it holds the hash of each card as it was imported, so that an edited card is recognized.
Without that file every card counts as edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mlflash.bank.bank_files import read_bytes
from mlflash.bank.faults import BankFaults
from mlflash.bank.loading import LoadedBank, load_text
from mlflash.errors import MlflashError
from mlflash.exchange.bank_splice import spliced
from mlflash.exchange.import_plan import ImportPlan, with_sections
from mlflash.exchange.whole_bank import bank_yaml
from mlflash.hashing import blake2b
from mlflash.regular import read_regular
from mlflash.scheduler.events import Event, order
from mlflash.store.files import explained, locked_directory, make_private, write_atomically
from mlflash.store.own_file import lines_of
from mlflash.store.paths import Paths

MOST_HASHES = 1 << 25
"""Bytes of the file of hashes at most."""


class Hashes(msgspec.Struct):
    """The hidden file next to an imported bank."""

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
    """The hash of each card as it was imported, by id."""
    loaded: LoadedBank | None = None
    """The bank in it, with its lines."""


class BankText(NamedTuple):
    """A bank file as an import would write it."""

    data: bytes
    """Its bytes."""
    keeps_layout: bool
    """Whether comments and layout stay as they were written by hand."""


def read_bank_file(path: Path) -> BankFile:
    """A bank file, or that there is none; raises `BankFaults` for one that does not load."""
    with explained(f"cannot read {path}"):
        is_there = path.exists()
    if not is_there:
        return BankFile(path, None, None, {})
    data = read_bytes(path)
    loaded = load_text(data, path)
    return BankFile(path, data, _plain(loaded), _hashes(path), loaded)


def bank_text(file: BankFile, plan: ImportPlan) -> BankText:
    """The file with the bank of a plan.

    Only cards that change are rewritten. A file in a layout that does not allow it is written whole.
    """
    if file.data is not None and file.bank is not None and file.loaded is not None:
        text = spliced(file.data.decode("utf-8-sig"), file.loaded.root, file.bank, plan.bank)
        with suppress(BankFaults):
            if text is not None and _plain(load_text(text.encode(), file.path)) == plan.bank:
                return BankText(text.encode(), keeps_layout=True)
    return BankText(bank_yaml(plan.bank).encode(), keeps_layout=file.data is None)


def _plain(loaded: LoadedBank) -> dict[str, Any]:
    """A bank as plain data, fields at their default left out."""
    return with_sections(loaded.bank.model_dump(exclude_defaults=True))


def hashes_path(path: Path) -> Path:
    """The hidden file of hashes next to a bank file."""
    return path.with_name(f".{path.name}.imported.json")


def _hashes(path: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(read_regular(hashes_path(path), MOST_HASHES), type=Hashes).cards
    except (OSError, ValueError, RecursionError):
        return {}


def write_bank(file: BankFile, plan: ImportPlan, text: BankText) -> None:
    """Write the bank of a plan; raises `MlflashError`, also if the file has changed since the plan was made.

    The bank comes first: after a crash between the two files, the next import recognizes its cards. If the hashes
    cannot be written, the bank is put back.
    """
    make_private(file.path.parent)
    with explained(f"cannot write {file.path}"), locked_directory(file.path.parent):
        require_unchanged(file)
        write_atomically(file.path, text.data)
        try:
            write_atomically(hashes_path(file.path), msgspec.json.encode(Hashes(plan.imported)))
        except OSError:
            if file.data is None:
                file.path.unlink()
            else:
                write_atomically(file.path, file.data)
            raise


def require_unchanged(file: BankFile) -> None:
    """Raise `MlflashError` if a bank file is not as it was read."""
    if (read_bytes(file.path) if file.path.exists() else None) != file.data:
        raise MlflashError(f"{file.path} has changed meanwhile: import again")


def write_events(events: Sequence[Event], paths: Paths) -> Path:
    """Write events as a journal file of their own, named after a hash of them; raises `MlflashError`."""
    data = lines_of(sorted(events, key=order))
    path = paths.journal_dir / f"anki-{blake2b(data, digest_size=8).hexdigest()}.jsonl"
    make_private(paths.journal_dir)
    with explained(f"cannot write {path}"):
        write_atomically(path, data)
    return path
