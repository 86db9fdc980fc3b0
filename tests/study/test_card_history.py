"""A card's history: what the journal holds of it, review by review, as the fold has it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mlflash.scheduler.events import Rating, Review
from mlflash.scheduler.fold import fold
from mlflash.scheduler.schedule import Parameters
from mlflash.study import new_events
from mlflash.study.card_history import card_history, history_entries, hit_words, stability_by_day, stability_chart
from mlflash.study.study import Study
from tests.conftest import MORNING, Clock

CARD, OTHER = "nn-dropout", "tree-gbdt"


def grade(study: Study, rating: int, lines: tuple[int, ...] | None = None, mode: str = "drill") -> None:
    study.record([new_events.review(study, CARD, rating, lines, 9_000, mode=mode)])


def test_what_was_undone_is_no_part_of_it(study: Study, clock: Clock) -> None:
    grade(study, 3, (1, 2))
    clock.forward(days=3)
    grade(study, 1)
    study.undo()
    grade(study, 4, (1, 2, 3, 4))
    study.record_final([new_events.review(study, OTHER, 3, None, None, mode="drill")])
    found = card_history(study, CARD, study.view())
    assert [entry.rating for entry in found.entries] == [Rating.GOOD, Rating.EASY]
    assert [hit_words(entry) for entry in found.entries] == ["a b · ·", "a b c d"]
    assert [entry.elapsed for entry in found.entries] == [None, 3]
    assert found.entries[0].missed == (3, 4)
    assert found.entries[-1].memory == study.progress.state(CARD).memory
    assert found.next[Rating.EASY].due_day > found.next[Rating.HARD].due_day


def test_practice_leaves_the_memory_and_a_reset_ends_it(study: Study, clock: Clock) -> None:
    grade(study, 3)
    clock.forward(days=1)
    grade(study, 1, mode="cram")
    study.mark("forget", [CARD])
    study.mark("flag", [CARD])
    first, practice, reset = card_history(study, CARD, study.view()).entries
    assert practice.memory == first.memory
    assert practice.interval is None
    assert not practice.counts
    assert reset.rating is None
    assert reset.memory is None


def test_a_renamed_card_keeps_its_history(study: Study, clock: Clock) -> None:
    study.record_final(
        [Review(id="0", at=clock.now, day=clock.now.date(), card_id="old-name", rating=Rating.GOOD)]
    )
    study.record_final([new_events.rename(study, "old-name", CARD)])
    clock.forward(days=2)
    grade(study, 3)
    assert [entry.elapsed for entry in card_history(study, CARD, study.view()).entries] == [None, 2]


def test_a_card_without_reviews_has_no_chart(study: Study) -> None:
    found = card_history(study, CARD, study.view())
    assert found.entries == ()
    assert stability_chart(found.entries, study.view().day, 60, 5) == []


REVIEWS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(Rating), st.booleans()), min_size=1, max_size=25)


@given(REVIEWS, st.integers(1, 90))
def test_it_ends_as_the_fold_does(drawn: list[tuple[int, Rating, bool]], width: int) -> None:
    at, events = MORNING, []
    for place, (wait, rating, cram) in enumerate(drawn):
        at += timedelta(days=wait, minutes=1)
        mode = "cram" if cram else "drill"
        events.append(Review(id=f"{place:04}", at=at, day=at.date(), card_id=CARD, rating=rating, mode=mode))
    parameters = Parameters()
    entries = history_entries(events, parameters)
    assert entries[-1].memory == fold(events, parameters).state(CARD).memory
    today = at.date() + timedelta(days=3)
    values = stability_by_day(entries, today)
    assert len(values) == (today - entries[0].day).days + 1
    assert values[-1] == (entries[-1].memory.stability if entries[-1].memory else 0.0)
    chart = stability_chart(entries, today, width, 4)
    assert all(sum(len(text) for text, _ in line) <= max(width, len("today")) + 6 for line in chart)
