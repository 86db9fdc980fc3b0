"""Fold a set of events into progress, from the beginning or by adding new events.

`fold` is a pure function of a set: any order of arrival gives the same progress, duplicates count once, and a
grade with its undo leaves no trace. Each card is folded by itself, from the events of every id it has had, so one
card can be folded again (after an undo, or for an event that arrives late) without touching the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from mlflash.scheduler.card_fold import Sums, fold_card
from mlflash.scheduler.card_state import NEW_CARD, NO_PROGRESS, CardState, DayTotals, Progress
from mlflash.scheduler.event_order import Ordered, Path, arrange, following
from mlflash.scheduler.events import CardEvent, Event, InterviewOutcome, Mock, Rename, Review, Undo, Unknown, order
from mlflash.scheduler.renames import names
from mlflash.scheduler.schedule import Parameters, Scheduler

OF_NO_CARD = (Undo, Rename, Mock, InterviewOutcome, Unknown)
"""The events that no card's state is folded from."""


def live(events: Iterable[Event]) -> list[CardEvent | Rename | Mock | InterviewOutcome]:
    """The events that count, by time: each once, without undos and without the events undone.

    An undo applies to any event except another undo, whichever of the two arrives first.
    """
    everything = distinct(events).values()
    undone = _undone(everything)
    counted = [event for event in everything if not isinstance(event, (Undo, Unknown)) and event.id not in undone]
    counted.sort(key=order)
    return counted


def histories(events: Iterable[Event]) -> dict[str, list[CardEvent]]:
    """Each card's events that count, in the order they are folded in, by its present id."""
    everything = distinct(events).values()
    undone = _undone(everything)
    by_card = _by_card(everything, names(_in_order(Rename, everything, undone)))
    return {card_id: arrange(own, undone).events for card_id, own in sorted(by_card.items())}


def _undone(events: Iterable[Event]) -> frozenset[str]:
    return frozenset(event.of for event in events if isinstance(event, Undo))


def _in_order(kind: type[Ordered], events: Iterable[Event], undone: Set[str]) -> tuple[Ordered, ...]:
    """The events of a kind that count, in order."""
    return tuple(arrange([event for event in events if isinstance(event, kind)], undone).events)


def _by_card(events: Iterable[Event], current_ids: Mapping[str, str]) -> dict[str, list[CardEvent]]:
    """The events of each card, including those undone, by its present id."""
    by_card: dict[str, list[CardEvent]] = {}
    for event in events:
        if type(event) is Review or not isinstance(event, OF_NO_CARD):
            card_id = event.card_id
            by_card.setdefault(current_ids.get(card_id, card_id) if current_ids else card_id, []).append(event)
    return by_card


def distinct(events: Iterable[Event]) -> dict[str, Event]:
    """Events by id; of two different events with one id, the same one counts whatever their order."""
    everything = list(events)
    by_id = {event.id: event for event in everything}
    if len(by_id) == len(everything):
        return by_id
    by_id.clear()
    for event in everything:
        other = by_id.setdefault(event.id, event)
        if other is not event and not same(other, event) and repr(event) < repr(other):
            by_id[event.id] = event
    return by_id


def same(one: Event, other: Event) -> bool:
    """Whether two events say the same; in the summary of a mock 1 and true are equal, but not the same."""
    return one == other and (not isinstance(one, Mock) or repr(one) == repr(other))


def fold(
    events: Iterable[Event], parameters: Parameters, on_progress: Callable[[int, int], None] | None = None
) -> Progress:
    """The progress that a set of events gives; the order of the events and repetitions do not matter.

    `on_progress` is called with the number of cards folded and the number of all cards.
    """
    everything = list(distinct(events).values())
    undone = _undone(everything)
    mocks = _mocks(everything, undone)
    renames = _in_order(Rename, everything, undone)
    interviews = _in_order(InterviewOutcome, everything, undone)
    current_ids = names(renames)
    by_card = _by_card(everything, current_ids)
    del everything
    cards: dict[str, CardState] = {}
    rules, sums = Scheduler(parameters), Sums()
    for done, card_id in enumerate(sorted(by_card), 1):
        state = _folded(by_card.pop(card_id), undone, rules, sums)
        if state != NEW_CARD:
            cards[card_id] = state
        if on_progress is not None:
            on_progress(done, done + len(by_card))
    progress = NO_PROGRESS._replace(
        states=cards, mocks=mocks, undone=undone, renames=renames, names=current_ids, interviews=interviews
    )
    return tally(progress, sums)


def _folded(events: Sequence[CardEvent], undone: Set[str], rules: Scheduler, sums: Sums) -> CardState:
    """The state of a card after all its events, given with those undone."""
    arranged = arrange(events, undone)
    if not arranged.events:
        return NEW_CARD
    state = fold_card(arranged.events, rules, sums)
    return state._replace(last=arranged.path[0], behind=arranged.path[1:], awaited=arranged.awaited)


class Extended(NamedTuple):
    """Progress with new events added, except those that need an older part of the journal."""

    progress: Progress
    """The progress; the stale cards are as before."""
    stale: frozenset[str]
    """The ids of cards to be folded again from all their events."""
    sought: frozenset[str]
    """The ids of undone events that are not among the new events.

    Their cards have to be folded again, and must be given to `extend` without new events, which would count twice.
    """


def extend(progress: Progress, events: Iterable[Event], parameters: Parameters) -> Extended:
    """Add new events to progress; an event older than the newest one folded of its card makes the card stale.

    A rename is not followed: the cards it concerns are stale, and if `needs_all` is true of the events, everything
    has to be folded again.

    Ids have to be unique: with two different events of one id only `fold` gives the right progress.
    """
    fresh = list(distinct(events).values())
    undos = _undone(fresh)
    undone = progress.undone | undos
    sought = undos - {event.id for event in (*fresh, *progress.mocks, *progress.interviews)} - progress.undone
    ordered = sorted(fresh, key=order)
    interviews = {e.id: e for e in (*progress.interviews, *ordered) if isinstance(e, InterviewOutcome)}
    additions, stale = _additions(progress, ordered, undone)
    changes: dict[str, CardState] = {}
    rules, sums = Scheduler(parameters), Sums()
    for card_id, (added, path) in additions.items():
        before = progress.state(card_id)
        state = fold_card(added, rules, sums, before)
        changes[card_id] = state._replace(last=path[0], behind=path[1:], awaited=before.awaited)
    extended = progress._replace(
        states={**progress.states, **changes} if changes else progress.states,
        mocks=_mocks(distinct([*progress.mocks, *fresh]).values(), undone),
        undone=undone,
        interviews=tuple(event for event in interviews.values() if event.id not in undone),
    )
    return Extended(tally(extended, sums), stale, sought)


def _additions(
    progress: Progress, fresh: Iterable[Event], undone: Set[str]
) -> tuple[dict[str, tuple[list[CardEvent], Path]], frozenset[str]]:
    """The new events of each card, given by time, with the path of the last; and the ids of stale cards."""
    additions: dict[str, tuple[list[CardEvent], Path]] = {}
    stale: set[str] = set()
    for event in fresh:
        if isinstance(event, Rename):
            if event not in progress.renames:
                stale |= {progress.name(event.card_id), progress.name(event.to)}
        elif not isinstance(event, OF_NO_CARD):
            card_id = progress.name(event.card_id)
            state = progress.state(card_id)
            path = following(event, state.path)
            if path is None or event.id in state.awaited:
                # Also if the event is undone by another new one: it may have been folded before.
                stale.add(card_id)
            elif event.id not in undone:
                added, last = additions.get(card_id, ([], path))
                added.append(event)
                additions[card_id] = added, max(path, last)
    return {card_id: addition for card_id, addition in additions.items() if card_id not in stale}, frozenset(stale)


def _mocks(events: Iterable[Event], undone: Set[str]) -> tuple[Mock, ...]:
    """The mock interviews that count, by time."""
    counted = [event for event in events if isinstance(event, Mock) and event.id not in undone]
    return tuple(sorted(counted, key=order))


def needs_all(progress: Progress, events: Sequence[Event]) -> bool:
    """Whether everything has to be folded again for new events.

    It has where they rename a card or undo a rename, and where one says how an interview went and may not simply
    follow what is known.
    """
    known = {rename.id for rename in progress.renames}
    if any(
        event.of in known - progress.undone if isinstance(event, Undo) else event not in progress.renames
        for event in events
        if isinstance(event, Undo | Rename)
    ):
        return True
    before = progress.interviews
    fresh = [event for event in events if isinstance(event, InterviewOutcome) and event not in before]
    if not fresh or not before:
        return any(event.after is not None for event in fresh)
    return any(event.after is not None for event in (*before, *fresh)) or min(map(order, fresh)) < order(
        before[-1]
    )


def refold(
    progress: Progress, card_id: str, before: Iterable[Event], now: Iterable[Event], parameters: Parameters
) -> Progress:
    """Progress with one card folded again: `before` are the events it was folded from, `now` all its events.

    Both may contain events of other cards, and have to contain the undos of the card's events.
    """
    rules, old, new = Scheduler(parameters), Sums(), Sums()

    def folded(events: Iterable[Event], sums: Sums) -> CardState:
        everything = distinct(events).values()
        own = _by_card(everything, progress.names).get(card_id, [])
        return _folded(own, _undone(everything), rules, sums)

    folded(before, old)
    state = folded(now, new)
    states = dict(progress.states)
    if state == NEW_CARD:
        states.pop(card_id, None)
    else:
        states[card_id] = state
    return tally(tally(progress._replace(states=states), old, -1), new)


def tally(progress: Progress, sums: Sums, sign: int = 1) -> Progress:
    """Progress with sums added to its days and calibration, or subtracted (sign −1)."""
    days = dict(progress.days)
    for day, added in sums.days.items():
        changed = days.get(day, DayTotals()).plus(DayTotals(*added), sign)
        if changed.reviews:
            days[day] = changed
        else:
            days.pop(day, None)
    bins = tuple(
        (n + sign * reviews, predicted + sign * millionths, passed + sign * recalled)
        for (n, predicted, passed), (reviews, millionths, recalled) in zip(
            progress.calibration, sums.bins, strict=True
        )
    )
    return progress._replace(days=days, calibration=bins)
