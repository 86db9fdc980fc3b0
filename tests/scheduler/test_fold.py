"""Folding: a set of events gives one progress, however and in however many parts it arrives."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mlflash.scheduler.card_state import NEW_CARD, NO_PROGRESS, Progress
from mlflash.scheduler.events import (
    AGAIN,
    LONGEST_MS,
    CardEvent,
    Event,
    Mark,
    Rating,
    Review,
    Undo,
    Unknown,
    Write,
)
from mlflash.scheduler.fold import extend, fold, needs_all, refold
from mlflash.scheduler.fsrs import FsrsModel, MemoryState
from mlflash.scheduler.schedule import Parameters
from tests.scheduler.histories import START, day_of, journals, reviews

PARAMETERS = Parameters()


def without_undone(progress: Progress) -> Progress:
    return progress._replace(undone=frozenset())


def caught_up(progress: Progress, before: list[Event], fresh: list[Event]) -> Progress:
    """What a store does with new events: extend, then fold again what that says is stale; sometimes all."""
    everything = [*before, *fresh]
    if needs_all(progress, fresh):
        return fold(everything, PARAMETERS)
    sought = extend(progress, fresh, PARAMETERS).sought
    named = {progress.name(e.card_id) for e in before if e.id in sought and isinstance(e, CardEvent)}
    others = [e for e in fresh if not isinstance(e, CardEvent) or progress.name(e.card_id) not in named]
    changed, stale, _ = extend(progress, others, PARAMETERS)
    for card_id in stale | named:
        changed = refold(changed, card_id, before, everything, PARAMETERS)
    return changed


@given(journals(), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_order_and_duplicates_do_not_matter(events: list[Event], rng: random.Random) -> None:
    expected = fold(events, PARAMETERS)
    shuffled = [*events, *rng.sample(events, len(events) // 2)]
    rng.shuffle(shuffled)
    assert fold(shuffled, PARAMETERS) == expected
    assert fold(iter(events), PARAMETERS) == expected


@given(journals(), st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_any_split_catches_up_to_the_whole(events: list[Event], rng: random.Random) -> None:
    rng.shuffle(events)
    cuts = sorted(rng.randint(0, len(events)) for _ in range(2))
    known: list[Event] = []
    progress = fold(known, PARAMETERS)
    for part in (events[: cuts[0]], events[cuts[0] : cuts[1]], events[cuts[1] :]):
        fresh = [*part, *rng.sample(known, min(2, len(known))), *part[:1]]
        progress = caught_up(progress, known, fresh)
        known += part
        assert progress == fold(known, PARAMETERS)


@given(journals(size=12), st.integers(1, 4))
@settings(max_examples=100)
def test_a_grade_and_its_undo_leave_no_trace(events: list[Event], rating: int) -> None:
    at = START + timedelta(days=90)
    grade = Review("new", at, at.date(), "adam", Rating(rating), (1, 2), 900, sure=True)
    undo = Undo("undo", at + timedelta(seconds=1), at.date(), "new")
    before = fold(events, PARAMETERS)
    after = fold([*events, grade, undo], PARAMETERS)
    assert without_undone(after) == without_undone(before)
    graded = caught_up(before, events, [grade])
    assert graded.state("adam").reps == before.state("adam").reps + 1
    assert caught_up(graded, [*events, grade], [undo]) == after


@given(journals(size=12))
@settings(max_examples=60)
def test_undoing_everything_gives_nothing(events: list[Event]) -> None:
    facts = [event for event in events if not isinstance(event, Undo)]
    undos: list[Event] = [Undo(f"u{e.id}", e.at, e.day, e.id) for e in facts]
    assert without_undone(fold([*undos, *facts], PARAMETERS)) == NO_PROGRESS
    assert without_undone(caught_up(fold(facts, PARAMETERS), list(facts), undos)) == NO_PROGRESS


@given(journals(size=16), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_two_events_under_one_id_fold_alike_in_any_order(events: list[Event], rng: random.Random) -> None:
    twins = [event._replace(id=f"e{n % 5}") for n, event in enumerate(events)]
    expected = fold(twins, PARAMETERS)
    rng.shuffle(twins)
    assert fold(twins, PARAMETERS) == expected
    assert caught_up(NO_PROGRESS, [], twins) == expected


def test_an_event_redelivered_with_its_undo_is_taken_back() -> None:
    events = reviews((0, 3), (0, 3), (3, 3))
    undo = Undo("u", events[-1].at, events[-1].day, events[-1].id)
    progress = caught_up(fold(events, PARAMETERS), list(events), [events[-1], undo])
    assert progress == fold([*events, undo], PARAMETERS)
    assert progress.state("adam").reps == 2


def test_what_is_new_of_a_question_an_undo_reaches_into_counts_once() -> None:
    old, new = reviews((0, 3), (0, 3)), reviews((0, 3), (0, 3), (3, 3))[2:]
    undo = Undo("u", new[0].at, new[0].day, old[0].id)
    progress = caught_up(fold(old, PARAMETERS), list(old), [*new, undo])
    assert progress == fold([*old, *new, undo], PARAMETERS)
    assert sum(day.reviews for day in progress.days.values()) == 2


def test_an_undo_cannot_be_undone() -> None:
    first = reviews((0, 3))[0]
    undo = Undo("u1", first.at, first.day, first.id)
    again = Undo("u2", first.at, first.day, "u1")
    assert fold([first, undo, again], PARAMETERS).state("adam") == NEW_CARD


def test_unknown_events_are_passed_over() -> None:
    events = reviews((0, 3))
    odd = Unknown("odd", START, START.date(), "sneeze")
    assert fold([*events, odd], PARAMETERS) == fold(events, PARAMETERS)


def test_a_day_before_the_last_does_not_turn_time_back() -> None:
    events = reviews((0, 3), (0, 3), (5, 3))
    at = events[-1].at + timedelta(minutes=1)
    odd = Review("odd", at, day_of(-300), "adam", Rating.GOOD)
    memory = fold([*events, odd], PARAMETERS).state("adam").memory
    assert memory is not None
    assert memory.day == events[-1].day
    assert memory == fold([*events, odd._replace(day=events[-1].day)], PARAMETERS).state("adam").memory


def test_cram_leaves_the_schedule() -> None:
    events = reviews((0, 3), (0, 3))
    at = START + timedelta(days=1)
    before = fold(events, PARAMETERS).state("adam")
    for rating in (1, 4):
        crammed = fold([*events, Review("c", at, at.date(), "adam", Rating(rating), mode="cram")], PARAMETERS)
        assert crammed.state("adam")._replace(last=None) == before._replace(last=None)
        assert crammed.days[at.date()].reviews == 1


def test_forgetting_keeps_what_the_reader_wrote() -> None:
    events = reviews((0, 3), (0, 3), (3, 1))
    at = events[-1].at
    own = Write("w", at, at.date(), "adam", ("mine",), "a note")
    forget = Mark("z", at + timedelta(minutes=1), at.date(), "forget", "adam")
    state = fold([*events, own, forget], PARAMETERS).state("adam")
    assert (state.memory, state.reps, state.own_lines, state.note) == (None, 0, ("mine",), "a note")


@pytest.mark.parametrize("steps", [(), (10.0,)])
def test_a_lapse_counts_with_and_without_relearning_steps(steps: tuple[float, ...]) -> None:
    events = reviews((0, 4), (9, 3), (20, AGAIN))
    state = fold(events, PARAMETERS._replace(relearning_steps=steps)).state("adam")
    assert state.lapses == 1


def test_calibration_sums_what_was_predicted() -> None:
    progress = fold(reviews((0, 4), (9, 3), (20, 1), (0, 3)), PARAMETERS)
    assert sum(n for n, _, _ in progress.calibration) == 2
    assert sum(passed for _, _, passed in progress.calibration) == 1
    predicted = sum(day.predicted for day in progress.days.values())
    assert predicted == sum(p for _, p, _ in progress.calibration)
    lapse = progress.state("adam")
    assert lapse.expected == pytest.approx(2 - predicted / 1e6, abs=1e-5)


def test_progress_is_reported() -> None:
    told: list[tuple[int, int]] = []
    fold(
        [*reviews((0, 3)), *[e._replace(id="k") for e in reviews((0, 3), card_id="kl")]],
        PARAMETERS,
        lambda done, of: told.append((done, of)),
    )
    assert told == [(1, 2), (2, 2)]


def test_a_replay_works_each_review_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    next_state = FsrsModel.next_state

    def counted(model: FsrsModel, *rest: Any) -> MemoryState:
        nonlocal asked
        asked += 1
        return next_state(model, *rest)

    monkeypatch.setattr(FsrsModel, "next_state", counted)
    parameters = PARAMETERS._replace(retention=0.8765)
    events = reviews(*[(0, 4), *[(30, 4)] * 40])
    progress = fold(events, parameters)
    # The last review alone is held against Hard and Good.
    assert asked == 40 + 2
    assert progress == extend(NO_PROGRESS, events, parameters).progress


def test_a_review_counts_five_minutes_at_most_and_none_under_a_second() -> None:
    taken = (30_000, 9 * 3_600_000, 900, None, 1_000)
    events = [replace(event, ms=ms) for event, ms in zip(reviews(*[(1, 3)] * 5), taken, strict=True)]
    progress = fold(events, PARAMETERS)
    state = progress.state("adam")
    assert (state.ms, state.timed) == (30_000 + LONGEST_MS + 1_000, 3)
    assert sum(day.ms for day in progress.days.values()) == state.ms
