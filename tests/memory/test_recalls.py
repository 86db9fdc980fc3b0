"""Versions of recall by question: sharing what did not change, opening rows late, behaving as dictionaries do."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.memory.progress import EMPTY, Recall
from mlflash.memory.recalls import MOST_CHANGED, Recalls


def row(reps: int) -> bytes:
    return str(reps).encode()


def opened(data: bytes) -> Recall:
    return Recall(reps=int(data))


CHANGE = st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(1, 9), max_size=3)


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9)), st.lists(CHANGE, max_size=12))
@settings(max_examples=60)
def test_every_version_is_the_dictionary_it_stands_for(
    start: dict[str, int], steps: list[dict[str, int | None]]
) -> None:
    version = Recalls({question: row(reps) for question, reps in start.items()}, opened)
    expected = dict(start)
    versions = [(version, dict(expected))]
    for step in steps:
        version = version.replaced({q: None if reps is None else Recall(reps=reps) for q, reps in step.items()})
        for question, reps in step.items():
            expected.pop(question, None)
            if reps is not None:
                expected[question] = reps
        versions.append((version, dict(expected)))
    for kept, known in versions:  # an older version is none the wiser for newer ones
        assert {question: state.reps for question, state in kept.items()} == known
        assert len(kept) == len(known)
        assert all((question in kept) == (question in known) for question in "abcdef")
        assert kept == {question: Recall(reps=reps) for question, reps in known.items()}


def test_a_row_is_opened_once_and_only_when_looked_at() -> None:
    calls: list[bytes] = []

    def counted(data: bytes) -> Recall:
        calls.append(data)
        return opened(data)

    kept = Recalls({"a": row(1), "b": row(2)}, counted)
    other = kept.replaced({"c": Recall(reps=3)})
    assert len(other) == 3
    assert not calls
    assert other["a"] is kept["a"]
    assert calls == [b"1"]
    assert dict(other.rows()) == {"a": Recall(reps=1), "b": b"2", "c": Recall(reps=3)}
    assert kept.get("z", EMPTY) == EMPTY


def test_many_changes_are_put_together_without_opening_rows() -> None:
    def refuse(data: bytes) -> Recall:
        raise AssertionError("opened")

    kept = Recalls({"old": b"row", "gone": b"row"}, refuse).replaced({"gone": None})
    for number in range(MOST_CHANGED + 5):
        kept = kept.replaced({str(number): Recall(reps=number)})
    assert len(kept) == MOST_CHANGED + 6
    assert len(list(kept)) == len(kept)
    assert dict(kept.rows())["old"] == b"row"


def test_only_an_unopened_row_can_be_told_to_wait() -> None:
    kept = Recalls({"late": b"2", "soon": b"1"}, opened, lambda data, day: data > day)
    assert kept.waits("late", b"1")
    assert not kept.waits("soon", b"1")
    assert not kept.waits("unknown", b"1")
    assert not kept.replaced({"late": Recall()}).waits("late", b"1")
    assert kept["late"].reps == 2
    assert not kept.waits("late", b"1")


def test_a_glimpse_leaves_a_row_unopened() -> None:
    def glimpsed(data: bytes) -> Recall:
        return Recall(lapses=int(data))

    kept = Recalls({"a": row(1), "b": row(2)}, opened, glimpsed=glimpsed)
    changed = kept.replaced({"b": Recall(reps=5), "c": None})
    for version in (kept, changed):
        assert version.glimpse("a") == Recall(lapses=1)
        assert version.glimpse("c") is None
    assert dict(kept.rows())["a"] == row(1)
    assert changed.glimpse("b") == Recall(reps=5)
    assert kept["a"] == kept.glimpse("a") == Recall(reps=1)
    assert Recalls({"a": row(1)}, opened).glimpse("a") == Recall(reps=1)
