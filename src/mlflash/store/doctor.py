"""Check everything the store keeps: journals, the snapshot against a replay, permissions, lock, clock, disk.

Checking changes nothing; `repair` fixes what can be fixed.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator, Set
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from mlflash.amounts import count_of
from mlflash.errors import MlflashError
from mlflash.regular import open_regular
from mlflash.scheduler.events import Event, NewerVersion, iso
from mlflash.scheduler.schedule import Parameters
from mlflash.store import backups, journal, journal_reader, loss_warning, snapshot
from mlflash.store.files import Busy, locked, nearest, reason, unwritable
from mlflash.store.paths import Paths
from mlflash.store.repair import leftovers, loose, repair
from mlflash.store.wrong_clock import future

SCARCE, SHORT = 10_000_000, 200_000_000
"""Free bytes below which writing will soon fail, and below which it is worth a warning."""


class Level(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    WARN = "warn"
    ERROR = "error"


OK, WARN, ERROR = Level


class Finding(NamedTuple):
    """The result of one check."""

    level: Level
    """How serious it is."""
    what: str
    """What the check says."""
    do: str = ""
    """What the reader can do about it; empty if nothing."""


class _JournalFile(NamedTuple):
    """A journal file as read."""

    path: Path
    """Its path."""
    events: list[Event]
    """Its events, in file order."""
    lines: int
    """The number of its lines."""
    bad: int
    """The number of lines that could not be read."""
    torn: int
    """Bytes of a last line that was cut short."""


def examine(
    paths: Paths, parameters: Parameters, device: str, now: datetime, *, fix: bool = False
) -> list[Finding]:
    """Check everything the store keeps; with `fix`, first repair what can be repaired."""
    findings: list[Finding] = []
    if fix:
        try:
            findings += [Finding(OK, line) for line in repair(paths, parameters, device, now)]
        except MlflashError as error:
            findings.append(Finding(ERROR, str(error), "nothing that depends on it was fixed"))
    try:
        folder = journal_reader.survey(paths.journal_dir)
    except MlflashError as error:
        return [*findings, Finding(ERROR, str(error), "make the folder readable, or move it away")]
    findings += _lost(paths, parameters, empty=not folder.files)
    findings += [Finding(WARN, line, "move it out of the journal folder") for line in folder.complaints]
    files: list[_JournalFile] = []
    for path in folder.files:
        try:
            files.append(_read(path))
        except NewerVersion as error:
            name = journal_reader.shown(path.name)
            findings.append(Finding(ERROR, f"{name}: {error}", "upgrade mlflash; nothing is written until then"))
        except MlflashError as error:
            findings.append(Finding(ERROR, str(error), "make the file readable"))
    own = f"{device}.jsonl"
    for file in files:
        findings += _journal(file, own)
    if len(files) == len(folder.files):
        findings += _snapshot(paths, parameters)
    findings += _permissions(paths)
    findings += _lock(paths.journal_dir / own)
    ahead = {event.id for event in future((event for file in files for event in file.events), now)}
    clocks = [finding for file in files for finding in _clock(file, ahead)]
    findings += clocks or [Finding(OK, f"no event is later than the clock, which says {iso(now)}")]
    findings += _remains(paths)
    findings += _disk(paths)
    findings += _backups(paths, bool(files))
    return findings


def _read(path: Path) -> _JournalFile:
    lines = bad = end = 0
    events: list[Event] = []
    with journal_reader.opened(path) as file:
        for end, line in journal_reader.whole_lines(file):  # noqa: B007 (used after the loop)
            lines += 1
            read, broken = ([], 1) if line is None else journal_reader.events_of(line)
            events += read
            bad += bool(broken)
        torn = os.fstat(file.fileno()).st_size - end
    return _JournalFile(path, events, lines, bad, torn)


def _lost(paths: Paths, parameters: Parameters, *, empty: bool) -> Iterator[Finding]:
    """Check whether reviews have disappeared from the journals."""
    try:
        now = snapshot.current(paths.journal_dir, paths.progress, parameters)
    except MlflashError:
        return  # reported by the check of each file
    gone = loss_warning.loss_message(paths, now.lost, now.progress, empty=empty)
    if gone is not None:
        do = (
            "put it back, or mlflash restore; if you removed it on purpose: mlflash doctor --fix"
            if now.lost
            else ""
        )
        yield Finding(ERROR if now.lost else WARN, gone, do or "the next grade starts a new one")
    elif empty:
        yield Finding(OK, "there is no journal yet: nothing has been graded")


def _journal(file: _JournalFile, own: str) -> Iterator[Finding]:
    name = journal_reader.shown(file.path.name)
    whose = "this device's" if file.path.name == own else "read only here"
    yield Finding(OK, f"{name}: {count_of(file.lines, 'line')}, {count_of(len(file.events), 'event')} ({whose})")
    if file.bad:
        yield Finding(
            WARN,
            f"{name}: {count_of(file.bad, 'unreadable line')}, skipped",
            "harmless where a sync tool left them; if grades are missing, see the backups: mlflash restore",
        )
    if file.torn:
        do = "the next grade sets it aside, and so does --fix" if file.path.name == own else "let the sync finish"
        yield Finding(WARN, f"{name}: the last line is cut short ({count_of(file.torn, 'byte')})", do)


def _snapshot(paths: Paths, parameters: Parameters) -> Iterator[Finding]:
    try:
        saved = snapshot.read(paths.progress, parameters)
        updated = snapshot.caught_up(paths.journal_dir, saved, parameters) if saved else None
        rebuilt = snapshot.rebuild(paths.journal_dir, parameters)
    except MlflashError as error:
        yield Finding(ERROR, str(error), "upgrade mlflash, or delete the file: it is rebuilt")
        return
    if updated is not None and updated.progress != rebuilt.progress:
        do = "mlflash doctor --fix rebuilds it"
        yield Finding(ERROR, f"{paths.progress.name} does not match the journal", do)
    elif updated is None and (paths.progress.exists() or paths.progress.is_symlink()):
        yield Finding(WARN, f"{paths.progress.name} is stale or broken", "the next start rebuilds it")
    elif updated is not None:
        counted = len(rebuilt.progress.states)
        yield Finding(OK, f"{paths.progress.name} agrees with a full replay ({count_of(counted, 'card')})")


def _permissions(paths: Paths) -> Iterator[Finding]:
    clean = True
    for path, mode, status in loose(paths):
        clean = False
        if sys.platform != "win32" and status.st_uid != os.getuid():
            yield Finding(WARN, f"{path} belongs to another user", "chown it to yourself")
        else:
            is_now = stat.S_IMODE(status.st_mode)
            do = f"mlflash doctor --fix, or: chmod {mode:o} on it"
            yield Finding(WARN, f"{path} is open to others (mode {is_now:o})", do)
    if clean:
        yield Finding(OK, "nobody else can open your files and folders")
    for directory in (paths.journal_dir, paths.backups, paths.progress.parent):
        if directory.exists() and not os.access(directory, os.W_OK | os.X_OK):
            yield Finding(ERROR, f"{directory} cannot be written to", "grades cannot be saved: make it writable")


def _lock(path: Path) -> Iterator[Finding]:
    try:
        descriptor = open_regular(path, os.O_RDONLY)
    except FileNotFoundError:
        return
    except OSError as error:
        yield Finding(ERROR, f"{path} cannot be opened: {reason(error)}", "move it away")
        return
    try:
        with locked(descriptor, path, 0.0):
            yield Finding(OK, "no other mlflash has locked the journal")
    except Busy:
        yield Finding(WARN, "another mlflash is writing right now", "wait; if it does not end, close it")
    except OSError as error:
        yield Finding(WARN, f"{path} cannot be locked: {reason(error)}", "let one mlflash run at a time")
    finally:
        os.close(descriptor)


def _clock(file: _JournalFile, ahead: Set[str]) -> Iterator[Finding]:
    """Check a file for traces of a wrong clock; `ahead` are the ids of events that count and are in the future."""
    name = journal_reader.shown(file.path.name)
    later = [event for event in file.events if event.id in ahead]
    if later:
        newest = iso(max(event.at for event in later))
        yield Finding(
            WARN,
            f"{name}: {count_of(len(later), 'event is', 'events are')} in the future, to {newest}",
            "correct this clock; if it is correct, undo them: mlflash doctor --undo-future",
        )
    instants = [at for event in file.events if (at := _made_at(event)) is not None]
    backs = sum(b < a - journal.SET_BACK for a, b in pairwise(instants))
    if backs and not name.startswith("merged-"):
        times = "once" if backs == 1 else f"{backs} times"
        yield Finding(WARN, f"{name}: the clock was set back {times} while it was written", "")


def _made_at(event: Event) -> datetime | None:
    """The instant at which this program made an id; None for an id of another program."""
    try:
        return datetime.fromtimestamp(int(event.id[:11], 16) / 1000, UTC) if len(event.id) > 11 else None
    except (ValueError, OverflowError, OSError):
        return None


def _remains(paths: Paths) -> Iterator[Finding]:
    with suppress(OSError):
        torn = [path.name for path in paths.journal_dir.iterdir() if path.suffix == ".torn"]
        if torn:
            what = f"{count_of(len(torn), 'set-aside end')} of lines (*.torn)"
            yield Finding(OK, what, "they were never acknowledged and can be deleted")
    left = leftovers(paths)
    if left:
        yield Finding(WARN, f"{count_of(len(left), 'temporary file')} of a killed process", "mlflash doctor --fix")


def _disk(paths: Paths) -> Iterator[Finding]:
    if why := unwritable(paths.journal_dir):
        yield Finding(ERROR, why, "no grade can be saved: make it writable, or set MLFLASH_HOME to another folder")
        return
    try:
        free = shutil.disk_usage(nearest(paths.journal_dir)).free
    except OSError as error:
        yield Finding(WARN, f"cannot ask how full the disk is: {reason(error)}", "")
        return
    level = ERROR if free < SCARCE else WARN if free < SHORT else OK
    yield Finding(level, f"{free / 1e9:.1f} GB free on disk", "" if level is OK else "make room")


def _backups(paths: Paths, has_journal: bool) -> Iterator[Finding]:
    try:
        listed = backups.listing(paths)
    except MlflashError as error:
        yield Finding(ERROR, str(error), "make the folder readable")
        return
    if listed:
        yield Finding(OK, f"{count_of(len(listed), 'backup')}, the newest from {listed[0].day.isoformat()}")
    elif has_journal:
        yield Finding(WARN, "there is no backup yet", "one is made every day you study")
