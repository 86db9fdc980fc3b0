"""Events to and from the lines of the journal, as this program writes them and otherwise."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from mlflash.scheduler.events import MOST_LINES, YEARS, Event, NewerVersion, Rating, Review, Undo, Unknown
from mlflash.store import journal_reader
from mlflash.store.event_lines import BROKEN, Recurring, _as_written, _leniently, journal_form, line_of, parse
from mlflash.store.own_file import as_read
from tests.scheduler.histories import journals
from tests.store.making import NOON, line, put, review, reviews

REVIEW: dict[str, Any] = {
    "v": 1,
    "id": "a-1",
    "at": "2026-11-23T08:00:00.000Z",
    "day": "2026-11-23",
    "type": "review",
    "question": "adam",
    "rating": 3,
}
FORMS: dict[str, dict[str, Any]] = {
    "review": REVIEW
    | {"lines": [1, 3], "ms": 900, "answer": "ab", "sure": True, "typed": ["x"], "hashes": ["0f"], "after": "z"},
    "undo": REVIEW | {"type": "undo", "of": "a-0"},
    "bury": REVIEW | {"type": "bury"},
    "write": REVIEW | {"type": "write", "lines": ["mine"], "note": "n"},
    "probe": REVIEW | {"type": "probe", "probe": "ff", "right": False},
    "line": REVIEW | {"type": "line", "line": "0f", "right": True, "after": "z"},
    "asked": REVIEW | {"type": "asked", "interview": "2026-12-01"},
    "interview": REVIEW
    | {"type": "interview", "interview": "2026-12-01", "went": "well", "note": "n", "after": "z"},
    "rename": REVIEW | {"type": "rename", "to": "adamw", "after": "z"},
    "mock": REVIEW | {"type": "mock", "summary": {"score": 3}},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def read(raw: object) -> Event:
    """The event that an object on a line stands for."""
    return parse(json.dumps(raw).encode())


@given(journals(size=12))
@settings(max_examples=60)
def test_events_survive_the_journal(events: list[Event]) -> None:
    for event in events:
        written = line_of(event).encode()
        assert parse(written) == event
        assert line_of(parse(written)).encode() == written


def test_a_plain_review_says_only_what_is_known() -> None:
    event = Review("a-1", datetime(2026, 11, 23, 8, tzinfo=UTC), date(2026, 11, 23), "adam", Rating.GOOD)
    assert journal_form(event) == REVIEW | {"mode": "drill"}
    assert read(REVIEW) == event


def test_other_zones_are_read_as_utc() -> None:
    event = read(REVIEW | {"at": "2026-11-23T09:00:00+01:00"})
    assert event.at.tzinfo is UTC
    assert event == read(REVIEW)


def test_an_unknown_type_is_kept_as_unknown() -> None:
    event = read({key: REVIEW[key] for key in ("v", "id", "at", "day")} | {"type": "sneeze"})
    assert isinstance(event, Unknown)
    assert event.type == "sneeze"


def test_a_newer_version_is_refused_by_name() -> None:
    with pytest.raises(NewerVersion, match="format 2, this one reads 1"):
        read(REVIEW | {"v": 2})


@pytest.mark.parametrize(
    "change",
    [
        {"v": "1"},
        {"v": True},
        {"v": 1.0},
        {"v": 0},
        {"v": None},
        {"id": ""},
        {"id": 7},
        {"type": None},
        {"at": "2026-11-23T08:00:00"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "1900-01-01T00:00:00+14:00"},
        {"at": "yesterday"},
        {"at": 3},
        {"day": "2026-02-30"},
        {"day": "9999-12-31"},
        {"day": None},
        {"rating": 0},
        {"rating": 5},
        {"rating": True},
        {"rating": 3.0},
        {"rating": "3"},
        {"rating": [3]},
        {"question": None},
        {"lines": [0]},
        {"lines": [True]},
        {"lines": "12"},
        {"lines": 3},
        {"lines": [10**9]},
        {"ms": "9"},
        {"ms": True},
        {"mode": 3},
        {"answer": 3},
        {"sure": 1},
        {"typed": "abcd"},
        {"typed": [1]},
        {"type": "undo", "of": None},
        {"type": "undo"},
        {"type": "flag", "question": 1},
        {"type": "write", "lines": "four"},
        {"type": "write", "note": 4},
        {"type": "probe", "probe": "x", "right": "no"},
        {"hashes": "abcd"},
        {"hashes": [1]},
        {"after": 3},
        {"type": "flag", "after": 3},
        {"type": "line", "line": 1, "right": True},
        {"type": "line", "line": "0f", "right": 1},
        {"type": "line", "line": "0f"},
        {"type": "asked"},
        {"type": "asked", "interview": None},
        {"type": "asked", "interview": "2026-13-01"},
        {"type": "asked", "interview": "9999-12-01"},
        {"type": "interview"},
        {"type": "interview", "interview": "9999-12-01"},
        {"type": "interview", "interview": "2026-12-01", "went": 1},
        {"type": "rename"},
        {"type": "rename", "to": None},
        {"type": "mock", "summary": [["a", 1]]},
        {"type": "mock"},
    ],
    ids=json.dumps,
)
def test_a_broken_form_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read(REVIEW | change)


@pytest.mark.parametrize("missing", sorted(REVIEW))
def test_every_field_of_a_review_is_needed(missing: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read({key: value for key, value in REVIEW.items() if key != missing})


@pytest.mark.parametrize("raw", [None, 3, "text", [], [1], {}])
def test_anything_but_an_object_is_refused(raw: Any) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read(raw)


@pytest.mark.parametrize("ms", ["1e999", "-5", "1" + 30 * "0", "-1e9", "12.5"])
def test_times_beyond_sense_are_kept_within_a_day(ms: str) -> None:
    event = parse(json.dumps(REVIEW).replace("}", f',"ms":{ms}}}').encode())
    assert isinstance(event, Review)
    assert event.ms is not None
    assert 0 <= event.ms <= 86_400_000


@given(st.sampled_from(sorted(FORMS)), st.data(), JSON)
@settings(max_examples=200)
def test_any_value_in_any_field_is_read_or_refused(kind: str, data: st.DataObject, value: Any) -> None:
    field = data.draw(st.sampled_from(sorted(FORMS[kind])))
    try:
        event = read(FORMS[kind] | {field: value})
    except (*BROKEN, NewerVersion):
        return
    assert parse(line_of(event).encode()) == event


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


def values(event: Event | None) -> Any:
    """An event's fields with their types, and its time zone."""
    return event and [(value, type(value)) for value in asdict(event).values()], event and event.at.tzinfo


def agree(text: bytes) -> Event | None:
    """Hold the direct decoding of a line to the lenient one; returns what the direct one made of it."""
    event = _as_written(text, Recurring())
    if event is not None:
        assert values(event) == values(_leniently(text))
    return event


@settings(max_examples=300, deadline=None)
@given(REVIEWS)
def test_a_review_as_written_is_decoded_directly(event: Review) -> None:
    text = line(event)[:-1]
    (known,) = as_read([event])
    assert parse(text) == known
    if b"\\u" not in text:
        assert agree(text) == known


@settings(max_examples=60, deadline=None)
@given(journals(size=12))
def test_every_known_type_is_decoded_directly(events: list[Event]) -> None:
    for event in events:
        text = line(event)[:-1]
        if b"\\u" not in text:
            assert agree(text) == (None if isinstance(event, Unknown) else event)


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from([FULL, PLAIN, HASHED]), st.data())
def test_a_damaged_line_is_read_as_the_lenient_reader_reads_it(text: bytes, data: st.DataObject) -> None:
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
    assert (agree(text) is not None) == (year in YEARS)


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
    agree(text)


def test_odd_lines_of_a_journal_are_read_or_counted(tmp_path: Path) -> None:
    spaced = json.dumps(json.loads(FULL)).encode()
    odd = [b"<<<<<<< HEAD", spaced, FULL[:40] + PLAIN, PLAIN + FULL, FULL + b"\r", PLAIN]
    put(tmp_path / "desk.jsonl", reviews(20))
    with (tmp_path / "desk.jsonl").open("ab") as file:
        file.writelines(one + b"\n" for one in odd)
    reading = journal_reader.read(tmp_path)
    assert len(reading.events) == 20 + 6
    assert reading.complaints == ["2 lines of desk.jsonl could not be read and were skipped"]


def test_events_of_different_types_are_not_equal() -> None:
    undo: Event = Undo("a", NOON, NOON.date(), "x")
    assert undo != Unknown("a", NOON, NOON.date(), "x")
