"""Entries in columns say what the entries say from which they were made."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from mlflash.bank.catalog import CardHead, HeadList
from mlflash.bank.columns import pack, unpack
from tests.bank.entries import ENTRIES, packed, same


@given(ENTRIES)
@settings(max_examples=60)
def test_entries_come_back_whole(entries: list[CardHead]) -> None:
    same(packed(entries), entries)
    same(HeadList(entries), entries)


@pytest.mark.parametrize("count", [1, 256, 257, 65_537])
def test_as_many_distinct_values_as_there_are(count: int) -> None:
    entries = [
        CardHead(f"q{n}", "s", None, "easy", "high", (f"t{n}",), False, 4, f"{n:012x}", "?") for n in range(count)
    ]
    found = packed(entries)
    assert [*found.column("tags")] == [card.tags for card in entries]
    assert found == HeadList(entries)


def test_entries_that_say_something_else_are_not_equal() -> None:
    card = CardHead("q", "s", None, "easy", "high", (), False, 4, "0" * 12, "Why?")
    assert packed([card]) != HeadList([card._replace(question="How?")])
    assert packed([card]) != [card]
    with pytest.raises(ValueError, match="argument"):
        unpack({**pack([card])[0], "values": [[]]}, memoryview(b""))
