"""What is written says which lines were asked, and stands after what a wrong clock has left."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from mlflash.scheduler.card_state import NEW_CARD
from mlflash.scheduler.events import (
    AGAIN,
    EASY,
    GOOD,
    Asked,
    Event,
    LineAnswer,
    Mark,
    Rating,
    Rename,
    Review,
    Undo,
)
from mlflash.scheduler.line_ticks import line_hash
from mlflash.scheduler.schedule import preview
from mlflash.store import journal_reader, snapshot
from mlflash.store.paths import Paths
from mlflash.study import new_events, outcomes, session
from mlflash.study.mock.interview import MockInterview
from mlflash.study.study import Study
from tests.conftest import MORNING, Clock, Opener

CARD, OTHER = "nn-dropout", "fund-bias-variance"


def written(study: Study) -> list[Event]:
    return journal_reader.read_file(study.journal.path)


def last(study: Study) -> Event:
    return written(study)[-1]


def grade(study: Study, rating: int, lines: tuple[int, ...] | None = None, card: str = CARD) -> Review:
    """A grade in a sitting of one card."""
    study.start(session.start([card]))
    study.reveal()
    study.grade(rating, lines)
    event = last(study)
    assert isinstance(event, Review)
    return event


def replayed(study: Study) -> None:
    """What is in memory is what a replay gives."""
    assert study.progress == snapshot.rebuild(study.paths.journal_dir, study.settings.parameters).progress


class TestLineHashes:
    def test_a_ticked_review_says_which_lines_were_asked(self, study: Study) -> None:
        answer = study.catalog.card(CARD).answer
        event = grade(study, GOOD, (1, 2))
        assert event.hashes == tuple(map(line_hash, answer))
        assert study.progress.state(CARD).line_hashes == event.hashes
        assert grade(study, GOOD).hashes is None, "no line was ticked"
        replayed(study)

    def test_own_lines_are_those_asked(self, study: Study) -> None:
        answer = study.catalog.card(CARD).answer
        study.write(CARD, ("mine", "", "", "", "a fifth"))
        event = grade(study, GOOD, (1, 5))
        assert event.hashes == (*map(line_hash, ("mine", *answer[1:4], "a fifth")),)
        assert event.of == 5

    def test_own_lines_of_a_personal_card_are_all_there_are(self, study: Study) -> None:
        personal = next(head.id for head in study.catalog if head.personal)
        study.write(personal, ("one", "two"))
        assert grade(study, GOOD, (1,), personal).hashes == (line_hash("one"), line_hash("two"))
        guide = grade(study, GOOD, (1, 4), personal)
        assert guide.of == len(guide.hashes or ()) == 4, "the bank's lines were shown and ticked"

    def test_a_mock_interview_writes_them_too(self, study: Study) -> None:
        interview = MockInterview(study, 12, 3)
        ask = interview.run.current
        assert ask is not None
        interview.reveal()
        lines = interview.lines
        interview.judge([True] * len(lines))
        [review] = [event for event in written(study) if isinstance(event, Review)]
        assert review.hashes == tuple(map(line_hash, lines))

    def test_misses_follow_a_line_to_another_place(self, study: Study) -> None:
        study.write(CARD, ("w", "x", "y", "z"))
        for _ in range(2):
            grade(study, GOOD, (1, 2, 3))
        study.write(CARD, ("z", "w", "x", "y"))
        assert study.progress.state(CARD).line_misses == (2, 0, 0, 0)
        grade(study, GOOD, (2, 3, 4))
        assert study.progress.state(CARD).line_misses == (3, 0, 0, 0)
        replayed(study)


class TestAfterAWrongClock:
    @pytest.fixture
    def ahead(self, study: Study, clock: Clock) -> Review:
        """A grade given while the clock was a year ahead; it is right again."""
        clock.now = MORNING + timedelta(days=365)
        event = grade(study, EASY)
        clock.now = MORNING
        return event

    def test_again_brings_the_card_back_as_the_screen_says(
        self, study: Study, clock: Clock, ahead: Review
    ) -> None:
        study.start(session.start([CARD]))
        study.reveal()
        promised = outcomes.memory_previews(study.view(), CARD)[AGAIN]
        event = grade(study, AGAIN)
        assert event.after == ahead.id
        memory = study.progress.state(CARD).memory
        assert memory is not None and memory.due == promised.due == event.at + timedelta(minutes=10)
        assert study.progress.state(CARD).reps == 2, "nothing is taken back"
        clock.forward(minutes=10)
        assert CARD in study.today().queue
        replayed(study)

    @pytest.mark.parametrize("rating", [1, 2, 3, 4])
    def test_each_grade_gives_what_was_promised(self, study: Study, ahead: Review, rating: int) -> None:
        promised = outcomes.memory_previews(study.view(), CARD)[Rating(rating)]
        grade(study, rating)
        memory = study.progress.state(CARD).memory
        assert memory is not None
        assert memory._replace(at=promised.at, due_day=promised.due_day, due_at=promised.due_at) == promised
        assert isinstance(memory.due, datetime) or memory.due == promised.due
        assert memory.due_day < MORNING.date() + timedelta(days=200)

    def test_forget_makes_it_new(self, study: Study, ahead: Review) -> None:
        study.mark("forget", [CARD])
        assert study.progress.state(CARD).memory is None
        replayed(study)

    @pytest.mark.parametrize(("first", "then"), [("suspend", "resume"), ("flag", "unflag")])
    def test_so_does_every_other_mark(self, study: Study, clock: Clock, first: str, then: str) -> None:
        clock.now = MORNING + timedelta(days=365)
        study.mark(first, [CARD])
        clock.now = MORNING
        study.mark(then, [CARD])
        state = study.progress.state(CARD)
        assert (state.suspended, state.flagged) == (False, False)
        replayed(study)

    def test_and_what_is_written_or_answered(self, study: Study, clock: Clock) -> None:
        clock.now = MORNING + timedelta(days=365)
        study.write(CARD, ("old",), "old")
        study.answer_probe(CARD, "p", False)
        study.record([new_events.line(study, CARD, "a line", False)])
        clock.now = MORNING
        study.write(CARD, ("new",), "new")
        study.answer_probe(CARD, "p", True)
        study.record([new_events.line(study, CARD, "a line", True)])
        state = study.progress.state(CARD)
        assert (state.own_lines, state.note, state.wrong_probes) == (("new",), "new", ())
        assert state.practised == ((line_hash("a line"), True),)
        replayed(study)

    def test_successive_events_keep_the_order_they_were_done_in(
        self, study: Study, clock: Clock, ahead: Review
    ) -> None:
        for rating in (AGAIN, GOOD, GOOD):
            assert grade(study, rating).after == ahead.id
            clock.forward(days=3)
            replayed(study)
        memory = study.progress.state(CARD).memory
        assert memory is not None and memory.day == MORNING.date() + timedelta(days=6)

    def test_a_grade_for_an_earlier_day_comes_before_those_of_later_ones(
        self, study: Study, clock: Clock, ahead: Review
    ) -> None:
        clock.forward(days=2)
        grade(study, AGAIN)
        event = new_events.review(study, CARD, GOOD, None, None, mode="cli", at=MORNING + timedelta(days=1))
        assert event.after == ahead.id
        study.record_final([event])
        assert study.progress.state(CARD).rating == AGAIN
        replayed(study)

    def test_undo_takes_it_back_alone(self, study: Study, ahead: Review) -> None:
        before = study.progress
        grade(study, AGAIN)
        study.undo()
        assert study.progress._replace(undone=frozenset()) == before
        replayed(study)

    def test_without_events_in_the_future_nothing_is_named(self, study: Study, clock: Clock) -> None:
        for _ in range(3):
            assert grade(study, GOOD).after is None
            clock.forward(days=1)
        study.mark("flag", [CARD])
        mark = last(study)
        assert isinstance(mark, Mark) and mark.after is None

    def test_other_cards_are_left_alone(self, study: Study, ahead: Review) -> None:
        assert grade(study, GOOD, card=OTHER).after is None


class TestRename:
    def test_the_history_goes_with_it_and_an_undo_brings_it_back(
        self, study: Study, open_study: Opener, paths: Paths
    ) -> None:
        grade(study, GOOD, (1,))
        state = study.progress.state(CARD)
        study.record([new_events.rename(study, CARD, OTHER)])
        assert isinstance(last(study), Rename)
        assert study.progress.states == {OTHER: state}
        replayed(study)
        study.save()
        assert snapshot.current(paths.journal_dir, paths.progress, study.settings.parameters).changed is False
        study.undo()
        assert isinstance(last(study), Undo)
        assert study.progress.states == {CARD: state}
        replayed(study)

    def test_it_goes_on_under_the_new_id(self, study: Study) -> None:
        grade(study, GOOD)
        study.record([new_events.rename(study, CARD, OTHER)])
        grade(study, GOOD, card=OTHER)
        assert study.progress.state(OTHER).reps == 2
        assert CARD not in study.today().queue
        grade(study, GOOD, card=CARD)
        assert study.progress.state(OTHER).reps == 3, "an older bank writes under the former id"
        replayed(study)

    def test_one_made_under_a_wrong_clock_is_outranked(self, study: Study, clock: Clock) -> None:
        grade(study, GOOD)
        clock.now = MORNING + timedelta(days=365)
        study.record([new_events.rename(study, CARD, "a-slip")])
        clock.now = MORNING
        study.record([new_events.rename(study, CARD, OTHER)])
        assert study.progress.names == {CARD: OTHER}
        clock.forward(days=1)
        study.record([new_events.rename(study, CARD, CARD)])
        assert study.progress.names == {}
        replayed(study)

    def test_another_device_takes_it_in(self, study: Study, open_study: Opener) -> None:
        grade(study, GOOD)
        phone = open_study(device="phone")
        study.record([new_events.rename(study, CARD, OTHER)])
        phone.refresh()
        assert phone.progress == study.progress
        grade(phone, GOOD, card=OTHER)
        study.refresh()
        assert study.progress.state(OTHER).reps == 2
        replayed(study)


def test_an_interview_is_kept_for_each_card_asked(study: Study) -> None:
    on = date(2026, 11, 22)
    study.record(new_events.asked(study, [CARD, OTHER], on))
    events = written(study)
    assert all(isinstance(event, Asked) and event.interview == on for event in events)
    assert study.progress.state(CARD).interviews == study.progress.state(OTHER).interviews == (on,)
    assert study.progress.state(CARD).memory is None
    study.undo()
    assert study.progress.state(CARD) == NEW_CARD
    replayed(study)


def test_a_line_practised_is_no_review(study: Study) -> None:
    before = preview(None, MORNING, MORNING.date(), study.settings.parameters, (CARD, 0))
    study.record([new_events.line(study, CARD, "one  line", right=False)])
    assert isinstance(last(study), LineAnswer)
    assert outcomes.memory_previews(study.view(), CARD) == before
    assert study.progress.days == {}
    assert study.progress.state(CARD).practised == ((line_hash("one line"), False),)
