"""Versions of recall by question: sharing what did not change, opening rows late, behaving as dictionaries do."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.scheduler.card_state import NEW_CARD, CardState
from mlflash.scheduler.card_states import MOST_CHANGED, CardStates


def row(reps: int) -> bytes:
    return str(reps).encode()


def opened(data: bytes) -> CardState:
    return CardState(reps=int(data))


CHANGE = st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(1, 9), max_size=3)


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9)), st.lists(CHANGE, max_size=12))
@settings(max_examples=60)
def test_every_version_is_the_dictionary_it_stands_for(
    start: dict[str, int], steps: list[dict[str, int | None]]
) -> None:
    version = CardStates({card_id: row(reps) for card_id, reps in start.items()}, opened)
    expected = dict(start)
    versions = [(version, dict(expected))]
    for step in steps:
        version = version.replaced({q: None if reps is None else CardState(reps=reps) for q, reps in step.items()})
        for card_id, reps in step.items():
            expected.pop(card_id, None)
            if reps is not None:
                expected[card_id] = reps
        versions.append((version, dict(expected)))
    for kept, known in versions:  # an older version is none the wiser for newer ones
        assert {card_id: state.reps for card_id, state in kept.items()} == known
        assert len(kept) == len(known)
        assert all((card_id in kept) == (card_id in known) for card_id in "abcdef")
        assert kept == {card_id: CardState(reps=reps) for card_id, reps in known.items()}


def test_a_row_is_opened_once_and_only_when_looked_at() -> None:
    calls: list[bytes] = []

    def counted(data: bytes) -> CardState:
        calls.append(data)
        return opened(data)

    kept = CardStates({"a": row(1), "b": row(2)}, counted)
    other = kept.replaced({"c": CardState(reps=3)})
    assert len(other) == 3
    assert not calls
    assert other["a"] is kept["a"]
    assert calls == [b"1"]
    assert dict(other.rows()) == {"a": CardState(reps=1), "b": b"2", "c": CardState(reps=3)}
    assert kept.get("z", NEW_CARD) == NEW_CARD


def test_many_changes_are_put_together_without_opening_rows() -> None:
    def refuse(data: bytes) -> CardState:
        raise AssertionError("opened")

    kept = CardStates({"old": b"row", "gone": b"row"}, refuse).replaced({"gone": None})
    for number in range(MOST_CHANGED + 5):
        kept = kept.replaced({str(number): CardState(reps=number)})
    assert len(kept) == MOST_CHANGED + 6
    assert len(list(kept)) == len(kept)
    assert dict(kept.rows())["old"] == b"row"


def test_only_an_unopened_row_can_be_told_to_wait() -> None:
    kept = CardStates({"late": b"2", "soon": b"1"}, opened, lambda data, day: data > day)
    assert kept.waits("late", b"1")
    assert not kept.waits("soon", b"1")
    assert not kept.waits("unknown", b"1")
    assert not kept.replaced({"late": CardState()}).waits("late", b"1")
    assert kept["late"].reps == 2
    assert not kept.waits("late", b"1")


def test_a_glimpse_leaves_a_row_unopened() -> None:
    def glimpsed(data: bytes) -> CardState:
        return CardState(lapses=int(data))

    kept = CardStates({"a": row(1), "b": row(2)}, opened, glimpsed=glimpsed)
    changed = kept.replaced({"b": CardState(reps=5), "c": None})
    for version in (kept, changed):
        assert version.glimpse("a") == CardState(lapses=1)
        assert version.glimpse("c") is None
    assert dict(kept.rows())["a"] == row(1)
    assert changed.glimpse("b") == CardState(reps=5)
    assert kept["a"] == kept.glimpse("a") == CardState(reps=1)
    assert CardStates({"a": row(1)}, opened).glimpse("a") == CardState(reps=1)
