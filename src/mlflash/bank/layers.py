"""Entries put together of others: several banks as one, some cards replaced."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any

from mlflash.bank.catalog import CardHead, CardHeads


class Chained(CardHeads):
    """The entries of several banks, one part after another."""

    def __init__(self, parts: Sequence[CardHeads]) -> None:
        self._parts = parts
        self._starts = [0, *accumulate(map(len, parts))]

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[CardHead]:
        return chain.from_iterable(self._parts)

    def at(self, place: int) -> CardHead:
        """The entry in a place from 0."""
        part, within = self.within(place)
        return self._parts[part].at(within)

    def column(self, name: str) -> Iterator[Any]:
        """One field of every entry."""
        return chain.from_iterable(part.column(name) for part in self._parts)

    def within(self, place: int) -> tuple[int, int]:
        """In which part a place lies, and where in it."""
        part = bisect_right(self._starts, place) - 1
        return part, place - self._starts[part]


class Replaced(CardHeads):
    """Entries with others in some of their places, which have the same ids."""

    def __init__(self, base: CardHeads, others: Mapping[int, CardHead]) -> None:
        self._base, self._others = base, others

    def __len__(self) -> int:
        return len(self._base)

    def __iter__(self) -> Iterator[CardHead]:
        return (self._others.get(place, card) for place, card in enumerate(self._base))

    def at(self, place: int) -> CardHead:
        """The entry in a place from 0."""
        return self._others.get(place) or self._base.at(place)

    def column(self, name: str) -> Iterator[Any]:
        """One field of every entry."""
        return self._base.column(name) if name == "id" else super().column(name)
