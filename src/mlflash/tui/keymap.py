"""Check and apply the reader's own keys. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from itertools import combinations
from pkgutil import walk_packages

from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

from mlflash.store.action_names import unknown_actions

MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
NAMES = frozenset(key.value for key in Keys) | frozenset(KEY_NAME_REPLACEMENTS.values())


def _kinds() -> Iterator[type]:
    from mlflash import tui

    for info in walk_packages(tui.__path__, f"{tui.__name__}."):
        module = import_module(info.name)
        for kind in vars(module).values():
            if isinstance(kind, type) and kind.__module__ == module.__name__:
                yield kind


def _declared(kind: type) -> Iterator[Binding]:
    yield from (binding for binding in vars(kind).get("BINDINGS", ()) if isinstance(binding, Binding))


def rebound(bindings: BindingsMap, keys: Mapping[str, str]) -> BindingsMap:
    """The bindings with the reader's own keys, which come first: another action may have the same key."""
    own, rest = {}, []
    for _, binding in bindings:
        mine = _own(binding, keys)
        if mine:
            own[binding.id, binding.action] = replace(binding, key=mine, key_display=None)
        else:
            rest.append(binding)
    return BindingsMap([*own.values(), *rest])


def _own(binding: Binding, keys: Mapping[str, str]) -> str:
    """The reader's own keys for an action, without names that are no key."""
    return ",".join(key for key in map(str.strip, keys.get(binding.id or "", "").split(",")) if is_key(key))


def is_key(name: str) -> bool:
    """Whether a terminal could send a key of that name: `x`, `?`, `slash`, `ctrl+x`, `f5`."""
    if len(name) == 1:
        return name.isprintable()
    *modifiers, last = name.split("+")
    if not MODIFIERS.issuperset(modifiers):
        return False
    return name in NAMES or last in NAMES or bool(last and key_to_character(last))


def faults(keys: Iterable[tuple[str, str]]) -> list[str]:
    """The faults in the reader's own keys, one line each."""
    own = dict(keys)
    no_keys = [
        f"keys: {action} = {name!r} is no key; write x, slash, f5 or ctrl+x"
        for action, text in own.items()
        for name in map(str.strip, text.split(","))
        if not is_key(name)
    ]
    return [*unknown_actions(own), *no_keys, *clashes(own)]


def clashes(keys: Mapping[str, str]) -> list[str]:
    """Own keys that another action of the same screen has, where both work at once."""
    everywhere = [binding for kind in _kinds() if issubclass(kind, App) for binding in _declared(kind)]
    taken: dict[tuple[str, str], dict[str, None]] = {}
    for kind in _kinds():
        bindings = list(_declared(kind))
        for one, other in combinations([*bindings, *(everywhere if bindings != everywhere else ())], 2):
            if not (one.id and other.id) or one.id == other.id or _apart(kind, one.id, other.id):
                continue
            if one.id not in keys:
                one, other = other, one
            if one.id in keys and not _pressed(one, {}) & _pressed(other, {}):
                for key in _pressed(one, keys) & _pressed(other, keys):
                    taken.setdefault((str(one.id), key), {})[str(other.id)] = None
    return [
        f"keys: {action} = {key!r} is also the key of {', '.join(ids)}" for (action, key), ids in taken.items()
    ]


def _pressed(binding: Binding, keys: Mapping[str, str]) -> set[str]:
    """The keys of an action, in Textual's names."""
    key = _own(binding, keys) or binding.key
    return {single.key for single in Binding.make_bindings([replace(binding, key=key)])}


def _apart(kind: type, one: str, other: str) -> bool:
    """Whether two actions never work at once: a screen may name its `PHASES`, a set of actions for each."""
    phases = [phase for phase in getattr(kind, "PHASES", ()) if one in phase or other in phase]
    return len(phases) == 2
