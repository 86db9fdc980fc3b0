"""Add to a snapshot the events that the journals have gained since it was made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.events import CardEvent, Event, Undo
from mlflash.scheduler.fold import extend, needs_all, refold
from mlflash.scheduler.schedule import Parameters
from mlflash.store import journal_reader
from mlflash.store.searches import clash, scan
from mlflash.store.snapshot import Snapshot, newer


def grown(
    directory: Path, old: Snapshot, reading: journal_reader.JournalRead, parameters: Parameters
) -> Snapshot | None:
    """A snapshot with the events of a reading added; None if everything has to be folded again."""
    newest = newer(old.newest, reading.events)
    if newest is None or old.newest is None or clash(directory, old.newest, old.marks, reading.events):
        return None
    if needs_all(old.progress, reading.events):
        return None
    undone = _undone(directory, old, reading.events)
    # A card with undone events is folded again below; adding to it first would count events twice.
    fresh = [event for event in reading.events if _card(event, old.progress) not in undone]
    progress, stale, _ = extend(old.progress, fresh, parameters)
    stale |= undone
    if stale:
        progress = _refold(directory, progress, stale, old.marks, parameters)
    return old._replace(
        progress=progress, marks=reading.marks, complaints=reading.complaints, changed=True, lost={}, newest=newest
    )


def _undone(directory: Path, old: Snapshot, fresh: Sequence[Event]) -> frozenset[str]:
    """The cards of the events that new undos name, wherever in the journals those events are."""
    targets = {event.of for event in fresh if isinstance(event, Undo)} - old.progress.undone
    if not targets:
        return frozenset()
    cards = {_card(event, old.progress) for event in fresh if event.id in targets}
    sought = targets - {event.id for event in fresh}
    if sought:
        found = scan(directory, sought, old.marks)
        cards.update(_card(event, old.progress) for event, _ in found if event.id in sought)
    return frozenset(card_id for card_id in cards if card_id is not None)


def _card(event: Event, progress: Progress) -> str | None:
    """The present id of an event's card; None if the event has no card."""
    return progress.name(event.card_id) if isinstance(event, CardEvent) else None


def _refold(
    directory: Path,
    progress: Progress,
    cards: frozenset[str],
    marks: dict[str, journal_reader.Bookmark],
    parameters: Parameters,
) -> Progress:
    """Fold some cards again from all their events, because of late or undone events."""
    before: dict[str | None, list[Event]] = defaultdict(list)
    now: dict[str | None, list[Event]] = defaultdict(list)
    ids = {*cards, *(former for former, card_id in progress.names.items() if card_id in cards)}
    for event, was_read in scan(directory, {"undo", *ids}, marks):
        card_id = _card(event, progress)  # None: an undo, which may be of any card
        now[card_id].append(event)
        if was_read:
            before[card_id].append(event)
    for card_id in sorted(cards):
        had, has = [*before[card_id], *before[None]], [*now[card_id], *now[None]]
        progress = refold(progress, card_id, had, has, parameters)
    return progress
