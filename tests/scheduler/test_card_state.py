"""A question's events change its recall alike, one by one or a run of them at once."""

from __future__ import annotations

from hypothesis import given, settings

from mlflash.scheduler.card_fold import Sums, fold_card
from mlflash.scheduler.card_state import NEW_CARD
from mlflash.scheduler.events import Event, Mark, ProbeAnswer, Rating, Review, Write, order
from mlflash.scheduler.line_ticks import RECENT
from mlflash.scheduler.schedule import Parameters, Scheduler
from tests.scheduler.histories import START, journals, reviews

RULES = Scheduler(Parameters())


@given(journals(size=30))
@settings(max_examples=200)
def test_one_by_one_is_as_all_at_once(events: list[Event]) -> None:
    own = [e._replace(card_id="adam") for e in events if isinstance(e, Review | Mark | Write | ProbeAnswer)]
    own.sort(key=order)
    at_once, one_by_one = Sums(), Sums()
    whole, state = fold_card(own, RULES, at_once), NEW_CARD
    for event in own:
        state = fold_card([event], RULES, one_by_one, state)
    assert state == whole
    assert (one_by_one.days, one_by_one.bins) == (at_once.days, at_once.bins)


def test_misses_are_counted_for_as_many_lines_as_the_answer_now_has() -> None:
    ticks: list[tuple[tuple[int, ...] | None, int | None]] = [
        ((1, 2), None),
        (None, None),
        ((), 6),
        ((1, 2, 3, 6), 4),
        ((2,), 2),
    ]
    events = [
        event._replace(lines=lines, of=of)
        for event, (lines, of) in zip(reviews(*[(1, 3)] * len(ticks)), ticks, strict=True)
        if isinstance(event, Review)
    ]
    missed = [fold_card(events[: n + 1], RULES, Sums()).line_misses for n in range(len(events))]
    assert missed == [(0, 0, 1, 1), (0, 0, 1, 1), (1, 1, 2, 2, 1, 1), (1, 1, 2, 3, 2, 1), (2, 1)]


def test_the_last_few_ticks_are_kept() -> None:
    events = [
        Review(f"r{n:02}", START, START.date(), "adam", Rating.GOOD, (n % 4 + 1,)) for n in range(RECENT + 3)
    ]
    state = fold_card(events, RULES, Sums())
    hits = [event.lines or () for event in events[-RECENT:]]
    assert state.recent_misses == tuple(tuple(n for n in range(1, 5) if n not in hit) for hit in hits)
    assert (state.ticked_reviews, state.reps) == (RECENT + 3, RECENT + 3)
