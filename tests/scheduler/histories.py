"""Random journals for hypothesis: few questions, few ids, times that collide, undos that may come first.

Any event may stand after any other, itself among them; renames lead anywhere, in circles too.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

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

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
QUESTIONS = st.sampled_from(["adam", "dropout", "kl"])
INSTANTS = st.builds(
    lambda days, ms: START + timedelta(days=days, milliseconds=ms),
    st.integers(0, 60),
    st.sampled_from([0, 1, 1_000, 600_000, 40_000_000]),
)
TEXTS = st.text(max_size=12)
HASHES = ("a1", "b2", "c3", "d4", "e5", "f6")
LINES = st.none() | st.sets(st.integers(1, 6), max_size=4).map(lambda found: tuple(sorted(found)))
OWN = st.none() | st.lists(TEXTS, max_size=3).map(tuple)


@st.composite
def an_event(draw: st.DrawFn, event_id: str, ids: list[str]) -> Event:
    """One event of any type; an undo takes back one of `ids`."""
    at = draw(INSTANTS)
    day = at.date() - timedelta(days=draw(st.sampled_from([0, 0, 0, 0, 1])))
    after = draw(st.sampled_from([None, None, None, *ids, "elsewhere"]))
    others = ["mark", "write", "probe", "line", "asked", "rename", "mock", "outcome", "unknown"]
    match draw(st.sampled_from(["review"] * 6 + ["undo"] * 2 + others)):
        case "undo":
            return Undo(event_id, at, day, draw(st.sampled_from([*ids, "elsewhere"])))
        case "mark":
            return Mark(event_id, at, day, draw(st.sampled_from(sorted(MARKS))), draw(QUESTIONS), after=after)
        case "write":
            return Write(event_id, at, day, draw(QUESTIONS), draw(OWN), draw(st.none() | TEXTS), after=after)
        case "probe":
            probe = draw(st.sampled_from("ab"))
            return ProbeAnswer(event_id, at, day, draw(QUESTIONS), probe, draw(st.booleans()), after=after)
        case "line":
            line = draw(st.sampled_from(HASHES))
            return LineAnswer(event_id, at, day, draw(QUESTIONS), line, draw(st.booleans()), after=after)
        case "asked":
            return Asked(event_id, at, day, draw(QUESTIONS), day_of(draw(st.integers(0, 3))), after=after)
        case "rename":
            return Rename(event_id, at, day, draw(QUESTIONS), draw(QUESTIONS), after=after)
        case "mock":
            return Mock(event_id, at, day, {"score": draw(st.integers(0, 9))})
        case "outcome":
            went, note = draw(st.sampled_from([None, "", "well", "badly"])), draw(st.none() | TEXTS)
            return InterviewOutcome(event_id, at, day, day_of(draw(st.integers(0, 1))), went, note, after=after)
        case "unknown":
            return Unknown(event_id, at, day, "sneeze")
    return Review(
        event_id,
        at,
        day,
        draw(QUESTIONS),
        Rating(draw(st.integers(1, 4))),
        draw(LINES),
        draw(st.none() | st.integers(0, 90_000)),
        draw(st.sampled_from(["drill", "drill", "cram", "mock"])),
        draw(st.none() | st.sampled_from(["abc", "def"])),
        draw(st.none() | st.booleans()),
        draw(OWN),
        hashes=draw(st.none() | st.lists(st.sampled_from(HASHES), min_size=4, max_size=5).map(tuple)),
        after=after,
    )


@st.composite
def journals(draw: st.DrawFn, size: int = 24) -> list[Event]:
    """Events with ids of their own, in any order."""
    ids = [f"e{n}" for n in range(draw(st.integers(0, size)))]
    return [draw(an_event(event_id, ids)) for event_id in ids]


def reviews(*steps: tuple[int, int], card_id: str = "adam") -> list[Event]:
    """Reviews of one question from (days waited, rating)."""
    events: list[Event] = []
    at = START
    for n, (days, rating) in enumerate(steps):
        at += timedelta(days=days, minutes=1)
        events.append(Review(f"r{n}", at, at.date(), card_id, Rating(rating)))
    return events


def day_of(number: int) -> date:
    return START.date() + timedelta(days=number)
