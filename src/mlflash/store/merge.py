"""Merge another device's journal: copy the lines of unknown events into a file of their own.

No device writes to that file, so nothing can conflict. Its name is a hash of its contents, so the same merge on
two machines gives the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from mlflash.errors import MlflashError
from mlflash.hashing import blake2b
from mlflash.scheduler.events import Event, NewerVersion, order
from mlflash.store import backups, journal_reader
from mlflash.store.event_lines import MAX_LINE
from mlflash.store.files import explained, make_private, reason, write_atomically
from mlflash.store.journal_reader import WrittenEvent
from mlflash.store.paths import Paths


class MergeResult(NamedTuple):
    """What a merge did."""

    added: int
    """The number of events copied."""
    known: int
    """The number of events that were known already."""
    files: int
    """The number of files read."""
    path: Path | None
    """The file written; None if nothing was new."""
    complaints: list[str]
    """A line for each thing that could not be read."""


def merge(source: Path, paths: Paths, now: datetime) -> MergeResult:
    """Merge a journal file, a folder of them, or another `MLFLASH_HOME`; raises `MlflashError`.

    An event is known if an event of the same id and contents is. A backup is made first, dated `now`. Nothing is
    written if nothing is new.
    """
    folder = _journals(source)
    complaints = list(folder.complaints)
    known = {_key(line.event) for path in journal_reader.files(paths.journal_dir) for line in _lines(path, [])}
    fresh: dict[tuple[str, str], WrittenEvent] = {}
    keys: set[tuple[str, str]] = set()
    for path in folder.files:
        for line in _lines(path, complaints):
            key = _key(line.event)
            keys.add(key)
            if key not in known:
                # Of the same event in two spellings, copy the same one whatever the order of the files.
                other = fresh.get(key)
                fresh[key] = line if other is None else min(line, other, key=lambda spelling: spelling.text)
    if not keys:
        raise MlflashError(f"{source}: holds no journal that can be read")
    if not fresh:
        return MergeResult(0, len(keys), len(folder.files), None, complaints)
    ordered = sorted(fresh.values(), key=lambda line: (order(line.event), line.text))
    data = b"".join(line.text + b"\n" for line in ordered)
    path = paths.journal_dir / f"merged-{blake2b(data, digest_size=8).hexdigest()}.jsonl"
    backups.make(paths, "before-merge", now)
    make_private(paths.journal_dir)
    with explained(f"cannot write {path}"):
        write_atomically(path, data)
    return MergeResult(len(fresh), len(keys) - len(fresh), len(folder.files), path, complaints)


def _journals(source: Path) -> journal_reader.JournalFolder:
    """The journal files at a path; if the path itself is a link, it is followed."""
    try:
        source = source.expanduser().resolve(strict=True)
        if source.is_dir():
            inner = source / "journal"
            return journal_reader.survey(inner if inner.is_dir() and not journal_reader.files(source) else source)
    except (OSError, RuntimeError) as error:
        why = reason(error) if isinstance(error, OSError) else "there is no such path"
        raise MlflashError(f"cannot read {source}: {why}") from None
    return journal_reader.JournalFolder([source], [])


def _key(event: Event) -> tuple[str, str]:
    return event.id, repr(event)


def _lines(path: Path, complaints: list[str]) -> Iterator[WrittenEvent]:
    """The events of a file with their text, including a complete last line without a newline."""
    bad = 0
    try:
        with journal_reader.opened(path) as file:
            end = 0
            for end, text in journal_reader.whole_lines(file):  # noqa: B007 (used after the loop)
                if text is None:
                    bad += 1
                    continue
                written, _ = journal_reader.written_on(text)
                bad += bool(text.strip()) and not written
                yield from written
            file.seek(end)
            yield from journal_reader.written_on(file.read(MAX_LINE) or b"")[0]  # a special file may read as None
    except NewerVersion as error:
        raise NewerVersion(f"{journal_reader.shown(path.name)}: {error}") from None
    if bad:
        complaints.append(
            f"{bad} unreadable {'line' if bad == 1 else 'lines'} of {journal_reader.shown(path.name)}"
        )
