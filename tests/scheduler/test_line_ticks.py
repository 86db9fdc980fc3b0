"""Ticks: misses stay beside the text they were counted for, wherever it goes."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.events import LINES, Asked, Event, LineAnswer, Mark, Rating, Review, Write
from mlflash.scheduler.fold import fold
from mlflash.scheduler.line_ticks import line_hash
from mlflash.scheduler.schedule import Parameters
from mlflash.scheduler.weakness import missed_lately, missed_line
from tests.scheduler.histories import START

PARAMETERS = Parameters(fuzz=False)


class Seen:
    """Reviews of a card, one a minute."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(self, had: tuple[int, ...], texts: str | None, answer: str | None = None) -> Seen:
        """A review with some lines had, of those with these texts (a letter each), None for an older program."""
        at = START + timedelta(minutes=len(self.events))
        hashes = None if texts is None else tuple(map(line_hash, texts))
        of = None if texts is None or len(texts) == LINES else len(texts)
        name = f"r{len(self.events):02}"
        self.events.append(
            Review(name, at, at.date(), "adam", Rating.GOOD, had, answer=answer, of=of, hashes=hashes)
        )
        return self

    def write(self, *own: str) -> Seen:
        """Own lines written; none clears them."""
        at = START + timedelta(minutes=len(self.events))
        self.events.append(Write(f"w{len(self.events):02}", at, at.date(), "adam", own))
        return self

    @property
    def state(self) -> CardState:
        return fold(self.events, PARAMETERS).state("adam")

    @property
    def lately(self) -> list[int]:
        """How often each line was missed lately."""
        state = self.state
        return [missed_lately(state, n)[0] for n in range(1, len(state.line_misses) + 1)]


def test_a_hash_is_short_and_takes_spaces_for_one() -> None:
    assert line_hash("a  b\n") == line_hash("a b") == "7faae47c"
    assert line_hash("a b") != line_hash("ab")
    assert line_hash("half a pair \ud800")


def test_misses_follow_lines_that_change_places() -> None:
    seen = Seen().add((1, 2, 3), "abcd").add((1, 2, 3), "abcd")
    assert (seen.lately, missed_line(seen.state)) == ([0, 0, 0, 2], (4, 2, 2))
    seen.add((1, 2, 4), "abdc")
    assert (seen.lately, seen.state.line_misses) == ([0, 0, 3, 0], (0, 0, 3, 0))
    assert missed_line(seen.state) == (3, 3, 3)


def test_a_line_with_new_words_begins_without_a_miss() -> None:
    seen = Seen().add((1, 2, 3), "abcd").add((1, 2, 3), "abcd").add((1, 2, 3), "abce")
    assert (seen.lately, seen.state.ticked_reviews) == ([0, 0, 0, 1], 3)
    assert missed_line(seen.state) is None


def test_a_line_that_is_gone_takes_its_misses_with_it() -> None:
    seen = Seen().add((1, 3, 4), "abcd").add((1, 3, 4), "abcd").add((1, 2, 3), "acd")
    assert (seen.lately, seen.state.line_misses) == ([0, 0, 0], (0, 0, 0))
    assert seen.add((1, 2, 3, 4), "abcd").lately == [0, 0, 0, 0]


def test_two_lines_of_the_same_words_keep_their_places() -> None:
    seen = Seen().add((1, 2, 3), "abaa").add((1, 2, 3), "abaa").add((1, 2, 3), "abaa")
    assert seen.lately == [0, 0, 0, 3]


def test_older_ticks_count_while_the_answer_is_the_cards() -> None:
    seen = Seen().add((1, 2, 3), None, "old").add((1, 2, 3), None, "old")
    assert Seen().lately == []
    assert seen.lately == [0, 0, 0, 2]
    assert Seen.add(seen, (1, 2, 3), "abcd", "old").lately == [0, 0, 0, 3]
    other = Seen().add((1, 2, 3), None, "old").add((1, 2, 3), None, "old").add((1, 2, 3), "abcd", "new")
    assert other.lately == [0, 0, 0, 1]
    older = Seen().add((1, 2, 3), None, "old").add((1, 2, 3), None, "old").add((1, 2, 3), None, "new")
    assert older.lately == [0, 0, 0, 1]


def test_older_ticks_of_own_lines_count_whatever_the_banks_answer_is() -> None:
    seen = Seen().write("", "", "", "mine").add((1, 2), None, "old").add((1, 2), None, "new")
    assert seen.lately == [0, 0, 1, 2]


def test_a_review_of_an_older_program_counts_by_number_while_the_answer_is_the_same() -> None:
    seen = Seen().add((1, 2, 3), "abcd", "old").add((1, 2, 3), None, "old")
    assert (seen.lately, len(seen.state.line_hashes)) == ([0, 0, 0, 2], 4)
    changed = Seen().add((1, 2, 3), "abcd", "old").add((1, 2, 3), None, "new")
    assert (changed.lately, changed.state.line_hashes) == ([0, 0, 0, 1], ())


def test_own_lines_that_change_places_keep_their_misses() -> None:
    seen = Seen().write("x", "y", "z", "").add((1, 2), "xyzd").add((1, 2), "xyzd")
    assert seen.lately == [0, 0, 2, 2]
    assert seen.write("z", "y", "x", "").lately == [2, 0, 0, 2]
    assert seen.write("z", "y", "x", "new").lately == [2, 0, 0, 0]
    assert seen.add((2, 3, 4), "zyxn").lately == [3, 0, 0, 0]


def test_a_note_changes_no_tick() -> None:
    seen = Seen().add((1,), "abcd")
    before = seen.state
    at = START + timedelta(minutes=9)
    seen.events.append(Write("n", at, at.date(), "adam", None, "a note"))
    assert seen.state.ticks == before.ticks


def test_hashes_that_do_not_fit_the_lines_are_passed_over() -> None:
    odd = Review("r", START, START.date(), "adam", Rating.GOOD, (1,), hashes=("a",) * 9)
    assert fold([odd], PARAMETERS).state("adam").line_hashes == ()


@given(st.lists(st.tuples(st.permutations("abcd"), st.sets(st.sampled_from("abcd"))), min_size=1, max_size=12))
def test_whatever_the_order_of_lines_each_text_has_its_own_misses(
    seen: list[tuple[list[str], set[str]]],
) -> None:
    reviews = Seen()
    for texts, had in seen:
        reviews.add(tuple(n for n, text in enumerate(texts, 1) if text in had), "".join(texts))
    expected = [sum(text not in had for _, had in seen) for text in seen[-1][0]]
    assert list(reviews.state.line_misses) == expected


def test_lines_practised_and_interviews_are_kept() -> None:
    day = START.date()

    def line(n: int, text: str, right: bool) -> LineAnswer:
        return LineAnswer(f"l{n}", START + timedelta(minutes=n), day, "adam", text, right)

    events: list[Event] = [line(1, "a", False), line(2, "b", True), line(3, "a", True)]
    events += [Asked(f"a{n}", START, day, "adam", day + timedelta(days=n % 2)) for n in range(3)]
    state = fold(events, PARAMETERS).state("adam")
    assert state.practised == (("b", True), ("a", True))
    assert state.interviews == (day, day + timedelta(days=1))
    assert (state.memory, state.reps) == (None, 0)
    at = START + timedelta(hours=1)
    forgotten = fold([*events, Mark("f", at, day, "forget", "adam")], PARAMETERS).state("adam")
    assert (forgotten.practised, forgotten.interviews) == ((), state.interviews)


def test_a_ticked_review_resets_practice_and_cram_does_not() -> None:
    day = START.date()
    events: list[Event] = [LineAnswer("l", START, day, "adam", "b", True)]
    later = START + timedelta(hours=1)
    review = Review("r", later, day, "adam", Rating.GOOD, (1,), hashes=("a", "b"), of=2)
    practised = (("b", True),)
    for changes in ({"mode": "cram"}, {"lines": None, "hashes": None}):
        assert fold([*events, review._replace(**changes)], PARAMETERS).state("adam").practised == practised
    assert fold([*events, review], PARAMETERS).state("adam").practised == ()
