"""A card list that searches and sorts in a thread, so that typing never waits."""

from __future__ import annotations

from threading import Lock
from time import sleep

from textual import work
from textual.worker import get_current_worker

from mlflash.bank.filter import Filter
from mlflash.study.search import READ_AT_ONCE, SearchIndex, SearchRequest, SearchResult, find_cards
from mlflash.study.study import Study
from mlflash.tui.browse.card_list_screen import CardListScreen

PAUSE = 0.002
"""Seconds between two steps of reading."""


class SearchScreen(CardListScreen):
    """Keeps the search `asked` and its `result`; `listed` shows the cards found."""

    def __init__(self, study: Study, chosen: Filter, sort: str) -> None:
        super().__init__(study)
        self.asked = SearchRequest(chosen=chosen, sort=sort)
        self.result: SearchResult | None = None
        self.index = SearchIndex(study.catalog)
        self._searching = Lock()

    @property
    def list_filter(self) -> Filter:
        """The filter of the cards in the list, with the words searched for."""
        asked = self.asked
        return asked.chosen._replace(search=f"{asked.chosen.search} {asked.query}".strip())

    def renew(self) -> None:
        """Use the catalog after an edit; the selection stays."""
        if self.index.catalog is self.study.catalog:
            return
        self.result, self.index = None, SearchIndex(self.study.catalog)
        self.read_answers()

    def ask(self, asked: SearchRequest) -> None:
        """Change the search."""
        self.asked = asked
        self.seek()

    def search(self, query: str) -> None:
        """List only the cards that hold these words."""
        self.ask(self.asked._replace(query=query))

    @work(thread=True, exclusive=True, group="seek")
    def seek(self) -> None:
        """Search in a thread."""
        worker, study, index = get_current_worker(), self.study, self.index
        with self._searching:
            result = find_cards(index, study.view(), self.asked, self.result, lambda: not worker.is_cancelled)
        if result is not None:
            self.call_later(self._found, result, index)

    @work(thread=True, exclusive=True, group="read")
    def read_answers(self) -> None:
        """Read the answers into the index, in small steps so that keys never wait; a search comes first."""
        worker, index, more = get_current_worker(), self.index, True
        while more and not worker.is_cancelled:
            with self._searching:
                more = index.read(READ_AT_ONCE, self.study.progress)
            sleep(PAUSE)
        self.call_later(self._all_read)

    def _all_read(self) -> None:
        if self.asked.query:
            self.seek()

    def _found(self, result: SearchResult, index: SearchIndex) -> None:
        if index is self.index:
            before, self.result = self.result, result
            self.listed(before)

    def listed(self, before: SearchResult | None) -> None:
        """Show the cards found; `before` is the previous result."""
        raise NotImplementedError
