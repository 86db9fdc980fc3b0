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
CLOSEST = 5
"""Cards named as the closest to a question."""
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

    `read` opens more cards; until all are open, a search does not look through the others' answers.
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
        """Read the answers of `count` more cards, with own lines and notes; returns whether any are left."""
        for place in range(self._read, min(self._read + count, len(self.catalog))):
            own = own_text(progress.state(self.catalog.cards[place].id))
            text = self.catalog.search_text(place)
            self._texts[place] = f"{text}\n{own}" if own else text
            self._read = place + 1
        return not self.complete

    def search(
        self, query: str, among: Sequence[int], wanted: Callable[[], bool] = lambda: True
    ) -> list[int] | None:
        """The places whose text holds every word of the query, in the order given.

        `wanted` is called from time to time; None once it returns False.
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

    def closest(self, query: str) -> list[int]:
        """The places whose text holds at least half of the significant words of a question, the closest first."""
        words = {word for word in words_of(query) if len(word) > 2 and word not in STOP_WORDS}
        counts = [(sum(word in text for word in words), place) for place, text in enumerate(self._texts)]
        close = sorted((-count, place) for count, place in counts if count and 2 * count >= len(words))
        return [place for _, place in close[:CLOSEST]]


def narrows(query: str, before: str) -> bool:
    """Whether a query finds only what the query `before` found: each old word is part of a new word."""
    words = query.casefold().split()
    return all(any(old in new for new in words) for old in before.casefold().split())


class SearchRequest(NamedTuple):
    """Which cards to list, and in which order."""

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
    """The request."""
    base: Sequence[int]
    """The places of the cards that pass the filter."""
    hits: Sequence[int]
    """The places of those cards that also hold the words."""
    complete: bool
    """Whether all answers were searched."""
    progress: Progress
    """The progress at the time of the search."""


def find_cards(
    index: SearchIndex,
    view: View,
    asked: SearchRequest,
    before: SearchResult | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> SearchResult | None:
    """The cards asked for, taken from the result `before` where that contains them; None if no longer wanted."""
    complete, progress = index.complete, view.progress
    view = view._replace(catalog=index.catalog)  # the index may be of a catalog that has since changed
    base: Sequence[int]
    if before is not None and before.progress is progress and before.asked[1:] == asked[1:]:
        base = among = before.base
        if before.complete and narrows(asked.query, before.asked.query):
            among = before.hits
    else:
        base = among = listing(view, *asked[1:])
    if not asked.query.split():
        return SearchResult(asked, base, base, complete, progress)
    hits = index.search(asked.query, among, wanted)
    return None if hits is None else SearchResult(asked, base, hits, complete, progress)
