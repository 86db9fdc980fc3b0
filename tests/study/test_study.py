"""The facade: what is shown is what is on disk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlflash.bank.catalog import LIKELIHOODS, Catalog
from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import NEW_CARD, Progress
from mlflash.scheduler.events import Review
from mlflash.scheduler.fold import fold
from mlflash.store import journal_reader
from mlflash.store.paths import Paths, under
from mlflash.store.settings import Settings
from mlflash.study import new_events, outcomes, session
from mlflash.study.session import SessionMode, start
from mlflash.study.study import Study
from tests.conftest import Clock, Opener, count_askable


def replayed(study: Study) -> Progress:
    """What a clean fold of the journals gives."""
    reading = journal_reader.read(study.paths.journal_dir)
    assert reading is not None
    return fold(reading.events, study.settings.parameters)


def grade(study: Study, rating: int = 3) -> str:
    card_id = study.session.current
    assert card_id is not None
    study.reveal()
    study.grade(rating, None, 1000)
    return card_id


def test_a_grade_is_on_disk_before_the_next_question(study: Study) -> None:
    study.start(session.start(study.today().queue))
    card_id = grade(study)
    assert replayed(study) == study.progress
    assert study.progress.state(card_id).reps == 1


def test_grading_needs_a_revealed_question(study: Study) -> None:
    study.start(session.start(study.today().queue))
    with pytest.raises(MlflashError):
        study.grade(3)
    assert study.progress.states == {}


def test_undo_is_identity_and_goes_back_without_limit(study: Study) -> None:
    study.start(session.start(study.today().queue))
    trail = []
    for rating in (1, 3, 4, 2, 1, 3):
        trail.append((study.session, study.progress.states, study.progress.days))
        grade(study, rating)
    for before, questions, days in reversed(trail):
        study.undo()
        assert study.session._replace(revealed=False) == before
        assert (study.progress.states, study.progress.days) == (questions, days)
    assert replayed(study) == study.progress
    assert not study.can_undo
    with pytest.raises(MlflashError, match="nothing to undo"):
        study.undo()


def test_another_process_sees_a_grade_at_once_and_both_may_write(open_study: Opener, clock: Clock) -> None:
    here, there = open_study(), open_study()
    here.start(session.start(here.today().queue))
    there.start(session.start(there.today().queue))
    first = grade(here)
    assert open_study().progress.state(first).reps == 1
    clock.forward(seconds=5)
    grade(there, 1)
    assert there.progress == replayed(there)
    assert there.progress.state(first).reps == 2
    clock.forward(seconds=5)
    second = grade(here)
    assert here.progress == replayed(here)
    here.undo()
    assert here.progress == replayed(here)
    assert here.progress.state(second).reps == 0
    here.undo()
    assert here.progress == replayed(here)
    assert here.progress.state(first).reps == 1


def test_a_snapshot_saved_is_what_the_next_start_finds(open_study: Opener) -> None:
    study = open_study()
    study.start(session.start(study.today().queue))
    for rating in (1, 2, 3, 4):
        grade(study, rating)
    study.close()
    again = open_study()
    assert again.progress == study.progress
    assert not again.ledger.unsaved


def test_saving_after_the_journal_was_let_go_counts_nothing_twice(open_study: Opener) -> None:
    study = open_study()
    study.start(session.start(study.today().queue))
    grade(study)
    study.save()
    grade(study)
    study.journal.close()
    study.save()
    again = open_study()
    assert again.progress == replayed(again)
    assert sum(tally.reviews for tally in again.progress.days.values()) == 2


def test_marks_take_cards_out_of_the_session(study: Study, clock: Clock) -> None:
    study.start(session.start(study.today().queue))
    buried, suspended = study.session.current, study.session.waiting[0]
    assert buried is not None
    study.mark("bury", [buried])
    study.mark("suspend", [suspended])
    assert study.session.current not in (buried, suspended)
    assert buried not in study.today().queue
    clock.forward(days=1)
    assert buried in study.today().queue
    assert suspended not in study.today().queue
    study.mark("resume", [suspended])
    assert suspended in study.today().queue
    study.undo()
    study.undo()
    study.undo()
    assert study.progress.state(suspended) == NEW_CARD


def test_cramming_takes_nothing_from_the_days_reviews(
    open_study: Opener, settings: Settings, clock: Clock
) -> None:
    study = open_study(settings=settings._replace(reviews_per_day=2, new_per_day=0))
    learned = study.more(limit=3)
    for card_id in learned:
        study.record_final([new_events.review(study, card_id, 4, None, None, mode="cli")])
    clock.forward(days=90)
    assert len(study.today().review) == 2
    study.start(session.start(study.more(limit=2), SessionMode.CRAM))
    grade(study, 3)
    grade(study, 1)
    assert len(study.today().review) == len(study.today().queue) == 2
    study.record_final([new_events.review(study, learned[0], 3, None, None, mode="cli")])
    assert len(study.today().review) == len(study.today().queue) == 1


@pytest.mark.parametrize("counts", [False, True])
def test_a_fail_in_cram_counts_only_where_that_is_wished(study: Study, clock: Clock, counts: bool) -> None:
    study.use_settings(study.settings._replace(cram_counts_fails=counts))
    card_id = study.today().queue[0]
    study.record_final([new_events.review(study, card_id, 4, None, None, mode="cli")])
    before = study.progress.state(card_id).memory
    clock.forward(days=1)
    study.start(session.start([card_id], SessionMode.CRAM))
    grade(study, 1)
    assert (study.progress.state(card_id).memory != before) is counts
    assert study.session.left == 1
    assert replayed(study) == study.progress


def test_own_words_survive_forgetting(study: Study) -> None:
    study.start(session.start(study.today().queue))
    card_id = grade(study)
    study.write(card_id, ("mine",), "a note")
    study.mark("forget", [card_id])
    state = study.progress.state(card_id)
    assert (state.memory, state.own_lines, state.note) == (None, ("mine",), "a note")


def test_caps_hold_across_sessions_of_a_day(open_study: Opener, settings: Settings, clock: Clock) -> None:
    study = open_study(settings=settings._replace(new_per_day=3, learning_steps=()))
    study.start(session.start(study.today().queue))
    for _ in range(3):
        grade(study)
    assert study.today().queue == ()
    assert study.today().unseen == count_askable(study.catalog) - 3
    assert len(study.more(limit=7)) == 7
    clock.forward(days=1)
    assert len([q for q in study.today().queue if study.progress.state(q).memory is None]) == 3


def test_new_cards_come_by_the_start_list_then_by_likelihood_then_in_bank_order(
    open_study: Opener, settings: Settings, catalog: Catalog
) -> None:
    # Related cards would be kept apart.
    heads = [msgspec.structs.replace(head, related=()) for head in catalog]
    unrelated = Catalog(
        catalog.banks, list(catalog.sections.values()), heads, lambda at: catalog.card(heads[at].id)
    )
    queue = open_study(settings=settings._replace(new_per_day=len(catalog)), catalog=unrelated).today().queue
    first, rest = queue[: len(catalog.start)], queue[len(catalog.start) :]
    assert tuple(first) == catalog.start
    ranks = [(LIKELIHOODS.index(catalog[card_id].likelihood), catalog.position(card_id)) for card_id in rest]
    assert ranks == sorted(ranks)
    assert len(queue) == count_askable(catalog)


def test_a_filter_narrows_the_session(study: Study, catalog: Catalog) -> None:
    queue = study.today(Filter(sections=("gnn",), difficulties=("easy",))).queue
    assert queue == ("gnn-applications",)


def test_the_day_turns_at_the_rollover(open_study: Opener, settings: Settings, clock: Clock) -> None:
    study = open_study(settings=settings._replace(timezone="Asia/Singapore", rollover=4))
    clock.now = clock.now.replace(hour=19, minute=59)
    before = study.view().day
    clock.forward(minutes=1)
    assert study.view().day == before + timedelta(days=1)


def test_a_clock_set_back_keeps_the_order(study: Study, clock: Clock) -> None:
    study.start(session.start(study.today().queue))
    grade(study, 1)
    clock.forward(hours=-3)
    grade(study, 3)
    study.undo()
    assert replayed(study) == study.progress
    assert len(study.progress.states) == 1


ACTIONS = st.lists(
    st.sampled_from(["again", "good", "easy", "skip", "bury", "flag", "undo", "wait", "day", "reopen", "other"]),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_whatever_is_done_replay_agrees(catalog: Catalog, tmp_path_factory: Any, actions: list[str]) -> None:
    home: Path = tmp_path_factory.mktemp("home")
    clock, paths = Clock(), under(home)
    tokens = iter(range(1_000_000))

    def opened() -> Study:
        own = Settings(timezone="UTC", new_per_day=5)
        study = Study(catalog, own, paths, "desk", clock, lambda: f"{next(tokens):08x}")
        study.start(session.start(study.today().queue))
        return study

    study, other = opened(), opened()
    for action in actions:
        clock.forward(seconds=20)
        current = study.session.current
        match action:
            case "again" | "good" | "easy" if current:
                grade(study, {"again": 1, "good": 3, "easy": 4}[action])
            case "skip":
                study.skip()
            case "bury" | "flag" if current:
                study.mark(action, [current])
            case "undo" if study.can_undo:
                study.undo()
            case "wait":
                clock.forward(minutes=15)
                study.wake()
            case "day":
                clock.forward(days=1)
                study.start(session.start(study.today().queue))
            case "reopen":
                study.close()
                study = opened()
            case "other" if other.session.current:
                grade(other, 3)
        assert study.session.current is None or study.session.current in catalog
    study.refresh()
    assert study.progress == replayed(study)
    study.close()
    other.close()


def test_looking_leaves_no_trace(study: Study, paths: Paths) -> None:
    study.today()
    assert not paths.journal_dir.exists()


def test_an_answer_of_three_lines_loses_no_fourth(open_study: Opener, settings: Settings, tmp_path: Path) -> None:
    from mlflash.scheduler.weakness import missed_line
    from mlflash.study.banks import open_catalog

    bank = tmp_path / "bank.yaml"
    bank.write_text(
        "version: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  questions:\n"
        "  - {id: q, question: Q, answer: [a, b, c]}\n"
    )
    study = open_study(catalog=open_catalog(settings, [bank], tmp_path / "cache"))
    for _ in range(3):
        study.record_final([new_events.review(study, "q", 3, (1, 2, 3), 1000, mode="drill")])
    assert study.progress.state("q").line_misses == (0, 0, 0)
    assert missed_line(study.progress.state("q")) is None
    assert replayed(study) == study.progress


def test_undo_reaches_beyond_the_session_when_asked(study: Study) -> None:
    study.mark("flag", ["nn-dropout", "nn-backprop"])
    study.start(session.start(study.today().queue))
    assert not study.can_undo
    with pytest.raises(MlflashError):
        study.undo()
    grade(study)
    study.undo()
    study.undo(earlier=True)
    assert study.progress.states == {}
    assert replayed(study) == study.progress


@pytest.mark.parametrize("also", ["grade", "note", "look"])
def test_a_journal_removed_meanwhile_is_reported_once_and_refuses_nothing(
    open_study: Opener, clock: Clock, paths: Paths, tmp_path: Path, also: str
) -> None:
    before = open_study()
    before.start(session.start(before.today().queue))
    kept = [grade(before) for _ in range(3)]
    before.close()
    clock.forward(minutes=1)
    study = open_study()
    study.start(session.start(study.today().queue))
    mine = grade(study)
    (paths.journal_dir / "desk.jsonl").rename(tmp_path / "aside")
    if also == "note":
        study.write(mine, None, "a note")
    elif also == "look":
        study.refresh()
    grade(study)
    news = study.new_warnings()
    gone = {"look": "the journal is gone, with 4 reviews"}.get(also, "3 reviews are gone from the journal")
    assert [one for one in news if "gone" in one] == [f"{gone}, and there is no backup"]
    assert study.loss is not None
    assert study.new_warnings() == []
    grade(study)
    assert study.new_warnings() == []
    assert study.progress.state(mine).reps == 1
    assert study.progress.state(kept[0]).reps == 0
    assert replayed(study) == study.progress
    study.close()
    again = open_study()
    assert again.complaints == ["3 reviews are gone from the journal, and there is no backup"]
    (tmp_path / "aside").rename(paths.journal_dir / "aside.jsonl")
    again.refresh()
    assert again.loss is None
    assert again.progress.state(kept[0]).reps == 1


def learned(study: Study, clock: Clock, days: float) -> str:
    """A question graded Easy so many days ago."""
    card_id = study.today().queue[0]
    study.record_final([new_events.review(study, card_id, 4, None, None, mode="cli")])
    clock.forward(days=days)
    return card_id


@pytest.mark.parametrize("rating", [1, 2, 3, 4])
def test_more_leaves_the_schedule_of_what_is_not_yet_due(study: Study, clock: Clock, rating: int) -> None:
    card_id = learned(study, clock, 1)
    before = study.progress.state(card_id).memory
    study.start(session.start([card_id], SessionMode.MORE))
    assert set(outcomes.outcomes(study.view(), card_id, SessionMode.MORE).values()) == {None}
    grade(study, rating)
    assert study.progress.state(card_id).memory == before
    assert study.session.left == (rating == 1)
    assert study.progress.days[study.view().day].crammed == 1
    assert replayed(study) == study.progress


def test_a_fail_in_more_counts_where_that_is_wished(study: Study, clock: Clock) -> None:
    study.use_settings(study.settings._replace(cram_counts_fails=True))
    card_id = learned(study, clock, 1)
    study.start(session.start([card_id], SessionMode.MORE))
    expected = outcomes.outcomes(study.view(), card_id, SessionMode.MORE)
    assert [rating for rating, memory in expected.items() if memory is None] == [2, 3, 4]
    grade(study, 1)
    assert study.progress.state(card_id).memory == expected[1]
    assert study.progress.state(card_id).lapses == 1


@pytest.mark.parametrize("mode", [SessionMode.DRILL, SessionMode.MORE])
def test_more_counts_what_is_new_in_learning_or_due_as_a_drill_does(
    study: Study, clock: Clock, mode: SessionMode
) -> None:
    card_id = learned(study, clock, 90)
    fresh = next(card.id for card in study.catalog if card.id != card_id)
    study.start(session.start([card_id, fresh], mode))
    for _ in range(3):
        clock.forward(seconds=5)
        current = study.session.current
        assert current is not None
        expected = outcomes.outcomes(study.view(), current, mode)[3]
        assert grade(study, 3) == current
        assert expected is not None and study.progress.state(current).memory == expected
    assert study.session.over
    reading = journal_reader.read(study.paths.journal_dir)
    assert reading is not None
    assert [event.mode for event in reading.events if isinstance(event, Review)] == ["cli", *["drill"] * 3]


def test_going_on_with_more_makes_it_a_session_of_more_and_undo_returns(study: Study) -> None:
    study.start(session.start(["nn-dropout"]))
    grade(study, 4)
    over = study.session
    study.extend(["nn-backprop"])
    assert (study.session.mode, study.session.current) == ("more", "nn-backprop")
    assert study.undo() == ()
    assert study.session == over
    study.start(session.start([], SessionMode.CRAM))
    study.extend(["nn-backprop"])
    assert study.session.mode == "cram"


def test_undo_reaches_through_another_session_that_went_on_from_this_one(study: Study) -> None:
    study.start(session.start(study.today().queue))
    card_id = grade(study)
    before = study.session
    chosen = Filter(sections=("trees",))
    study.start(start(study.today(chosen).queue, chosen=chosen), onward=True)
    tree = grade(study)
    assert study.progress.state(tree).reps == 1
    assert [event.id for event in study.undo() if isinstance(event, Review)]
    assert study.undo() == ()
    assert study.session == before
    [event] = study.undo()
    assert isinstance(event, Review) and event.card_id == card_id
    assert study.progress.states == {}
    assert not study.can_undo


def test_a_skip_that_leads_nowhere_is_no_step(study: Study) -> None:
    study.use_settings(study.settings._replace(learn_ahead=0))
    study.start(session.start(["nn-dropout", "nn-backprop"]))
    grade(study, 1)
    study.undo()
    study.skip()
    assert study.session.current == "nn-backprop"
    study.undo()
    assert not study.can_undo
    grade(study, 1)
    assert study.session.current == "nn-backprop"
    study.skip()
    assert study.session.current == "nn-backprop"
    study.undo()
    assert study.session.current == "nn-dropout"


def test_a_refold_made_beforehand_takes_in_what_was_graded_since(study: Study) -> None:
    study.start(session.start(study.today().queue))
    wanted = study.settings._replace(retention=0.8)
    refold = study.refolded(wanted)
    card_id = grade(study)
    study.use_settings(wanted, refold=refold)
    assert study.progress.state(card_id).reps == 1
    assert replayed(study) == study.progress
    assert study.refolded(wanted) is None
