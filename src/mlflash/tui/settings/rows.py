"""Settings as they are shown and typed: pure, apart from any screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from textual.content import Content

from mlflash.bank.text import one_line
from mlflash.scheduler.events import RATING_NAMES
from mlflash.scheduler.study_day import WEEKDAYS
from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import SETTINGS, Group, Settings
from mlflash.tui.themes import DIM
from mlflash.tui.wrap import clip, pad

DEFAULTS = Settings()
NAME_COLUMNS = 22
TYPED = {"minutes_by_day": "other minutes on some weekdays: seven numbers, Monday to Sunday"}
"""The help of settings that are typed here in another form than in the file."""


class Change(NamedTuple):
    """A setting that is being changed."""

    key: str
    """Its name."""
    written: Any
    """The value for the file; None returns it to its default."""
    parsed: Any
    """The value as the program uses it."""


def setting_groups() -> dict[Group, list[str]]:
    """The names of all settings by their heading."""
    return {group: [key for key, setting in SETTINGS.items() if setting.group is group] for group in Group}


def edit_kind(key: str) -> str:
    """How a setting is edited: truth, choice or text."""
    if isinstance(getattr(DEFAULTS, key), bool):
        return "truth"
    return "choice" if SETTINGS[key].choices or key == "theme" else "text"


def as_toml(value: Any) -> str:
    """A value as a reader would type it: as in TOML, on one line."""
    match value:
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case date():
            return value.isoformat()
        case InterviewDate(on=on, name=name, sections=sections):
            parts = [f"on = {on.isoformat()}", *([f"name = {as_toml(name)}"] if name else ())]
            if sections:
                parts.append(f"sections = {_table(sections)}")
            return f"{{ {', '.join(parts)} }}"
        case tuple():
            return f"[{', '.join(map(as_toml, value))}]"
    return str(value)


def _table(pairs: tuple[tuple[str, Any], ...]) -> str:
    return f"{{ {', '.join(f'{_key(key)} = {as_toml(value)}' for key, value in pairs)} }}" if pairs else "{}"


def _key(name: str) -> str:
    """A key of a table as TOML writes it: bare where that is possible."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else as_toml(name)


def as_typed(key: str, settings: Settings) -> str:
    """A setting's value as it is written."""
    value = getattr(settings, key)
    if key == "minutes_by_day":
        return " ".join(f"{minutes:g}" for _, minutes in week_of(settings))
    if key in ("keys", "filters"):
        return _table(value)
    return value if isinstance(value, str) else as_toml(value)


def week_of(settings: Settings) -> list[tuple[str, float]]:
    """The minutes of each weekday, from Monday."""
    others = dict(settings.minutes_by_day)
    return [(day, others.get(day, settings.minutes)) for day in WEEKDAYS]


def parse_typed(key: str, text: str, settings: Settings = DEFAULTS) -> Any:
    """What was typed for a setting, as the settings file takes it; raises ValueError saying what is expected.

    Seven numbers are the minutes of the weekdays; those that equal the minutes a day are left to that setting.

    Text needs no quotes; everything else is as in TOML, the outermost brackets of a list may be left out.
    """
    if key == "minutes_by_day" and len(numbers := text.replace(",", " ").split()) == len(WEEKDAYS):
        with suppress(ValueError):
            minutes = dict(zip(WEEKDAYS, map(float, numbers), strict=True))
            text = ", ".join(f"{day} = {n:g}" for day, n in minutes.items() if n != settings.minutes)
    elif key == "minutes_by_day" and "=" not in text and text.strip():
        raise ValueError("expected seven numbers, Monday to Sunday")
    fault = ValueError("a value")
    for value in _readings(getattr(DEFAULTS, key), text.strip()):
        try:
            SETTINGS[key].parse(value)
        except ValueError as error:
            fault = error
        else:
            return value
    raise ValueError(f"expected {fault}")


def _readings(default: Any, text: str) -> Iterator[Any]:
    """The values that a text can mean for a setting with this default, the likeliest first."""
    import tomllib

    if not isinstance(default, str):
        forms = (text, f"[{text}]", f"{{{text}}}") if isinstance(default, tuple) else (text,)
        for form in forms:
            with suppress(tomllib.TOMLDecodeError, RecursionError):
                yield _only(tomllib.loads(f"value = {form}\n"))
        if isinstance(default, tuple) and text[:1] not in ("[", "{"):
            yield [part.strip() for part in text.split(",")]
    yield text


def _only(table: dict[str, Any]) -> Any:
    return table["value"] if table.keys() == {"value"} else table


def in_words(key: str, settings: Settings) -> str:
    """A setting's value as a reader would say it, with its unit."""
    value = getattr(settings, key)
    if isinstance(value, bool):
        return "on" if value else "off"
    setting = SETTINGS[key]
    if _is_empty(key, value):
        return setting.empty
    match key:
        case "tick_grades":
            return _joined((str(lines), RATING_NAMES[grade]) for lines, grade in enumerate(value))
        case "stance":
            from mlflash.study.interview_plan import stance_word

            return stance_word(value)
        case "retention":
            return f"{value * 100:g}{setting.unit}"
        case "easy_seconds":
            return f"within {value}{setting.unit}"
        case "minutes_by_day":
            return _joined((day.capitalize(), f"{n:g}") for day, n in week_of(settings)) + setting.unit
        case "weights":
            return f"{len(value)} of your own"
        case "days_off":
            return " · ".join(map(day_of, value))
        case "interviews":
            return " · ".join(f"{day_of(interview.on)} {interview.name}".strip() for interview in value)
        case "keys":
            return " · ".join(f"{action} {name}" for action, name in value)
        case "filters":
            return " · ".join(name for name, _ in value)
    values = value if isinstance(value, tuple) else (value,)
    return " · ".join(map(_plain, values)) + setting.unit


def _joined(values: Iterable[tuple[str, str]]) -> str:
    """Names with their values, neighbors of the same value together: Mon–Fri 20 · Sat 45 · Sun 0."""
    parts = []
    for value, pairs in groupby(values, key=itemgetter(1)):
        names = [name for name, _ in pairs]
        parts.append(f"{'–'.join(dict.fromkeys((names[0], names[-1])))} {value}")
    return " · ".join(parts)


def _is_empty(key: str, value: Any) -> bool:
    """Whether a setting is empty, or zero where zero has its own word."""
    return not value and (isinstance(value, tuple | str) or SETTINGS[key].empty != "none")


def _plain(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)


def day_of(day: date) -> str:
    """A date in words."""
    return f"{day.day} {day:%b %Y}"


def setting_row(key: str, settings: Settings, width: int) -> Content:
    """A setting's label and value; a changed value is highlighted."""
    value = getattr(settings, key)
    empty = value is False or _is_empty(key, value)
    style = "bold $accent" if value != getattr(DEFAULTS, key) else DIM if empty else ""
    name = pad(SETTINGS[key].label, NAME_COLUMNS)
    words = clip(one_line(in_words(key, settings)), max(6, width - NAME_COLUMNS - 4))
    return Content.assemble("  ", (name, "" if style == "bold $accent" else DIM), (words, style))


def about_setting(key: str | None, fault: str, state: str) -> Content:
    """What a setting means, and below it a fault or its state."""
    text = Content.assemble((TYPED.get(key, SETTINGS[key].help), DIM), (f"  {key}", DIM)) if key else Content()
    if fault:
        return text + Content("\n") + Content.styled(one_line(fault), "$error")
    return text + Content("\n") + Content.styled(state, "$primary") if state else text
