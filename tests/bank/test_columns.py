"""Entries in columns say what the entries say from which they were made, whole, in part and one after another."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.bank.catalog import DIFFICULTIES, LIKELIHOODS, Entries, Entry, Listed
from mlflash.bank.columns import Chained, Packed, Replaced, pack, unpack

WORDS = st.sampled_from(("a", "b-2", "c"))
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.integers(0, 10**6).map("q-{}".format),
        WORDS,
        st.none() | st.text(st.characters(codec="utf-8"), max_size=5),
        st.sampled_from(DIFFICULTIES),
        st.sampled_from(LIKELIHOODS),
        st.lists(WORDS, max_size=3).map(tuple),
        st.booleans(),
        st.integers(1, 8),
        st.binary(min_size=6, max_size=6).map(bytes.hex),
        st.text(st.characters(codec="utf-8"), max_size=20),
    ),
    max_size=8,
)


def packed(entries: list[Entry]) -> Packed:
    """The entries, there and back as a cache keeps them."""
    head, columns = pack(entries)
    return unpack(json.loads(json.dumps(head)), memoryview(columns))


def same(found: Entries, expected: list[Entry]) -> None:
    """Every way of reading them gives these entries."""
    assert len(found) == len(expected)
    assert [*found] == expected
    assert [found.at(place) for place in range(len(found))] == expected
    assert found[:] == expected
    assert found[1:-1:2] == expected[1:-1:2]
    assert found == Listed(expected)
    for name in Entry._fields:
        assert [*found.column(name)] == [getattr(entry, name) for entry in expected]
    if expected:
        assert found[-1] == expected[-1]
        assert expected[0] in found
    with pytest.raises(IndexError):
        found[len(found)]


@given(ENTRIES)
@settings(max_examples=60)
def test_entries_come_back_whole(entries: list[Entry]) -> None:
    same(packed(entries), entries)
    same(Listed(entries), entries)


@given(st.lists(ENTRIES, max_size=4), st.data())
@settings(max_examples=60)
def test_parts_come_one_after_another(banks: list[list[Entry]], data: st.DataObject) -> None:
    parts: list[Packed] = []
    expected: list[Entry] = []
    for entries in banks:
        start, stop = sorted(data.draw(st.tuples(*[st.integers(0, len(entries))] * 2)))
        parts.append(packed(entries).part(start, stop))
        same(parts[-1], entries[start:stop])
        expected += entries[start:stop]
    chained = Chained(parts)
    same(chained, expected)
    for place, entry in enumerate(expected):
        part, within = chained.within(place)
        assert parts[part].at(within) == entry


@given(ENTRIES, st.data())
@settings(max_examples=40)
def test_some_are_replaced(entries: list[Entry], data: st.DataObject) -> None:
    places = data.draw(st.sets(st.integers(0, len(entries) - 1))) if entries else set()
    others = {place: entries[place]._replace(question="mine", likelihood="low") for place in places}
    expected = [others.get(place, entry) for place, entry in enumerate(entries)]
    same(Replaced(packed(entries), others), expected)


@pytest.mark.parametrize("count", [1, 256, 257, 65_537])
def test_as_many_distinct_values_as_there_are(count: int) -> None:
    entries = [
        Entry(f"q{n}", "s", None, "easy", "high", (f"t{n}",), False, 4, f"{n:012x}", "?") for n in range(count)
    ]
    found = packed(entries)
    assert [*found.column("tags")] == [entry.tags for entry in entries]
    assert found == Listed(entries)


def test_entries_that_say_something_else_are_not_equal() -> None:
    entry = Entry("q", "s", None, "easy", "high", (), False, 4, "0" * 12, "Why?")
    assert packed([entry]) != Listed([entry._replace(question="How?")])
    assert packed([entry]) != [entry]
    with pytest.raises(ValueError, match="argument"):
        unpack({**pack([entry])[0], "values": [[]]}, memoryview(b""))
