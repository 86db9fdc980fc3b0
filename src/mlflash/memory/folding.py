"""Fold a set of events into progress, whole or by what has come since.

`fold` is a pure function of a set: any order of arrival gives the same progress, duplicates count once, and a
grade with its undo leaves no trace. Each question is folded on its own, so one question can be folded again
(after an undo, or for an event that arrives late) without touching the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from typing import NamedTuple

from mlflash.memory.events import Event, Mark, Mock, ProbeAnswer, Review, Undo, Unknown, Write, order
from mlflash.memory.progress import EMPTY, NOTHING, Progress, Recall, Sums, Tally, fold_question
from mlflash.memory.recalls import Recalls
from mlflash.memory.scheduling import Parameters, schedule

QuestionEvent = Review | Mark | Write | ProbeAnswer


def live(events: Iterable[Event]) -> list[QuestionEvent | Mock]:
    """The events that count, in order: each once, without undos and without what they took back.

    An undo takes back any event but an undo, whether it comes before or after it.
    """
    everything = distinct(events).values()
    return _live(everything, _undone(everything))


def _undone(events: Iterable[Event]) -> frozenset[str]:
    return frozenset(event.of for event in events if isinstance(event, Undo))


def _live(events: Iterable[Event], undone: Set[str]) -> list[QuestionEvent | Mock]:
    kept = [event for event in events if not isinstance(event, (Undo, Unknown)) and event.id not in undone]
    kept.sort(key=order)
    return kept


def distinct(events: Iterable[Event]) -> dict[str, Event]:
    """Events by id; of two under one id, which no honest journal holds, the same one whatever their order."""
    everything = list(events)
    by_id = {event.id: event for event in everything}
    if len(by_id) == len(everything):
        return by_id
    by_id.clear()
    for event in everything:
        twin = by_id.setdefault(event.id, event)
        if twin is not event and not same(twin, event) and repr(event) < repr(twin):
            by_id[event.id] = event
    return by_id


def same(one: Event, other: Event) -> bool:
    """Whether two events say the same: tuples of different types, or a mock's 1 and true, are only equal."""
    alike = type(one) is type(other) and one == other
    return alike and (not isinstance(one, Mock) or repr(one) == repr(other))


def fold(
    events: Iterable[Event], parameters: Parameters, told: Callable[[int, int], None] | None = None
) -> Progress:
    """The progress that a set of events gives; order and repetition of the input do not matter.

    `told` hears how many questions of how many are folded.
    """
    everything = list(distinct(events).values())
    undone = _undone(everything)
    current = _live(everything, undone)
    del everything
    mocks = tuple(event for event in current if isinstance(event, Mock))
    by_question = _by_question(event for event in current if not isinstance(event, Mock))
    questions: dict[str, Recall] = {}
    rules, sums = schedule(parameters), Sums()
    for done, question in enumerate(sorted(by_question), 1):
        questions[question] = fold_question(by_question[question], rules, sums)
        if told is not None:
            told(done, len(by_question))
    return tally(NOTHING._replace(questions=questions, mocks=mocks, undone=undone), sums)


class Extended(NamedTuple):
    """Progress with new events added, but for those that need an older part of the journal.

    `stale` are questions to be folded again from all their events: nothing new of theirs is in the progress yet.
    `sought` are the ids of undone events whose question is not known from the new events alone; those questions
    are to be found and given to `extend` as `apart`, or what is new of them would count twice when folded again.
    """

    progress: Progress
    stale: frozenset[str]
    sought: frozenset[str]


def extend(
    progress: Progress, events: Iterable[Event], parameters: Parameters, apart: Iterable[str] = ()
) -> Extended:
    """Add events that came since; an event older than what its question has seen makes the question stale.

    Questions `apart` are left as they are and named stale.

    Ids have to be unique: with two different events under one id only `fold` gives the right progress.
    """
    fresh = list(distinct(events).values())
    undos = _undone(fresh)
    undone = progress.undone | undos
    among_fresh = {event.id for event in fresh}
    mocks = {mock.id: mock for mock in progress.mocks if mock.id not in undone}
    sought = frozenset(undos - among_fresh - {mock.id for mock in progress.mocks} - progress.undone)
    current: list[QuestionEvent] = []
    stale = set(apart)
    for event in sorted(fresh, key=order):
        if isinstance(event, Undo | Unknown):
            continue
        if isinstance(event, Mock):
            if event.id not in undone:
                twin = mocks.get(event.id, event)
                mocks[event.id] = min(twin, event, key=repr) if twin != event else twin
            continue
        last = progress.recall(event.question).last
        if last is not None and order(event) <= last:
            # Also of an event undone in the same breath: it may have been folded in before.
            stale.add(event.question)
        if event.id not in undone:
            current.append(event)
    changes: dict[str, Recall | None] = {}
    rules, sums = schedule(parameters), Sums()
    for question, added in _by_question(event for event in current if event.question not in stale).items():
        changes[question] = fold_question(added, rules, sums, progress.recall(question))
    ordered = tuple(sorted(mocks.values(), key=order))
    questions = _replaced(progress.questions, changes) if changes else progress.questions
    changed = progress._replace(questions=questions, mocks=ordered, undone=undone)
    return Extended(tally(changed, sums), frozenset(stale), sought)


def refold(
    progress: Progress, question: str, before: Iterable[Event], now: Iterable[Event], parameters: Parameters
) -> Progress:
    """Progress with one question folded again: `before` are the events it was folded from, `now` all it has."""
    rules, old, new = schedule(parameters), Sums(), Sums()
    fold_question(_of(question, before), rules, old)
    state = fold_question(_of(question, now), rules, new)
    return touch(tally(tally(progress, old, -1), new), question, state)


def _of(question: str, events: Iterable[Event]) -> list[QuestionEvent]:
    return [e for e in live(events) if not isinstance(e, Mock) and e.question == question]


def _by_question(events: Iterable[QuestionEvent]) -> dict[str, list[QuestionEvent]]:
    found: dict[str, list[QuestionEvent]] = {}
    for event in events:
        found.setdefault(event.question, []).append(event)
    return found


def tally(progress: Progress, sums: Sums, sign: int = 1) -> Progress:
    """Progress with what events came to added to its days and calibration, or taken away (sign −1)."""
    days = dict(progress.days)
    for day, added in sums.days.items():
        changed = days.get(day, Tally()).plus(Tally(*added), sign)
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


def touch(progress: Progress, question: str, state: Recall) -> Progress:
    """Progress with one question's recall replaced; an empty recall removes it."""
    changed = None if state == EMPTY else state
    return progress._replace(questions=_replaced(progress.questions, {question: changed}))


def _replaced(questions: Mapping[str, Recall], changes: Mapping[str, Recall | None]) -> Recalls:
    kept = questions if isinstance(questions, Recalls) else Recalls(dict(questions))
    return kept.replaced(changes)
