"""What a backup holds, to choose one by: how many reviews, and when the last one was given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from mlflash.errors import MlflashError
from mlflash.regular import read_regular
from mlflash.store import backups, journal_reader
from mlflash.store.bank_backups import is_bank_entry
from mlflash.store.paths import Paths

REVIEW = re.compile(rb'"type":"review","at":"([^"]{10,40})"|"at":"([^"]{10,40})"[^\n]*"type":"review"')


class BackupSummary(NamedTuple):
    """The reviews in some journals; an undone review still counts, as its line is there."""

    reviews: int
    """How many there are."""
    last: str | None
    """The instant of the last one, as the journal writes it; None where there is none."""


def of_backup(path: Path) -> BackupSummary | None:
    """What a backup holds; None for one that is damaged."""
    try:
        contents = backups.contents_of(path)
        return _summary(data for name, data in contents.items() if not is_bank_entry(name))
    except MlflashError:
        return None


def of_journals(paths: Paths) -> BackupSummary:
    """What the journal folder holds now."""
    files = journal_reader.files(paths.journal_dir)
    return _summary(read_regular(path, journal_reader.MAX_FILE) for path in files)


def by_day(paths: Paths, name: str) -> str:
    """The name of a backup from its name or its day (`2026-11-26`, the newest of that day)."""
    days = [backup.name for backup in backups.listing(paths) if backup.day.isoformat() == name]
    return days[0] if days else name


def _summary(journals: Iterable[bytes]) -> BackupSummary:
    matches = (match for data in journals for match in REVIEW.finditer(data))
    instants = [(match[1] or match[2]).decode("ascii", "replace") for match in matches]
    return BackupSummary(len(instants), max(instants, default=None))
