"""Read and change the settings file: TOML, every key checked, every fault in one line, comments preserved.

A wrong value does not stop the program: the default is used, with a notice. But nothing is recorded while a
setting that the study day depends on is wrong.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mlflash.errors import MlflashError
from mlflash.regular import read_regular
from mlflash.store.files import explained, locked_directory, make_private, write_atomically
from mlflash.store.settings import SETTINGS, Settings

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
"""The place at the end of an error of the TOML parser."""
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")
"""A key at the beginning of a line of TOML."""
MAX_BYTES = 1_000_000
"""Bytes of a settings file at most."""
STUDY_DAY_KEYS = ("", "rollover", "timezone")
"""The keys that the study day of an event depends on; "" is the whole file."""


class SettingsFile(NamedTuple):
    """The settings in a file, with defaults for the wrong ones."""

    settings: Settings
    """The settings in force."""
    faults: Mapping[str, str] = {}
    """What is wrong in the file, by key; "" for the whole file."""

    @property
    def notices(self) -> list[str]:
        """What is wrong in the file and what mlflash does about it, a line each."""
        done = {key: "the default is used" if key in SETTINGS else "it is ignored" for key in self.faults}
        others = [f"{self.faults[key]}; {done[key]}" for key in self.faults if key not in STUDY_DAY_KEYS]
        return others if self.refusal is None else [self.refusal, *others]

    @property
    def refusal(self) -> str | None:
        """Why nothing can be recorded, because the study day of an event is not known; None if it is known."""
        fault = next((self.faults[key] for key in STUDY_DAY_KEYS if key in self.faults), None)
        return None if fault is None else f"until this is fixed, you can look but nothing is recorded: {fault}"


def parse_settings(raw: Mapping[str, Any], where: str) -> SettingsFile:
    """Settings from a TOML table, and what is wrong in it; `where` is the name of the file."""
    values, faults = {}, {}
    for key, value in raw.items():
        field = SETTINGS.get(key)
        if field is None:
            from difflib import get_close_matches

            near = get_close_matches(key[:60], SETTINGS, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            faults[key] = f"{where}: {_named(key)}: is not a setting{hint}"
            continue
        try:
            values[key] = field.parse(value)
        except ValueError as error:
            faults[key] = f"{where}: {key}: found {_shown(value)}, expected {error}"
    return SettingsFile(Settings(**values), faults)


def _named(key: str) -> str:
    return key if key.isprintable() and len(key) <= 60 else _shown(key)


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def read_settings(path: Path) -> Settings:
    """The settings in a file, with defaults for the wrong ones; raises `MlflashError` if it cannot be read."""
    return read_settings_file(path).settings


def read_settings_file(path: Path) -> SettingsFile:
    """The settings in a file and what is wrong in it; raises `MlflashError` if it cannot be read."""
    with explained(f"cannot read {path}"):
        try:
            data = read_regular(path, MAX_BYTES, follow=True)
        except FileNotFoundError:
            return SettingsFile(Settings())
    import tomllib

    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fault = f"{path}:{line}: not UTF-8: found the byte 0x{data[error.start]:02x}; save the file as UTF-8"
    except (ValueError, RecursionError) as error:
        fault = f"{path}{_syntax_fault(str(error), data.decode('utf-8-sig').splitlines())}"
    else:
        return parse_settings(raw, str(path))
    return SettingsFile(Settings(), {"": fault})


def _syntax_fault(error: str, lines: Sequence[str]) -> str:
    """The TOML parser's error after the number of its line; for a key given twice, both lines."""
    place = _PLACE.search(error)
    if place is None:
        return f": not readable as TOML: {' '.join(error.split())}"
    line = min(int(place[1] or len(lines)), len(lines))
    why = f"not readable as TOML: {error[: place.start()]}"
    if error.startswith("Cannot overwrite a value"):
        keys = [match[1] if (match := _KEY.match(row)) else "" for row in lines[:line]]
        first = keys.index(keys[-1]) + 1
        why = f"{keys[-1]} is given twice, on lines {first} and {line}" if keys[-1] else "a key is given twice"
    return f":{line}: {why}"


def change_settings(
    path: Path, changes: Mapping[str, Any], *, before_writing: Callable[[Settings], object] | None = None
) -> Settings:
    """Set keys in the file (None removes one), keeping its comments and order; raises `MlflashError`.

    Nothing is written if a new value is wrong, or if `before_writing`, called with the new settings, raises. Other
    faults in the file stay.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    make_private(path.parent)
    path = Path(os.path.realpath(path))  # a link to a settings file elsewhere stays a link
    try:
        with explained(f"cannot write {path}"), locked_directory(path.parent):
            if "" in (before := read_settings_file(path)).faults:
                raise MlflashError(before.faults[""])
            try:
                text = read_regular(path, MAX_BYTES).decode("utf-8-sig")
            except FileNotFoundError:
                text = ""
            document = tomlkit.parse(text)
            for key, value in changes.items():
                if value is None:
                    document.pop(key, None)
                else:
                    document[key] = list(value) if isinstance(value, tuple) else value
            settings, faults = parse_settings(document.unwrap(), str(path))
            for key, value in changes.items():
                if value is not None and key in faults:
                    raise MlflashError(faults[key].removeprefix(f"{path}: "), code=2)
            if before_writing is not None:
                before_writing(settings)
            write_atomically(path, tomlkit.dumps(document).encode())
    except (TOMLKitError, RecursionError) as error:
        raise MlflashError(f"{path}: cannot be changed: {' '.join(str(error).split())}") from None
    return settings
