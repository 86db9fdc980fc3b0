"""A search of the journals finds what a reading of all of them finds."""

from __future__ import annotations

import tempfile
from itertools import chain, zip_longest
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.scheduler.events import CardEvent, Event, Undo
from mlflash.store import journal_reader, searches
from tests.store.making import QUESTIONS, events, line, put, review


@given(events(), st.sampled_from(QUESTIONS), st.integers(1, 700), st.binary(max_size=30))
def test_the_events_of_a_card_are_found_whatever_the_blocks(
    made: list[Event], card_id: str, block: int, torn: bytes
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder) / "desk.jsonl", made)
        with (Path(folder) / "desk.jsonl").open("ab") as file:
            file.write(torn.replace(b"\n", b""))
        read = journal_reader.read(Path(folder))
        with patch.object(searches, "BLOCK", block):
            found = searches.events_naming(Path(folder), [card_id])
    wanted = [
        event
        for event in read.events
        if isinstance(event, Undo) or (isinstance(event, CardEvent) and event.card_id == card_id)
    ]
    assert {event.id for event in wanted} <= {event.id for event in found}
    assert len(found) == len({event.id for event in found})


@given(
    events(), st.lists(st.sampled_from([b"", b"\n", b'"', b'{"v":1,"id":"torn', b" \r\n"]), max_size=40), st.data()
)
def test_an_event_is_found_by_any_text_on_its_line_whatever_stands_before_it(
    made: list[Event], between: list[bytes], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pieces = zip_longest(map(line, made), between, fillvalue=b"")
        (folder / "desk.jsonl").write_bytes(b"".join(chain.from_iterable(pieces)) + b"\n")
        read = journal_reader.read(folder)
        ids = data.draw(st.sets(st.sampled_from([event.id for event in made])))
        cards = data.draw(st.sets(st.sampled_from(QUESTIONS)))
        found = [event.id for event, was_read in searches.scan(folder, ids | cards, read.marks) if was_read]
    wanted = {
        event.id
        for event in read.events
        if event.id in ids or (isinstance(event, CardEvent) and event.card_id in cards)
    }
    assert wanted <= set(found)


@pytest.mark.parametrize("block", [64, 1000, 1 << 22])
def test_an_overlong_line_is_passed_over(tmp_path: Path, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "BLOCK", block)
    monkeypatch.setattr(searches, "MAX_LINE", 400)
    long = line(review(1)).rstrip(b"\n") + b" " * 5000 + line(review(2))
    data = line(review(0)) + long + line(review(3))
    (tmp_path / "desk.jsonl").write_bytes(data)
    assert [event.id for event in searches.events_naming(tmp_path, [QUESTIONS[0]])] == ["r00000", "r00003"]
