"""The derived progress.json: what the journal comes to, kept so that it need not be folded at every start.

It is disposable. Its fingerprint says how far each journal file had been read and with which parameters; a
stale snapshot is caught up from the journal's tail, any other doubt rebuilds it.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import MsgspecError, Raw, Struct
from msgspec.json import Decoder, decode, encode

from mlflash.errors import MlflashError
from mlflash.hashing import blake2b
from mlflash.record import Record
from mlflash.scheduler.card_state import CardState, DayTotals, Progress
from mlflash.scheduler.events import Event, InterviewOutcome, Mock, Rename, Review
from mlflash.scheduler.fold import distinct, fold, same
from mlflash.scheduler.renames import names
from mlflash.scheduler.schedule import Parameters
from mlflash.store import journal
from mlflash.store.event_lines import BROKEN, journal_form, parse
from mlflash.store.files import make_private, read_regular, reason, write_atomically
from mlflash.store.loss_warning import Lost, losses_since

VERSION = 6
"""The version of the file's format."""
MAX_BYTES = 1 << 28
CARDS, END = b'\n"cards":{\n', b"\n}}\n"
"""The bytes before and after the cards in the file, which have a line each."""
OnProgress = Callable[[int, int], None]
"""Called with the part done and the whole."""


class Snapshot(Record, frozen=True):
    """Progress with what it was folded from."""

    progress: Progress
    """The fold of the journals."""
    marks: dict[str, journal.Bookmark]
    """How far each journal file was read."""
    complaints: list[str]
    """One line for each thing that could not be read."""
    changed: bool
    """Whether the file on disk is no longer up to date."""
    lost: Lost = MappingProxyType({})
    """The reviews that the journals held once and no longer hold."""
    newest: str | None = None
    """The greatest id folded: greater ids are new.

    None if two events share an id, or if it is not known: then only folding everything again is right.
    """


class _Fingerprint(Struct):
    """What a snapshot was made from."""

    journals: dict[str, journal.Bookmark]
    """How far each journal was read, by name."""
    parameters: str
    """A hash of the parameters."""


class _File(Struct):
    """The contents of progress.json."""

    version: int
    """The version of the format."""
    digest: str
    """A hash of what follows the first line."""
    fingerprint: _Fingerprint
    """What it was made from."""
    calibration: tuple[tuple[int, int, int], ...]
    """Predicted and actual recall, by bin."""
    undone: frozenset[str]
    """The ids of events that were undone."""
    renames: list[Raw]
    """Rename events as in the journal."""
    mocks: list[Raw]
    """Mock events as in the journal."""
    days: dict[date, DayTotals]
    """What each study day came to."""
    cards: dict[str, CardState]
    """The state of each card."""
    lost: dict[date, int] = {}
    """Reviews that have disappeared, by study day."""
    newest: str | None = None
    """The id of the newest event."""
    interviews: list[Raw] | None = None
    """How interviews went, as in the journal; None in a file of a version that did not know."""


def current(
    directory: Path, path: Path, parameters: Parameters, on_progress: OnProgress | None = None
) -> Snapshot:
    """The progress the journals now give: the snapshot's if it is fresh, else caught up or rebuilt."""
    kept = read(path, parameters)
    if kept is not None:
        return renewed(directory, kept, kept.progress, parameters, on_progress)
    rebuilt, other = rebuild(directory, parameters, on_progress), read(path)
    # A snapshot made with other parameters still knows how much was in the journals.
    return rebuilt if other is None else _compared(directory, other.lost, other.progress, rebuilt)


def renewed(
    directory: Path,
    kept: Snapshot,
    known: Progress,
    parameters: Parameters,
    on_progress: OnProgress | None = None,
    *,
    whole: bool = False,
) -> Snapshot:
    """A snapshot of the journals as they are now: caught up, or rebuilt if that fails or `whole` is given.

    Its `lost` are the reviews of the progress `known` that are no longer in them.
    """
    caught = None if whole else caught_up(directory, kept, parameters)
    if caught is not None:
        return caught._replace(lost=losses_since(kept.lost, None, caught.progress)) if kept.lost else caught
    return _compared(directory, kept.lost, known, rebuild(directory, parameters, on_progress))


def _compared(directory: Path, lost: Lost, before: Progress, rebuilt: Snapshot) -> Snapshot:
    """A rebuilt snapshot with the reviews lost since an earlier progress; reviews undone since are not lost."""

    def taken_back(ids: Set[str]) -> int:
        reading = journal.read(directory)
        events = distinct(reading.events if reading is not None else ()).values()
        return sum(isinstance(event, Review) and event.id in ids for event in events)

    return rebuilt._replace(lost=losses_since(lost, before, rebuilt.progress, taken_back))


def rebuild(directory: Path, parameters: Parameters, on_progress: OnProgress | None = None) -> Snapshot:
    """Fold every journal from its beginning; for `on_progress` reading is the first half, folding the second.

    No garbage is collected meanwhile: what is read stays alive until it is folded.
    """
    with _without_collecting():
        reading = journal.read(directory, on_progress=on_progress and (lambda done, of: on_progress(done, 2 * of)))
        assert reading is not None
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


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Collect no garbage while many records are made that all stay alive."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def caught_up(directory: Path, kept: Snapshot, parameters: Parameters) -> Snapshot | None:
    """A snapshot with the events that the journals have gained since.

    None if it was made from other journals, or if a rename has to be followed through all of them.
    """
    reading = journal.read(directory, kept.marks)
    if reading is None:
        return None
    if not reading.events:
        return kept._replace(
            marks=reading.marks, complaints=reading.complaints, changed=reading.marks != kept.marks, lost={}
        )
    from mlflash.store.snapshot_growth import grown  # late: most starts find nothing new

    return grown(directory, kept, reading, parameters)


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


def _decoded(data: bytes, path: Path) -> _File | None:
    """The contents of the file; None if broken or of an older version. Raises `MlflashError` for a newer one."""
    try:
        with _without_collecting():
            file = Decoder(_File).decode(data)
        version = file.version
    except MsgspecError:
        file, raw = None, decode(data)
        version = raw["version"]
    if version > VERSION:
        raise MlflashError(f"{path} was written by a newer mlflash: upgrade, or delete the file")
    return file if version == VERSION else None


def write(path: Path, snapshot: Snapshot, parameters: Parameters) -> str | None:
    """Replace progress.json; returns why that failed, if it did: it is derived, and the next start folds again."""
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
    rows = b",\n".join(encode(card_id) + b":" + encode(state) for card_id, state in progress.states.items())
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
    """A hash: of the parameters, or of the file after its first line, so that a flipped bit is noticed."""
    data = repr(of).encode() if isinstance(of, tuple) else of
    return blake2b(data, digest_size=8).hexdigest()
