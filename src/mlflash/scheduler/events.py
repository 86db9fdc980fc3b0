"""The journal's events: facts about what the reader did, to and from plain dicts.

Stability and difficulty are never in an event: they are derived, so that another algorithm can replay the
same facts. Format version 1; unknown types of a known version are kept as `Unknown` and passed over.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from mlflash.errors import MlflashError
from mlflash.scheduler import event_fields
from mlflash.scheduler.event_fields import text, text_or_none, texts, truth

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

After = str | None
"""The id of the event that this one was done after, given where that event's instant is later.

A clock that was ahead leaves events in the future; what is done once it is right names the newest of them, and
the fold goes by that (`ordering`).
"""

YEARS = range(1900, 9000)
"""Years an event may be of: past them, a due day could lie beyond the calendar."""


class Review(NamedTuple):
    """A question graded.

    `rating` 1–4; `lines` the numbers (from 1, rising) of the answer lines the reader had, None where they did not
    tick; `ms` from question to grade; `mode` drill, cram, plain, mock or cli; `answer` the hash of the answer
    graded; `sure` the confidence stated before the reveal; `typed` what the reader wrote, where they keep it; `of`
    how many lines the answer had, where not `LINES`; `hashes` a hash of the text of each line asked, in order,
    where lines were ticked; `after` as `After` says.
    """

    id: str
    at: datetime
    day: date
    card_id: str
    rating: int
    lines: tuple[int, ...] | None = None
    ms: int | None = None
    mode: str = "drill"
    answer: str | None = None
    sure: bool | None = None
    typed: tuple[str, ...] | None = None
    of: int | None = None
    hashes: tuple[str, ...] | None = None
    after: After = None

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
    card_id: str
    after: After = None


class Write(NamedTuple):
    """The reader's own lines or note for a question; None leaves a field as it was, empty clears it."""

    id: str
    at: datetime
    day: date
    card_id: str
    lines: tuple[str, ...] | None = None
    note: str | None = None
    after: After = None


class ProbeAnswer(NamedTuple):
    """A probe of a question, known or not; `probe` is the hash of the probe's question."""

    id: str
    at: datetime
    day: date
    card_id: str
    probe: str
    right: bool
    after: After = None


class LineAnswer(NamedTuple):
    """One line of an answer practised by itself, known or not; `line` is the hash of its text."""

    id: str
    at: datetime
    day: date
    card_id: str
    line: str
    right: bool
    after: After = None


class Asked(NamedTuple):
    """A card came up in an interview, held on the date `interview`."""

    id: str
    at: datetime
    day: date
    card_id: str
    interview: date
    after: After = None


class Rename(NamedTuple):
    """The card known by the id `card_id` is known by the id `to`; its history goes with it."""

    id: str
    at: datetime
    day: date
    card_id: str
    to: str
    after: After = None


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


CardEvent = Review | Mark | Write | ProbeAnswer | LineAnswer | Asked
"""What the state of a card is folded from."""

Event = CardEvent | Undo | Rename | Mock | Unknown

_TYPES: Mapping[type, str] = {
    Review: "review",
    Undo: "undo",
    Write: "write",
    ProbeAnswer: "probe",
    LineAnswer: "line",
    Asked: "asked",
    Rename: "rename",
    Mock: "mock",
}
"""The type of an event on disk; a mark and an unknown event hold their own."""


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
    at, day = event_fields.instant(raw["at"], YEARS), event_fields.day(raw["day"], YEARS)
    if kind == "review":
        return _review(raw, event_id, at, day)
    if kind not in MARKS and kind not in _TYPES.values():
        return Unknown(event_id, at, day, kind)
    if kind == "undo":
        return Undo(event_id, at, day, text(raw["of"]))
    if kind == "mock":
        if not isinstance(raw["summary"], Mapping):
            raise ValueError("a mock's summary is an object")
        return Mock(event_id, at, day, dict(raw["summary"]))
    card_id, after = text(raw["question"]), text_or_none(raw.get("after"))
    match kind:
        case "write":
            own, note = texts(raw.get("lines")), text_or_none(raw.get("note"))
            return Write(event_id, at, day, card_id, own, note, after)
        case "probe":
            return ProbeAnswer(event_id, at, day, card_id, text(raw["probe"]), truth(raw["right"]), after)
        case "line":
            return LineAnswer(event_id, at, day, card_id, text(raw["line"]), truth(raw["right"]), after)
        case "asked":
            return Asked(event_id, at, day, card_id, event_fields.day(raw["interview"], YEARS), after)
        case "rename":
            return Rename(event_id, at, day, card_id, text(raw["to"]), after)
    return Mark(event_id, at, day, kind, card_id, after)


def _review(raw: Mapping[str, Any], event_id: str, at: datetime, day: date) -> Review:
    rating, lines, of = raw["rating"], raw.get("lines"), raw.get("of")
    if type(rating) is not int or rating not in RATING_NAMES:
        raise ValueError("rating is 1 to 4")
    return Review(
        event_id,
        at,
        day,
        text(raw["question"]),
        rating,
        None if lines is None else tuple(sorted({event_fields.line(n, MOST_LINES) for n in lines})),
        event_fields.milliseconds(raw.get("ms")),
        text(raw.get("mode", "drill")),
        text_or_none(raw.get("answer")),
        None if raw.get("sure") is None else truth(raw["sure"]),
        texts(raw.get("typed")),
        None if of is None else event_fields.line(of, MOST_LINES),
        texts(raw.get("hashes")),
        text_or_none(raw.get("after")),
    )


def to_dict(event: Event) -> dict[str, Any]:
    """An event's journal form: JSON types only, fields that say nothing left out."""
    raw: dict[str, Any] = {
        "v": VERSION,
        "id": event.id,
        "at": iso(event.at),
        "day": event.day.isoformat(),
        "type": _TYPES.get(type(event)) or event.type,  # type: ignore[union-attr]
    }
    for name, value in event._asdict().items():
        if name not in ("id", "at", "day", "type") and value is not None:
            raw["question" if name == "card_id" else name] = _plain(value)
    return raw


def _plain(value: object) -> object:
    """A field's value as a JSON type."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def iso(at: datetime) -> str:
    """An instant as the journal writes it: UTC to the millisecond."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


order: Callable[[Event], tuple[datetime, str]] = itemgetter(1, 0)
"""What events are sorted by before they are folded: time, then id."""

after_of: Callable[[CardEvent | Rename], After] = attrgetter("after")
"""The id of the event that one names as done before it."""
