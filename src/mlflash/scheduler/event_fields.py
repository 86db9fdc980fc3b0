"""The values in the fields of an event, checked; each function raises ValueError or TypeError for any other."""

from datetime import UTC, date, datetime


def day(value: str, years: range) -> date:
    """A date in ISO form."""
    found = date.fromisoformat(value)
    if found.year not in years:
        raise ValueError("a day out of all time")
    return found


def instant(value: str, years: range) -> datetime:
    """An instant in ISO form, in UTC."""
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError("the time has no zone")
    if at.year not in years or (at.tzinfo is not UTC and (at := at.astimezone(UTC)).year not in years):
        raise ValueError("an instant out of all time")
    return at


def text(value: object) -> str:
    """A text."""
    if not isinstance(value, str):
        raise ValueError("text expected")
    return value


def text_or_none(value: object) -> str | None:
    """A text, or nothing."""
    return None if value is None else text(value)


def texts(value: object) -> tuple[str, ...] | None:
    """A list of texts, or nothing."""
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        raise ValueError("a list of texts expected")
    return tuple(map(text, value))


def truth(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("true or false expected")
    return value


def milliseconds(value: object) -> int | None:
    """Time taken, a day at most: a clock that jumped says nothing of the reader."""
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError("milliseconds are a number")
    return int(max(0, min(value, 86_400_000)))


def line(value: object, most: int) -> int:
    """The number of a line, from 1."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise ValueError("lines are numbered from 1")
    return value
