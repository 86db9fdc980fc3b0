"""What is remembered of each question, and how one more event changes it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple, cast

from mlflash.scheduler.card_states import CardStates
from mlflash.scheduler.event_order import Path, newest_later
from mlflash.scheduler.events import (
    AGAIN,
    Asked,
    Event,
    LineAnswer,
    Mark,
    Mock,
    ProbeAnswer,
    Rename,
    Review,
    Write,
)
from mlflash.scheduler.line_ticks import TickCounter, Ticks, reworded
from mlflash.scheduler.schedule import REVIEW, Memory, Scheduler

BINS = 10
MILLION = 1_000_000


class CardState(NamedTuple):
    """What is remembered of one question. A question without one is new and unmarked.

    `missed[i]` counts the ticked reviews in which line i+1 was missed, `ticked` the ticked reviews; `recent`
    holds the lines hit in the last few of them, newest last. A line counts as hit where it was not asked for, or
    its words were others than the reader's now. `expected` is the number of lapses the forgetting
    curve predicted over all reviews of a learned card. `wrong_probes` are the hashes of probes last answered
    wrong. `last` orders the newest event folded in: (instant, id).
    """

    memory: Memory | None = None
    reps: int = 0
    lapses: int = 0
    rating: int | None = None
    ms: int = 0
    timed: int = 0
    missed: tuple[int, ...] = ()
    ticked: int = 0
    recent: tuple[tuple[int, ...], ...] = ()
    expected: float = 0.0
    sure_wrong: int = 0
    wrong_probes: tuple[str, ...] = ()
    answer: str | None = None
    suspended: bool = False
    buried: date | None = None
    flagged: bool = False
    own_lines: tuple[str, ...] | None = None
    note: str | None = None
    first: date | None = None
    last: tuple[datetime, str] | None = None
    behind: Path = ()
    """The rest of the newest event's path, where it stands behind one of a later instant (`ordering`)."""
    awaited: tuple[str, ...] = ()
    """The ids of events that decide the order once they come, or may not simply be added (`ordering`)."""
    hashes: tuple[str, ...] = ()
    """The hashes of the lines that `missed` and `recent` count."""
    practised: tuple[tuple[str, bool], ...] = ()
    """Lines practised by themselves: (hash, whether it was known the last time), newest last."""
    interviews: tuple[date, ...] = ()
    """The dates of the interviews in which the card came up."""

    @property
    def path(self) -> Path:
        """Where the newest event stands; empty where there is none."""
        return (self.last, *self.behind) if self.last is not None else ()

    def stands_after(self, now: datetime, event_id: str) -> str | None:
        """The newest event later than the clock: what an event done now has to name."""
        return newest_later(self.path, (now, event_id))

    @property
    def ticks(self) -> Ticks:
        """What the ticks of its lines came to."""
        return Ticks(self.missed, self.recent, self.hashes)


class DayTotals(NamedTuple):
    """What a study day came to: reviews, questions met for the first time, milliseconds, and calibration.

    `learned` reviews are those of cards out of their learning steps, met on a later day: of them `passed` were
    recalled where the curve `predicted` that many, in millionths so that sums are exact in any order. `crammed`
    are those of the reviews that the schedule does not go by.
    """

    reviews: int = 0
    new: int = 0
    ms: int = 0
    learned: int = 0
    passed: int = 0
    predicted: int = 0
    crammed: int = 0

    def plus(self, other: "DayTotals", sign: int = 1) -> "DayTotals":
        """Both days' figures added, or the other's taken away."""
        return DayTotals(*(a + sign * b for a, b in zip(self, other, strict=True)))


REVIEWS, NEW, MS, LEARNED, PASSED, PREDICTED, CRAMMED = range(len(DayTotals._fields))
"""Where a day's figures stand in its tally."""


class Sums:
    """What events add: to their days, figures as in `DayTotals`, and to the bins of calibration."""

    __slots__ = ("bins", "days")

    def __init__(self) -> None:
        self.days: dict[date, list[int]] = defaultdict(lambda: [0] * len(DayTotals._fields))
        self.bins = [[0, 0, 0] for _ in range(BINS)]


class Progress(NamedTuple):
    """Everything derived from the journal.

    `calibration[i]` counts, for predictions between i/10 and (i+1)/10, (reviews, sum predicted in millionths,
    passed). `undone` are the ids that undos name, so that an event arriving after its undo stays undone. `renames`
    are those that count, in order; `names` is what they come to: the id that each former one now stands for.
    """

    states: Mapping[str, CardState]
    days: dict[date, DayTotals]
    calibration: tuple[tuple[int, int, int], ...]
    mocks: tuple[Mock, ...]
    undone: frozenset[str]
    renames: tuple[Rename, ...] = ()
    names: Mapping[str, str] = MappingProxyType({})

    def name(self, card_id: str) -> str:
        """The id under which a card's history is kept: its own, or the one it was renamed to."""
        return self.names.get(card_id, card_id)

    def state(self, card_id: str) -> CardState:
        """What is remembered of a question; an empty `CardState` where there is nothing."""
        return self.states.get(self.names.get(card_id, card_id), NEW_CARD)

    def waiting(self, day: date) -> Callable[[str], bool]:
        """Tells of a question, where that is known at a glance, that it is due only after a study day."""
        questions = self.states
        if not isinstance(questions, CardStates):
            return lambda card_id: False
        stamp = day.isoformat().encode()
        if self.names:
            return lambda card_id: questions.waits(self.name(card_id), stamp)
        return lambda card_id: questions.waits(card_id, stamp)


NEW_CARD = CardState()
NO_PROGRESS = Progress({}, {}, ((0, 0, 0),) * BINS, (), frozenset())


def fold_card(events: Iterable[Event], schedule: Scheduler, sums: Sums, state: CardState = NEW_CARD) -> CardState:
    """What a question's live events make of its recall: in order, and later than all that made it so far.

    What they come to on their days is added to `sums`.
    """
    for kind, run in groupby(events, type):
        if kind is Review:
            state = _graded(state, cast("list[Review]", list(run)), schedule, sums)
        else:
            for event in run:
                state = _changed(state, event)
    return state


def _changed(state: CardState, event: Event) -> CardState:
    """A recall after one more event that is no review."""
    last = (event.at, event.id)
    match event:
        case Mark(type="suspend" | "resume" as kind):
            return state._replace(suspended=kind == "suspend", last=last)
        case Mark(type="flag" | "unflag" as kind):
            return state._replace(flagged=kind == "flag", last=last)
        case Mark(type="bury"):
            return state._replace(buried=event.day, last=last)
        case Mark(type="forget"):
            kept = CardState(own_lines=state.own_lines, note=state.note, flagged=state.flagged)
            return kept._replace(suspended=state.suspended, interviews=state.interviews, last=last)
        case Write():
            lines = state.own_lines if event.lines is None else event.lines or None
            note = state.note if event.note is None else event.note or None
            ticks = reworded(state.ticks, state.own_lines or (), lines or ())
            return state._replace(own_lines=lines, note=note, last=last, **ticks._asdict())
        case ProbeAnswer():
            wrong = tuple(p for p in state.wrong_probes if p != event.probe)
            return state._replace(wrong_probes=wrong if event.right else (*wrong, event.probe), last=last)
        case LineAnswer():
            others = tuple(one for one in state.practised if one[0] != event.line)
            return state._replace(practised=(*others, (event.line, event.right)), last=last)
        case Asked():
            dates = {*state.interviews, event.interview}
            return state._replace(interviews=tuple(sorted(dates)), last=last)
    return state


def _graded(state: CardState, reviews: list[Review], schedule: Scheduler, sums: Sums) -> CardState:
    """A recall after a run of reviews, one or a thousand: a replay spends its time here.

    Only the last review that counts is given its exact due day: none looks at that of the one before.
    """
    memory, reps, lapses, rating, ms, timed, _, ticked, _, expected, sure_wrong, *_ = state
    ticks, answer, first = TickCounter(state.ticks), state.answer, state.first
    settled = next((i for i in reversed(range(len(reviews))) if reviews[i].counts), 0)
    days, bins, predict = sums.days, sums.bins, schedule.predicted
    for i, review in enumerate(reviews):
        _, at, day, card_id, rating_now, lines, taken, _, answered, sure, _, of, hashes, after = review
        figures = days[day]
        figures[REVIEWS] += 1
        figures[MS] += taken or 0
        if not review.counts:
            figures[CRAMMED] += 1
            continue
        rating, passed = rating_now, rating_now > AGAIN
        if after is not None and memory is not None:
            memory = rebased(memory, day)
        predicted = predict(memory, day)
        if memory is None:
            figures[NEW] += 1
        elif memory.state == REVIEW:
            lapses += not passed
            if predicted is not None:
                millionths = round(predicted * MILLION)
                expected += 1 - predicted
                figures[LEARNED] += 1
                figures[PASSED] += passed
                figures[PREDICTED] += millionths
                alike = bins[int(predicted * BINS) if predicted < 1 else -1]
                alike[0] += 1
                alike[1] += millionths
                alike[2] += passed
        memory = schedule.review(memory, rating, at, day, (card_id, reps), i >= settled, predicted)
        reps += 1
        if taken is not None:
            ms, timed = ms + taken, timed + 1
        if answered != answer and answered and answer:
            ticks.change_answer(state.own_lines or (), by_text=lines is None or hashes is not None)
        if lines is not None:
            ticks.add(lines, of, hashes)
            ticked += 1
        sure_wrong += sure is True and not passed
        answer, first = answered or answer, first or day
    return state._replace(
        memory=memory,
        reps=reps,
        lapses=lapses,
        rating=rating,
        ms=ms,
        timed=timed,
        ticked=ticked,
        expected=expected,
        sure_wrong=sure_wrong,
        answer=answer,
        first=first,
        last=(reviews[-1].at, reviews[-1].id),
        **ticks.done()._asdict(),
    )


def rebased(memory: Memory, day: date) -> Memory:
    """A memory whose last review lies on a later day, as a clock that was ahead gives it, taken to be of a day."""
    return memory._replace(day=day) if day < memory.day else memory


def due_on(memory: Memory, now: datetime, day: date) -> bool:
    """Whether a question asks to be drilled now: its study day has come, or its learning minutes are up."""
    if isinstance(memory.due, datetime):
        return memory.due <= now or memory.day < day
    return memory.due <= day
