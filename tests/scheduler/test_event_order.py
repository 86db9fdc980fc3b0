"""What is done after an event of a later instant is folded behind it, whatever arrives in which order."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.event_order import DEEPEST, arrange, following, newest_later, path_of
from mlflash.scheduler.events import AGAIN, EASY, GOOD, Event, Mark, Rating, Review, Undo, order
from mlflash.scheduler.fold import extend, fold
from mlflash.scheduler.schedule import Parameters, preview
from tests.scheduler.histories import START

PARAMETERS = Parameters(fuzz=False)
YEAR = timedelta(days=365)
IDS = [f"e{n}" for n in range(8)]


def graded(name: str, at: datetime, rating: int = GOOD, after: str | None = None) -> Review:
    return Review(name, at, at.date(), "adam", Rating(rating), after=after)


def state(*events: Event) -> CardState:
    return fold(events, PARAMETERS).state("adam")


@st.composite
def named(draw: st.DrawFn) -> list[Review]:
    """Reviews of one card, each naming any other, itself, one that is nowhere or none."""
    return [
        graded(
            name, START + timedelta(hours=draw(st.integers(0, 6))), after=draw(st.sampled_from([None, *IDS, "?"]))
        )
        for name in IDS[: draw(st.integers(0, 8))]
    ]


@given(named(), st.sets(st.sampled_from(IDS)), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_the_order_is_a_function_of_the_set(events: list[Review], undone: set[str], rng: random.Random) -> None:
    expected = arrange(events, undone)
    rng.shuffle(events)
    assert arrange(events, undone) == expected
    everything = [event.id for event in arrange(events, set()).events]
    assert [event.id for event in expected.events] == [name for name in everything if name not in undone]


@given(named(), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_what_is_named_comes_first_unless_names_lead_in_a_circle(events: list[Review], rng: random.Random) -> None:
    acyclic = [event for event in events if event.after is None or event.after < event.id or event.after == "?"]
    places = {event.id: place for place, event in enumerate(arrange(acyclic, set()).events)}
    for event in acyclic:
        if event.after in places:
            assert places[event.after] < places[event.id]


@given(named(), st.integers(0, 6))
def test_what_names_the_newest_later_event_is_folded_last(events: list[Review], hours: int) -> None:
    arranged = arrange(events, set())
    now = START + timedelta(hours=hours, minutes=30)
    new = graded("new", now, after=newest_later(arranged.path, (now, "new")))
    assert following(new, arranged.path) is not None
    again = arrange([*events, new], set())
    assert again.events[-1] == new
    assert again.path == following(new, arranged.path)


@given(named())
def test_without_names_events_are_in_the_order_of_time(events: list[Review]) -> None:
    plain = [event._replace(after=None) for event in events]
    arranged = arrange(plain, set())
    assert arranged.events == sorted(plain, key=order)
    assert arranged.path == ((order(arranged.events[-1]),) if plain else ())


def test_a_name_that_is_not_needed_says_nothing() -> None:
    first, second = graded("a", START), graded("b", START + timedelta(hours=1), after="a")
    assert state(first, second) == state(first, second._replace(after=None))


def test_a_path_has_an_end() -> None:
    events = [graded("n0", START + YEAR)]
    for n in range(1, 200):
        events.append(graded(f"n{n}", events[-1].at - timedelta(minutes=1), after=events[-1].id))
    assert len(arrange(events, set()).path) <= DEEPEST
    assert len(path_of(graded("x", START), tuple(order(event) for event in events))) == DEEPEST


def test_again_counts_though_the_clock_was_a_year_ahead() -> None:
    wrong = graded("wrong", START + YEAR, EASY)
    again = graded("again", START + timedelta(days=1), AGAIN)
    passed_over = state(wrong, again).memory
    assert passed_over is not None and not isinstance(passed_over.due, datetime)
    heeded = state(wrong, again._replace(after="wrong"))
    assert heeded.rating == AGAIN
    assert heeded.memory is not None and heeded.memory.due == again.at + timedelta(minutes=10)
    assert heeded.reps == 2, "nothing is taken back"


def test_a_pass_after_the_wrong_clock_is_due_from_the_day_it_was_given_on() -> None:
    wrong = graded("wrong", START + YEAR, EASY)
    good = graded("good", START + timedelta(days=1), GOOD, after="wrong")
    memory = state(wrong, good).memory
    assert memory is not None and memory.day == good.day
    assert good.day < memory.due_day < good.day + timedelta(days=60)
    later = graded("later", START + timedelta(days=9), GOOD, after="wrong")
    then = state(wrong, good, later).memory
    assert then is not None and then.day == later.day
    assert then.stability > memory.stability, "the days between count again"
    assert then == preview(memory, later.at, later.day, PARAMETERS, ("adam", 2))[GOOD]


def test_a_forget_after_the_wrong_clock_forgets() -> None:
    wrong, at = graded("wrong", START + YEAR, EASY), START + timedelta(days=1)
    forget = Mark("z", at, at.date(), "forget", "adam")
    assert state(wrong, forget).memory is not None
    assert state(wrong, forget._replace(after="wrong")).memory is None


def test_a_clock_that_is_set_back_twice_is_followed_twice() -> None:
    first = graded("a", START + YEAR, EASY)
    second = graded("b", START + timedelta(days=30), GOOD, after="a")
    third = graded("c", START, AGAIN, after="b")
    assert state(first, second, third).rating == AGAIN
    newest = state(first, second, third).after(START, "d")
    fourth = graded("d", START + timedelta(days=1), GOOD, after=newest)
    assert fourth.after == "b", "what is earlier than the clock needs no name"
    assert [event.id for event in arrange([fourth, third, second, first], set()).events] == ["a", "b", "c", "d"]


def test_what_is_named_holds_its_place_once_taken_back() -> None:
    early, wrong = graded("early", START + YEAR, EASY), graded("wrong", START + YEAR + timedelta(days=1), EASY)
    again = graded("again", START, AGAIN, after="wrong")
    undo = Undo("u", START, START.date(), "wrong")
    assert state(early, wrong, undo, again).rating == AGAIN


def test_what_is_named_and_not_there_is_awaited() -> None:
    wrong, again = graded("wrong", START + YEAR, EASY), graded("again", START, AGAIN, after="wrong")
    alone = state(again)
    assert alone.awaited == ("wrong",)
    assert state(again, wrong).awaited == ()
    assert state(again, wrong).rating == AGAIN
    assert state(Review("x", START, date(2026, 1, 5), "kl", GOOD, after="wrong"), wrong).awaited == ()


def test_what_names_itself_or_leads_in_a_circle_counts_once_when_it_comes_again() -> None:
    itself = graded("a", START, after="a")
    circle = [graded("b", START + YEAR, after="c"), graded("c", START, after="b")]
    for events in ([itself], circle):
        progress = fold(events, PARAMETERS)
        for event in events:
            assert extend(progress, [event], PARAMETERS).stale == {"adam"}
