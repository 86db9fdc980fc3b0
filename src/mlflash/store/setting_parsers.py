"""Parse the values of settings: a parser returns the value to use, or raises ValueError with what is expected."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from mlflash.record import Record
from mlflash.scheduler.schedule import WEIGHT_BOUNDS
from mlflash.scheduler.study_day import WEEKDAYS


def whole(low: int, high: int) -> Callable[[Any], int]:
    """A whole number within bounds."""

    def parse(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return value

    return parse


def number(low: float, high: float) -> Callable[[Any], float]:
    """A number within bounds, whole or not."""

    def parse(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(f"a number from {low:g} to {high:g}")
        return float(value)

    return parse


def truth(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def text(value: Any) -> str:
    """A text of one short line."""
    if not isinstance(value, str) or len(value) > 200 or not value.isprintable():
        raise ValueError("a short text")
    return value


def one_of(*choices: str) -> Callable[[Any], str]:
    """One of a few words."""

    def parse(value: Any) -> str:
        if value not in choices:
            raise ValueError(" or ".join(choices))
        return str(value)

    return parse


def named(kind: str, names: Sequence[str]) -> Callable[[Any], str]:
    """One of many names; the error suggests similar names, or the first two."""

    def parse(value: Any) -> str:
        if value not in names:
            from difflib import get_close_matches

            near = get_close_matches(str(value)[:80], names, n=3)
            raise ValueError(f"a {kind} such as {' or '.join(near or names[:2])}")
        return str(value)

    return parse


def several(item: Callable[[Any], Any], most: int, *lengths: int) -> Callable[[Any], tuple[Any, ...]]:
    """A list of at most `most` items, or of one of the lengths given."""

    def parse(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) > most or (lengths and len(value) not in lengths):
            size = f" of {' or '.join(map(str, lengths))}" if lengths else ""
            size = f" of at most {most}" if isinstance(value, list) and not lengths else size
            raise ValueError(f"a list{size}, each item {_expected(item)}")
        try:
            return tuple(map(item, value))
        except ValueError as error:
            raise ValueError(f"a list, each item {error}") from None

    return parse


def _expected(parse: Callable[[Any], Any]) -> str:
    """What a parser expects."""
    try:
        parse(None)
    except ValueError as error:
        return str(error)
    return "a value"


def calendar_date(value: Any) -> date:
    """A date, TOML's own or as text."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("a date like 2027-01-31")


def zone(value: Any) -> str:
    """The name of a time zone, or nothing."""
    name = text(value)
    time_zone(name)
    return name


def time_zone(name: str) -> tzinfo | None:
    """The time zone of that name, None (the machine's own) for the empty one; raises ValueError."""
    if not name:
        return None
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except Exception:
        raise ValueError("a time zone such as Europe/Paris") from None


def weekdays(value: Any) -> tuple[tuple[str, float], ...]:
    """A table of weekdays and minutes."""
    if not isinstance(value, dict) or set(value) - set(WEEKDAYS):
        raise ValueError(f"a table with keys of {', '.join(WEEKDAYS)}")
    minutes = number(0, 1440)
    return tuple((day, minutes(value[day])) for day in WEEKDAYS if day in value)


def table_of_texts(value: Any) -> tuple[tuple[str, str], ...]:
    """A table of names and texts, sorted."""
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise ValueError('a table of name = "text"')
    return tuple(sorted(value.items()))


def fsrs_weights(value: Any) -> tuple[float, ...]:
    """The 21 FSRS-6 weights, or none."""
    weights: tuple[float, ...] = several(number(0, 100), 21, 0, 21)(value)
    for place, (weight, (low, high)) in enumerate(zip(weights, WEIGHT_BOUNDS, strict=False)):
        if not low <= weight <= high:
            raise ValueError(f"weight {place} from {low:g} to {high:g}")
    return weights


class InterviewDate(Record, frozen=True):
    """A date to be ready for."""

    on: date
    """The day of the interview."""
    name: str = ""
    """The reader's name for it."""
    sections: tuple[tuple[str, float], ...] = ()
    """The weight of each section; empty if all count alike."""


def interview_date(value: Any) -> InterviewDate:
    """A date from its table in the settings file; raises ValueError with what is expected."""
    if isinstance(value, str | date):
        value = {"on": value}
    if not isinstance(value, dict) or "on" not in value or set(value) - {"on", "name", "sections"}:
        raise ValueError("a date like 2027-01-31, or a table { on = 2027-01-31 } with name and sections if wished")
    sections = value.get("sections", {})
    if isinstance(sections, list) and all(isinstance(section, str) for section in sections):
        sections = dict.fromkeys(sections, 1.0)
    weight = number(0, 1000)
    if not isinstance(sections, dict):
        raise ValueError("sections: a list of ids, or a table of weights")
    weights = tuple((str(name), weight(w)) for name, w in sections.items())
    return InterviewDate(calendar_date(value["on"]), text(value.get("name", "")), weights)
