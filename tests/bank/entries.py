"""Any entries, packed, and all the ways in which they can be read."""

from __future__ import annotations

import json

import pytest
from hypothesis import strategies as st

from mlflash.bank.catalog import DIFFICULTIES, LIKELIHOODS, CardHead, CardHeads, HeadList
from mlflash.bank.columns import Packed, pack, unpack

WORDS = st.sampled_from(("a", "b-2", "c"))
ENTRIES = st.lists(
    st.builds(
        CardHead,
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


def packed(entries: list[CardHead]) -> Packed:
    """The entries, there and back as a cache keeps them."""
    head, columns = pack(entries)
    return unpack(json.loads(json.dumps(head)), memoryview(columns))


def same(found: CardHeads, expected: list[CardHead]) -> None:
    """Every way of reading them gives these entries."""
    assert len(found) == len(expected)
    assert [*found] == expected
    assert [found.at(place) for place in range(len(found))] == expected
    assert found[:] == expected
    assert found[1:-1:2] == expected[1:-1:2]
    assert found == HeadList(expected)
    for name in CardHead._fields:
        assert [*found.column(name)] == [getattr(card, name) for card in expected]
    if expected:
        assert found[-1] == expected[-1]
        assert expected[0] in found
    with pytest.raises(IndexError):
        found[len(found)]
