"""The bytes of every kind of event as they are written, with and without each field that may be missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from tests.golden import adapter
from tests.golden.golden_file import compare

RECORDED = Path(__file__).with_name("events.jsonl")
DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 23, 1, 2, 3, 456_000, tzinfo=UTC)
REVIEW: dict[str, Any] = {"type": "review", "question": "heat-steam", "rating": 3}

EVENTS: list[dict[str, Any]] = [
    REVIEW,
    *({**REVIEW, "rating": rating} for rating in (1, 2, 4)),
    *({**REVIEW, "mode": mode} for mode in ("drill", "cram", "plain", "mock", "cli", "a newer one")),
    *({**REVIEW, "lines": lines} for lines in ((), (1,), (1, 2, 3, 4), (2, 5, 64))),
    *({**REVIEW, "ms": ms} for ms in (0, 1, 86_400_000)),
    {**REVIEW, "answer": "0123456789ab"},
    {**REVIEW, "sure": True},
    {**REVIEW, "sure": False},
    *(
        {**REVIEW, "typed": typed}
        for typed in ((), ("",), ("One", 'Two "quoted" \\ back\tslash', "Drei: ü ≈ 𝛼\u2028"))
    ),
    *({**REVIEW, "lines": (), "of": of} for of in (1, 8, 64)),
    {
        **REVIEW,
        "lines": (1, 3),
        "ms": 4321,
        "mode": "plain",
        "answer": "0123456789ab",
        "sure": True,
        "typed": ("One",),
        "of": 5,
    },
    {"type": "undo", "of": "019fb0a5c4000000000"},
    *(
        {"type": kind, "question": "heat-steam"}
        for kind in ("suspend", "resume", "bury", "flag", "unflag", "forget")
    ),
    {"type": "write", "question": "heat-steam"},
    {"type": "write", "question": "heat-steam", "lines": ("One", "", "Three")},
    {"type": "write", "question": "heat-steam", "lines": ()},
    {"type": "write", "question": "heat-steam", "note": "a\nnote, naïve"},
    {"type": "write", "question": "heat-steam", "lines": ("One",), "note": ""},
    {"type": "probe", "question": "heat-steam", "probe": "ba9876543210", "right": True},
    {"type": "probe", "question": "heat-steam", "probe": "ba9876543210", "right": False},
    {"type": "mock", "summary": {}},
    {
        "type": "mock",
        "summary": {
            "minutes": 10.0,
            "seed": None,
            "asked": 1,
            "finished": True,
            "results": [
                {"question": "heat-steam", "hit": [1], "seconds": 1.5, "probes": [["ba9876543210", True]]}
            ],
        },
    },
]
LATER: list[dict[str, Any]] = [
    {"type": "line", "question": "heat-steam", "line": "ba987654", "right": True},
    {"type": "asked", "question": "heat-steam", "interview": date(2026, 11, 20)},
    {"type": "interview", "interview": date(2026, 11, 20)},
    *({"type": "interview", "interview": date(2026, 11, 20), "went": went} for went in ("well", "mixed", "badly")),
    {"type": "interview", "interview": date(2026, 11, 20), "went": "", "note": "a\nnote, naïve"},
    {"type": "interview", "interview": date(2026, 11, 20), "note": "", "after": "019fb0a5c4000000000"},
]
"""The types that came later, written last so that the ids of the others stay."""
INSTANTS = (
    AT.replace(microsecond=0),
    AT.replace(microsecond=1_000),
    AT.replace(microsecond=999_000),
    AT.astimezone(timezone(timedelta(hours=5, minutes=45))),
    datetime(1900, 1, 1, tzinfo=UTC),
    datetime(8999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC),
)


def events() -> list[dict[str, Any]]:
    """Every event to be written, each with an id of its own."""
    bare = [{"at": AT, "day": DAY, **event} for event in EVENTS]
    bare += [{**REVIEW, "at": at, "day": at.date()} for at in INSTANTS]
    bare += [{"at": AT, "day": DAY, **event} for event in LATER]
    return [{"id": f"019fb0a5c40{n:08x}", **event} for n, event in enumerate(bare)]


def test_events_are_written_as_they_were(tmp_path: Path) -> None:
    place = tmp_path / "journal" / "desk.jsonl"
    adapter.write_journal(place, events())
    compare(RECORDED, place.read_bytes().decode())


def test_an_event_is_written_alone_as_among_others(tmp_path: Path) -> None:
    for n, (event, line) in enumerate(zip(events(), RECORDED.read_bytes().splitlines(keepends=True), strict=True)):
        place = tmp_path / str(n) / "desk.jsonl"
        adapter.write_journal(place, [event])
        assert place.read_bytes() == line


def test_what_was_written_is_read_as_it_was_meant(tmp_path: Path) -> None:
    place = tmp_path / "journal" / "desk.jsonl"
    place.parent.mkdir()
    place.write_bytes(RECORDED.read_bytes())
    read = adapter.read_journal(place.parent)
    assert read["complaints"] == []
    for event, found in zip(events(), read["events"], strict=True):
        for name, value in event.items():
            if name not in ("at", "day"):
                assert found[name] == (list(value) if isinstance(value, tuple) else _json(value))
        assert datetime.fromisoformat(found["at"]) == event["at"]
        assert found["day"] == event["day"].isoformat()


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize(
    "kind", ["review", "undo", "suspend", "write", "probe", "mock", "line", "asked", "interview"]
)
def test_every_kind_is_recorded(kind: str) -> None:
    assert f'"type":"{kind}"' in RECORDED.read_text("utf-8")
