"""`mlflash config`: print and change settings."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from mlflash.cli.command import Command
from mlflash.cli.options import add_json
from mlflash.cli.output import DIM, dump, note, one_line, replay_progress, sentence
from mlflash.errors import MlflashError
from mlflash.store import snapshot
from mlflash.store.action_names import unknown_actions
from mlflash.store.paths import Paths, find_paths
from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import SETTINGS, Settings
from mlflash.store.settings_file import change_settings, read_settings, read_settings_file
from mlflash.study.banks import own_bank

TABLES = ("minutes_by_day", "keys", "filters")
"""The settings that are tables."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the actions; --json may stand before or after them."""
    actions = parser.add_subparsers(dest="action", metavar="get|set|unset|add|remove|list|path")
    get = actions.add_parser("get", help="print the value of a setting")
    set_ = actions.add_parser("set", help="give a setting a value")
    unset = actions.add_parser("unset", help="return a setting to its default")
    add = actions.add_parser("add", help="add a value to a list: config add banks my-cards.yaml")
    remove = actions.add_parser("remove", help="remove a value from a list")
    for action in (get, set_, unset, add, remove):
        action.add_argument("key")
    for action in (set_, add, remove):
        action.add_argument("value")
    listing = actions.add_parser("list", help="print all settings, their values and meanings (the default)")
    path = actions.add_parser("path", help="print where the file is")
    add_json(parser)
    for action in (get, set_, unset, add, remove, listing, path):
        action.add_argument("--json", action="store_true", default=SUPPRESS, help=SUPPRESS)


def config(args: Namespace) -> int:
    """Print all settings, one setting or the path of the file; or change a setting."""
    paths = find_paths()
    match args.action:
        case "path":
            dump(str(paths.config)) if args.json else print(paths.config)
        case "get":
            settings = _read(paths)
            value = _plain(args.key, getattr(settings, _check_key(args.key)))
            dump(value) if args.json else print(value if isinstance(value, str) else _toml(value))
        case "set":
            key = _check_key(args.key)
            change(paths, {key: _absolute(key, _as_list(key, _parse_value(key, args.value)))})
        case "unset":
            unknown = args.key in read_settings_file(paths.config).faults
            change(paths, {args.key if unknown else _check_key(args.key): None})
        case "add" | "remove":
            key = _check_key(args.key)
            change(paths, {key: _changed_list(paths, key, args.value, adding=args.action == "add")})
        case _:
            settings = _read(paths)
            if args.json:
                dump({key: _plain(key, getattr(settings, key)) for key in SETTINGS})
            else:
                _print_settings(settings)
    return 0


def _read(paths: Paths) -> Settings:
    """The settings, with a note for each fault in the file."""
    settings_file = read_settings_file(paths.config)
    note([*settings_file.notices, *unknown_actions(dict(settings_file.settings.keys))])
    return settings_file.settings


def change(paths: Paths, changes: Mapping[str, Any]) -> None:
    """Change settings; if the schedule depends on them, replay the journal first.

    Raises `MlflashError` with nothing changed, also if the journal cannot be replayed with the new parameters.
    """
    used = read_settings(paths.config).parameters
    replayed: list[tuple[snapshot.Snapshot, Settings]] = []

    def check_and_replay(settings: Settings) -> None:
        if "keys" in changes and (faults := unknown_actions(dict(settings.keys))):
            raise MlflashError("\n".join(faults), code=2)
        if settings.parameters != used and paths.journal_dir.exists():
            progress = snapshot.current(paths.journal_dir, paths.progress, settings.parameters, replay_progress())
            replayed.append((progress, settings))

    change_settings(paths.config, changes, before_writing=check_and_replay)
    for progress, settings in replayed:
        if progress.marks:
            snapshot.write(paths.progress, progress, settings.parameters)


def _check_key(name: str) -> str:
    """The name of a setting; raises `MlflashError` with similar names if there is no such setting."""
    if name in SETTINGS:
        return name
    from difflib import get_close_matches

    near = [key for key in SETTINGS if name in key.split("_")] or get_close_matches(name, SETTINGS, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else "`mlflash config list` shows them all"
    raise MlflashError(f"no setting is called {name!r}; {hint}", code=2)


def _parse_value(key: str, text: str) -> Any:
    """Parse a value as TOML; anything else is a text, so that names need no quotes."""
    import tomllib

    try:
        table = tomllib.loads(f"value = {text}\n")
    except (ValueError, RecursionError):
        if text.lstrip()[:1] in ("[", "{", '"'):
            try:
                SETTINGS[key].parse(None)
            except ValueError as expected:
                raise MlflashError(f"{key}: found {text[:60]}, expected {expected}", code=2) from None
        return text
    return table["value"] if table.keys() == {"value"} else text


def _is_list(key: str) -> bool:
    """Whether a setting is a list, as opposed to a table or a single value."""
    return isinstance(getattr(Settings(), key), tuple) and key not in TABLES


def _as_list(key: str, value: Any) -> Any:
    """A single value of a list setting as a list of one."""
    return [value] if _is_list(key) and not isinstance(value, list) else value


def _changed_list(paths: Paths, key: str, text: str, *, adding: bool) -> list[Any]:
    """A list setting with a value added or removed; raises `MlflashError`."""
    if not _is_list(key):
        raise MlflashError(f"{key} is not a list: use `mlflash config set {key} VALUE`", code=2)
    values: list[Any] = _plain(key, getattr(read_settings(paths.config), key))
    if not adding and text in values:
        return [item for item in values if item != text]
    parsed = _absolute(key, [_parse_value(key, text)])
    value = _plain("", parsed[0])
    if adding:
        return values if value in values else [*values, value]
    kept = [item for item in values if item != value and not _same_bank(key, item, value)]
    if kept == values:
        raise MlflashError(f"{key} does not hold {text}; it is {_toml(values)}", code=2)
    return kept


def _same_bank(key: str, written: str, path: str) -> bool:
    """Whether a bank in the settings, which may be written as a relative path, is that file."""
    with suppress(MlflashError):
        return key == "banks" and str(own_bank(written)) == path
    return False


def _absolute(key: str, value: Any) -> Any:
    """Make the paths of banks absolute: in another folder a relative path would name another file."""
    if key != "banks" or not isinstance(value, list):
        return value
    try:
        return [str(Path(path).expanduser().absolute()) if isinstance(path, str) else path for path in value]
    except RuntimeError:
        raise MlflashError(f"banks: found {value}: there is no such user", code=2) from None


def _print_settings(settings: Settings) -> None:
    default = Settings()
    for key, field in SETTINGS.items():
        value = getattr(settings, key)
        changed = "" if value == getattr(default, key) else "  (changed)"
        sentence(f"# {field.help}", DIM)
        print(f"{key} = {_toml(_plain(key, value))}{changed}")


def _plain(key: str, value: Any) -> Any:
    """A setting's value in JSON's types."""
    match value:
        case InterviewDate():
            return {"on": value.on.isoformat(), "name": value.name, "sections": dict(value.sections)}
        case date():
            return value.isoformat()
        case tuple() if key in TABLES:
            return dict(value)
        case tuple():
            return [_plain("", item) for item in value]
    return value


def _toml(value: Any) -> str:
    """A value on one line, nearly as it is in the file."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{one_line(value)}"'
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            return f"{{ {', '.join(f'{k} = {_toml(v)}' for k, v in value.items())} }}" if value else "{}"
    return str(value)


COMMANDS = {
    "config": Command(
        "Show or change settings. VALUE is written as in TOML: 20, true, [1, 10], cover.", add_arguments, config
    )
}
