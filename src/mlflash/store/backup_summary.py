"""Summarize backups, so that a reader can choose one: the number of reviews and the time of the last."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mlflash.errors import MlflashError
from mlflash.regular import open_regular, read_regular
from mlflash.store import backups, journal_reader
from mlflash.store.bank_backups import is_bank_entry
from mlflash.store.paths import Paths

REVIEW = re.compile(rb'"type":"review","at":"([^"]{10,40})"|"at":"([^"]{10,40})"[^\n]*"type":"review"')


class BackupSummary(NamedTuple):
    """The reviews in some journals; an undone review counts too, as its line is still there."""

    reviews: int
    """The number of reviews."""
    last: str | None
    """The instant of the last review, as the journal writes it; None without a review."""


def summarize_backup(path: Path) -> BackupSummary | None:
    """Summarize the journals in a backup; None if the backup is damaged."""
    try:
        contents = backups.contents_of(path)
        return _summary(data for name, data in contents.items() if not is_bank_entry(name))
    except MlflashError:
        return None


def days_with_journal(paths: Paths) -> tuple[date, date] | None:
    """The first and the last day of a backup that holds a journal, not only cards; raises `MlflashError`."""
    days = [backup.day for backup in backups.listing(paths) if _holds_journal(paths.backups / backup.name)]
    return (days[-1], days[0]) if days else None


def _holds_journal(path: Path) -> bool:
    """Whether a backup names a journal; true if it cannot be read. Its files are not unpacked."""
    from zipfile import BadZipFile, ZipFile

    try:
        with os.fdopen(open_regular(path, os.O_RDONLY), "rb") as file, ZipFile(file) as archive:
            return not all(map(is_bank_entry, archive.namelist()))
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return True


def summarize_journals(paths: Paths) -> BackupSummary:
    """Summarize the journals as they are now."""
    files = journal_reader.files(paths.journal_dir)
    return _summary(read_regular(path, journal_reader.MAX_FILE) for path in files)


def backup_name(paths: Paths, name_or_day: str) -> str:
    """The name of a backup, given by its name or by its day (`2026-11-26`: the newest of that day)."""
    return next((b.name for b in backups.listing(paths) if b.day.isoformat() == name_or_day), name_or_day)


def _summary(journals: Iterable[bytes]) -> BackupSummary:
    matches = (match for data in journals for match in REVIEW.finditer(data))
    instants = [(match[1] or match[2]).decode("ascii", "replace") for match in matches]
    return BackupSummary(len(instants), max(instants, default=None))
