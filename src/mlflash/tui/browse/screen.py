"""All cards in a list: search as you type, filter, sort, look at a card, do something to many."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from time import sleep
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from mlflash.amounts import count_of
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.bank.text import visible
from mlflash.study.browse import SORTS, row_of
from mlflash.study.format import filter_words
from mlflash.study.search import READ_AT_ONCE, SearchIndex, SearchRequest, SearchResult, find_cards
from mlflash.study.study import Study
from mlflash.tui.browse.card_list_screen import CardListScreen
from mlflash.tui.browse.list_keys import CARD_KEYS, LIST_KEYS, OPEN_KEYS
from mlflash.tui.browse.rows import ARROWS, card_row, column_names, legend, list_width, question_share
from mlflash.tui.card.preview import Preview
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.card_list import CardList
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.text_rows import both_ends
from mlflash.tui.wrap import clip

LEGEND_ROWS = 20
"""Rows from which the signs are explained below the list."""
PAUSE = 0.002
"""Seconds between two steps of reading."""


class BrowseScreen(CardListScreen):
    """Every card of the banks, searched and sorted in a thread, so that typing never waits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *OPEN_KEYS,
        Binding("F", "filter", "filter", tooltip="Choose section, difficulty, state, tags", id="filter"),
        Binding("s", "sort", "sort", tooltip="Sort by section, due, weakness, likelihood, added", id="sort"),
        Binding("r", "reverse", "reverse", tooltip="Reverse the order", id="reverse"),
        Binding("c", "drill('cram')", "cram", tooltip="Cram these: the schedule stays as it is", id="cram"),
        *CARD_KEYS,
        Binding("w", "weak", "weak", show=False, tooltip="Weak cards, by expected loss", id="weak"),
        *LIST_KEYS,
    ]
    CSS = """
    BrowseScreen #names { height: 1; }
    BrowseScreen #legend { height: 1; padding: 0 2; display: none; }
    BrowseScreen.-legend #legend { display: block; }
    BrowseScreen.-legend.-open #legend { display: none; }
    """

    def __init__(
        self, study: Study, chosen: Filter = EVERYTHING, sort: str = "section", title: str = "Browse"
    ) -> None:
        """`title` names the list."""
        super().__init__(study)
        self.asked = SearchRequest(chosen=chosen, sort=sort)
        self.result: SearchResult | None = None
        self.index = SearchIndex(study.catalog)
        self._searching = Lock()
        self._title = title
        self._to_write = (0, 0)  # personal cards not written yet: in the list, and in all

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="title")
            yield Input(placeholder="/ to search", id="words")
            yield Static(id="names", classes="around")
            with Container(id="split"):
                yield CardList()
                yield Preview()
            yield Static(id="legend", classes="around")
        yield KeyBar()

    def on_mount(self) -> None:
        self.seek()
        self.read_answers()

    @on(events.ScreenResume)
    def _resumed(self) -> None:
        if self.result is not None:
            self.changed()

    @property
    def least(self) -> int:
        """The fewest columns of the question."""
        return question_share(self.app.size.width)

    def place_card(self) -> None:
        """Place the card; the question keeps its share of the width."""
        super().place_card()
        beside = self.has_class("-beside")
        self.cards.styles.width = list_width(self.app.size.width, self.least) if beside else "1fr"
        self.set_class(self.app.size.height >= LEGEND_ROWS, "-legend")

    # What is listed

    @property
    def list_filter(self) -> Filter:
        """The filter of the cards in the list, with the words searched for."""
        asked = self.asked
        return asked.chosen._replace(search=f"{asked.chosen.search} {asked.query}".strip())

    @property
    def listed_ids(self) -> Sequence[str]:
        """The ids of all cards listed, in their order."""
        if self.result is None:
            return ()
        cards = self.index.catalog.cards
        return [cards[place].id for place in self.result.hits]

    @property
    def current(self) -> str | None:
        """The id of the card under the cursor."""
        if self.result is None or not self.result.hits:
            return None
        return self.index.catalog.cards[self.result.hits[self.cards.at]].id

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
        """Show the cards found: from the top after another search, else from where the reader was."""
        if index is not self.index:
            return
        before, self.result, at = self.result, result, self.cards.at
        view, catalog = self.study.view(), index.catalog
        if before is not None and before.asked != result.asked:
            at = 0
        elif before is not None and at < len(before.hits) and before.hits[at] in result.hits:
            at = result.hits.index(before.hits[at])
        words, added = result.asked.query.split(), result.asked.sort == "added"
        unwritten = [catalog.position(card.id) for card in view.personal() if not view.askable(card)]
        hits = set(result.hits) if unwritten else set[int]()
        self._to_write = (sum(place in hits for place in unwritten), len(unwritten))

        def draw(place: int, width: int) -> list[Content]:
            card = catalog.cards[result.hits[place]]
            row = row_of(card, view)
            if added:
                row = row._replace(due=row.first)
            section = catalog.section_title(card.section)
            return [card_row(row, width, self.least, view, section, words, card.id in self.selected)]

        self.cards.show(len(result.hits), draw, at)
        self.draw()

    def lay_out(self) -> None:
        """Show the rows around the list, and the card."""
        result = self.result
        if result is None:
            return
        title = self.query_one("#title", Static)
        width = title.size.width
        sort = f"by {result.asked.sort} {ARROWS[result.asked.backward]} "
        total = len(self.study.catalog) - self._to_write[1]
        hits = len(result.hits) - self._to_write[0]
        count = count_of(total, "card") if hits == total else f"{hits:,} of {total:,} cards"
        if self._to_write[0]:
            count += f" · {self._to_write[0]} to write"
        if self.selected:
            count += f" · {len(self.selected):,} selected"
        if result.asked.chosen and self._title == "Browse":
            count += f" · {visible(filter_words(result.asked.chosen, self.study.catalog))}"
        if not result.hits:
            count += " · esc clears the words" if result.asked.query else " · F changes the filter"
        left = Content.assemble("  ", (self._title, "bold $primary"), "  ")
        count = clip(count, width - left.cell_length - len(sort) - 2)
        title.update(both_ends(left + count, Content.styled(sort, DIM), width))
        listed = self.cards.scrollable_content_region.width
        self.query_one("#names", Static).update(column_names(listed or width, self.least, result.asked.sort))
        self.query_one("#legend", Static).update(legend(width - 4))
        self.show_card()
        self.refresh_bindings()

    # Keys

    def action_sort(self) -> None:
        """Sort by the next order."""
        self.ask(self.asked._replace(sort=SORTS[(SORTS.index(self.asked.sort) + 1) % len(SORTS)]))

    def action_reverse(self) -> None:
        """Reverse the order."""
        self.ask(self.asked._replace(backward=not self.asked.backward))

    def action_filter(self) -> None:
        """Filter the list."""

        def choose(chosen: Filter | None) -> None:
            if chosen is not None:
                self.ask(self.asked._replace(chosen=chosen))

        self.shell.ask_filter(self.asked.chosen, choose)

    def changed(self) -> None:
        """Show the cards again, in their current state; the selection stays."""
        if self.index.catalog is not self.study.catalog:
            self.result, self.index = None, SearchIndex(self.study.catalog)
            self.read_answers()
        self.cards.redraw()
        self.draw()
        self.seek()

    def action_weak(self) -> None:
        """Open the list of weak cards; changes made there are undone there."""
        self._undoable = 0
        self.shell.open_screen("weak")
