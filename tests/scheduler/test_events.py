"""Events to and from the journal's form, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.scheduler.events import Event, NewerVersion, Review, Unknown, from_dict, to_dict
from tests.scheduler.histories import journals

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
    "rename": REVIEW | {"type": "rename", "to": "adamw", "after": "z"},
    "mock": REVIEW | {"type": "mock", "summary": {"score": 3}},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


@given(journals(size=12))
@settings(max_examples=60)
def test_events_survive_the_journal(events: list[Event]) -> None:
    for event in events:
        written = json.loads(json.dumps(to_dict(event)))
        assert from_dict(written) == event
        assert to_dict(from_dict(written)) == to_dict(event)


def test_a_plain_review_says_only_what_is_known() -> None:
    event = Review("a-1", datetime(2026, 11, 23, 8, tzinfo=UTC), date(2026, 11, 23), "adam", 3)
    assert to_dict(event) == REVIEW | {"mode": "drill"}
    assert from_dict(REVIEW) == event


def test_other_zones_are_read_as_utc() -> None:
    event = from_dict(REVIEW | {"at": "2026-11-23T09:00:00+01:00"})
    assert event.at.tzinfo is UTC
    assert event == from_dict(REVIEW)


def test_an_unknown_type_is_kept_as_unknown() -> None:
    event = from_dict({key: REVIEW[key] for key in ("v", "id", "at", "day")} | {"type": "sneeze"})
    assert isinstance(event, Unknown)
    assert event.type == "sneeze"


def test_a_newer_version_is_refused_by_name() -> None:
    with pytest.raises(NewerVersion, match="format 2, this one reads 1"):
        from_dict(REVIEW | {"v": 2})


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
        {"type": "rename"},
        {"type": "rename", "to": None},
        {"type": "mock", "summary": [["a", 1]]},
        {"type": "mock"},
    ],
    ids=json.dumps,
)
def test_a_broken_form_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_dict(REVIEW | change)


@pytest.mark.parametrize("missing", sorted(REVIEW))
def test_every_field_of_a_review_is_needed(missing: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_dict({key: value for key, value in REVIEW.items() if key != missing})


@pytest.mark.parametrize("raw", [None, 3, "text", [], [1], {}])
def test_anything_but_an_object_is_refused(raw: Any) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_dict(raw)


@pytest.mark.parametrize("ms", [float("inf"), float("nan"), -5, 10**30])
def test_times_beyond_sense_are_kept_within_a_day(ms: float) -> None:
    event = from_dict(REVIEW | {"ms": ms})
    assert isinstance(event, Review)
    assert event.ms is not None
    assert 0 <= event.ms <= 86_400_000


@given(st.sampled_from(sorted(FORMS)), st.data(), JSON)
@settings(max_examples=200)
def test_any_value_in_any_field_is_read_or_refused(kind: str, data: st.DataObject, value: Any) -> None:
    field = data.draw(st.sampled_from(sorted(FORMS[kind])))
    try:
        event = from_dict(FORMS[kind] | {field: value})
    except (ValueError, KeyError, TypeError, NewerVersion):
        return
    hash(event.id)
    to_dict(event)
