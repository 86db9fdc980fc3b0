"""All cards in a list: search as you type, filter, sort, look at a card, do something to many."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.bank.text import visible
from mlflash.study.browse import SORTS, row_of
from mlflash.study.format import filter_words
from mlflash.study.search import SearchResult
from mlflash.study.study import Study
from mlflash.tui.browse.card_list_screen import CARD_KEYS, LIST_KEYS
from mlflash.tui.browse.rows import ARROWS, added_row, card_row, names
from mlflash.tui.browse.search_screen import SearchScreen
from mlflash.tui.card.preview import Preview
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.card_list import CardList
from mlflash.tui.widgets.key_bar import COLUMN, KeyBar
from mlflash.tui.wrap import clip, plural

BESIDE = 100
"""Columns from which the card is shown beside the list."""

WIDE = 190
"""Columns that list and card take together, at most."""


class BrowseScreen(SearchScreen):
    """Every card of the banks; keys act on the selected cards, else on the highlighted card."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", tooltip="Search in questions, answers, ids and tags", id="search"),
        Binding("enter,v", "preview", "card", key_display="⏎", tooltip="Show the card, or hide it", id="preview"),
        Binding("space", "select", "select", tooltip="Select the question, or not", id="select"),
        Binding("d", "drill", "drill", tooltip="Drill these questions, due or not", id="drill"),
        Binding("c", "drill('cram')", "cram", tooltip="Cram these: the schedule stays as it is", id="cram"),
        Binding("s", "sort", "sort", tooltip="Sort by section, due, weakness, likelihood, added", id="sort"),
        Binding("r", "reverse", "reverse", tooltip="Turn the order round", id="reverse"),
        Binding("F", "filter", "filter", tooltip="Choose section, difficulty, state, tags", id="filter"),
        Binding("a", "select_all", "all", tooltip="Select all that are listed, or none", id="select-all"),
        *CARD_KEYS,
        Binding("w", "weak", "weak", show=False, tooltip="What would cost most today", id="weak"),
        Binding(
            "shift+down", "extend(1)", "select down", show=False, tooltip="Select and go on", id="extend-down"
        ),
        Binding("shift+up", "extend(-1)", "select up", show=False, tooltip="Select and go back", id="extend-up"),
        *LIST_KEYS,
        Binding("escape", "leave", "back", key_display="esc", tooltip="Clear the search; then back", id="leave"),
        Binding("q", "leave_screen", "back", show=False, tooltip="Back to the first screen", id="back"),
    ]
    CSS = """
    BrowseScreen #found { height: 1; }
    BrowseScreen #names { height: 1; }
    BrowseScreen Input, BrowseScreen Input:focus { border: none; height: 1; padding: 0 1; }
    BrowseScreen #split { height: 1fr; }
    BrowseScreen #found { margin-top: 1; }
    BrowseScreen.-short #found { margin-top: 0; }
    BrowseScreen.-short Preview > #about { height: 3; }
    BrowseScreen Preview { display: none; }
    BrowseScreen.-card CardList { display: none; }
    BrowseScreen.-card #names { display: none; }
    BrowseScreen.-card Preview { display: block; }
    BrowseScreen.-beside .column { max-width: 190; }
    BrowseScreen.-beside Preview { display: block; width: 44%; max-width: 84; padding-left: 2; }
    """

    def __init__(
        self, study: Study, chosen: Filter = EVERYTHING, sort: str = "section", at: str | None = None
    ) -> None:
        """`at` is the id of a card to begin at, shown beside the list."""
        super().__init__(study, chosen, sort)
        self._card: bool | None = None if at is None else True
        self._begin = at

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="found")
            yield Input(placeholder="/ to search", id="words")
            yield Static(id="names")
            with Horizontal(id="split"):
                yield CardList()
                yield Preview()
        yield KeyBar()

    def on_mount(self) -> None:
        self.cards.focus()
        self.seek()
        self.read_answers()

    @on(events.ScreenResume)
    def _again(self) -> None:
        if self.found is not None:
            self.changed()

    @on(events.Resize)
    def _resized(self) -> None:
        self._place_card()
        self.call_after_refresh(self.draw)

    @property
    def card_shown(self) -> bool:
        """Whether the card is shown: as the reader chose, else if there is room beside the list."""
        return self.app.size.width >= BESIDE if self._card is None else self._card

    def _place_card(self) -> None:
        wide = self.app.size.width >= BESIDE
        self.set_class(self.card_shown and wide, "-beside")
        self.set_class(self.card_shown and not wide, "-card")
        self.query_one(KeyBar).column = WIDE if self.card_shown and wide else COLUMN

    # What is listed

    def listed(self, before: SearchResult | None) -> None:
        """Show the cards found: from the top after another search, else from where the reader was."""
        assert self.found is not None
        hits, at, catalog = self.found.hits, self.cards.at, self.index.catalog
        if before is not None and before.asked != self.found.asked:
            at = 0
        elif before is not None and at < len(before.hits) and before.hits[at] in hits:
            at = hits.index(before.hits[at])
        elif before is None and self._begin is not None and self._begin in catalog:
            spot = catalog.position(self._begin)
            at = hits.index(spot) if spot in hits else 0
        self._show(at)

    def _show(self, at: int) -> None:
        found, study, catalog = self.found, self.study, self.index.catalog
        assert found is not None
        view = study.view()
        words, added = found.asked.query.split(), found.asked.sort == "added"

        def draw(place: int, width: int) -> list[Content]:
            spot = found.hits[place]
            card = catalog.entries[spot]
            one = row_of(card, view)
            one = added_row(one) if added else one
            section = catalog.section_title(card.section)
            beside = [
                catalog.entries[at].question for at in found.hits[max(0, place - 1) : place + 2] if at != spot
            ]
            return [card_row(one, width, view, section, words, spot in self.selected, beside)]

        self.cards.show(len(found.hits), draw, at)
        self.draw()

    def draw(self) -> None:
        """Draw the rows above the list, and the highlighted card."""
        found = self.found
        if found is None or not self.is_mounted:
            return
        width = self.query_one("#found").size.width
        sort = f"by {found.asked.sort} {ARROWS[found.asked.backward]} "
        total = len(self.study.catalog)
        count = plural(total, "card") if len(found.hits) == total else f"{len(found.hits):,} of {total:,} cards"
        if self.selected:
            count += f" · {len(self.selected):,} selected"
        if found.asked.chosen:
            count += f" · {visible(filter_words(found.asked.chosen, self.study.catalog))}"
        left = Content.assemble("  ", ("Browse", "bold $primary"), "  ")
        count = clip(count, width - left.cell_length - len(sort) - 2)
        gap = " " * max(1, width - left.cell_length - len(sort) - Content(count).cell_length)
        self.query_one("#found", Static).update(Content.assemble(left, count, gap, (sort, DIM)))
        listed = self.cards.scrollable_content_region.width
        self.query_one("#names", Static).update(names(listed or width, found.asked.sort))
        if self.card_shown:
            self.query_one(Preview).show(self.study, self.current)
        self.refresh_bindings()

    @property
    def current(self) -> str | None:
        """The id of the highlighted card."""
        if self.found is None or not self.found.hits:
            return None
        return self.index.catalog.entries[self.found.hits[self.cards.at]].id

    @property
    def these(self) -> list[str]:
        """The ids of the selected cards, else of the highlighted card."""
        if self.selected:
            return [self.index.catalog.entries[place].id for place in sorted(self.selected)]
        return [] if self.current is None else [self.current]

    @on(CardList.Moved)
    def _moved(self) -> None:
        if self.card_shown:
            self.query_one(Preview).show(self.study, self.current)

    @on(CardList.Pressed)
    def _pressed(self, message: CardList.Pressed) -> None:
        if message.twice:
            self.action_preview()
        elif message.column < 2:
            self._flip()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        some = self.found is not None and bool(self.found.hits)
        match action:
            case "select" | "select_all" | "extend" | "preview":
                return some
            case "scroll_card":
                return self.card_shown
        return super().check_action(action, parameters)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.ask(self.asked._replace(query=event.value))

    @on(Input.Submitted)
    def _searched(self) -> None:
        self.cards.focus()

    def action_search(self) -> None:
        """Go to the words to search."""
        self.query_one(Input).focus()

    def action_preview(self) -> None:
        """Show the card, or hide it."""
        self._card = not self.card_shown
        self._place_card()
        self.call_after_refresh(self.draw)

    def _flip(self) -> None:
        if self.found is not None and self.found.hits:
            self.selected ^= {self.found.hits[self.cards.at]}
            self.cards.redraw()
            self.draw()

    def action_select(self) -> None:
        """Select or deselect the highlighted card, and move on."""
        self._flip()
        self.cards.action_step(1)

    def action_extend(self, by: int) -> None:
        """Select the highlighted card, move, and select the next."""
        if self.found is not None:
            self.selected.add(self.found.hits[self.cards.at])
            self.cards.redraw()
            self.cards.action_step(by)
            self.selected.add(self.found.hits[self.cards.at])
            self.draw()

    def action_select_all(self) -> None:
        """Select all listed cards, or none if all are selected."""
        if self.found is not None:
            listed = set(self.found.hits)
            self.selected = set() if listed <= self.selected else self.selected | listed
            self.cards.redraw()
            self.draw()

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
        """Show the cards again, in their current state."""
        self.renew()
        self.cards.redraw()
        self.draw()
        self.seek()

    def action_weak(self) -> None:
        """Open the list of weak cards; changes made there are undone there."""
        self._undoable = 0
        self.shell.open_screen("weak")

    def action_leave(self) -> None:
        """From the words to the list; then clear the search, then back."""
        words = self.query_one(Input)
        if self.focused is words:
            self.cards.focus()
        elif words.value:
            words.value = ""
        elif self.has_class("-card"):
            self.action_preview()
        else:
            self.action_leave_screen()
