"""Events and the lines of the journal that hold them: `parse` reads one, `line_of` writes one.

Nearly every line is spelled as this program writes it, and is decoded straight into its event. Any other line is
read leniently: as JSON, with times and numbers in any spelling that earlier versions accepted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from operator import ge
from typing import Any, NoReturn

from msgspec import MsgspecError, Struct, ValidationError, convert
from msgspec.json import Decoder

from mlflash.scheduler.events import (
    MOST_MS,
    TYPES,
    VERSION,
    YEARS,
    Asked,
    Event,
    InterviewOutcome,
    Mark,
    NewerVersion,
    Review,
    Unknown,
    iso,
)

MAX_LINE = 1_000_000
"""Bytes of a line; a longer one is broken."""
BROKEN = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)
"""What `parse` may raise for a line that is no event."""
BOM, BLANK = b"\xef\xbb\xbf", b"\0\r\t "
"""A byte-order mark, and what other tools leave around a line."""
_TYPE_NAMES = {record: name for name, record in TYPES.items() if record is not Mark}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class _Head(Struct, gc=False):
    """What decides how a line is read."""

    v: Any
    """The version of the format."""
    type: str
    """The type of the event."""


_decode_head = Decoder(_Head).decode


class Recurring(dict[Any, Any]):
    """Values that recur in the reviews of a journal: each is checked at its first use and stored once."""

    def __missing__(self, value: Any) -> Any:
        if isinstance(value, date) and value.year not in YEARS:
            raise NotInForm
        if isinstance(value, tuple) and any(map(ge, value, value[1:])):
            raise NotInForm
        self[value] = value
        return value


class NotInForm(ValueError):
    """The fields of an event are not spelled as this program spells them."""


def parse(line: bytes, recurring: Recurring | None = None) -> Event:
    """The event on a line, to the millisecond; a byte-order mark, NULs or a carriage return around it are ignored.

    Values that recur in the reviews of a journal are stored once, in `recurring`. Raises `NewerVersion`, and one
    of `BROKEN` if the line holds no event, or an event with a date or text that cannot be used.
    """
    if len(line) > MAX_LINE:
        raise ValueError("too long")
    line = line.removeprefix(BOM).strip(BLANK)
    return _as_written(line, Recurring() if recurring is None else recurring) or _leniently(line)


def _as_written(line: bytes, recurring: Recurring) -> Event | None:
    """The event on a line in this program's own spelling; None if the line has to be read leniently."""
    # Searching for one byte first takes a fifth of the time of searching for two.
    if b'Z","day":"' not in line or (b"\\" in line and b"\\u" in line):
        return None
    try:
        if not line.isascii():
            line.decode()
        head = _decode_head(line)
        decode = _decoder(head.type) if type(head.v) is int and head.v == VERSION else None
        if decode is None:
            return None
        event = decode(line)
        at = event.at
        if at.tzinfo is not UTC or at.microsecond % 1000 or at.year not in YEARS:
            return None
        return _review(event, recurring) if type(event) is Review else _other(event)
    except (MsgspecError, NotInForm, UnicodeDecodeError, RecursionError):
        return None


@cache
def _decoder(name: str) -> Callable[[bytes], Event] | None:
    record = TYPES.get(name)
    return None if record is None else Decoder(record).decode


def _review(event: Review, recurring: Recurring) -> Review:
    """A review with its recurring values replaced by the stored ones; raises `NotInForm`."""
    ms, hashes = event.ms, event.hashes
    if ms is not None and not 0 <= ms <= MOST_MS:
        raise NotInForm
    return Review(
        event.id,
        event.at,
        recurring[event.day],
        recurring[event.card_id],
        event.rating,
        recurring[event.lines],
        ms,
        recurring[event.mode],
        recurring[event.answer],
        event.sure,
        event.typed,
        event.of,
        hashes if hashes is None else recurring.setdefault(hashes, hashes),
        after=event.after,
    )


def _other(event: Event) -> Event:
    """An event other than a review, returned as it is if its days can be used; raises `NotInForm`."""
    if event.day.year not in YEARS:
        raise NotInForm
    if isinstance(event, Asked | InterviewOutcome) and event.interview.year not in YEARS:
        raise NotInForm
    return event


def _leniently(line: bytes) -> Event:
    """The event on a line in any spelling: first its version, then its type, then its fields."""
    text = line.decode("utf-8")
    raw = _decode_json(text)
    if "\\ud" in text or "\\uD" in text:
        json.dumps(raw, ensure_ascii=False).encode("utf-8")  # raises for half a surrogate pair
    version = raw["v"]
    if type(version) is not int or version != VERSION:
        if type(version) is int and version > VERSION:
            raise NewerVersion(
                f"the journal was written by a newer mlflash (format {version}, this one reads {VERSION}): upgrade"
            )
        raise ValueError("no known version")
    name = raw["type"]
    if not isinstance(name, str):
        raise ValueError("the type is not a text")
    record = TYPES.get(name, Unknown)
    try:
        event: Event = convert({**raw, **_in_form(raw, record)}, record)
    except ValidationError as error:
        raise ValueError(str(error)) from None
    return event


def _in_form(raw: Mapping[str, Any], record: type[Event]) -> dict[str, object]:
    """The fields of an event that may be spelled in several ways, in this program's spelling."""
    at = datetime.fromisoformat(raw["at"])
    if at.tzinfo is None:
        raise ValueError("the time has no zone")
    if at.year not in YEARS or (at := at.astimezone(UTC)).year not in YEARS:
        raise ValueError(f"the instant is not in the years {YEARS.start} to {YEARS.stop - 1}")
    fields: dict[str, object] = {"at": at - timedelta(microseconds=at.microsecond % 1000), "day": _day(raw["day"])}
    if record in (Asked, InterviewOutcome):
        fields["interview"] = _day(raw["interview"])
    if record is Review:
        lines, ms = raw.get("lines"), raw.get("ms")
        if isinstance(lines, list | str | dict) and all(type(line) is int for line in lines):  # also "" and {}
            fields["lines"] = tuple(sorted(set(lines)))
        if isinstance(ms, int | float) and not isinstance(ms, bool):
            fields["ms"] = int(max(0, min(ms, MOST_MS)))
    return fields


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(f"the day is not in the years {YEARS.start} to {YEARS.stop - 1}")
    return day


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_decode_json: Any = json.JSONDecoder(parse_constant=_refuse).decode


def journal_form(event: Event) -> dict[str, Any]:
    """The JSON object on a line, without the fields that are None."""
    raw: dict[str, Any] = {
        "v": VERSION,
        "id": event.id,
        "at": iso(event.at),
        "day": event.day.isoformat(),
        "type": _TYPE_NAMES.get(type(event)) or event.type,  # type: ignore[union-attr]
    }
    for field, name in zip(event.__struct_fields__, event.__struct_encode_fields__, strict=True):
        if name not in raw and (value := getattr(event, field)) is not None:
            raw[name] = _plain(value)
    return raw


def _plain(value: object) -> object:
    """A field's value as a JSON type."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def line_of(event: Event) -> str:
    """An event's line, without the newline."""
    return _encode(journal_form(event))
