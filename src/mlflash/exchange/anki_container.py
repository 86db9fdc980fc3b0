"""Open an .apkg or .colpkg without trust: its database in memory, nothing extracted, every size bounded.

Source: rslib/src/import_export/package/meta.rs of Anki for the three containers.
"""

from __future__ import annotations

import importlib
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from mlflash.errors import MlflashError

MOST_UNPACKED = 1 << 28
"""Bytes of the database at most."""
MOST_ENTRIES = 100_000
"""Files in a package at most, media included."""
MOST_STEPS = 3_000
"""Calls of the progress handler after which a query is stopped; SQLite makes one every `STEP` instructions."""
STEP = 100_000
DATABASES = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The databases that a package may hold; the first one present counts, since older ones beside it are dummies."""
_ENCRYPTED = 1
"""The bit of a zip entry's flags that says it is encrypted."""
_HEADER = b"SQLite format 3\0"


@contextmanager
def open_package(data: bytes, name: str) -> Iterator[sqlite3.Connection]:
    """Open the database of a package, read-only; raises `MlflashError` for whatever is wrong with it."""
    database = _database(data, name)
    if database[:16] != _HEADER:
        raise MlflashError(f"{name}: its collection is no SQLite database")
    try:
        with closing(_connected(database)) as connection:
            yield connection
    except (sqlite3.Error, UnicodeError, OverflowError, MemoryError) as error:  # also undecodable messages
        why = " ".join(str(error).split()) if isinstance(error, sqlite3.Error) else "it is damaged"
        if "interrupted" in why:
            why = "it takes too long to read"
        raise MlflashError(f"{name}: its collection cannot be read: {why}") from None


def _database(data: bytes, name: str) -> bytes:
    """The bytes of the database that counts."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_ENTRIES:
                raise MlflashError(f"{name}: holds more than {MOST_ENTRIES:,} files")
            for wanted in DATABASES:
                entries = [info for info in infos if info.filename == wanted]
                if len(entries) > 1:
                    raise MlflashError(f"{name}: holds {wanted} twice")
                if entries:
                    packed = _contents(archive, entries[0], name)
                    return _unpacked(packed, name) if wanted.endswith("b") else packed
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, zlib.error) as error:
        raise MlflashError(f"{name}: is no Anki package: {' '.join(str(error).lower().split())}") from None
    raise MlflashError(f"{name}: is no Anki package: it holds no collection")


def _contents(archive: ZipFile, entry: ZipInfo, name: str) -> bytes:
    """The bytes of a file in a zip, unpacked only as Anki packs it."""
    if entry.flag_bits & _ENCRYPTED:
        raise MlflashError(f"{name}: is encrypted: export it from Anki again")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise MlflashError(f"{name}: is no Anki package: its collection is compressed in a way Anki does not use")
    with archive.open(entry) as file:
        data = file.read(MOST_UNPACKED + 1)
    if len(data) > MOST_UNPACKED:
        raise _too_large(name)
    return data


def _too_large(name: str) -> MlflashError:
    return MlflashError(f"{name}: unpacks to more than {MOST_UNPACKED:,} bytes")


def _unpacked(packed: bytes, name: str) -> bytes:
    """A database packed by Zstandard, which Python has from 3.14 on."""
    module = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    try:
        zstd: Any = importlib.import_module(module)
    except ImportError:
        raise MlflashError(
            f"{name}: is packed with Zstandard: `pip install 'mlflash[zstd]'`, or export it from Anki again with"
            " “Support older Anki versions”"
        ) from None
    unpacker = zstd.ZstdDecompressor()
    try:
        raw: bytes = unpacker.decompress(packed, max_length=MOST_UNPACKED + 1)
    except (zstd.ZstdError, EOFError, MemoryError) as error:
        raise MlflashError(f"{name}: its collection cannot be unpacked: {error}") from None
    if len(raw) > MOST_UNPACKED:
        raise _too_large(name)
    if not unpacker.eof:
        raise MlflashError(f"{name}: its collection is cut short")
    return raw


def _connected(database: bytes) -> sqlite3.Connection:
    """A read-only connection to a database in memory, with a limit on the time of a query."""
    raw = bytearray(database)
    raw[18:20] = b"\x01\x01"  # Anki leaves WAL mode on, which a database in memory cannot have
    connection = sqlite3.connect(":memory:", isolation_level=None)
    steps = 0

    def stop() -> bool:
        nonlocal steps
        steps += 1
        return steps > MOST_STEPS

    connection.set_progress_handler(stop, STEP)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1 << 26)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_VDBE_OP, 100_000)
    connection.deserialize(bytes(raw))
    connection.execute("pragma trusted_schema = off")
    connection.execute("pragma query_only = on")
    connection.execute("pragma cell_size_check = on")
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    connection.create_collation("unicase", _compare)
    return connection


def _compare(one: str, other: str) -> int:
    """Compare as Anki's collation does, closely enough to read: without it some queries are refused."""
    return (one.casefold() > other.casefold()) - (one.casefold() < other.casefold())


def require_tables(connection: sqlite3.Connection, name: str, *tables: str) -> None:
    """Refuse a database in which one of these tables is missing, or is a view or a virtual table."""
    for table in tables:
        rows = connection.execute("select type, sql from sqlite_master where name = ?", (table,)).fetchall()
        kinds = {kind for kind, _ in rows}
        is_virtual = any("virtual" in str(sql).lower().split("(")[0] for _, sql in rows)
        if kinds != {"table"} or is_virtual:
            what = "no table" if not rows else "no ordinary table"
            raise MlflashError(f"{name}: is no Anki package: there is {what} {table}")


def has_table(connection: sqlite3.Connection, table: str) -> bool:
    """Whether the database has an ordinary table of this name."""
    return bool(
        connection.execute("select 1 from sqlite_master where type = 'table' and name = ?", (table,)).fetchone()
    )
