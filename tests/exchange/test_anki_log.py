"""Anki's log as events."""

from __future__ import annotations

from datetime import UTC, date, datetime

from mlflash.exchange.anki_log import events_of, new_events
from mlflash.exchange.foreign import ForeignReview
from mlflash.scheduler.events import Mark, Mode, Rating, Review
from mlflash.store.own_file import as_read

AT = 1_700_000_000_000


def answer(at: int = AT, rating: int | None = 3, cram: bool = False, token: str = "0a") -> ForeignReview:
    return ForeignReview("a", at, rating, 4000, cram, token)


def day_of(at: datetime) -> date:
    return at.date()


def test_an_answer_is_a_review_that_a_journal_holds() -> None:
    (event,) = events_of([answer()], day_of)
    assert event == Review(
        "18bcfe568000a",
        datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        date(2023, 11, 14),
        "a",
        Rating.GOOD,
        ms=4000,
    )
    assert as_read([event]) == [event]


def test_cramming_and_resets() -> None:
    cram, reset = events_of([answer(cram=True), answer(AT + 1, None)], day_of)
    assert isinstance(cram, Review) and cram.mode == Mode.CRAM and not cram.counts
    assert isinstance(reset, Mark) and reset.type == "forget"


def test_the_same_again_is_known_in_any_time_zone() -> None:
    events = events_of([answer(), answer(AT + 1, None)], day_of)
    moved = events_of([answer(), answer(AT + 1, None)], lambda at: date(2023, 11, 15))
    assert new_events(events, []) == events
    assert new_events(moved, events) == []


def test_what_went_out_from_here_is_not_counted_twice() -> None:
    own = Review("own", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), date(2023, 11, 14), "a", Rating.GOOD)
    moved = events_of([answer(AT + 2)], day_of)  # Anki keeps one row for each millisecond
    assert new_events(moved, [own]) == []
    other = events_of([answer(AT + 2, 1), answer(AT + 500)], day_of)
    assert new_events(other, [own]) == other
