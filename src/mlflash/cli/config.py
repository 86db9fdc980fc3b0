"""`mlflash config`: show and change settings."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mlflash.cli.command import Command
from mlflash.cli.options import add_json
from mlflash.cli.output import DIM, dump, one_line, replay_progress, styled
from mlflash.errors import MlflashError
from mlflash.store import snapshot
from mlflash.store.paths import Paths, find_paths
from mlflash.store.settings import SETTINGS, InterviewDate, Settings, change_settings, read_settings


def add_arguments(parser: ArgumentParser) -> None:
    """Add the actions; --json may stand before or after them."""
    actions = parser.add_subparsers(dest="action", metavar="get|set|unset|list|path")
    get = actions.add_parser("get", help="print the value of a setting")
    set_ = actions.add_parser("set", help="give a setting a value")
    unset = actions.add_parser("unset", help="return a setting to its default")
    for action in (get, set_, unset):
        action.add_argument("key")
    set_.add_argument("value")
    listing = actions.add_parser("list", help="print all settings, their values and meanings (the default)")
    path = actions.add_parser("path", help="print where the file is")
    add_json(parser)
    for action in (get, set_, unset, listing, path):
        action.add_argument("--json", action="store_true", default=SUPPRESS, help=SUPPRESS)


def config(args: Namespace) -> int:
    """Print all settings, one of them or where they are; or change one."""
    paths = find_paths()
    match args.action:
        case "path":
            dump(str(paths.config)) if args.json else print(paths.config)
        case "get":
            value = _plain(args.key, getattr(read_settings(paths.config), _check_key(args.key)))
            dump(value) if args.json else print(value if isinstance(value, str) else _toml(value))
        case "set":
            change(paths, {_check_key(args.key): _absolute(args.key, _parse_value(args.value))})
        case "unset":
            change(paths, {_check_key(args.key): None})
        case _:
            settings = read_settings(paths.config)
            if args.json:
                dump({key: _plain(key, getattr(settings, key)) for key in SETTINGS})
            else:
                _print_settings(settings)
    return 0


def change(paths: Paths, changes: Mapping[str, Any]) -> None:
    """Change settings; where the schedule depends on them, replay the journal first.

    Raises `MlflashError` with nothing changed, also where the journal cannot be replayed with the new parameters.
    """
    used = read_settings(paths.config).parameters
    replayed: list[tuple[snapshot.Snapshot, Settings]] = []

    def replay(settings: Settings) -> None:
        if settings.parameters != used and paths.journal_dir.exists():
            progress = snapshot.current(paths.journal_dir, paths.progress, settings.parameters, replay_progress())
            replayed.append((progress, settings))

    change_settings(paths.config, changes, before_writing=replay)
    for progress, settings in replayed:
        if progress.marks:
            snapshot.write(paths.progress, progress, settings.parameters)


def _check_key(name: str) -> str:
    """The name of a setting; raises `MlflashError` with near ones where there is none of that name."""
    if name in SETTINGS:
        return name
    from difflib import get_close_matches

    near = get_close_matches(name, SETTINGS, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else "`mlflash config list` shows them all"
    raise MlflashError(f"no setting is called {name!r}; {hint}", code=2)


def _parse_value(text: str) -> Any:
    """Parse a value as TOML; what is not TOML is text, so that names need no quotes."""
    import tomllib

    try:
        table = tomllib.loads(f"value = {text}\n")
    except (tomllib.TOMLDecodeError, RecursionError):
        return text
    return table["value"] if table.keys() == {"value"} else text


def _absolute(key: str, value: Any) -> Any:
    """Make the paths of banks absolute: a relative path means another file in another folder."""
    if key != "banks" or not isinstance(value, list):
        return value
    return [str(Path(path).expanduser().absolute()) if isinstance(path, str) else path for path in value]


def _print_settings(settings: Settings) -> None:
    default = Settings()
    for key, field in SETTINGS.items():
        value = getattr(settings, key)
        changed = "" if value == getattr(default, key) else "  (changed)"
        print(styled(f"# {field.about}", DIM))
        print(f"{key} = {_toml(_plain(key, value))}{changed}")


def _plain(key: str, value: Any) -> Any:
    """A setting's value in JSON's types."""
    match value:
        case InterviewDate():
            return {"on": value.on.isoformat(), "name": value.name, "sections": dict(value.sections)}
        case date():
            return value.isoformat()
        case tuple() if key in ("minutes_by_day", "keys"):
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
