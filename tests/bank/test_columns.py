"""Entries in columns say what the entries say from which they were made."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from mlflash.bank.catalog import Entry, Listed
from mlflash.bank.columns import pack, unpack
from tests.bank.entries import ENTRIES, packed, same


@given(ENTRIES)
@settings(max_examples=60)
def test_entries_come_back_whole(entries: list[Entry]) -> None:
    same(packed(entries), entries)
    same(Listed(entries), entries)


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
