"""The bank cache: a bank file's validated content, so that a warm start needs neither YAML nor pydantic.

A cache file has a line with its stamp (the bank it was made from, the index's checksum), a line with the index
(the head of every card), and a line of JSON for each card. Every part is verified when it is read. Nothing depends
on the cache: if it is missing, broken or of another version, the YAML is parsed again. A bank file is unchanged if
its size and times are; if these are new, or too recent to be trusted, the hash of its bytes decides.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from zlib import crc32

import msgspec

from mlflash import __version__
from mlflash.bank.bank_files import all_files, read_bytes, real_path
from mlflash.bank.card import Card
from mlflash.bank.catalog import BankHead, CardHead, Catalog, ParsedBank, SectionHead, stack
from mlflash.bank.faults import BankFaults
from mlflash.errors import MlflashError
from mlflash.hashing import blake2b
from mlflash.record import Record
from mlflash.regular import file_stamp, open_regular, read_regular

FORMAT = 5
MOST_CACHED = 20
"""Cache files at most; older ones are deleted."""
BUFFER = 1 << 20
"""Bytes of a stamp at most, and bytes read at once."""
MAX_BYTES = 1 << 29
"""Bytes of a cache file at most; a larger bank is parsed at every start."""
STAMP = 320
"""Bytes to which a stamp is padded, so that a new stamp moves no card that another process is reading."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times reveal every later change, on any file system."""


class Stamp(msgspec.Struct):
    """The origin of a cache file, and the size and checksum of its index."""

    content: str
    """The hash of the bank file's bytes."""
    stat: tuple[int, ...] | None
    """The bank file's size, times and inode."""
    index_size: int
    """Bytes of the index."""
    index_sum: int
    """The checksum of the index."""


class Index(msgspec.Struct):
    """The part of a cache file before the cards: the heads of the bank, its sections and its cards."""

    head: BankHead
    """The head of the bank."""
    sections: tuple[SectionHead, ...]
    """Its sections in order."""
    cards: tuple[CardHead, ...]
    """The heads of its cards."""
    sizes: list[int]
    """Bytes of each card's line."""
    sums: list[int]
    """The checksum of each card's line, without its line feed."""


class CachedBank(Record, frozen=True):
    """A cache file that was read."""

    stamp: Stamp
    """Its stamp."""
    start: int
    """Where the index begins."""
    parsed: ParsedBank
    """The bank in it."""


def load_catalog(paths: Sequence[Path], cache: Path, *, keep: bool = True) -> Catalog:
    """The catalog of one or more bank files or folders; raises `BankFaults` with every fault.

    Without `keep` the cache is only read.
    """
    files, faults = all_files(paths)
    try:
        if faults:
            raise BankFaults(faults)
        parsed = [_open(file, cache, keep) for file in files]
    except BankFaults as error:
        raise _all_faults(paths, error) from None
    catalog = stack(parsed)
    if len(parsed) > 1 and len(catalog) != len(catalog.ids):
        raise _all_faults(paths, BankFaults([]))
    return catalog


def unparsed(paths: Sequence[Path], cache: Path) -> bool:
    """Whether opening these files and folders needs YAML, because one of them was never parsed."""
    return not all(_place(file, cache).exists() for file in all_files(paths)[0])


def _all_faults(paths: Sequence[Path], first: BankFaults) -> BankFaults:
    from mlflash.bank.loading import load_all

    faults = load_all(paths)[1]
    return BankFaults(faults) if faults else first


def _open(file: Path, cache: Path, keep: bool) -> ParsedBank:
    """A bank from its cache if that is current, else from its YAML."""
    place = _place(file, cache)
    stat = _stat(file)
    cached = _read(place, file, keep)
    if cached is not None and cached.stamp.stat == stat and _settled(place, stat):
        return cached.parsed
    data = read_bytes(file)
    content = _digest(data)
    if cached is not None and cached.stamp.content == content:
        with suppress(OSError):
            if keep and cached.stamp.stat == stat:
                os.utime(place)
            elif keep:
                cached.stamp.stat = stat
                _write(place, cached.stamp, read_regular(place, MAX_BYTES)[cached.start :])
        return cached.parsed
    parsed, index, cards = _parse(data, file)
    if keep:
        _write(place, Stamp(content, stat, len(index), crc32(index)), index + cards)
    return parsed


def _place(file: Path, cache: Path) -> Path:
    return cache / f"bank-{_digest(real_path(file).encode(errors='surrogatepass'))}.jsonl"


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=12, key=f"{FORMAT} {__version__}".encode()).hexdigest()


def _stat(file: Path) -> tuple[int, ...] | None:
    try:
        return file_stamp(file)
    except (OSError, ValueError):
        return None


def _settled(place: Path, stat: Sequence[int] | None) -> bool:
    """Whether the bank file had been unchanged for a while when the cache was last compared with its bytes."""
    if stat is None:
        return False
    try:
        return place.stat().st_mtime_ns - max(stat[1], stat[2]) > SETTLED
    except OSError:
        return False


def _parse(data: bytes, file: Path) -> tuple[ParsedBank, bytes, bytes]:
    """A bank from its YAML, with the bytes to cache: the index, and a line for each card."""
    from mlflash.bank.loading import parse_bank

    parsed = parse_bank(data, file)
    lines = [msgspec.json.encode(parsed.card(position)) for position in range(len(parsed.cards))]
    index = Index(
        head=parsed.head,
        sections=tuple(parsed.sections),
        cards=tuple(parsed.cards),
        sizes=[len(line) + 1 for line in lines],
        sums=[crc32(line) for line in lines],
    )
    return parsed, msgspec.json.encode(index) + b"\n", b"\n".join([*lines, b""])


def _read(place: Path, file: Path, keep: bool) -> CachedBank | None:
    """A cache file; None if it is missing, broken or of another version."""
    try:
        with os.fdopen(open_regular(place, os.O_RDONLY), "rb", buffering=BUFFER) as cached:
            length = os.fstat(cached.fileno()).st_size
            if length > MAX_BYTES:
                return None
            first = cached.readline(BUFFER)
            stamp = msgspec.json.decode(first, type=Stamp)
            data = cached.read(max(0, min(stamp.index_size, length)))
        if crc32(data) != stamp.index_sum:
            return None
        index = msgspec.json.decode(data, type=Index)
    except (OSError, ValueError, RecursionError):
        return None
    starts = list(accumulate(index.sizes, initial=len(first) + stamp.index_size))
    if starts[-1] != length:
        return None

    def card(position: int) -> Card:
        start, size = starts[position], index.sizes[position]
        with suppress(OSError), os.fdopen(open_regular(place, os.O_RDONLY), "rb", buffering=0) as cached:
            cached.seek(start)
            line = cached.read(size - 1)
            if line is not None and crc32(line) == index.sums[position]:
                return msgspec.json.decode(line, type=Card)
        if keep:
            with suppress(OSError):
                place.unlink()
        return _from_yaml(file, index.cards[position].id)

    return CachedBank(stamp, len(first), ParsedBank(index.head, index.sections, index.cards, card))


def _from_yaml(file: Path, card_id: str) -> Card:
    """A card from the YAML, for a card that the cache has lost."""
    parsed = _parse(read_bytes(file), file)[0]
    for position, head in enumerate(parsed.cards):
        if head.id == card_id:
            return parsed.card(position)
    raise MlflashError(f"{file} has changed while it was in use: {card_id} is gone; start again")


def _write(place: Path, stamp: Stamp, rest: bytes) -> None:
    """Write a cache file; if that fails, the program works without a cache."""
    temporary = place.with_suffix(f".{os.urandom(8).hex()}.tmp")
    with suppress(OSError):
        for folder in (place.parent.parent, place.parent):  # `mode` is that of the last folder made only
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(msgspec.json.encode(stamp).ljust(STAMP) + b"\n")
                file.write(rest)
            temporary.replace(place)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        old = sorted(place.parent.glob("bank-*"), key=lambda p: p.stat().st_mtime)
        for stale in old[:-MOST_CACHED]:
            stale.unlink()
