"""Fold one card's events into its state. A replay of a long journal spends its time here."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import cast

from mlflash.scheduler.card_state import BINS, MILLION, NEW_CARD, CardState, DayTotals
from mlflash.scheduler.events import (
    AGAIN,
    CRAM,
    Asked,
    Event,
    LineAnswer,
    Mark,
    ProbeAnswer,
    Review,
    Write,
    study_ms,
)
from mlflash.scheduler.line_ticks import TickCounter, reworded
from mlflash.scheduler.schedule import REVIEW, Memory, Scheduler

REVIEWS, NEW, MS, LEARNED, PASSED, PREDICTED, CRAMMED = range(len(DayTotals._fields))
"""The places of a day's figures in its list."""


class Sums:
    """The figures that events add to study days and to calibration."""

    def __init__(self) -> None:
        self.days: dict[date, list[int]] = defaultdict(lambda: [0] * len(DayTotals._fields))
        """Each day's figures, in the order of `DayTotals`."""
        self.bins = [[0, 0, 0] for _ in range(BINS)]
        """The figures of each range of predicted recall, as in `Progress.calibration`."""


def fold_card(events: Iterable[Event], schedule: Scheduler, sums: Sums, state: CardState = NEW_CARD) -> CardState:
    """The state of a card after more events, given in order; their figures are added to `sums`."""
    for kind, run in groupby(events, type):
        if kind is Review:
            state = _reviewed(state, cast("list[Review]", list(run)), schedule, sums)
        else:
            for event in run:
                state = _changed(state, event)
    return state


def _changed(state: CardState, event: Event) -> CardState:
    """A card's state after an event other than a review."""
    last = (event.at, event.id)
    match event:
        case Mark(type="suspend" | "resume" as kind):
            return state._replace(suspended=kind == "suspend", last=last)
        case Mark(type="flag" | "unflag" as kind):
            return state._replace(flagged=kind == "flag", last=last)
        case Mark(type="bury"):
            return state._replace(buried=event.day, last=last)
        case Mark(type="forget"):
            return CardState(
                own_lines=state.own_lines,
                note=state.note,
                flagged=state.flagged,
                suspended=state.suspended,
                interviews=state.interviews,
                last=last,
            )
        case Write():
            lines = state.own_lines if event.lines is None else event.lines or None
            note = state.note if event.note is None else event.note or None
            ticks = reworded(state.ticks, state.own_lines or (), lines or ())
            return state._replace(own_lines=lines, note=note, last=last, **ticks._asdict())
        case ProbeAnswer():
            wrong = tuple(probe for probe in state.wrong_probes if probe != event.probe)
            return state._replace(wrong_probes=wrong if event.right else (*wrong, event.probe), last=last)
        case LineAnswer():
            others = tuple(line for line in state.practised if line[0] != event.line)
            return state._replace(practised=(*others, (event.line, event.right)), last=last)
        case Asked():
            dates = {*state.interviews, event.interview}
            return state._replace(interviews=tuple(sorted(dates)), last=last)
    return state


def _reviewed(state: CardState, reviews: list[Review], schedule: Scheduler, sums: Sums) -> CardState:
    """A card's state after a run of reviews, one or a thousand."""
    days, ms, timed = sums.days, state.ms, state.timed
    counted = []
    for review in reviews:
        figures, ms_counted = days[review.day], study_ms(review.ms)
        figures[REVIEWS] += 1
        figures[MS] += ms_counted or 0
        if review.mode == CRAM:
            figures[CRAMMED] += 1
            continue
        counted.append(review)
        if ms_counted is not None:
            ms, timed = ms + ms_counted, timed + 1
    if counted:
        state = _answered(_scheduled(state, counted, schedule, sums), counted)
    return state._replace(ms=ms, timed=timed, last=(reviews[-1].at, reviews[-1].id))


def _scheduled(state: CardState, reviews: list[Review], schedule: Scheduler, sums: Sums) -> CardState:
    """A card's state with its memory after reviews that count, and the lapses among them.

    Only the last review is given its exact due day: no later review looks at an earlier one's.
    """
    memory, lapses, expected = state.memory, state.lapses, state.expected
    days, predict, next_memory = sums.days, schedule.predicted, schedule.review
    last = len(reviews) - 1
    for n, review in enumerate(reviews):
        day, rating = review.day, review.rating
        if review.after is not None and memory is not None:
            memory = rebased(memory, day)
        predicted = predict(memory, day)
        if memory is None:
            days[day][NEW] += 1
        elif memory.phase is REVIEW:
            passed = rating > AGAIN
            lapses += not passed
            if predicted is not None:
                expected += 1 - predicted
                _calibrate(sums, days[day], predicted, passed=passed)
        seed = review.card_id, state.reps + n
        memory = next_memory(memory, rating, review.at, day, seed, n == last, predicted)
    return state._replace(
        memory=memory,
        reps=state.reps + len(reviews),
        lapses=lapses,
        rating=reviews[-1].rating,
        expected=expected,
        first=state.first or reviews[0].day,
    )


def _answered(state: CardState, reviews: list[Review]) -> CardState:
    """A card's state with the ticks and the confidence of reviews that count."""
    ticks, ticked_reviews = TickCounter(state.ticks), state.ticked_reviews
    answer, overconfident = state.answer, state.overconfident
    for review in reviews:
        answered, lines, hashes = review.answer, review.lines, review.hashes
        if answered != answer and answered and answer:
            ticks.change_answer(state.own_lines or (), by_text=lines is None or hashes is not None)
        if lines is not None:
            ticks.add(lines, review.of, hashes)
            ticked_reviews += 1
        overconfident += review.sure is True and review.rating == AGAIN
        answer = answered or answer
    return state._replace(
        ticked_reviews=ticked_reviews,
        practised=state.practised if ticked_reviews == state.ticked_reviews else (),
        overconfident=overconfident,
        answer=answer,
        **ticks.done()._asdict(),
    )


def _calibrate(sums: Sums, figures: list[int], predicted: float, *, passed: bool) -> None:
    """Count a review of a learned card whose recall was predicted."""
    millionths = round(predicted * MILLION)
    figures[LEARNED] += 1
    figures[PASSED] += passed
    figures[PREDICTED] += millionths
    bin_ = sums.bins[int(predicted * BINS) if predicted < 1 else -1]
    bin_[0] += 1
    bin_[1] += millionths
    bin_[2] += passed


def rebased(memory: Memory, day: date) -> Memory:
    """A memory moved back to a day, if a clock that was ahead dated its last review later."""
    if day >= memory.day:
        return memory
    return memory._replace(day=day, due_day=memory.due_day if memory.due_at is None else day)
