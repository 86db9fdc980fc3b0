"""The snapshot progress.json: the journal's fold, saved so that a start need not fold the journal again.

It is derived and can be deleted. Its fingerprint says how far each journal file was read, and with which
parameters. A stale snapshot is brought up to date from the end of the journal; in any other doubt it is rebuilt.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Set
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import MsgspecError, Raw, Struct
from msgspec.json import Decoder, Encoder, decode

from mlflash.errors import MlflashError
from mlflash.hashing import blake2b
from mlflash.record import Record
from mlflash.regular import read_regular
from mlflash.scheduler.card_state import CardState, DayTotals, Progress
from mlflash.scheduler.events import Event, InterviewOutcome, Mock, Rename, Review
from mlflash.scheduler.fold import distinct, fold, same
from mlflash.scheduler.renames import names
from mlflash.scheduler.schedule import Parameters
from mlflash.store import journal_reader
from mlflash.store.event_lines import BROKEN, journal_form, parse
from mlflash.store.files import make_private, reason, write_atomically
from mlflash.store.loss_warning import Lost, losses_since

VERSION = 6
"""The version of the file's format."""
MAX_BYTES = 1 << 28
"""Bytes of the file at most."""
OnProgress = journal_reader.OnProgress
CARDS, END = b'\n"cards":{\n', b"\n}}\n"
"""The bytes before and after the cards in the file, which have a line each."""


class Snapshot(Record, frozen=True):
    """Progress with what it was folded from."""

    progress: Progress
    """The fold of the journals."""
    marks: dict[str, journal_reader.Bookmark]
    """How far each journal file was read."""
    complaints: list[str]
    """A line for each thing that could not be read."""
    changed: bool
    """Whether the file on disk is no longer up to date."""
    lost: Lost = MappingProxyType({})
    """The reviews that have disappeared from the journals."""
    newest: str | None = None
    """The greatest id folded: events with greater ids are new.

    None if two events share an id, or if it is not known: then everything has to be folded again.
    """


class _Fingerprint(Struct):
    """What a snapshot was made from."""

    journals: dict[str, journal_reader.Bookmark]
    """How far each journal was read, by name."""
    parameters: str
    """A hash of the parameters."""


class _SnapshotFile(Struct):
    """The contents of progress.json."""

    version: int
    """The version of the format."""
    digest: str
    """A hash of the bytes after the first line."""
    fingerprint: _Fingerprint
    """What the snapshot was made from."""
    calibration: tuple[tuple[int, int, int], ...]
    """Predicted and actual recall, by bin."""
    undone: frozenset[str]
    """The ids of events that were undone."""
    renames: list[Raw]
    """The renames, as in the journal."""
    mocks: list[Raw]
    """The mock interviews, as in the journal."""
    days: dict[date, DayTotals]
    """The totals of each study day."""
    cards: dict[str, CardState]
    """The state of each card."""
    lost: dict[date, int] = {}
    """The reviews that have disappeared, by study day."""
    newest: str | None = None
    """The greatest id folded."""
    interviews: list[Raw] | None = None
    """How interviews went, as in the journal; None in a file of a version that did not know."""


def current(
    directory: Path, path: Path, parameters: Parameters, on_progress: OnProgress | None = None
) -> Snapshot:
    """The snapshot of the journals as they are now: read from the file and brought up to date, or rebuilt."""
    saved = read(path, parameters)
    if saved is not None:
        return renewed(directory, saved, saved.progress, parameters, on_progress)
    rebuilt, other = rebuild(directory, parameters, on_progress), read(path)
    # A snapshot made with other parameters still knows how many reviews there were.
    return rebuilt if other is None else _with_losses(directory, other.lost, other.progress, rebuilt)


def renewed(
    directory: Path,
    old: Snapshot,
    known: Progress,
    parameters: Parameters,
    on_progress: OnProgress | None = None,
    *,
    whole: bool = False,
) -> Snapshot:
    """The snapshot of the journals as they are now: the old one brought up to date, or a rebuilt one.

    It is rebuilt if `whole` is given or the old one is of other journals. Its `lost` are the reviews in the
    progress `known` that are no longer in the journals.
    """
    new = None if whole else caught_up(directory, old, parameters)
    if new is not None:
        return new._replace(lost=losses_since(old.lost, None, new.progress)) if old.lost else new
    return _with_losses(directory, old.lost, known, rebuild(directory, parameters, on_progress))


def _with_losses(directory: Path, lost: Lost, before: Progress, rebuilt: Snapshot) -> Snapshot:
    """A rebuilt snapshot with the reviews lost since an earlier progress; a review undone since is not lost."""

    def count_reviews(ids: Set[str]) -> int:
        events = distinct(journal_reader.read(directory).events).values()
        return sum(isinstance(event, Review) and event.id in ids for event in events)

    return rebuilt._replace(lost=losses_since(lost, before, rebuilt.progress, count_reviews))


def rebuild(directory: Path, parameters: Parameters, on_progress: OnProgress | None = None) -> Snapshot:
    """Fold every journal from its beginning; for `on_progress` reading is the first half, folding the second."""
    reading = journal_reader.read(directory, on_progress and (lambda done, of: on_progress(done, 2 * of)))
    folded = on_progress and (lambda done, of: on_progress(of + done, 2 * of))
    progress, newest = fold(reading.events, parameters, folded), newer("", reading.events)
    return Snapshot(progress, reading.marks, reading.complaints, True, newest=newest)


def newer(newest: str | None, events: Iterable[Event]) -> str | None:
    """The greatest id after new events; None if two of them share an id."""
    if newest is None:
        return None
    everything = list(events)
    by_id = {event.id: event for event in everything}
    if len(by_id) < len(everything) and not all(same(event, by_id[event.id]) for event in everything):
        return None
    return max(newest, max(by_id, default=""))


def caught_up(directory: Path, old: Snapshot, parameters: Parameters) -> Snapshot | None:
    """A snapshot with the events that the journals have gained since.

    None if it was made from other journals, or if the new events require everything to be folded again.
    """
    reading = journal_reader.read_after(directory, old.marks)
    if reading is None:
        return None
    if not reading.events:
        return old._replace(
            marks=reading.marks, complaints=reading.complaints, changed=reading.marks != old.marks, lost={}
        )
    from mlflash.store.snapshot_growth import grown  # late: at most starts there is nothing new

    return grown(directory, old, reading, parameters)


def read(path: Path, parameters: Parameters | None = None) -> Snapshot | None:
    """The snapshot as it was written; None if there is none, or it is broken or made with other parameters."""
    try:
        data = read_regular(path, MAX_BYTES)
        file = _decoded(data, path)
        if file is None or (parameters is not None and file.fingerprint.parameters != _digest(parameters)):
            return None
        if file.interviews is None and parameters is not None:
            return None  # what it left out lies in what it has read
        if file.digest != _digest(memoryview(data)[data.index(b"\n") + 1 :]):
            return None
        renames = tuple(event for raw in file.renames if isinstance(event := parse(bytes(raw)), Rename))
        mocks = tuple(event for raw in file.mocks if isinstance(event := parse(bytes(raw)), Mock))
        outcomes = [parse(bytes(raw)) for raw in file.interviews or ()]
    except (OSError, *BROKEN):
        return None
    progress = Progress(
        states=file.cards,
        days=file.days,
        calibration=file.calibration,
        mocks=mocks,
        undone=file.undone,
        renames=renames,
        names=names(renames),
        interviews=tuple(event for event in outcomes if isinstance(event, InterviewOutcome)),
    )
    return Snapshot(progress, file.fingerprint.journals, [], False, file.lost, file.newest)


def _decoded(data: bytes, path: Path) -> _SnapshotFile | None:
    """The contents of the file; None if broken or of an older version. Raises `MlflashError` for a newer one."""
    try:
        file = Decoder(_SnapshotFile).decode(data)
        version = file.version
    except MsgspecError:
        file, raw = None, decode(data)
        version = raw["version"]
    if version > VERSION:
        raise MlflashError(f"{path} was written by a newer mlflash: upgrade, or delete the file")
    return file if version == VERSION else None


def write(path: Path, snapshot: Snapshot, parameters: Parameters) -> str | None:
    """Replace progress.json; returns why it failed, if it did: the next start then folds the journal again."""
    progress = snapshot.progress
    fingerprint = {"journals": snapshot.marks, "parameters": _digest(parameters)}
    head: dict[str, Any] = {"version": VERSION, "fingerprint": fingerprint}
    if snapshot.lost:
        head["lost"] = {day.isoformat(): reviews for day, reviews in sorted(snapshot.lost.items())}
    if snapshot.newest is not None:
        head["newest"] = snapshot.newest
    head["calibration"] = progress.calibration
    head["undone"] = sorted(progress.undone)
    head["renames"] = [journal_form(rename) for rename in progress.renames]
    head["mocks"] = [journal_form(mock) for mock in progress.mocks]
    head["interviews"] = [journal_form(event) for event in progress.interviews]
    head["days"] = {day.isoformat(): totals for day, totals in sorted(progress.days.items())}
    dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    text = "".join(f'"{name}":{dumps(value)},\n' for name, value in head.items()).removesuffix("\n")
    encode = Encoder().encode
    rows = b",\n".join([encode(card_id) + b":" + encode(state) for card_id, state in progress.states.items()])
    data = text.encode("utf-8", "replace") + CARDS + rows + END
    try:
        make_private(path.parent)
        write_atomically(path, b'{"digest":"%s",\n%s' % (_digest(data).encode(), data), durable=False)
    except OSError as error:
        return f"cannot write {path}: {reason(error)}; the next start folds the journal again"
    except MlflashError as error:
        return f"{error}; the next start folds the journal again"
    return None


def _digest(of: Parameters | bytes | memoryview) -> str:
    """A hash of the parameters, or of the file after its first line, so that a flipped bit is noticed."""
    data = repr(of).encode() if isinstance(of, tuple) else of
    return blake2b(data, digest_size=8).hexdigest()
