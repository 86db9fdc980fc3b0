"""Repair the store's files: after a backup, and never in a journal that another device writes."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from mlflash.scheduler.schedule import Parameters
from mlflash.store import backups, journal, snapshot
from mlflash.store.paths import Paths

ENDINGS = (".jsonl", ".torn", ".zip", ".json", ".yaml")
"""The endings of the files in the store's folders."""


def repair(paths: Paths, parameters: Parameters, device: str, now: datetime) -> Iterator[str]:
    """Back up, tighten permissions, delete temporary files, repair this device's journal, rebuild the snapshot.

    Yields a line for each repair; raises `MlflashError` at the first that fails.
    """
    backup = backups.make(paths, "before-fix", now)
    if backup is not None:
        yield f"backed up to {backup.name}"
    for path, mode, status in loose(paths):
        if sys.platform != "win32" and status.st_uid == os.getuid():
            with suppress(OSError):
                path.chmod(stat.S_IMODE(status.st_mode) & mode)
                yield f"fixed: nobody else can open {path}"
    for path in leftovers(paths):
        with suppress(OSError):
            path.unlink()
            yield f"fixed: {path.name}, left by a killed process, was deleted"
    for message in _set_aside(paths.journal_dir / f"{device}.jsonl", now):
        yield f"fixed: {message}"
    rebuilt = snapshot.rebuild(paths.journal_dir, parameters)
    saved = snapshot.read(paths.progress, parameters)
    right = saved is not None and (saved.progress, saved.marks) == (rebuilt.progress, rebuilt.marks)
    if not (right and saved and not saved.lost) and (rebuilt.marks or paths.progress.exists()):
        snapshot.write(paths.progress, rebuilt, parameters)
        yield f"fixed: {paths.progress.name} was rebuilt"


def _set_aside(own: Path, now: datetime) -> list[str]:
    """Repair the end of this device's file as its next append would."""
    if not own.exists():
        return []
    writer = journal.Journal(own, lambda: now, lambda: "")
    with closing(writer):
        writer.open()
    return writer.complaints


def _private(paths: Paths) -> Iterator[tuple[Path, int]]:
    """The paths that only the reader may access, each with its mode."""
    for directory in (paths.journal_dir, paths.backups, paths.cache, paths.overrides):
        yield directory, 0o700
        with suppress(OSError):
            for path in sorted(directory.iterdir()):
                if path.suffix in ENDINGS:
                    yield path, 0o600
    yield paths.progress, 0o600
    if paths.config.is_symlink():  # to a place of the reader's choice, perhaps one that others may read
        yield Path(os.path.realpath(paths.config)), 0o644
    else:
        yield paths.config, 0o600
    for directory in dict.fromkeys(place.parent for place in (paths.journal_dir, paths.progress, paths.config)):
        yield directory, 0o755  # others may read it, but not replace a file in it


def loose(paths: Paths) -> Iterator[tuple[Path, int, os.stat_result]]:
    """The paths that others can read or own: path, the mode it should have, and its status."""
    if sys.platform == "win32":
        return
    for path, mode in _private(paths):
        with suppress(OSError):
            status = path.lstat()
            if status.st_mode & stat.S_ISVTX:  # as in /tmp: nobody can replace another user's files
                continue
            right_kind = stat.S_ISDIR(status.st_mode) if mode & 0o100 else stat.S_ISREG(status.st_mode)
            trusted = (os.getuid(), 0) if mode == 0o755 else (os.getuid(),)
            if right_kind and (status.st_mode & 0o777 & ~mode or status.st_uid not in trusted):
                yield path, mode, status


def leftovers(paths: Paths) -> list[Path]:
    """The temporary files of killed processes; those of running processes are left out."""
    files = []
    for directory in {paths.journal_dir, paths.backups, paths.progress.parent, paths.config.parent}:
        with suppress(OSError):
            for path in directory.glob(".*.tmp"):
                owner = path.name.rsplit(".", 2)[-2].split("-")[0]
                if owner.isdecimal() and not _alive(int(owner)) and not path.is_symlink():
                    files.append(path)
    return files


def _alive(process: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
