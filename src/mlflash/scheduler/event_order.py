"""The order in which a card's events are folded: by instant, except for events made after one of a later instant.

A clock that is ahead writes events that are in the future once the clock is right again. An event recorded then
names the newest of them (`after`), and is folded after it. Each event has a path: the events that it is folded
after, the first one first, then itself; paths compare like words. The path of an event whose own instant is later
than that of the event it names is the event alone, so that a needless `after` changes nothing.

The order is a function of the set of events alone. An undone event still decides the place of those that name it.
An event that is named and missing is `awaited`; names that lead in a circle are ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import Generic, TypeVar

from mlflash.record import Record
from mlflash.scheduler.events import CardEvent, FollowingEvent, InterviewOutcome, Rename, after_of, order

Key = tuple[datetime, str]
Path = tuple[Key, ...]
Ordered = TypeVar("Ordered", CardEvent, Rename, InterviewOutcome)
DEEPEST = 32
"""Events on a path at most, so that a long chain of names costs little."""


class Arranged(Record, Generic[Ordered], frozen=True):
    """Events in the order they are folded in."""

    events: list[Ordered]
    """The events that count, in order."""
    path: Path
    """The path of the last event; empty without events."""
    awaited: tuple[str, ...]
    """The ids of missing events that decide the order, and of events that name each other in a circle; sorted."""


def arrange(events: Sequence[Ordered], undone: Set[str]) -> Arranged[Ordered]:
    """Put one card's events, each given once, in order; undone events are given and left out."""
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


def path_of(event: FollowingEvent, behind: Path) -> Path:
    """The path of an event that names an event of path `behind`; events not later than itself are left out."""
    own = order(event)
    length = min(len(behind), DEEPEST - 1)
    while length and behind[length - 1] < own:
        length -= 1
    return (*behind[:length], own)


def following(event: FollowingEvent, last: Path) -> Path | None:
    """The path of an event that is folded after all events up to the path `last`; None if it comes before."""
    named = after_of(event)
    place = 0
    if named is not None:
        place = next((n for n, (_, event_id) in enumerate(last, 1) if event_id == named), 0)
        if not place:
            return None
    path = path_of(event, last[:place])
    return path if path > last else None


def newest_later(last: Path, now: Key) -> str | None:
    """The id of the newest event on a path that is later than the clock: an event made now has to name it."""
    return next((event_id for at, event_id in reversed(last) if (at, event_id) > now), None)


def _circles(by_id: Mapping[str, Ordered]) -> set[str]:
    """The ids of events that lead back to themselves by the ids they name."""
    circles: set[str] = set()
    seen: set[str] = set()
    for start in by_id:
        walk: dict[str, int] = {}
        event_id: str | None = start
        while event_id is not None and event_id in by_id and event_id not in seen:
            seen.add(event_id)
            walk[event_id] = len(walk)
            event_id = after_of(by_id[event_id])
        if event_id in walk:
            circles.update(list(walk)[walk[event_id] :])
    return circles


def _awaited(live: Iterable[Ordered], by_id: Mapping[str, Ordered]) -> set[str]:
    """The ids of missing events that the events that count name, directly or by other events."""
    missing: set[str] = set()
    seen: set[str] = set()
    for event in live:
        named = after_of(event)
        while named is not None and named not in seen:
            seen.add(named)
            if named not in by_id:
                missing.add(named)
                break
            named = after_of(by_id[named])
    return missing
