"""`mlflash config`: show and change the settings, a key at a time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from mlflash.cli.options import Parser, add_json
from mlflash.cli.output import DIM, dump, one_line, styled
from mlflash.errors import MlflashError
from mlflash.store.paths import find_paths
from mlflash.store.settings import SETTINGS, InterviewDate, Settings
from mlflash.store.settings_file import change_settings, read_settings


def config(arguments: list[str]) -> int:
    """Show all settings, one, or where they are; or change one."""
    parser = Parser("config", "Show or change settings. VALUE is written as in TOML: 20, true, [1, 10], cover.")
    actions = parser.add_subparsers(dest="action", metavar="get|set|unset|list|path", parser_class=_Action)
    actions.add_parser("get", help="one setting's value").add_argument("key")
    setting = actions.add_parser("set", help="give a setting a value")
    setting.add_argument("key")
    setting.add_argument("value")
    actions.add_parser("unset", help="return a setting to its default").add_argument("key")
    actions.add_parser("list", help="all settings, their values and meanings (as without a word)")
    actions.add_parser("path", help="where the file is")
    add_json(parser)
    args = parser.parse_args(_json_last(arguments))
    path = find_paths().config
    match args.action:
        case "path":
            dump(str(path)) if args.json else print(path)
            return 0
        case "get":
            value = _plain(args.key, getattr(read_settings(path), _key(args.key)))
            dump(value) if args.json else print(value if isinstance(value, str) else _toml(value))
            return 0
        case "set":
            change_settings(path, {_key(args.key): _absolute(args.key, _value(args.value))})
            return 0
        case "unset":
            change_settings(path, {_key(args.key): None})
            return 0
    settings = read_settings(path)
    if args.json:
        dump({key: _plain(key, getattr(settings, key)) for key in SETTINGS})
    else:
        _print(settings)
    return 0


class _Action(Parser):
    """The parser of one action; argparse gives it its whole name."""

    def __init__(self, prog: str = "", **_: Any) -> None:
        super().__init__(prog.removeprefix("mlflash "), "")


def _json_last(arguments: list[str]) -> list[str]:
    """The arguments with --json where the parser looks for it, wherever it was written."""
    rest = [a for a in arguments if a != "--json"]
    return ["--json", *rest] if len(rest) < len(arguments) else rest


def _key(name: str) -> str:
    if name in SETTINGS:
        return name
    from difflib import get_close_matches

    near = get_close_matches(name, SETTINGS, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else "`mlflash config list` shows them all"
    raise MlflashError(f"no setting is called {name!r}; {hint}", code=2)


def _value(text: str) -> Any:
    """A value written as in TOML; what is not TOML is text, so that names need no quotes."""
    import tomllib

    try:
        table = tomllib.loads(f"value = {text}\n")
    except (tomllib.TOMLDecodeError, RecursionError):
        return text
    return table["value"] if table.keys() == {"value"} else text


def _absolute(key: str, value: Any) -> Any:
    """Banks as they are meant from here: a relative path would lead elsewhere from another folder."""
    if key != "banks" or not isinstance(value, list):
        return value
    return [str(Path(one).expanduser().absolute()) if isinstance(one, str) else one for one in value]


def _print(settings: Settings) -> None:
    default = Settings()
    for key, field in SETTINGS.items():
        value = getattr(settings, key)
        changed = "" if value == getattr(default, key) else "  (changed)"
        print(styled(f"# {field.help}", DIM))
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
            return [_plain("", one) for one in value]
    return value


def _toml(value: Any) -> str:
    """A value on one line, nearly as the file has it."""
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
