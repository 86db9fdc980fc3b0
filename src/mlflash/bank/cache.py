"""The parsed-bank cache: what a bank file came to, so that a warm start needs neither YAML nor pydantic.

A cache file holds a stamp (whose content it is, and the index's digest), the index of light entries (a line of
JSON, then columns of bytes), and the cards, each a line of JSON. Nothing depends on it: a missing, broken or
foreign one is made anew from the YAML.
An unchanged bank file is known by its size and times; where these are new or younger than the cache can vouch
for, by the hash of its bytes.
"""

import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from mlflash import __version__
from mlflash.bank.bank_files import all_files, read_bytes, real_path
from mlflash.bank.catalog import BankHead, CardHead, Catalog, SectionHead, answer_hash
from mlflash.bank.columns import Packed, cut, numbers, pack, unpack
from mlflash.bank.faults import BankFaults
from mlflash.hashing import blake2b
from mlflash.regular import open_regular, read_regular

FORMAT = 3
KEPT = 20
BUFFER = 1 << 20
MAX_BYTES = 1 << 29
"""Bytes of a cache file at most; a bank that comes to more is parsed at every start."""
STAMP = 320
"""Bytes to which a stamp is padded, so that a new one moves no card that another process has its eye on."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times tell every later change of it, on any file system."""


class ParsedBank(NamedTuple):
    """One bank file, parsed: its head, sections, questions in each, entries, and the cards as JSON lines."""

    head: BankHead
    sections: list[SectionHead]
    counts: list[int]
    entries: Packed
    card: Callable[[int], str | bytes]


class CachedBank(NamedTuple):
    """A cache file as read: its stamp, where after it the index begins, and what it holds."""

    stamp: dict[str, Any]
    start: int
    parsed: ParsedBank


def load_catalog(paths: Sequence[Path], cache: Path | None) -> Catalog:
    """The catalog of one or more bank files or folders, stacked; raises `BankFaults` with every fault."""
    files, faults = all_files(paths)
    if faults:
        raise _all_faults(paths, BankFaults(faults))
    try:
        parsed = [_open(file, cache) for file in files]
    except BankFaults as error:
        raise _all_faults(paths, error) from None
    catalog = stack(parsed)
    if len(parsed) > 1 and len(catalog) != len(catalog.ids):
        raise _all_faults(paths, BankFaults([]))
    return catalog


def unparsed(paths: Sequence[Path], cache: Path) -> bool:
    """Whether a bank among these files and folders was never parsed, so that opening it takes YAML."""
    return not all(_place(file, cache).exists() for file in all_files(paths)[0])


def stack(parsed: Sequence[ParsedBank]) -> Catalog:
    """Several banks as one: a section that stands in more than one bank is met once, with all its cards."""
    if len(parsed) == 1:
        one = parsed[0]
        return Catalog([one.head], one.sections, one.entries, one.card)
    from mlflash.bank.layers import Chained

    sections: dict[str, SectionHead] = {}
    stretches: dict[str, list[tuple[ParsedBank, int, int]]] = {}
    for bank in parsed:
        start = 0
        for section, count in zip(bank.sections, bank.counts, strict=True):
            sections.setdefault(section.id, section)
            stretches.setdefault(section.id, []).append((bank, start, start + count))
            start += count
    parts = [stretch for own in stretches.values() for stretch in own]
    entries = Chained([bank.entries.part(start, stop) for bank, start, stop in parts])

    def card(position: int) -> str | bytes:
        part, within = entries.within(position)
        bank, start, _ = parts[part]
        return bank.card(start + within)

    return Catalog([bank.head for bank in parsed], list(sections.values()), entries, card)


def _all_faults(paths: Sequence[Path], first: BankFaults) -> BankFaults:
    from mlflash.bank.loading import load_all

    faults = load_all(paths)[1]
    return BankFaults(faults) if faults else first


def _open(file: Path, cache: Path | None) -> ParsedBank:
    if cache is None:
        return _parse(read_bytes(file), file)[0]
    place = _place(file, cache)
    stat = _stat(file)
    kept = _read(place, file)
    if kept is not None and kept.stamp.get("stat") == stat and _settled(place, stat):
        return kept.parsed
    data = read_bytes(file)
    content = _digest(data)
    if kept is not None and kept.stamp.get("content") == content:
        if kept.stamp.get("stat") == stat:
            with suppress(OSError):
                os.utime(place)
            return kept.parsed
        with suppress(OSError):
            _write(place, {**kept.stamp, "stat": stat}, read_regular(place, MAX_BYTES)[kept.start :])
            return kept.parsed
    parsed, index, cards = _parse(data, file)
    _write(place, {"content": content, "stat": stat, "index": [len(index), _digest(index)]}, index + cards)
    return parsed


def _place(file: Path, cache: Path) -> Path:
    return cache / f"bank-{_digest(real_path(file).encode(errors='surrogatepass'))}.jsonl"


def _digest(*data: bytes) -> str:
    # Columns are in the machine's own byte order: to another's they are foreign.
    digest = blake2b(digest_size=12, key=f"{FORMAT} {__version__} {sys.byteorder}".encode())
    for part in data:
        digest.update(part)
    return digest.hexdigest()


def _stat(file: Path) -> list[int] | None:
    try:
        stat = file.stat()
    except (OSError, ValueError):
        return None
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


def _settled(place: Path, stat: Sequence[int] | None) -> bool:
    """Whether the bank file was already at rest when the cache was last held against its bytes."""
    if stat is None:
        return False
    try:
        return place.stat().st_mtime_ns - max(stat[1], stat[2]) > SETTLED
    except OSError:
        return False


def _parse(data: bytes, file: Path) -> tuple[ParsedBank, bytes, bytes]:
    """A bank from its YAML, with the bytes to keep: the index, and the cards, a line each."""
    from mlflash.bank.loading import load_text

    bank = load_text(data, file).bank
    cards = [question.model_dump_json(exclude_defaults=True).encode() for question in bank.questions]
    entries = [
        CardHead(
            question.id,
            section.id,
            question.subsection,
            question.difficulty,
            question.likelihood,
            tuple(question.tags),
            question.personal,
            len(question.answer),
            answer_hash(question.answer),
            question.question,
        )
        for section in bank.sections
        for question in section.questions
    ]
    sections = [
        SectionHead(s.id, s.title, s.about, s.notes, tuple((r.title, r.url) for r in s.resources))
        for s in bank.sections
    ]
    head = BankHead(bank.title, bank.about, bank.chosen, tuple((r.title, r.url) for r in bank.resources))
    packed, columns = pack(entries)
    index = {"head": head, "sections": sections, "counts": [len(s.questions) for s in bank.sections], **packed}
    line = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    starts = accumulate((len(card) + 1 for card in cards), initial=0)
    kept = numbers("I", starts) + numbers("I", map(crc32, cards)) + columns
    parsed = ParsedBank(head, sections, index["counts"], unpack(packed, memoryview(columns)), cards.__getitem__)
    return parsed, line + kept, b"\n".join([*cards, b""])


def _read(place: Path, file: Path) -> CachedBank | None:
    """A cache file, None where it is missing, broken or not of this program."""
    try:
        with os.fdopen(open_regular(place, os.O_RDONLY), "rb", buffering=BUFFER) as kept:
            length = os.fstat(kept.fileno()).st_size
            if length > MAX_BYTES:
                return None
            first, line = kept.readline(BUFFER), kept.readline(length)
            stamp: dict[str, Any] = json.loads(first)
            size, digest = stamp["index"]
            data = kept.read(min(size, length) - len(line))
        if _digest(line, data) != digest:
            return None
        raw: dict[str, Any] = json.loads(line)
        sections = [SectionHead(s[0], s[1], s[2], s[3], tuple((t, u) for t, u in s[4])) for s in raw["sections"]]
        title, about, chosen, resources = raw["head"]
        head = BankHead(title, about, chosen, tuple((t, u) for t, u in resources))
        count = sum(raw["counts"])
        starts, columns = cut("I", count + 1, memoryview(data))
        sums, columns = cut("I", count, columns)
        entries = unpack(raw, columns)
        base = len(first) + size
        if base + starts[count] != length:
            return None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None

    def card(position: int) -> str | bytes:
        start, stop = starts[position], starts[position + 1]
        with suppress(OSError), os.fdopen(open_regular(place, os.O_RDONLY), "rb", buffering=0) as kept:
            kept.seek(base + start)
            text = kept.read(stop - 1 - start)
            if text is not None and crc32(text) == sums[position]:
                return text
        with suppress(OSError):
            place.unlink()
        return _afresh(file, entries.at(position).id)

    return CachedBank(stamp, len(first), ParsedBank(head, sections, raw["counts"], entries, card))


def _afresh(file: Path, question_id: str) -> str | bytes:
    """A card from the YAML itself, where the cache has lost it."""
    parsed = _parse(read_bytes(file), file)[0]
    for position, head in enumerate(parsed.entries):
        if head.id == question_id:
            return parsed.card(position)
    from mlflash.errors import MlflashError

    raise MlflashError(f"{file} has changed while it was in use: {question_id} is gone; start again")


def _write(place: Path, stamp: dict[str, Any], rest: bytes) -> None:
    """Keep what was parsed; a cache that cannot be written is done without."""
    temporary = place.with_suffix(f".{os.urandom(8).hex()}.tmp")
    with suppress(OSError):
        for folder in (place.parent.parent, place.parent):  # `mode` is that of the last folder made only
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(json.dumps(stamp).encode().ljust(STAMP) + b"\n")
                file.write(rest)
            temporary.replace(place)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        old = sorted(place.parent.glob("bank-*"), key=lambda p: p.stat().st_mtime)
        for stale in old[:-KEPT]:
            stale.unlink()
