"""What the store's tests make their journals of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from mlflash.scheduler.events import (
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
from mlflash.scheduler.schedule import Parameters
from mlflash.store.event_lines import line_of

NOON = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
PARAMETERS = Parameters()
QUESTIONS = ("bias-variance", "größe", "λ-returns", 'a "quoted" one')


def line(event: Event) -> bytes:
    """An event as the journal holds it, with its newline."""
    return line_of(event).encode() + b"\n"


def put(path: Path, events: Iterable[Event]) -> bytes:
    """Write a journal file; returns its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = b"".join(map(line, events))
    path.write_bytes(data)
    return data


def review(number: int, card_id: str = QUESTIONS[0], rating: int = 3, *, days: int = 0) -> Review:
    """A review whose id and second are its number."""
    at = NOON + timedelta(days=days, seconds=number)
    return Review(f"r{number:05}", at, at.date(), card_id, Rating(rating), (1, 2), 4000, "drill", "abc123")


def reviews(count: int, start: int = 0) -> list[Event]:
    """So many reviews over all questions, a day apart every few."""
    return [review(n, QUESTIONS[n % len(QUESTIONS)], n % 4 + 1, days=n // 3) for n in range(start, start + count)]


def _at(draw: st.DrawFn) -> tuple[datetime, date]:
    at = NOON + timedelta(minutes=draw(st.integers(0, 40 * 24 * 60)))
    return at, at.date()


@st.composite
def clashing_events(draw: st.DrawFn) -> list[Event]:
    """A history in which some events have the ids of others."""
    made = draw(events())
    for number in range(len(made)):
        if draw(st.booleans()):
            made[number] = made[number]._replace(id=draw(st.sampled_from(made)).id)
    return made


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """A history: events of every kind with ids of their own, undos of some of them or of ones never seen."""
    made: list[Event] = []
    for number in range(draw(st.integers(1, 14))):
        at, day = _at(draw)
        name = f"e{number}"
        card_id = draw(st.sampled_from(QUESTIONS))
        after = draw(st.none() | st.integers(0, 14).map(lambda n: f"e{n}"))
        others = ["mark", "write", "probe", "line", "asked", "rename", "mock", "outcome", "new"]
        match draw(st.sampled_from(["review"] * 5 + ["undo"] * 3 + others)):
            case "review":
                mode = draw(st.sampled_from(["drill", "drill", "cram"]))
                hashes = draw(st.none() | st.permutations(["a1", "b2", "c3", "d4"]).map(tuple))
                rating = draw(st.integers(1, 4))
                made.append(
                    Review(name, at, day, card_id, Rating(rating), (1, 3), 900, mode, hashes=hashes, after=after)
                )
            case "undo":
                made.append(Undo(name, at, day, f"e{draw(st.integers(0, 14))}"))
            case "mark":
                kind = draw(st.sampled_from(["suspend", "resume", "bury", "flag", "unflag", "forget"]))
                made.append(Mark(name, at, day, kind, card_id, after=after))
            case "write":
                made.append(Write(name, at, day, card_id, ("one\n", "\\two"), "a note"))
            case "probe":
                made.append(ProbeAnswer(name, at, day, card_id, "p1", draw(st.booleans())))
            case "line":
                made.append(LineAnswer(name, at, day, card_id, "a1", draw(st.booleans()), after=after))
            case "asked":
                made.append(Asked(name, at, day, card_id, day, after=after))
            case "rename":
                made.append(Rename(name, at, day, card_id, draw(st.sampled_from(QUESTIONS)), after=after))
            case "mock":
                made.append(Mock(name, at, day, {"asked": number}))
            case "outcome":
                made.append(
                    InterviewOutcome(name, at, day, day, draw(st.sampled_from(["", "well"])), None, after=after)
                )
            case _:
                made.append(Unknown(name, at, day, "of-tomorrow"))
    return made
