"""The dates of the texts of cards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.errors import MlflashError
from mlflash.exchange.modified import Table, Version, dated, note_hash, read_table, write_table

THEN = datetime(2026, 11, 1, tzinfo=UTC)
HASHES = st.sampled_from("abc")
STEPS = st.lists(st.tuples(st.booleans(), HASHES), min_size=1, max_size=8)


@given(STEPS, HASHES)
def test_a_text_that_changed_since_the_last_export_is_newer(steps: list[tuple[bool, str]], shipped: str) -> None:
    """Whatever it changed to; one that did not change has the date it had."""
    table: Table = {"x": Version(shipped, THEN)}
    own: Table = {}
    before = None
    for number, (_, digest) in enumerate(steps):
        versions, own = dated({"x": digest}, table, own, THEN + timedelta(days=number + 1))
        now = versions["x"]
        if before is not None:
            assert (now.since > before.since) == (digest != before.hash)
        before = now


def test_a_newer_release_of_the_bank_outdates_what_was_exported() -> None:
    own = {"x": Version("mine", THEN)}
    shipped = {"x": Version("new", THEN + timedelta(days=1))}
    versions, kept = dated({"x": "new"}, shipped, own, THEN + timedelta(days=9))
    assert versions == shipped
    assert kept == own


def test_a_table_comes_back(tmp_path: Path) -> None:
    table = {"b": Version("1", THEN), "a": Version("2", THEN)}
    write_table(tmp_path / "new" / "t.json", table)
    assert read_table(tmp_path / "new" / "t.json") == table


@pytest.mark.parametrize("data", [b"", b"[]", b'{"a": 1}', b"\xff"])
def test_a_broken_table_is_an_empty_one(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "t.json").write_bytes(data)
    assert read_table(tmp_path / "t.json") == {}


def test_a_table_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MlflashError, match="cannot"):
        write_table(tmp_path / "file" / "t.json", {})


def test_fields_and_tags_count() -> None:
    assert len({note_hash(("a", "b"), ("c",)), note_hash(("a",), ("b", "c", "d")), note_hash(("a", "b"), ())}) == 3
