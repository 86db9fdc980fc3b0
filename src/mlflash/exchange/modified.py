"""When the text of a card last changed: Anki updates a note only if the file has a later time than Anki.

A table that ships with the bank holds a hash of each card's note, and the time since which it has been so. Other
texts, such as the reader's own lines, are dated at their first export, in a table of the reader's. So a second
export of the same text has the same time, and Anki keeps the changes that the reader made there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from mlflash.hashing import blake2b
from mlflash.regular import read_regular
from mlflash.store.files import explained, make_private, write_atomically

MAX_BYTES = 1 << 27
"""Bytes of a table at most."""


class Version(NamedTuple):
    """A version of a note: its hash, and since when it has been so."""

    hash: str
    """The hash of its fields and tags."""
    since: datetime
    """The instant, in UTC to the second."""


Table = dict[str, Version]
"""The version of each card, by its id."""


def note_hash(fields: Sequence[str], tags: Sequence[str]) -> str:
    """The hash of a note: 12 hex digits over its fields and tags."""
    return blake2b("\x1f".join((*fields, *tags)).encode(), digest_size=6).hexdigest()


def read_table(path: Path) -> Table:
    """The versions in a file; none if it cannot be read, so that all texts are dated again."""
    try:
        return msgspec.json.decode(read_regular(path, MAX_BYTES), type=Table)
    except (OSError, ValueError):
        return {}


def write_table(path: Path, table: Table) -> None:
    """Write the versions by id, a line for each card; raises `MlflashError`."""
    rows = (msgspec.json.encode(name) + b": " + msgspec.json.encode(table[name]) for name in sorted(table))
    with explained(f"cannot write {path}"):
        make_private(path.parent)
        write_atomically(path, b"{\n" + b",\n".join(rows) + b"\n}\n")


def dated(hashes: Mapping[str, str], shipped: Table, own: Table, now: datetime) -> tuple[Table, Table]:
    """The version of each card, from the hash it has now, and the reader's own table with the new versions.

    If the reader's table has another version of a card, its text is dated again even if it is the shipped one:
    Anki has the version that was exported last.
    """
    versions, table = {}, dict(own)
    for card_id, digest in hashes.items():
        last, first = own.get(card_id), shipped.get(card_id)
        if last is not None and last.hash == digest:
            versions[card_id] = last
        elif first is not None and first.hash == digest and (last is None or last.since < first.since):
            versions[card_id] = first
        else:
            versions[card_id] = table[card_id] = Version(digest, now.astimezone(UTC).replace(microsecond=0))
    return versions, table
