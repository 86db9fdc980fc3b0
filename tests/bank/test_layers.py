"""Entries put together of others say what those say, in their order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.bank.catalog import CardHead
from mlflash.bank.columns import Packed
from mlflash.bank.layers import Chained, Replaced
from tests.bank.entries import ENTRIES, packed, same


@given(st.lists(ENTRIES, max_size=4), st.data())
@settings(max_examples=60)
def test_parts_come_one_after_another(banks: list[list[CardHead]], data: st.DataObject) -> None:
    parts: list[Packed] = []
    expected: list[CardHead] = []
    for entries in banks:
        start, stop = sorted(data.draw(st.tuples(*[st.integers(0, len(entries))] * 2)))
        parts.append(packed(entries).part(start, stop))
        same(parts[-1], entries[start:stop])
        expected += entries[start:stop]
    chained = Chained(parts)
    same(chained, expected)
    for place, card in enumerate(expected):
        part, within = chained.within(place)
        assert parts[part].at(within) == card


@given(ENTRIES, st.data())
@settings(max_examples=40)
def test_some_are_replaced(entries: list[CardHead], data: st.DataObject) -> None:
    places = data.draw(st.sets(st.integers(0, len(entries) - 1))) if entries else set()
    others = {place: entries[place]._replace(question="mine", likelihood="low") for place in places}
    expected = [others.get(place, card) for place, card in enumerate(entries)]
    same(Replaced(packed(entries), others), expected)
