"""Filters saved under a name: in the settings as the options that choose the same cards on the command line."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.store.settings import Settings

OPTIONS: Mapping[str, str] = {
    "--section": "sections",
    "--difficulty": "difficulties",
    "--likelihood": "likelihoods",
    "--tag": "tags",
    "--state": "states",
}
"""The options that may be repeated, each with the field of `Filter` that it fills."""
LONGEST_NAME = 40


def filter_options(chosen: Filter) -> str:
    """A filter as options of the command line; ids that were chosen one by one are left out."""
    words = [
        word for option, field in OPTIONS.items() for value in getattr(chosen, field) for word in (option, value)
    ]
    return shlex.join([*words, *(("--search", chosen.search) if chosen.search else ())])


def parse_options(text: str) -> Filter:
    """The filter that options of the command line stand for; raises ValueError."""
    words = shlex.split(text)
    values: dict[str, list[str]] = {field: [] for field in OPTIONS.values()}
    search = ""
    for option, value in zip(words[::2], words[1::2], strict=True):
        if option == "--search":
            search = value
        elif option in OPTIONS:
            values[OPTIONS[option]].append(value)
        else:
            raise ValueError(option)
    return Filter(search=search, **{field: tuple(chosen) for field, chosen in values.items()})


def saved_filters(settings: Settings) -> dict[str, Filter]:
    """The filters that the reader has saved, by name; one that cannot be read is left out."""
    filters: dict[str, Filter] = {}
    for name, text in settings.filters:
        with suppress(ValueError):
            filters[name] = parse_options(text)
    return filters


def saved_filter(settings: Settings, name: str) -> Filter:
    """The filter saved under a name; raises `MlflashError` with the names that there are."""
    filters = saved_filters(settings)
    if name in filters:
        return filters[name]
    if name in dict(settings.filters):
        raise MlflashError(f"the filter {name!r} in the settings is not readable: {dict(settings.filters)[name]}")
    there = f"there are: {', '.join(filters)}" if filters else "none is saved: `s` in the filter saves one"
    raise MlflashError(f"no filter is called {name!r}; {there}", code=2)


def save_filter(config: Path, settings: Settings, name: str, chosen: Filter) -> Settings:
    """Save a filter under a name; an empty filter deletes it. Returns the settings, raises `MlflashError`."""
    from mlflash.store.settings_file import change_settings

    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise MlflashError(f"a filter's name has 1 to {LONGEST_NAME} characters")
    if chosen.ids:
        raise MlflashError("cards chosen one by one cannot be saved as a filter: flag or tag them instead")
    filters = {other: text for other, text in settings.filters if other != name}
    if chosen:
        filters[name] = filter_options(chosen)
    changed = change_settings(config, {"filters": filters or None})
    return settings._replace(filters=changed.filters)
