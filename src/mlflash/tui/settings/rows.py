"""Settings as they are shown and typed: pure, apart from any screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from textual.content import Content

from mlflash.bank.text import one_line
from mlflash.scheduler.events import RATING_NAMES
from mlflash.store.settings import SETTINGS, InterviewDate, Settings
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import clip, pad

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Each day": (
        "new_per_day",
        "reviews_per_day",
        "minutes",
        "minutes_by_day",
        "days_off",
        "rollover",
        "timezone",
    ),
    "Interviews": ("interviews", "stance"),
    "In the drill": (
        "typed",
        "keep_typed",
        "confidence",
        "tick_grades",
        "easy_seconds",
        "learn_ahead",
        "cram_counts_fails",
    ),
    "Schedule": (
        "retention",
        "learning_steps",
        "relearning_steps",
        "maximum_interval",
        "fuzz",
        "weights",
    ),
    "Banks": ("bundled", "banks"),
    "Look and keys": ("theme", "home_row", "keys", "welcome"),
}
CHOICES: Mapping[str, tuple[str, ...]] = {"stance": ("cover", "core")}
DEFAULTS = Settings()
NAME = 20


class SettingGroup(NamedTuple):
    """A heading and its settings."""

    title: str
    """The heading."""
    keys: tuple[str, ...]
    """The names of the settings under it."""


def setting_groups() -> list[SettingGroup]:
    """Every setting once, under its heading; one that has no heading yet comes last."""
    placed = {key for keys in GROUPS.values() for key in keys}
    rest = tuple(key for key in SETTINGS if key not in placed)
    found = [SettingGroup(title, tuple(key for key in keys if key in SETTINGS)) for title, keys in GROUPS.items()]
    return [*found, SettingGroup("Other", rest)] if rest else found


def kind(key: str) -> str:
    """How a setting is edited: truth, choice or text."""
    if isinstance(getattr(DEFAULTS, key), bool):
        return "truth"
    return "choice" if key in CHOICES or key == "theme" else "text"


def written(value: Any) -> str:
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
            parts = [f"on = {on.isoformat()}", *([f"name = {written(name)}"] if name else ())]
            if sections:
                parts.append(f"sections = {_table(sections)}")
            return f"{{ {', '.join(parts)} }}"
        case tuple():
            return f"[{', '.join(map(written, value))}]"
    return str(value)


def _table(pairs: tuple[tuple[str, Any], ...]) -> str:
    return f"{{ {', '.join(f'{key} = {written(value)}' for key, value in pairs)} }}" if pairs else "{}"


def shown(key: str, settings: Settings) -> str:
    """A setting's value as it is written."""
    value = getattr(settings, key)
    if key in ("minutes_by_day", "keys"):
        return _table(value)
    return value if isinstance(value, str) else written(value)


def read(key: str, text: str) -> Any:
    """What was typed for a setting, as the settings file takes it; raises ValueError saying what is expected.

    Text needs no quotes; everything else is as in TOML, the outermost brackets of a list may be left out.
    """
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
    """Everything a text can mean for a setting with such a default, the likeliest first."""
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


UNITS: Mapping[str, str] = {
    "new_per_day": " cards",
    "reviews_per_day": " cards",
    "minutes": " min",
    "learning_steps": " min",
    "relearning_steps": " min",
    "learn_ahead": " min",
    "maximum_interval": " days",
    "rollover": ":00",
}
NOTHING: Mapping[str, str] = {
    "minutes_by_day": "the same every day",
    "weights": "those of FSRS-6",
    "timezone": "the machine's",
    "easy_seconds": "never",
}
"""What it means to leave a setting empty, where that is more than "none"."""


def in_words(key: str, settings: Settings) -> str:
    """A setting's value as a reader would say it, with its unit."""
    value = getattr(settings, key)
    if isinstance(value, bool):
        return "on" if value else "off"
    if not value and key != "rollover" and (isinstance(value, tuple | str) or key in NOTHING):
        return NOTHING.get(key, "none")
    match key:
        case "tick_grades":
            return _grades(value)
        case "retention":
            return f"{value * 100:g} %"
        case "easy_seconds":
            return f"within {value} s"
        case "minutes_by_day":
            return " · ".join(f"{day} {minutes:g}" for day, minutes in value) + " min"
        case "weights":
            return f"{len(value)} of your own"
        case "days_off":
            return " · ".join(map(day_of, value))
        case "interviews":
            return " · ".join(f"{day_of(one.on)} {one.name}".strip() for one in value)
        case "keys":
            return " · ".join(f"{action} {name}" for action, name in value)
    values = value if isinstance(value, tuple) else (value,)
    return " · ".join(map(_plain, values)) + UNITS.get(key, "")


def _plain(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)


def day_of(day: date) -> str:
    """A date in words."""
    return f"{day.day} {day:%b %Y}"


def _grades(grades: tuple[int, ...]) -> str:
    """The grade suggested for each number of lines, equal ones together: 0–1 again · 2 hard · 3–4 good."""
    parts, start = [], 0
    for end in range(1, len(grades) + 1):
        if end == len(grades) or grades[end] != grades[start]:
            lines = f"{start}" if end - 1 == start else f"{start}–{end - 1}"
            parts.append(f"{lines} {RATING_NAMES[grades[start]]}")
            start = end
    return " · ".join(parts)


def setting_row(key: str, settings: Settings, width: int) -> Content:
    """A setting's name and value; what the reader has changed is bright."""
    value = getattr(settings, key)
    empty = value in ((), "", False) or (not value and key in NOTHING)
    style = "bold $accent" if value != getattr(DEFAULTS, key) else FAINT if empty else ""
    name = pad(key.replace("_", " "), NAME)
    words = clip(one_line(in_words(key, settings)), max(6, width - NAME - 4))
    return Content.assemble("  ", (name, "" if style == "bold $accent" else DIM), (words, style))
