"""A date to be ready for, as the settings hold it."""

from __future__ import annotations

from datetime import date
from typing import Any

from mlflash.record import Record
from mlflash.store.setting_parsers import calendar_date, number, text


class InterviewDate(Record, frozen=True):
    """A date to be ready for."""

    on: date
    """The day of the interview."""
    name: str = ""
    """What the reader calls it."""
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
