"""The settings file: TOML, every key checked, every fault said in one line, comments kept."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mlflash.errors import MlflashError
from mlflash.store.files import locked_directory, make_private, read_regular, reason, write_atomically
from mlflash.store.settings import SETTINGS, Settings

MAX_BYTES = 1_000_000
"""Bytes of a settings file at most."""


def parse_settings(raw: Mapping[str, Any], where: str) -> Settings:
    """Settings from a TOML table; raises `MlflashError` naming the first key that is wrong."""
    values = {}
    for key, value in raw.items():
        field = SETTINGS.get(key)
        if field is None:
            from difflib import get_close_matches

            near = get_close_matches(key[:60], SETTINGS, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise MlflashError(f"{where}: {_named(key)}: is not a setting{hint}")
        try:
            values[key] = field.parse(value)
        except ValueError as error:
            raise MlflashError(f"{where}: {key}: found {_shown(value)}, expected {error}") from None
    return Settings(**values)


def _named(key: str) -> str:
    return key if key.isprintable() and len(key) <= 60 else _shown(key)


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def read_settings(path: Path) -> Settings:
    """The settings in a file, defaults where there is none; raises `MlflashError`."""
    try:
        data = read_regular(path, MAX_BYTES, follow=True)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise MlflashError(f"cannot read {path}: {reason(error)}") from None
    import tomllib

    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise MlflashError(f"{path}: not readable as TOML: {' '.join(str(error).split())}") from None
    return parse_settings(raw, str(path))


def change_settings(
    path: Path, changes: Mapping[str, Any], *, before_writing: Callable[[Settings], object] | None = None
) -> Settings:
    """Set keys in the file (None removes one), keeping its comments and order; raises `MlflashError`.

    Nothing is written unless the changed file is valid and `before_writing`, called with its settings, returns.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    make_private(path.parent)
    try:
        path = Path(os.path.realpath(path))  # a link, as those who keep their settings elsewhere have, stays one
        with locked_directory(path.parent):
            read_settings(path)
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
            settings = parse_settings(document.unwrap(), str(path))
            if before_writing is not None:
                before_writing(settings)
            write_atomically(path, tomlkit.dumps(document).encode())
    except OSError as error:
        raise MlflashError(f"cannot write {path}: {reason(error)}") from None
    except (TOMLKitError, RecursionError) as error:
        raise MlflashError(f"{path}: cannot be changed: {' '.join(str(error).split())}") from None
    return settings
