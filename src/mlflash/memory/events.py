"""The journal's events: facts about what the reader did, to and from plain dicts.

Stability and difficulty are never in an event: they are derived, so that another algorithm can replay the
same facts. Format version 1; unknown types of a known version are kept as `Unknown` and passed over.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from mlflash.errors import MlflashError

VERSION = 1
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
LINES = 4
"""How many lines an answer has, unless an event says otherwise."""
MOST_LINES = 64
"""How many an answer may have at most."""
RATINGS: Mapping[str, int] = {"again": AGAIN, "hard": HARD, "good": GOOD, "easy": EASY}
RATING_NAMES: Mapping[int, str] = {value: name for name, value in RATINGS.items()}
MARKS = frozenset({"suspend", "resume", "bury", "flag", "unflag", "forget"})
"""Events that only say something of a question. `bury` hides it until the next study day."""

YEARS = range(1900, 9000)
"""Years an event may be of: past them, a due day could lie beyond the calendar."""


class Review(NamedTuple):
    """A question graded.

    `rating` 1–4; `lines` the numbers (from 1, rising) of the answer lines the reader had, None where they did not
    tick; `ms` from question to grade; `mode` drill, cram, plain, mock or cli; `answer` the hash of the answer
    graded; `sure` the confidence stated before the reveal; `typed` what the reader wrote, where they keep it; `of`
    how many lines the answer had, where not `LINES`.
    """

    id: str
    at: datetime
    day: date
    question: str
    rating: int
    lines: tuple[int, ...] | None = None
    ms: int | None = None
    mode: str = "drill"
    answer: str | None = None
    sure: bool | None = None
    typed: tuple[str, ...] | None = None
    of: int | None = None

    @property
    def counts(self) -> bool:
        """Whether the schedule goes by it: what was crammed only tells the time spent."""
        return self.mode != "cram"


class Undo(NamedTuple):
    """Takes back the event whose id is `of`, whichever arrives first."""

    id: str
    at: datetime
    day: date
    of: str


class Mark(NamedTuple):
    """One of `MARKS`, said of a question."""

    id: str
    at: datetime
    day: date
    type: str
    question: str


class Write(NamedTuple):
    """The reader's own lines or note for a question; None leaves a field as it was, empty clears it."""

    id: str
    at: datetime
    day: date
    question: str
    lines: tuple[str, ...] | None = None
    note: str | None = None


class ProbeAnswer(NamedTuple):
    """A probe of a question, known or not; `probe` is the hash of the probe's question."""

    id: str
    at: datetime
    day: date
    question: str
    probe: str
    right: bool


class Mock(NamedTuple):
    """The summary of a mock interview."""

    id: str
    at: datetime
    day: date
    summary: Mapping[str, Any]


class Unknown(NamedTuple):
    """An event of a type this version does not know: kept in the journal, passed over in the fold."""

    id: str
    at: datetime
    day: date
    type: str


Event = Review | Undo | Mark | Write | ProbeAnswer | Mock | Unknown


class NewerVersion(MlflashError):
    """The journal was written by a newer mlflash."""


def from_dict(raw: Mapping[str, Any]) -> Event:
    """An event from its journal form.

    Raises `NewerVersion` where the version is beyond this program's, and ValueError, KeyError or TypeError
    where the form is broken.
    """
    version = raw["v"]
    if type(version) is not int or version != VERSION:
        if type(version) is int and version > VERSION:
            raise NewerVersion(
                f"the journal was written by a newer mlflash (format {version}, this one reads {VERSION}): upgrade"
            )
        raise ValueError("no known version")
    kind, event_id = raw["type"], raw["id"]
    if not (isinstance(event_id, str) and event_id and isinstance(kind, str)):
        raise ValueError("id and type have to be text")
    at, day = _instant(raw["at"]), date.fromisoformat(raw["day"])
    if day.year not in YEARS:
        raise ValueError("a day out of all time")
    if kind == "review":
        rating, lines = raw["rating"], raw.get("lines")
        if type(rating) is not int or rating not in RATING_NAMES:
            raise ValueError("rating is 1 to 4")
        return Review(
            event_id,
            at,
            day,
            _text(raw["question"]),
            rating,
            None if lines is None else tuple(sorted({_line(n) for n in lines})),
            _milliseconds(raw.get("ms")),
            _text(raw.get("mode", "drill")),
            _text_or_none(raw.get("answer")),
            None if raw.get("sure") is None else _truth(raw["sure"]),
            _texts(raw.get("typed")),
            None if raw.get("of") is None else _line(raw["of"]),
        )
    if kind in MARKS:
        return Mark(event_id, at, day, kind, _text(raw["question"]))
    match kind:
        case "undo":
            return Undo(event_id, at, day, _text(raw["of"]))
        case "write":
            own, note = _texts(raw.get("lines")), _text_or_none(raw.get("note"))
            return Write(event_id, at, day, _text(raw["question"]), own, note)
        case "probe":
            question, probe = _text(raw["question"]), _text(raw["probe"])
            return ProbeAnswer(event_id, at, day, question, probe, _truth(raw["right"]))
        case "mock":
            if not isinstance(raw["summary"], Mapping):
                raise ValueError("a mock's summary is an object")
            return Mock(event_id, at, day, dict(raw["summary"]))
    return Unknown(event_id, at, day, kind)


def to_dict(event: Event) -> dict[str, Any]:
    """An event's journal form: JSON types only, fields that say nothing left out."""
    kind = {Review: "review", Undo: "undo", Write: "write", ProbeAnswer: "probe", Mock: "mock"}.get(type(event))
    raw: dict[str, Any] = {
        "v": VERSION,
        "id": event.id,
        "at": iso(event.at),
        "day": event.day.isoformat(),
        "type": kind or event.type,  # type: ignore[union-attr]
    }
    for name, value in event._asdict().items():
        if name not in ("id", "at", "day", "type") and value is not None:
            raw[name] = list(value) if isinstance(value, tuple) else value
    return raw


def iso(at: datetime) -> str:
    """An instant as the journal writes it: UTC to the millisecond."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


order: Callable[[Event], tuple[datetime, str]] = itemgetter(1, 0)
"""What events are sorted by before they are folded: time, then id."""


def _instant(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError("the time has no zone")
    if at.year not in YEARS or (at.tzinfo is not UTC and (at := at.astimezone(UTC)).year not in YEARS):
        raise ValueError("an instant out of all time")
    return at


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text expected")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _texts(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        raise ValueError("a list of texts expected")
    return tuple(map(_text, value))


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false expected")
    return value


def _milliseconds(value: object) -> int | None:
    """Time taken, a day at most: a clock that jumped says nothing of the reader."""
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError("milliseconds are a number")
    return int(max(0, min(value, 86_400_000)))


def _line(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_LINES:
        raise ValueError("lines are numbered from 1")
    return value
