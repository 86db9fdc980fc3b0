"""The journal's bytes: every event type as it is written, line for line, whatever program reads or writes it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import asdict

from mlflash.scheduler.events import (
    MARKS,
    Asked,
    Event,
    InterviewOutcome,
    LineAnswer,
    Mark,
    Mock,
    ProbeAnswer,
    Rating,
    Rename,
    Review,
    Undo,
    Unknown,
    Write,
)
from mlflash.scheduler.fold import fold
from mlflash.store.event_lines import parse
from mlflash.store.journal import Journal
from mlflash.store.journal_reader import read_file
from mlflash.store.own_file import as_read
from tests.store.making import PARAMETERS

LINES = (Path(__file__).parent / "golden_lines.jsonl").read_bytes().splitlines(keepends=True)
DAY, HASHES = date(2026, 11, 23), ("5f0c2f5e", "00000000", "a1b2c3d4", "ffffffff")
ANSWER = "0123456789ab"


def stamp(end: str, minutes: int, ms: int = 0) -> tuple[str, datetime, date]:
    """The id, the instant and the study day of a line."""
    return _id(end), datetime(2026, 11, 23, 8, tzinfo=UTC) + timedelta(minutes=minutes, milliseconds=ms), DAY


def _id(end: str) -> str:
    return "019ab0c1d20000000" + end if len(end) == 2 else "019ab0c1d2000000" + end


AFTER = _id("a5")
EVENTS: list[Event] = [
    Review(*stamp("a1", 0), "adam", Rating.GOOD),
    Review(
        *stamp("a2", 1, 2345), "größe", Rating.AGAIN, (1, 3), 4210, "plain", ANSWER, False, ('λ "x"', ""), 3
    )._replace(day=date(2026, 11, 22)),
    Review(*stamp("a3", 2), "adam", Rating.EASY, (), 0, "mock", ANSWER, hashes=HASHES),
    Review(
        *stamp("a4", 3),
        "adam",
        Rating.HARD,
        (5,),
        None,
        "cli",
        ANSWER,
        of=5,
        hashes=(*HASHES, "01234567"),
        after=_id("a3"),
    ),
    Review(*stamp("a5", 4), "adam", Rating.GOOD, mode="cram", after=_id("a3")),
    Undo(*stamp("b0", 5), AFTER),
    Mark(*stamp("b1", 6), "suspend", "adam"),
    Mark(*stamp("b2", 6, 1), "resume", "adam"),
    Mark(*stamp("b3", 6, 2), "bury", "adam"),
    Mark(*stamp("b4", 6, 3), "flag", "adam"),
    Mark(*stamp("b5", 6, 4), "unflag", "adam"),
    Mark(*stamp("b6", 6, 5), "forget", "adam", after=AFTER),
    Write(*stamp("c0", 7), "adam", ("mine", "", "two\nrows"), "a note"),
    Write(*stamp("c1", 7, 10), "adam", (), None, after=AFTER),
    ProbeAnswer(*stamp("d0", 8), "adam", ANSWER, True),
    ProbeAnswer(*stamp("d1", 8, 100), "adam", ANSWER, False, after=AFTER),
    LineAnswer(*stamp("e0", 9), "adam", HASHES[0], True),
    LineAnswer(*stamp("e1", 9, 120), "adam", HASHES[0], False, after=AFTER),
    Asked(*stamp("f0", 10), "adam", date(2026, 12, 1)),
    InterviewOutcome(*stamp("f1", 10, 1), date(2026, 12, 1), "well", "Two rounds; naïve Bayes."),
    InterviewOutcome(*stamp("f2", 10, 20), date(2026, 12, 1), note="", after=_id("f1")),
    Rename(*stamp("100", 11), "adam", "adam-w"),
    Rename(*stamp("101", 11, 999), "adam-w", "adam", after=_id("100")),
    Mock(*stamp("110", 12), {"minutes": 30.0, "results": [["adam", 4, 3, None]], "ended": True}),
]


@pytest.mark.parametrize(("line", "event"), zip(LINES, EVENTS, strict=True), ids=[e.id[-3:] for e in EVENTS])
def test_a_golden_line_is_read_and_written_to_the_byte(line: bytes, event: Event, tmp_path: Path) -> None:
    assert parse(line[:-1]) == event
    assert as_read([event]) == [event]
    journal = Journal(tmp_path / "desk.jsonl", lambda: datetime(2026, 11, 23, tzinfo=UTC), lambda: "0")
    journal.append([event])
    journal.close()
    assert (tmp_path / "desk.jsonl").read_bytes() == line


def test_every_type_has_a_golden_line() -> None:
    types = {type(event) for event in EVENTS}
    assert types == {Review, Undo, Mark, Write, ProbeAnswer, LineAnswer, Asked, Rename, Mock, InterviewOutcome}
    assert {event.type for event in EVENTS if isinstance(event, Mark)} == MARKS
    fields = {name for event in EVENTS for name, value in asdict(event).items() if value is not None}
    assert fields == {name for event in EVENTS for name in event.__struct_fields__}


def test_a_line_begins_as_readers_find_it() -> None:
    shape = re.compile(
        rb'\{"v":1,"id":"[^"]+","at":"2026-11-23T08:[0-9:]{5}\.[0-9]{3}Z","day":"[-0-9]{10}","type":"'
    )
    assert all(shape.match(line) for line in LINES)


def test_a_version_that_does_not_know_a_type_passes_it_over() -> None:
    """What an older program makes of the new types, as this one does of `sneeze`."""
    known = [event for event in EVENTS if not isinstance(event, LineAnswer | Asked | InterviewOutcome | Rename)]
    odd: list[Event] = [Unknown(f"u{n}", e.at, e.day, "sneeze") for n, e in enumerate(EVENTS)]
    line = LINES[-2].replace(b'"type":"rename"', b'"type":"sneeze"')
    assert isinstance(parse(line), Unknown)
    assert fold([*known, *odd], PARAMETERS) == fold(known, PARAMETERS)


def test_cut_at_any_byte_the_lines_before_are_read_and_the_next_is_kept_apart(tmp_path: Path) -> None:
    own, now = tmp_path / "desk.jsonl", datetime(2026, 11, 24, tzinfo=UTC)
    data = b"".join(LINES)
    for end in range(len(data) - sum(map(len, LINES[-8:])), len(data)):
        own.write_bytes(data[:end])
        whole = data[:end].count(b"\n")
        unended = EVENTS[whole : whole + 1] if data[end : end + 1] == b"\n" else []
        journal = Journal(own, lambda: now, lambda: "0")
        journal.append([Undo("next", now, DAY, "x")])
        journal.close()
        assert read_file(own) == [*EVENTS[:whole], *unended, Undo("next", now, DAY, "x")]
