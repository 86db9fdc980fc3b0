"""Find the events in the future that a clock that was ahead has left, and undo them on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date, datetime, timedelta

from mlflash.scheduler.events import CardEvent, Event, InterviewOutcome, Mock, Rename, Undo
from mlflash.scheduler.fold import live
from mlflash.store import backups, journal, journal_reader, own_file
from mlflash.store.paths import Paths

AHEAD = timedelta(minutes=10)
"""How far the clocks of several devices may differ without a warning."""


def future(events: Iterable[Event], now: datetime) -> list[CardEvent | Rename | Mock | InterviewOutcome]:
    """The events that count and are later than the clock, by time."""
    return [event for event in live(events) if event.at > now + AHEAD]


def undo_future(paths: Paths, device: str, now: datetime, today: date, token: Callable[[], str]) -> int:
    """Undo the events later than the clock in one write, after a backup; returns their number.

    The events stay in the journals of the devices that wrote them. Raises `MlflashError`, with nothing changed.
    """
    events = future(journal_reader.read(paths.journal_dir).events, now)
    if not events:
        return 0
    backups.make(paths, "before-undo", now)
    own = journal.Journal(paths.journal_dir / f"{device}.jsonl", lambda: now, token)
    undos: list[Event] = []
    with closing(own):
        own.open()
        for number, event in enumerate(events):
            event_id, at = own.stamp()
            undos.append(Undo(f"{event_id}-{number:x}", at + timedelta(milliseconds=number), today, event.id))
        own.append(own_file.as_read(undos))
    return len(undos)
