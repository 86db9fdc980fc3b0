"""Entries in columns: thousands of them in one buffer, an `CardHead` made of it when one is looked at.

As objects, the entries of a large bank would take most of the memory that a drill needs beyond its screen, and
making them a good part of the time to its first question.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, repeat
from sys import intern
from typing import Any, Literal

from mlflash.bank.catalog import CardHead, CardHeads

Kind = Literal["B", "H", "I"]
CODED = ("section", "subsection", "difficulty", "likelihood", "tags", "personal", "lines")
"""The fields of few distinct values, of which a row has the number."""
HASH = 6
"""Bytes of an answer's hash."""
SIZES: Mapping[Kind, int] = {"B": 1, "H": 2, "I": 4}
"""Bytes of a number, by its kind as `memoryview` names it; in the machine's own order."""

Coded = tuple[Sequence[Any], memoryview]
"""A column of few distinct values: these values, and for each row which of them it has."""

_make_entry = partial(tuple.__new__, CardHead)


class Packed(CardHeads):
    """Entries in columns: `texts` holds the questions in UTF-8, each from its start to the next one's."""

    def __init__(
        self,
        ids: Sequence[str],
        coded: Mapping[str, Coded],
        hashes: memoryview,
        starts: memoryview,
        texts: memoryview,
    ) -> None:
        self._ids, self._coded = ids, coded
        self._hashes, self._starts, self._texts = hashes, starts, texts

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[CardHead]:
        return map(_make_entry, zip(*map(self.column, CardHead._fields), strict=True))

    def at(self, place: int) -> CardHead:
        """The entry in a place from 0."""
        row = [values[codes[place]] for values, codes in self._coded.values()]
        answer = self._hashes[HASH * place : HASH * place + HASH].hex()
        question = str(self._texts[self._starts[place] : self._starts[place + 1]], "utf-8")
        return _make_entry((self._ids[place], *row, answer, question))

    def column(self, name: str) -> Iterator[Any]:
        """One field of every entry."""
        if name in self._coded:
            values, codes = self._coded[name]
            return map(values.__getitem__, codes)
        match name:
            case "question":
                return map(str, _slices(self._texts, self._starts), repeat("utf-8"))
            case "answer_hash":
                return map(memoryview.hex, _slices(self._hashes, range(0, HASH * len(self) + 1, HASH)))
        return iter(self._ids)

    def part(self, start: int, stop: int) -> "Packed":
        """The entries from one place up to another, in the same buffer."""
        coded = {name: (values, codes[start:stop]) for name, (values, codes) in self._coded.items()}
        hashes, starts = self._hashes[HASH * start : HASH * stop], self._starts[start : stop + 1]
        return Packed(self._ids[start:stop], coded, hashes, starts, self._texts)


def _slices(buffer: memoryview, bounds: Sequence[int]) -> Iterator[memoryview]:
    """What lies between each bound and the next."""
    return map(buffer.__getitem__, map(slice, bounds[:-1], bounds[1:]))


def pack(entries: Sequence[CardHead]) -> tuple[dict[str, Any], bytes]:
    """What `unpack` makes the entries of again: a part for JSON, and the columns."""
    coded = [_coded([getattr(card, name) for card in entries]) for name in CODED]
    texts = [card.question.encode() for card in entries]
    columns = [
        *(numbers(_kind(values), codes) for values, codes in coded),
        bytes.fromhex("".join(card.answer_hash for card in entries)),
        numbers("I", accumulate(map(len, texts), initial=0)),
        *texts,
    ]
    head = {"ids": " ".join(card.id for card in entries), "values": [values for values, _ in coded]}
    return head, b"".join(columns)


def unpack(head: Mapping[str, Any], columns: memoryview) -> Packed:
    """The entries that were packed; raises LookupError, TypeError or ValueError where the two do not fit."""
    ids = head["ids"].split()
    coded = {}
    for name, values in zip(CODED, head["values"], strict=True):
        codes, columns = cut(_kind(values), len(ids), columns)
        # Nearly every card may have tags of its own choice, of few words.
        coded[name] = [tuple(map(intern, v)) if isinstance(v, list) else v for v in values], codes
    hashes, columns = cut("B", HASH * len(ids), columns)
    starts, columns = cut("I", len(ids) + 1, columns)
    return Packed(ids, coded, hashes, starts, columns)


def _coded(values: Sequence[Any]) -> tuple[list[Any], list[int]]:
    """Few distinct values as these values and, for each row, which of them it has."""
    codes: dict[Any, int] = {}
    rows = [codes.setdefault(value, len(codes)) for value in values]
    return list(codes), rows


def _kind(values: Sequence[Any]) -> Kind:
    """The smallest kind of number that tells so many values apart."""
    return next(kind for kind, size in SIZES.items() if len(values) <= 256**size)


def numbers(kind: Kind, values: Iterable[int]) -> bytes:
    """A column of numbers."""
    from array import array

    return array(kind, values).tobytes()


def cut(kind: Kind, count: int, columns: memoryview) -> tuple[memoryview, memoryview]:
    """The first column, of so many numbers, and the columns after it."""
    size = SIZES[kind] * count
    return columns[:size].cast(kind), columns[size:]
