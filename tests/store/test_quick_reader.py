"""The quick reader of lines gives what the careful one gives, or leaves the line to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.scheduler.events import MOST_LINES, YEARS, Event, Review
from mlflash.store import journal_reader
from mlflash.store.journal import as_read
from mlflash.store.journal_reader import BROKEN, parse
from mlflash.store.quick_reader import reader
from tests.scheduler.histories import journals
from tests.store.making import line, put, review, reviews

FULL = line(review(7)._replace(lines=(1, 3), ms=900, answer="ab", sure=True, typed=("x", ""), of=3))[:-1]
HASHED = line(review(9)._replace(hashes=("a1", "b2"), after="r1"))[:-1]
PLAIN = line(review(8)._replace(lines=None, ms=None, answer=None))[:-1]
AT, DAY = json.loads(FULL)["at"].encode(), json.loads(FULL)["day"].encode()
FIRST, LAST = date(YEARS.start, 1, 1), date(YEARS.stop - 1, 12, 31)
INSTANTS = st.builds(
    lambda day, hour, minute, ms: datetime(day.year, day.month, day.day, hour, minute, 59, ms * 1000, UTC),
    st.dates(FIRST, LAST),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 999),
)
TEXTS = st.text(max_size=8)
REVIEWS = st.builds(
    Review,
    id=st.text(min_size=1, max_size=8),
    at=INSTANTS,
    day=st.dates(FIRST, LAST),
    card_id=TEXTS,
    rating=st.integers(1, 4),
    lines=st.none() | st.sets(st.integers(1, MOST_LINES)).map(lambda found: tuple(sorted(found))),
    ms=st.none() | st.integers(0, 86_400_000),
    mode=TEXTS,
    answer=st.none() | TEXTS,
    sure=st.none() | st.booleans(),
    typed=st.none() | st.lists(TEXTS, max_size=4).map(tuple),
    of=st.none() | st.integers(1, MOST_LINES),
    hashes=st.none() | st.lists(TEXTS, max_size=4).map(tuple),
    after=st.none() | TEXTS,
)
SIGNS = (
    rb""", : [ ] { } " \ . e - + 0 1 -1 64 65 2.0 1e3 NaN null true \n \ud800 "typed":[] ,"of":3 ,"ms":7 "x":1,"""
)
RAW = "\0|\t|\r| |\x1f|\x7f|é|٣|\u2028".encode()
SPLINTERS = st.sampled_from([*SIGNS.split(), *RAW.split(b"|"), b"\x80", b"\xed\xa0\x80"])


def outcome(read: Callable[[bytes], Any], text: bytes) -> Any:
    """The event and the types in it, or that the line is refused."""
    try:
        event = read(text)
    except BROKEN:
        return "refused"
    return event, [type(value) for value in event or ()], getattr(event, "at", None) and event.at.tzinfo


def agree(text: bytes) -> Any:
    """Hold the quick reader to the careful one; what it made of the line."""
    quick = outcome(reader(), text)
    if quick != (None, [], None):
        assert quick == outcome(parse, text)
    return quick


@settings(max_examples=300, deadline=None)
@given(REVIEWS)
def test_a_review_as_written_is_read_at_once(event: Review) -> None:
    text = line(event)[:-1]
    (known,) = as_read([event])
    assert parse(text) == known
    quick = agree(text)
    if b"\\" not in text and (event.ms or 0) < 10_000_000:
        assert quick[0] == known


@settings(max_examples=60, deadline=None)
@given(journals(size=12))
def test_other_events_are_left_to_the_careful_reader(events: list[Event]) -> None:
    for event in events:
        quick = agree(line(event)[:-1])
        assert (quick[0] is None) or isinstance(event, Review)


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from([FULL, PLAIN, HASHED]), st.data())
def test_a_damaged_line_is_read_as_the_careful_reader_reads_it(text: bytes, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.sampled_from([start, start + 1, start + 2]) | st.integers(start, len(text)))
        text = text[:start] + data.draw(st.just(b"") | SPLINTERS | st.binary(max_size=3)) + text[end:]
    agree(text)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_value_in_any_field_is_read_alike(data: st.DataObject) -> None:
    raw = json.loads(data.draw(st.sampled_from([FULL, PLAIN, HASHED])))
    anything = st.recursive(
        st.none() | st.booleans() | st.integers(-2, 70) | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=4,
    )
    names = sorted({*json.loads(FULL), *json.loads(HASHED)} - {"at"})
    raw[data.draw(st.sampled_from(names))] = data.draw(anything)
    agree(json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


@pytest.mark.parametrize("year", [0, YEARS.start - 1, YEARS.start, 1999, 2000, YEARS.stop - 1, YEARS.stop, 9999])
@pytest.mark.parametrize("of", [AT, DAY], ids=["at", "day"])
def test_the_first_and_the_last_years(year: int, of: bytes) -> None:
    text = FULL.replace(b'"' + of, b'"%04d' % year + of[4:])
    assert agree(text)[0] in (parse(text) if year in YEARS else None, None)
    assert (agree(text)[0] is not None) == (year in YEARS)


@pytest.mark.parametrize(
    "change",
    [
        (AT, b"2026-02-30T08:00:00.000Z"),
        (AT, b"2026-03-28T24:00:00.000Z"),
        (AT, b"2026-03-28T08:00:60.000Z"),
        (AT, b"2026-03-28T0800:00:.000Z"),
        (AT, b"2026-03-28T08:00:00.000+00:00"),
        (AT, b"2026-03-28T08:00:00.0001Z"),
        (AT, b"2026-03-28T08:00:00Z"),
        (AT, b"2026-03-28 08:00:00.000Z"),
        (AT, "2026-03-2٨T08:00:00.000Z".encode()),
        (DAY, b"2026-02-30"),
        (DAY, b"20260328"),
        (b'"lines":[1,3]', b'"lines":[3,1,3]'),
        (b'"lines":[1,3]', b'"lines":[]'),
        (b'"lines":[1,3]', b'"lines":[0]'),
        (b'"lines":[1,3]', b'"lines":[01]'),
        (b'"lines":[1,3]', b'"lines":[1,65]'),
        (b'"lines":[1,3]', b'"lines":[' + b",".join([b"2"] * 500) + b"]"),
        (b'"ms":900', b'"ms":0900'),
        (b'"ms":900', b'"ms":-1'),
        (b'"ms":900', b'"ms":99999999999999999999'),
        (b'"ms":900', b'"ms":9e2'),
        (b'"of":3', b'"of":65'),
        (b'"of":3', b'"of":3,"of":4'),
        (b'"of":3', b'"of":3,"rating":9'),
        (b'"typed":["x",""]', b'"typed":["x",""],"typed":["y"]'),
        (b'"typed":["x",""]', b'"typed":["x",]'),
        (b'"v":1', b'"v":1.0'),
        (b'"v":1', b'"v":2'),
    ],
    ids=lambda change: change[1][:40],
)
def test_what_lies_close_to_a_line_as_written(change: tuple[bytes, bytes]) -> None:
    assert change[0] in FULL
    text = FULL.replace(*change)
    if b'"v":2' in text:
        assert reader()(text) is None
    else:
        agree(text)


def test_a_long_journal_is_read_as_a_short_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spaced = json.dumps(json.loads(FULL)).encode()
    odd = [b"<<<<<<< HEAD", spaced, FULL[:40] + PLAIN, PLAIN + FULL, FULL + b"\r", PLAIN]
    put(tmp_path / "desk.jsonl", reviews(20))
    with (tmp_path / "desk.jsonl").open("ab") as file:
        file.writelines(one + b"\n" for one in odd)
    short = journal_reader.read(tmp_path)
    monkeypatch.setattr(journal_reader, "LONG", 0)
    assert short is not None
    assert journal_reader.read(tmp_path) == short
    assert len(short.events) == 20 + 6
    assert short.complaints == ["2 lines of desk.jsonl could not be read and were passed over"]
