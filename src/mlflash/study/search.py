"""Search the cards as the reader types: questions at once, answers as soon as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from mlflash.bank.catalog import Catalog, head_text
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.scheduler.card_state import Progress
from mlflash.study.browse import listing
from mlflash.study.new_card import STOP_WORDS, words_of
from mlflash.study.selection import own_text
from mlflash.study.view import View

SLICE = 2048
"""Cards searched between two checks whether the search is still wanted."""
READ_AT_ONCE = 64
"""Answers read in one step: a third of a millisecond."""


def texts_read(catalog: Catalog) -> Iterator[None]:
    """Read the text of every card ahead of a search, in small steps; a search reads what is not read yet."""
    for place in range(len(catalog)):
        catalog.search_text(place)
        if place % READ_AT_ONCE == 0:
            yield


class SearchIndex:
    """The text to search, card by card: questions, ids and tags at once, answers as they are read.

    `read` opens some more cards; until it has opened all, a search looks for what it has.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._texts = list(map(head_text, catalog))
        self._read = 0

    @property
    def complete(self) -> bool:
        """Whether all answers have been read."""
        return self._read == len(self.catalog)

    def read(self, count: int, progress: Progress) -> bool:
        """Read the answers of some more cards, with the reader's own lines and notes; False when all are read."""
        for place in range(self._read, min(self._read + count, len(self.catalog))):
            own = own_text(progress.state(self.catalog.cards[place].id))
            text = self.catalog.search_text(place)
            self._texts[place] = f"{text}\n{own}" if own else text
            self._read = place + 1
        return not self.complete

    def search(
        self, query: str, among: Sequence[int], wanted: Callable[[], bool] = lambda: True
    ) -> list[int] | None:
        """Those places whose text holds every word of the query, in the order given.

        `wanted` is asked from time to time; None where it says no.
        """
        words, texts = query.casefold().split(), self._texts
        hits: list[int] = []
        for start in range(0, len(among), SLICE):
            if not wanted():
                return None
            part: Iterable[int] = among[start : start + SLICE]
            for word in words:
                part = [place for place in part if word in texts[place]]
            hits += part
        return hits

    def closest(self, query: str, most: int = 5) -> list[int]:
        """The places whose text holds at least half of the telling words of a question, the closest first."""
        words = {word for word in words_of(query) if len(word) > 2 and word not in STOP_WORDS}
        held = [(sum(word in text for word in words), place) for place, text in enumerate(self._texts)]
        close = [(count, place) for count, place in held if count and 2 * count >= len(words)]
        return [place for _, place in sorted(close, key=lambda one: (-one[0], one[1]))[:most]]


def narrows(query: str, before: str) -> bool:
    """Whether all that is found by a query was found by the one before: each old word is part of a new one."""
    words = query.casefold().split()
    return all(any(old in new for new in words) for old in before.casefold().split())


class SearchRequest(NamedTuple):
    """What a list is asked for."""

    query: str = ""
    """The words to search; empty for all."""
    chosen: Filter = EVERYTHING
    """The filter."""
    sort: str = "section"
    """One of `SORTS`."""
    backward: bool = False
    """Whether the order is reversed."""


class SearchResult(NamedTuple):
    """The cards found, by their places in the bank."""

    asked: SearchRequest
    """What was asked for."""
    base: Sequence[int]
    """The places of the cards that pass the filter."""
    hits: Sequence[int]
    """The places of those that hold the words, too."""
    complete: bool
    """Whether all answers were searched."""
    progress: Progress
    """The progress that it was found with."""


def find_cards(
    index: SearchIndex,
    view: View,
    asked: SearchRequest,
    have: SearchResult | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> SearchResult | None:
    """What was asked for, from what was found before where that holds it; None where it is no longer wanted."""
    complete, progress = index.complete, view.progress
    view = view._replace(catalog=index.catalog)  # the index may be of a catalog that has since changed
    base: Sequence[int]
    if have is not None and have.progress is progress and have.asked[1:] == asked[1:]:
        base = among = have.base
        if have.complete and narrows(asked.query, have.asked.query):
            among = have.hits
    else:
        base = among = listing(view, *asked[1:])
    if not asked.query.split():
        return SearchResult(asked, base, base, complete, progress)
    hits = index.search(asked.query, among, wanted)
    return None if hits is None else SearchResult(asked, base, hits, complete, progress)
