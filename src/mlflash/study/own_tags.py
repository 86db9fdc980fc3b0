"""The reader's own tags on cards of any bank: a line a card in `tags.toml`, as in `nn-dropout = ["mine"]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from mlflash.bank.catalog import CardHead
from mlflash.errors import MlflashError
from mlflash.regular import read_regular
from mlflash.store.files import explained, make_private, write_atomically

TAG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_TAG = 80
MAX_FILE = 1 << 24
"""Bytes of the file at most."""
Head = TypeVar("Head", bound=CardHead)


def tagged(head: Head, tags: Iterable[str]) -> Head:
    """A card with further tags."""
    more = tuple(tag for tag in tags if tag not in head.tags)
    return msgspec.structs.replace(head, tags=(*head.tags, *more)) if more else head


def read_tags(file: Path) -> dict[str, list[str]]:
    """The reader's tags by card id; none where there is no file. Raises `MlflashError`."""
    with explained(f"cannot read {file}"):
        try:
            data = read_regular(file, MAX_FILE, follow=True)
        except FileNotFoundError:
            return {}
    import tomllib

    try:
        tags_by_id = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise MlflashError(f"{file}: {' '.join(str(error).split())}") from None
    for card_id, tags in tags_by_id.items():
        if not isinstance(tags, list) or not all(isinstance(tag, str) and _valid(tag) for tag in tags):
            raise MlflashError(f"{file}: {card_id}: expected a list of tags, {FORM}")
    return tags_by_id


FORM = "in small letters and digits joined by single hyphens"


def _valid(tag: str) -> bool:
    return len(tag) <= LONGEST_TAG and TAG.fullmatch(tag) is not None


def change_tags(file: Path, card_id: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> list[str]:
    """Add tags to a card and remove others; returns the card's own tags. Raises `MlflashError`."""
    add, removed = list(add), set(remove)
    for tag in add:
        if not _valid(tag):
            raise MlflashError(f"found the tag {tag!r}, expected one {FORM}", code=2)
    tags_by_id = read_tags(file)
    tags = [tag for tag in dict.fromkeys([*tags_by_id.get(card_id, []), *add]) if tag not in removed]
    write_tags(file, {**tags_by_id, card_id: tags})
    return tags


def write_tags(file: Path, tags: Mapping[str, list[str]]) -> None:
    """Write the reader's tags, a line for each card that has any; raises `MlflashError`."""
    import json

    rows = [f"{json.dumps(card_id)} = {json.dumps(own)}\n" for card_id, own in sorted(tags.items()) if own]
    with explained(f"cannot write {file}"):
        make_private(file.parent)
        write_atomically(file, "".join(rows).encode())
