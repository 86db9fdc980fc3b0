"""Declare the journal's events: facts about what the reader did.

Stability and difficulty are never in an event: they are derived, so that another algorithm can replay the
same facts. Each field is declared once, here: `store.event_lines` reads and writes events by these declarations.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from operator import attrgetter
from typing import Annotated, Any

from msgspec import Meta

from mlflash.errors import MlflashError
from mlflash.record import Record

VERSION = 1
"""The version of the journal's format."""
LINES = 4
"""The number of lines of an answer, unless an event says otherwise."""
MOST_LINES = 64
"""Lines of an answer at most."""
MOST_MS = 86_400_000
"""The longest time a review may take, a day: a clock that jumped says nothing of the reader."""
YEARS = range(1900, 9000)
"""The years of an event: after them, a due day could be beyond the end of the calendar."""


class Rating(IntEnum):
    """How well a card was recalled."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    def __repr__(self) -> str:
        """The number alone: two events of one id are ordered by their repr, on all devices alike."""
        return str(self.value)


AGAIN, HARD, GOOD, EASY = Rating
RATINGS: Mapping[str, Rating] = {rating.name.lower(): rating for rating in Rating}
RATING_NAMES: Mapping[int, str] = {rating: name for name, rating in RATINGS.items()}
TYPED_RATINGS: Mapping[str, Rating] = {**RATINGS, **{str(rating.value): rating for rating in Rating}}
"""The grades by name and by number, as a reader types them."""


class Mode(StrEnum):
    """Where a review was made, as its event says it."""

    DRILL = "drill"
    """In a session on the screen."""
    CRAM = "cram"
    """In practice that the schedule does not count."""
    PLAIN = "plain"
    """In a session without a screen."""
    MOCK = "mock"
    """In a mock interview."""
    CLI = "cli"
    """By the command `mlflash grade`."""


CRAM = Mode.CRAM.value
"""The mode of a review that the schedule does not count."""

MARKS = frozenset({"suspend", "resume", "bury", "flag", "unflag", "forget"})
"""The types of `Mark`. `bury` hides a card until the next study day; `forget` makes it new."""

WENT = ("well", "mixed", "badly")
"""How an interview may have gone."""

EventId = Annotated[str, Meta(min_length=1)]
Instant = Annotated[datetime, Meta(tz=True)]
LineNumber = Annotated[int, Meta(ge=1, le=MOST_LINES)]

LONGEST_MS = 5 * 60_000
"""The milliseconds that a review counts at most, in statistics, plan and history: the reader was away."""
SHORTEST_MS = 1_000
"""Milliseconds below which a review says nothing about how long an answer takes."""


def study_ms(ms: int | None) -> int | None:
    """The milliseconds of a review that count; None if its time says nothing."""
    return None if ms is None or ms < SHORTEST_MS else min(ms, LONGEST_MS)


class EventRecord(Record, frozen=True, gc=False, rename={"card_id": "question"}):
    """The base of all events. Events have no cycles, so the garbage collector need not look at them."""

    id: EventId
    """Unique among all devices; ids rise with time on one device."""
    at: Instant
    """When it happened, in UTC to the millisecond."""
    day: date
    """The study day it happened on."""


class FollowingEvent(EventRecord, frozen=True, gc=False, kw_only=True):
    """The base of events that may follow one of a later instant.

    A clock that was ahead leaves events in the future; an event recorded once the clock is right names the newest
    of them, and is folded after it (`event_order`).
    """

    after: str | None = None
    """The id of the event that this one follows."""


class Review(FollowingEvent, frozen=True, gc=False):
    """A card was graded."""

    card_id: str
    """The card."""
    rating: Rating
    """The grade."""
    lines: tuple[LineNumber, ...] | None = None
    """The numbers, rising, of the answer lines recalled; None if the reader did not tick them."""
    ms: int | None = None
    """Milliseconds from question to grade."""
    mode: str = Mode.DRILL.value
    """One of `Mode`, or a word of a newer version."""
    answer: str | None = None
    """The hash of the answer graded."""
    sure: bool | None = None
    """The confidence stated before the reveal."""
    typed: tuple[str, ...] | None = None
    """The lines that the reader typed, if the settings say to keep them."""
    of: LineNumber | None = None
    """How many lines the answer had, if not `LINES`."""
    hashes: tuple[str, ...] | None = None
    """A hash of the text of each line asked, in order, if lines were ticked."""

    @property
    def counts(self) -> bool:
        """Whether the schedule counts it: cramming adds only to the time spent."""
        return self.mode != CRAM


class Undo(EventRecord, frozen=True, gc=False):
    """Another event was undone, whichever of the two arrives first."""

    of: str
    """The id of the event undone."""


class Mark(FollowingEvent, frozen=True, gc=False):
    """A card was marked."""

    type: str
    """One of `MARKS`."""
    card_id: str
    """The card."""


class Write(FollowingEvent, frozen=True, gc=False):
    """The reader wrote lines or a note of their own for a card."""

    card_id: str
    """The card."""
    lines: tuple[str, ...] | None = None
    """None leaves the lines as they were, empty removes them."""
    note: str | None = None
    """None leaves the note as it was, empty removes it."""


class ProbeAnswer(FollowingEvent, frozen=True, gc=False):
    """A probe of a card was answered."""

    card_id: str
    """The card."""
    probe: str
    """The hash of the probe's question."""
    right: bool
    """Whether it was known."""


class LineAnswer(FollowingEvent, frozen=True, gc=False):
    """One line of an answer was practised by itself."""

    card_id: str
    """The card."""
    line: str
    """The hash of the line's text."""
    right: bool
    """Whether it was known."""


class Asked(FollowingEvent, frozen=True, gc=False):
    """A card came up in an interview."""

    card_id: str
    """The card."""
    interview: date
    """The date of the interview."""


class InterviewOutcome(FollowingEvent, frozen=True, gc=False):
    """How an interview went."""

    interview: date
    """The date of the interview."""
    went: str | None = None
    """One of `WENT`, or a word of a newer version, which is kept; None leaves it as it was, empty removes it."""
    note: str | None = None
    """What the reader wrote about it; None leaves it as it was, empty removes it."""


class Rename(FollowingEvent, frozen=True, gc=False):
    """The id of a card changed; its history goes with it."""

    card_id: str
    """The former id."""
    to: str
    """The new id."""


class Mock(EventRecord, frozen=True, gc=False):
    """A mock interview ended."""

    summary: dict[str, Any]
    """The results, as `study.mock.scorecard` writes them."""


class Unknown(EventRecord, frozen=True, gc=False):
    """An event of a type that this version does not know: the fold ignores it."""

    type: str
    """The type as it is written."""


CardEvent = Review | Mark | Write | ProbeAnswer | LineAnswer | Asked
"""The events that the state of a card is folded from."""

Event = CardEvent | Undo | Rename | Mock | InterviewOutcome | Unknown

TYPES: Mapping[str, type[Event]] = {
    "review": Review,
    "undo": Undo,
    "write": Write,
    "probe": ProbeAnswer,
    "line": LineAnswer,
    "asked": Asked,
    "rename": Rename,
    "interview": InterviewOutcome,
    "mock": Mock,
    **dict.fromkeys(sorted(MARKS), Mark),
}
"""The record of each type of event on disk."""


class NewerVersion(MlflashError):
    """The journal was written by a newer mlflash."""


def iso(at: datetime) -> str:
    """An instant as the journal writes it: UTC to the millisecond."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


order: Callable[[EventRecord], tuple[datetime, str]] = attrgetter("at", "id")
"""The key by which events are sorted before they are folded: time, then id."""

after_of: Callable[[FollowingEvent], str | None] = attrgetter("after")
"""The id of the event that an event follows, if it names one."""
