"""The sitting as a state machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mlflash.scheduler.schedule import LEARNING, RELEARNING, REVIEW, Memory
from mlflash.study.session import (
    Graded,
    Session,
    SessionMode,
    advance,
    drop,
    grade,
    keeps_schedule,
    reveal,
    skip,
    start,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
AHEAD = timedelta(minutes=20)


def learning(minutes: float) -> Memory:
    return Memory(LEARNING, 0, 1.0, 5.0, NOW.date(), NOW, NOW.date(), NOW + timedelta(minutes=minutes))


REVIEWED = Memory(REVIEW, None, 3.0, 5.0, NOW.date(), NOW, NOW.date() + timedelta(days=3))


def graded(card_id: str, rating: int = 3) -> Graded:
    return Graded(card_id, rating, 1000, True, None)


def test_starts_with_the_first_and_asks_each_once() -> None:
    session = start(["a", "b", "a"])
    assert (session.current, session.waiting, session.left) == ("a", ("b",), 2)
    assert start([]).over


def test_a_learning_question_comes_back_when_its_minutes_are_up_and_three_others_were_asked() -> None:
    session = grade(start(["a", "b", "c", "d", "e", "f"]), graded("a", 1), learning(1), NOW, AHEAD)
    asked = []
    for minutes in (2, 3, 4):
        asked.append(session.current)
        assert session.current is not None
        session = grade(session, graded(session.current), REVIEWED, NOW + timedelta(minutes=minutes), AHEAD)
    assert asked == ["b", "c", "d"]
    assert session.current == "a"


def test_again_never_comes_on_the_next_screen_while_another_card_waits() -> None:
    session = grade(start(["a", "b"]), graded("a", 2), learning(6), NOW, AHEAD)
    session = grade(session, graded("b", 1), learning(1), NOW, AHEAD)
    assert session.current == "a", "though b's minute is up sooner"
    session = grade(session, graded("a", 1), learning(1), NOW + timedelta(minutes=3), AHEAD)
    assert session.current == "b"
    session = grade(session, graded("b", 1), learning(4), NOW + timedelta(minutes=3), AHEAD)
    assert session.current == "a"


def test_a_cram_of_few_cards_asks_them_in_turn_and_a_skip_moves_on() -> None:
    session = grade(start(["a", "b"]), graded("a", 1), None, NOW, AHEAD)
    session = skip(session, NOW, AHEAD)
    assert (session.current, session.waiting) == ("a", ("b",))
    assert grade(session, graded("a", 1), None, NOW, AHEAD).current == "b"


def test_a_learning_question_comes_early_when_nothing_else_waits() -> None:
    session = grade(start(["a"]), graded("a", 1), learning(10), NOW, AHEAD)
    assert session.current == "a"


def test_a_learning_question_too_far_ahead_is_waited_for() -> None:
    session = grade(start(["a"]), graded("a", 1), learning(60), NOW, AHEAD)
    assert session.current is None
    assert not session.over
    assert advance(session, NOW + timedelta(minutes=39), AHEAD).current is None
    assert advance(session, NOW + timedelta(minutes=40), AHEAD).current == "a"


def test_skip_goes_to_the_end_and_drop_takes_out() -> None:
    session = skip(start(["a", "b"]), NOW, AHEAD)
    assert (session.current, session.waiting) == ("b", ("a",))
    assert drop(session, "b", NOW, AHEAD).current == "a"
    assert drop(session, "a", NOW, AHEAD) == session._replace(waiting=())
    assert skip(start(["a"]), NOW, AHEAD).current == "a"


def test_reveal_needs_a_question() -> None:
    assert reveal(start(["a"])).revealed
    assert not reveal(Session()).revealed


def test_cram_brings_only_fails_back() -> None:
    session = grade(start(["a", "b"]), graded("a", 1), None, NOW, AHEAD)
    session = grade(session, graded("b", 3), None, NOW, AHEAD)
    assert session.current == "a"
    assert grade(session, graded("a", 3), None, NOW, AHEAD).over


@given(st.lists(st.sampled_from(["grade", "fail", "skip", "drop"]), max_size=40), st.integers(1, 12))
def test_no_question_is_lost_or_doubled(steps: list[str], n: int) -> None:
    session, expected = start(map(str, range(n))), {str(i) for i in range(n)}
    now = NOW
    for step in steps:
        card_id = session.current
        if card_id is None:
            break
        now += timedelta(seconds=30)
        match step:
            case "grade":
                session = grade(session, graded(card_id), REVIEWED, now, AHEAD)
                expected.discard(card_id)
            case "fail":
                due = learning(1)._replace(due_at=now + timedelta(minutes=1))
                session = grade(session, graded(card_id, 1), due, now, AHEAD)
            case "skip":
                session = skip(session, now, AHEAD)
            case "drop":
                session = drop(session, card_id, now, AHEAD)
                expected.discard(card_id)
        there = [
            *session.waiting,
            *(q for _, q in session.learning),
            *([session.current] if session.current else []),
        ]
        assert sorted(there) == sorted(expected)


def test_skips_go_round_all_learning_questions() -> None:
    session = start(["a", "b", "c"])
    for minutes, card_id in enumerate("abc", 1):
        session = grade(session, graded(card_id, 1), learning(minutes), NOW, AHEAD)
    met = []
    for _ in range(6):
        met.append(session.current)
        session = skip(session, NOW, AHEAD)
    assert met == ["a", "b", "c", "a", "b", "c"]


def test_more_spares_what_is_not_yet_due_and_cram_spares_all() -> None:
    day = NOW.date()
    due, relearning = REVIEWED._replace(due_day=day), learning(10)._replace(phase=RELEARNING)
    for memory in (None, learning(10), relearning, due, REVIEWED):
        assert keeps_schedule(SessionMode.MORE, memory, NOW, day) is (memory is REVIEWED)
        assert keeps_schedule(SessionMode.CRAM, memory, NOW, day)
        assert not keeps_schedule(SessionMode.DRILL, memory, NOW, day)
        assert not keeps_schedule(SessionMode.WEAK, memory, NOW, day)


def test_a_session_includes_cards_in_learning() -> None:
    taken = start(["a"], learning=((NOW + timedelta(minutes=9), "b"),))
    assert (taken.current, taken.left) == ("a", 2)
    assert grade(taken, graded("a"), REVIEWED, NOW, AHEAD).current == "b"
