"""The derived progress.json: what the journal comes to, kept so that it need not be folded at every start.

It is disposable. Its fingerprint says how far each journal file had been read and with which parameters; a
stale snapshot is caught up from the journal's tail, any other doubt rebuilds it.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Sequence, Set
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mlflash.errors import MlflashError
from mlflash.hashing import blake2b
from mlflash.scheduler.card_state import NO_PROGRESS, DayTotals, Progress
from mlflash.scheduler.events import CardEvent, Event, Mock, Rename, Review, Undo, from_dict, to_dict
from mlflash.scheduler.fold import distinct, extend, fold, refold, renamed
from mlflash.scheduler.renames import names
from mlflash.scheduler.schedule import Parameters
from mlflash.store import journal
from mlflash.store.files import make_private, read_regular, reason, write_atomically
from mlflash.store.loss_warning import Lost, losses_since
from mlflash.store.searches import clash, holds, needle, newer, scan
from mlflash.store.snapshot_rows import END, ROWS, joined, split, text

VERSION = 4
MAX_BYTES = 1 << 28
Told = Callable[[int, int], None]


class Snapshot(NamedTuple):
    """Progress with the bookmarks of what it was folded from, and what there is to say about it.

    `lost` is what the journals held once and hold no longer. `newest` is the greatest id folded, by which most new
    ids are known to be new; None where two events share an id, or that is not known: then only folding everything
    again is right.
    """

    progress: Progress
    marks: dict[str, journal.Bookmark]
    complaints: list[str]
    changed: bool
    lost: Lost = MappingProxyType({})
    newest: str | None = None


def current(directory: Path, path: Path, parameters: Parameters, told: Told | None = None) -> Snapshot:
    """The progress the journals now give: the snapshot's where it is fresh, caught up or rebuilt otherwise."""
    kept = read(path, parameters)
    if kept is not None:
        return renewed(directory, kept, kept.progress, parameters, told)
    anew, other = rebuild(directory, parameters, told), read(path)
    # One that other parameters made still knows how much was in the journals.
    return anew if other is None else _compared(directory, other.lost, other.progress, anew)


def renewed(
    directory: Path,
    kept: Snapshot,
    known: Progress,
    parameters: Parameters,
    told: Told | None = None,
    *,
    whole: bool = False,
) -> Snapshot:
    """A snapshot as the journals now are: caught up, or where that fails or `whole` is asked for rebuilt.

    Of what is `known` to have been in them, it tells what is there no longer.
    """
    caught = None if whole else caught_up(directory, kept, parameters)
    if caught is not None:
        return caught._replace(lost=losses_since(kept.lost, None, caught.progress)) if kept.lost else caught
    anew = rebuild(directory, parameters, told)
    return _compared(directory, kept.lost, known, anew)


def _compared(directory: Path, lost: Lost, before: Progress, anew: Snapshot) -> Snapshot:
    """A snapshot with what is lost of what was in the journals before, but for what was taken back."""

    def taken_back(ids: Set[str]) -> int:
        reading = journal.read(directory)
        events = distinct(reading.events if reading is not None else ()).values()
        return sum(isinstance(event, Review) and event.id in ids for event in events)

    return anew._replace(lost=losses_since(lost, before, anew.progress, taken_back))


def rebuild(directory: Path, parameters: Parameters, told: Told | None = None) -> Snapshot:
    """Fold every journal from its beginning; reading and folding, each about half of the time, are told as one."""
    collecting = gc.isenabled()
    gc.disable()  # what is read is alive until it is folded: to look it over again and again takes a third longer
    try:
        reading = journal.read(directory, told=told and (lambda done, of: told(done, 2 * of)))
        assert reading is not None
        folded = told and (lambda done, of: told(of + done, 2 * of))
        progress, newest = fold(reading.events, parameters, folded), newer("", reading.events)
        return Snapshot(progress, reading.marks, reading.complaints, True, newest=newest)
    finally:
        if collecting:
            gc.enable()


def caught_up(directory: Path, kept: Snapshot, parameters: Parameters) -> Snapshot | None:
    """A snapshot with what the journals have gained since.

    None where they are not what it was made from, or where a rename has to be followed through all of them.
    """
    reading = journal.read(directory, kept.marks)
    if reading is None:
        return None
    if not reading.events:
        return kept._replace(
            marks=reading.marks, complaints=reading.complaints, changed=reading.marks != kept.marks, lost={}
        )
    newest = newer(kept.newest, reading.events)
    if newest is None or kept.newest is None or clash(directory, kept.newest, kept.marks, reading.events):
        return None
    if renamed(kept.progress, reading.events):
        return None
    undone = _undone(directory, kept, reading.events)
    # What an undo reaches into is folded again below, whole; adding to it first would count it twice.
    fresh = [event for event in reading.events if _card(event, kept.progress) not in undone]
    progress, stale, _ = extend(kept.progress, fresh, parameters)
    stale |= undone
    if stale:
        progress = _refold(directory, progress, stale, kept.marks, parameters)
    return Snapshot(progress, reading.marks, reading.complaints, True, newest=newest)


def _undone(directory: Path, kept: Snapshot, fresh: Sequence[Event]) -> frozenset[str]:
    """The questions of which the new undos take something back, wherever in the journals that is."""
    targets = {event.of for event in fresh if isinstance(event, Undo)} - kept.progress.undone
    if not targets:
        return frozenset()
    found = {_card(event, kept.progress) for event in fresh if event.id in targets}
    sought = targets - {event.id for event in fresh}
    if sought:
        for event, _ in scan(directory, holds([s.encode("utf-8", "replace") for s in sought]), kept.marks):
            if event.id in sought:
                found.add(_card(event, kept.progress))
    return frozenset(card_id for card_id in found if card_id is not None)


def _card(event: Event, progress: Progress) -> str | None:
    """The id that the card of an event now has; None for an event that is of none."""
    return progress.name(event.card_id) if isinstance(event, CardEvent) else None


def _refold(
    directory: Path,
    progress: Progress,
    questions: frozenset[str],
    marks: dict[str, journal.Bookmark],
    parameters: Parameters,
) -> Progress:
    """Fold some questions again from all their events: late arrivals, and grades that were taken back."""
    before: dict[str, list[Event]] = {}
    now: dict[str, list[Event]] = {}
    undos: list[tuple[Event, bool]] = []
    ids = {*questions, *(old for old, new in progress.names.items() if new in questions)}
    for event, was_read in scan(directory, holds([b'"undo"', *map(needle, ids)]), marks):
        if isinstance(event, Undo):
            undos.append((event, was_read))
            continue
        card_id = _card(event, progress)
        if card_id is not None and card_id in questions:
            now.setdefault(card_id, []).append(event)
            if was_read:
                before.setdefault(card_id, []).append(event)
    all_undos = [event for event, _ in undos]
    old_undos = [event for event, was_read in undos if was_read]
    for card_id in sorted(questions):
        progress = refold(
            progress,
            card_id,
            [*before.get(card_id, []), *old_undos],
            [*now.get(card_id, []), *all_undos],
            parameters,
        )
    return progress


def read(path: Path, parameters: Parameters | None = None) -> Snapshot | None:
    """The snapshot as it was written; None where there is none, it is broken, or others than these made it."""
    try:
        data = read_regular(path, MAX_BYTES)
        end = data.find(ROWS)
        raw = json.loads(data if end < 0 else data[:end] + ROWS + b"}}")
        if raw["version"] > VERSION:
            raise MlflashError(f"{path} was written by a newer mlflash: upgrade, or delete the file")
        if raw["version"] != VERSION:
            return None
        if parameters is not None and raw["fingerprint"]["parameters"] != _digest(parameters):
            return None
        if raw["digest"] != _digest(memoryview(data)[data.index(b"\n") + 1 :]):
            return None
        marks = {name: journal.Bookmark(*mark) for name, mark in raw["fingerprint"]["journals"].items()}
        progress = NO_PROGRESS._replace(
            states=split(data, end + len(ROWS)),
            days={date.fromisoformat(day): DayTotals(*figures) for day, figures in raw["days"].items()},
            calibration=tuple((n, p, k) for n, p, k in raw["calibration"]),
            mocks=tuple(m for m in map(from_dict, raw["mocks"]) if isinstance(m, Mock)),
            undone=frozenset(raw["undone"]),
        )
        renames = tuple(one for one in map(from_dict, raw["renames"]) if isinstance(one, Rename))
        progress = progress._replace(renames=renames, names=names(renames))
        lost = {date.fromisoformat(day): int(reviews) for day, reviews in raw.get("lost", {}).items()}
        newest = raw.get("newest")
        if not isinstance(newest, str | None):
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return Snapshot(progress, marks, [], False, lost, newest)


def write(path: Path, snapshot: Snapshot, parameters: Parameters) -> str | None:
    """Replace progress.json; returns why that failed, if it did: it is derived, and the next start folds again."""
    progress = snapshot.progress
    dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lost = {day.isoformat(): reviews for day, reviews in sorted(snapshot.lost.items())}
    fingerprint = {"journals": snapshot.marks, "parameters": _digest(parameters)}
    head = [
        f'"version":{VERSION}',
        f'"fingerprint":{dumps(fingerprint)}',
        *([f'"lost":{dumps(lost)}'] if lost else []),
        *([f'"newest":{dumps(snapshot.newest)}'] if snapshot.newest is not None else []),
        f'"calibration":{dumps(progress.calibration)}',
        f'"undone":{dumps(sorted(progress.undone))}',
        f'"renames":{dumps([to_dict(rename) for rename in progress.renames])}',
        f'"mocks":{dumps([to_dict(mock) for mock in progress.mocks])}',
        f'"days":{{{",".join(f"{dumps(d.isoformat())}:{dumps(t)}" for d, t in sorted(progress.days.items()))}}}',
    ]
    data = text(",\n".join(head) + ",") + ROWS + joined(progress.states) + END
    try:
        make_private(path.parent)
        write_atomically(path, b'{"digest":"%s",\n%s' % (_digest(data).encode(), data), durable=False)
    except OSError as error:
        return f"cannot write {path}: {reason(error)}; the next start works it out again"
    except MlflashError as error:
        return f"{error}; the next start works it out again"
    return None


def _digest(of: Parameters | bytes | memoryview) -> str:
    """A hash: of the parameters, or of the file after its first line, so that a flipped bit is noticed."""
    data = repr(of).encode() if isinstance(of, tuple) else of
    return blake2b(data, digest_size=8).hexdigest()
