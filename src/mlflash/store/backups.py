"""Dated backups of journals, banks and own cards: zip files, written atomically, rotated, checked before use."""

from __future__ import annotations

import os
import re
import stat
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from mlflash.errors import MlflashError
from mlflash.regular import open_regular, read_regular
from mlflash.scheduler.events import NewerVersion
from mlflash.store import journal_reader
from mlflash.store.bank_backups import bank_entries, is_bank_entry, restore_banks
from mlflash.store.files import explained, locked, make_private, reason, sync_directory, write_atomically
from mlflash.store.paths import Paths

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

DAYS, MONTHS, OTHERS = 14, 12, 20
"""How many backups are kept: the last daily ones, the last of each month, and the last made for a reason."""
MAX_ENTRIES = 10_000
"""Files in a backup at most."""
MAX_TOTAL = 1 << 29
"""Bytes of the files in a backup at most."""
PIECE = 1 << 16
"""Bytes packed or unpacked at a time."""
NAME = re.compile(r"(\d{4}-\d\d-\d\d)(T\d{9}Z)?\.([a-z-]{1,40}?)(-\d+)?\.zip")
DAILY = "daily"


class Backup(NamedTuple):
    """A backup."""

    name: str
    """The name of the file."""
    day: date
    """The day it was made: a study day if `reason` is daily."""
    reason: str
    """Why it was made: daily, before-merge and so on."""
    size: int
    """The size of the file in bytes."""


class RestoreResult(NamedTuple):
    """What a restore did."""

    files: list[str]
    """The journal files of the backup."""
    removed: list[str]
    """The journal files removed."""
    before: str | None
    """The name of the backup of the state before the restore; None if there was nothing to back up."""
    banks: list[str]
    """The imported banks, own cards and edited cards that were restored."""


def daily(paths: Paths, day: date) -> Path | None:
    """Make the backup of a day unless it exists; returns its path, None if none was made."""
    path = paths.backups / f"{day.isoformat()}.{DAILY}.zip"
    return None if _taken(path) else _write(paths, path)


def make(paths: Paths, reason: str, now: datetime) -> Path | None:
    """Make a backup for a reason (a word such as before-merge); None if there is nothing to back up."""
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%S") + f"{now.microsecond // 1000:03}Z"
    path = paths.backups / f"{stamp}.{reason}.zip"
    number = 1
    while _taken(path):
        number += 1
        path = paths.backups / f"{stamp}.{reason}-{number}.zip"
    if not NAME.fullmatch(path.name) or reason == DAILY:
        raise MlflashError(f"{reason!r} cannot be the reason of a backup: use lower-case letters and hyphens")
    return _write(paths, path)


def _taken(path: Path) -> bool:
    """Whether the path exists; raises `MlflashError` if the system does not say."""
    with explained(f"cannot look into the backups in {path.parent}"):
        return path.exists()


def listing(paths: Paths) -> list[Backup]:
    """Every backup, newest first; raises `MlflashError`."""
    backups = []
    with explained(f"cannot list the backups in {paths.backups}"), suppress(FileNotFoundError):
        for path in paths.backups.iterdir():
            match = NAME.fullmatch(path.name)
            if match is None or path.is_symlink() or not path.is_file():
                continue
            with suppress(ValueError, FileNotFoundError):
                size = path.stat().st_size
                day, time, why, _ = match.groups()
                if (time is None) == (why == DAILY):
                    backups.append(Backup(path.name, date.fromisoformat(day), why, size))
    # The daily backup is the first of its day, though its name has no time in it.
    backups.sort(key=lambda b: (b.day, b.reason != DAILY, b.name), reverse=True)
    return backups


def restore(paths: Paths, name: str, now: datetime) -> RestoreResult:
    """Restore the journal folder from a backup, by its name in the listing; raises `MlflashError`.

    Imported banks, own cards and edited cards are restored too; a file that the backup does not contain stays. The
    backup is read and checked to its last line before anything is changed, and the present state is backed up
    first. Each file is replaced as a whole; after an interrupted restore, run it again.
    """
    if name not in {backup.name for backup in listing(paths)}:
        raise MlflashError(f"there is no backup called {journal_reader.shown(name)}")
    contents = contents_of(paths.backups / name)
    banks = {entry: contents.pop(entry) for entry in list(contents) if is_bank_entry(entry)}
    before = make(paths, "before-restore", now)
    directory = paths.journal_dir
    make_private(directory)
    present = {path.name: path for path in journal_reader.files(directory)}
    removed = sorted(set(present) - set(contents))
    try:
        with ExitStack() as stack:
            for path in present.values():
                if sys.platform == "win32":
                    break  # Windows does not replace an open file
                descriptor = open_regular(path, os.O_RDONLY)
                stack.callback(os.close, descriptor)
                stack.enter_context(locked(descriptor, path))  # nobody appends to a file while it is replaced
            for journal, data in contents.items():
                if journal not in present or read_regular(present[journal], journal_reader.MAX_FILE) != data:
                    write_atomically(directory / journal, data)
            for journal in removed:
                present[journal].unlink()
            sync_directory(directory)
        returned = restore_banks(paths, banks)
        # It describes the replaced journals; with it the reviews left behind on purpose would count as lost.
        paths.progress.unlink(missing_ok=True)
    except OSError as error:
        hint = f"; the state before is in {before.name}" if before else ""
        raise MlflashError(f"cannot restore into {directory}: {reason(error)}{hint}") from None
    return RestoreResult(sorted(contents), removed, before.name if before else None, returned)


def contents_of(path: Path) -> dict[str, bytes]:
    """The files in a backup, each journal checked; raises `MlflashError` for an archive that is not a backup."""
    from zipfile import BadZipFile, ZipFile

    where = journal_reader.shown(path.name)
    contents: dict[str, bytes] = {}
    left = MAX_TOTAL
    try:
        with (
            explained(f"cannot read the backup {path}"),
            ZipFile(BytesIO(read_regular(path, MAX_TOTAL))) as archive,
        ):
            for info in _entries(archive, where):
                with archive.open(info) as file:
                    data = file.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise MlflashError(f"{where} unpacks to more than {MAX_TOTAL:,} bytes")
                contents[info.filename] = data
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error) as error:
        raise MlflashError(f"{where} is damaged: {' '.join(str(error).split())}") from None
    if not contents:
        raise MlflashError(f"{where} holds no journal file")
    for name, data in contents.items():
        try:
            for line in data.split(b"\n") if not is_bank_entry(name) else ():
                journal_reader.events_of(line)
        except NewerVersion as error:
            raise NewerVersion(f"{where}: {name}: {error}") from None
    return contents


def _entries(archive: ZipFile, where: str) -> Iterator[ZipInfo]:
    """The entries of an archive; raises `MlflashError` for a link, a repeated name or one of another folder."""
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise MlflashError(f"{where} holds more than {MAX_ENTRIES} files")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise MlflashError(f"{where} unpacks to more than {MAX_TOTAL:,} bytes")
    seen: set[str] = set()
    for info in infos:
        kind = stat.S_IFMT(info.external_attr >> 16)
        name = info.orig_filename
        known = journal_reader.NAME.fullmatch(name) or is_bank_entry(name)
        if not known or kind not in (0, stat.S_IFREG) or name.casefold() in seen:
            raise MlflashError(f"{where} holds a file that is not a journal: {journal_reader.shown(name)}")
        seen.add(name.casefold())
        yield info


def _write(paths: Paths, path: Path) -> Path | None:
    """Pack the files into an archive, read it back, move it into place, and delete the oldest backups."""
    from tempfile import TemporaryFile

    files = {file.name: file for file in journal_reader.files(paths.journal_dir)} | bank_entries(paths)
    if not files:
        return None
    make_private(paths.backups)
    # The temporary file has no name: nothing is left if the process is killed.
    with explained(f"cannot back up to {path}"), TemporaryFile(dir=paths.backups) as packed:
        _pack(files, packed)
        _read_back(packed)
        packed.seek(0)
        write_atomically(path, iter(lambda: packed.read(PIECE), b""))
    _rotate(paths)
    return path


# The app makes backups in a thread, and a thread's heap keeps the memory it once took. So files are copied, packed
# and read back in pieces, whatever their size.


def _pack(files: Mapping[str, Path], packed: IO[bytes]) -> None:
    """Write an archive of these files, by the name of each in it; raises OSError."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    left = MAX_TOTAL
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, file in files.items():
            if any("\ud800" <= character <= "\udfff" for character in name):
                raise OSError(f"the name of {journal_reader.shown(file.name)} is not text: rename it")
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = (stat.S_IFREG | 0o600) << 16
            info.compress_type = ZIP_DEFLATED
            with archive.open(info, "w") as entry:
                left -= _copied(file, entry, left)


def _copied(file: Path, entry: IO[bytes], limit: int) -> int:
    """Copy a file into an entry of an archive; returns the bytes copied."""
    size = 0
    with os.fdopen(open_regular(file, os.O_RDONLY), "rb", buffering=0) as source:
        while piece := source.read(PIECE):
            size += len(piece)
            if size > limit:
                raise OSError(f"the journal is larger than {MAX_TOTAL:,} bytes")
            entry.write(piece)
    return size


def _read_back(packed: IO[bytes]) -> None:
    """Unpack everything and discard it; raises OSError if the archive is damaged."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(packed) as archive:
            for info in archive.infolist():
                with archive.open(info) as entry:
                    while entry.read(PIECE):
                        pass
    except (BadZipFile, EOFError, zlib.error):
        raise OSError("it did not read back") from None


def _rotate(paths: Paths) -> None:
    """Delete the backups beyond those to keep; only files named as this module names them."""
    backups = listing(paths)
    days = [backup for backup in backups if backup.reason == DAILY]
    months: dict[str, Backup] = {}
    for backup in days:
        months.setdefault(backup.day.isoformat()[:7], backup)
    keep = {*days[:DAYS], *list(months.values())[:MONTHS]}
    keep.update([backup for backup in backups if backup.reason != DAILY][:OTHERS])
    for backup in backups:
        if backup not in keep:
            with suppress(OSError):
                (paths.backups / backup.name).unlink()
