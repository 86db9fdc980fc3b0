"""Add to a snapshot the events that the journals have gained since it was made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.events import CardEvent, Event, Undo
from mlflash.scheduler.fold import extend, needs_all, refold
from mlflash.scheduler.schedule import Parameters
from mlflash.store import journal
from mlflash.store.searches import clash, holds, needle, scan
from mlflash.store.snapshot import Snapshot, newer


def grown(
    directory: Path, kept: Snapshot, reading: journal.JournalRead, parameters: Parameters
) -> Snapshot | None:
    """A snapshot with the events of a reading added; None where everything has to be folded again."""
    newest = newer(kept.newest, reading.events)
    if newest is None or kept.newest is None or clash(directory, kept.newest, kept.marks, reading.events):
        return None
    if needs_all(kept.progress, reading.events):
        return None
    undone = _undone(directory, kept, reading.events)
    # A card of which something was undone is folded again below; adding to it first would count events twice.
    fresh = [event for event in reading.events if _card(event, kept.progress) not in undone]
    progress, stale, _ = extend(kept.progress, fresh, parameters)
    stale |= undone
    if stale:
        progress = _refold(directory, progress, stale, kept.marks, parameters)
    return kept._replace(
        progress=progress,
        marks=reading.marks,
        complaints=reading.complaints,
        changed=True,
        lost={},
        newest=newest,
    )


def _undone(directory: Path, kept: Snapshot, fresh: Sequence[Event]) -> frozenset[str]:
    """The cards of which the new undo events take something back, wherever in the journals that is."""
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
    """The id that the card of an event now has; None if the event is of no card."""
    return progress.name(event.card_id) if isinstance(event, CardEvent) else None


def _refold(
    directory: Path,
    progress: Progress,
    cards: frozenset[str],
    marks: dict[str, journal.Bookmark],
    parameters: Parameters,
) -> Progress:
    """Fold some cards again from all their events: late arrivals, and grades that were undone."""
    before: dict[str, list[Event]] = {}
    now: dict[str, list[Event]] = {}
    undos: list[tuple[Event, bool]] = []
    ids = {*cards, *(old for old, new in progress.names.items() if new in cards)}
    for event, was_read in scan(directory, holds([b'"undo"', *map(needle, ids)]), marks):
        if isinstance(event, Undo):
            undos.append((event, was_read))
            continue
        card_id = _card(event, progress)
        if card_id is not None and card_id in cards:
            now.setdefault(card_id, []).append(event)
            if was_read:
                before.setdefault(card_id, []).append(event)
    all_undos = [event for event, _ in undos]
    old_undos = [event for event, was_read in undos if was_read]
    for card_id in sorted(cards):
        progress = refold(
            progress,
            card_id,
            [*before.get(card_id, []), *old_undos],
            [*now.get(card_id, []), *all_undos],
            parameters,
        )
    return progress
