"""The order in which a card's events are folded: by instant, except for events made after one of a later instant.

A clock that is ahead writes events that lie in the future once it is right again. An event done then names the
newest of them (`after`), and is folded behind it. Each event has a path: the events it stands behind, outermost
first, then itself; paths compare like words. An event whose own instant is the later one has a path of itself
alone, so that a needless `after` changes nothing.

This is a function of the set of events alone. An event that was taken back still holds the place of those behind
it. One that is named and isn't there is `awaited`; names that lead in a circle are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import Generic, TypeVar

from mlflash.record import Record
from mlflash.scheduler.events import CardEvent, InterviewOutcome, Rename, after_of, order

Key = tuple[datetime, str]
Path = tuple[Key, ...]
Ordered = TypeVar("Ordered", CardEvent, Rename, InterviewOutcome)
DEEPEST = 32
"""Events on a path at most, so that a long chain of names stays cheap."""


class Arranged(Record, Generic[Ordered], frozen=True):
    """Events in the order they are folded in."""

    events: list[Ordered]
    """Those that count, in order."""
    path: Path
    """The path of the last of them; empty where there is none."""
    awaited: tuple[str, ...]
    """The ids that decide their order and are not among them, or name each other in a circle; sorted."""


def arrange(events: Sequence[Ordered], undone: Set[str]) -> Arranged[Ordered]:
    """Put one card's events, each given once, in order; those taken back are among them and left out."""
    live = [event for event in events if event.id not in undone]
    if not any(map(after_of, live)):
        live.sort(key=order)
        return Arranged(live, (order(live[-1]),) if live else (), ())
    by_id = {event.id: event for event in events}
    circles = _circles(by_id)
    paths: dict[str, Path] = {}
    for event in events:
        waiting = [event] if event.id not in paths else []
        while waiting:
            named = None if waiting[-1].id in circles else by_id.get(after_of(waiting[-1]) or "")
            if named is not None and named.id not in paths:
                waiting.append(named)
                continue
            last = waiting.pop()
            paths[last.id] = path_of(last, paths[named.id] if named is not None else ())
    live.sort(key=lambda event: paths[event.id])
    return Arranged(live, paths[live[-1].id], tuple(sorted(_awaited(live, by_id) | circles)))


def path_of(event: CardEvent | Rename | InterviewOutcome, behind: Path) -> Path:
    """The path of an event that names one with the path `behind`: what is not later than itself is left out."""
    own = order(event)
    kept = min(len(behind), DEEPEST - 1)
    while kept and behind[kept - 1] < own:
        kept -= 1
    return (*behind[:kept], own)


def following(event: CardEvent | Rename, last: Path) -> Path | None:
    """The path of an event that is folded after all that came to the path `last`; None where it may not be."""
    named = after_of(event)
    place = 0
    if named is not None:
        place = next((n for n, (_, event_id) in enumerate(last, 1) if event_id == named), 0)
        if not place:
            return None
    path = path_of(event, last[:place])
    return path if path > last else None


def newest_later(last: Path, now: Key) -> str | None:
    """The newest event later than the clock, which an event done now stands after: the id it has to name."""
    return next((event_id for at, event_id in reversed(last) if (at, event_id) > now), None)


def _circles(by_id: Mapping[str, Ordered]) -> set[str]:
    """The ids of events whose names lead back to themselves."""
    found: set[str] = set()
    seen: set[str] = set()
    for start in by_id:
        way: dict[str, int] = {}
        event_id: str | None = start
        while event_id is not None and event_id in by_id and event_id not in seen:
            seen.add(event_id)
            way[event_id] = len(way)
            event_id = after_of(by_id[event_id])
        if event_id in way:
            found.update(list(way)[way[event_id] :])
    return found


def _awaited(live: Iterable[Ordered], by_id: Mapping[str, Ordered]) -> set[str]:
    """The ids named by events that count, or by what they stand behind, that are not there."""
    found: set[str] = set()
    seen: set[str] = set()
    for event in live:
        named = after_of(event)
        while named is not None and named not in seen:
            seen.add(named)
            if named not in by_id:
                found.add(named)
                break
            named = after_of(by_id[named])
    return found
