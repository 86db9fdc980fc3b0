"""The weak cards with the reasons: by expected loss, then the cards that give trouble, kind by kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from mlflash.amounts import count_of
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.bank.text import readable, visible
from mlflash.scheduler.line_ticks import line_label
from mlflash.scheduler.weakness import missed_line
from mlflash.study.format import filter_words
from mlflash.study.line_drill import lines_kept_missing
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.study.today_words import why_waiting
from mlflash.study.weak_lists import LISTS, MISSED_LINES, WORST, WeakRow, weak_rows_of
from mlflash.tui.browse.card_list_screen import CardListScreen
from mlflash.tui.browse.list_keys import CARD_KEYS, LIST_KEYS, OPEN_KEYS
from mlflash.tui.browse.rows import weak_rows
from mlflash.tui.card.content import RevealState, answer_lines
from mlflash.tui.card.preview import Preview
from mlflash.tui.open_screen import is_open
from mlflash.tui.plan_ahead import PlanAhead
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.card_list import CardList
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.tabs import Tabs
from mlflash.tui.widgets.text_rows import hanging
from mlflash.tui.wrap import clip

NOTHING = f"{LISTS[0].empty}: ⏎ drills today's cards"


class WeakScreen(CardListScreen, PlanAhead):
    """Lists of weak cards, the worst first, one at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *OPEN_KEYS,
        Binding("enter", "today", "drill today's cards", tooltip="Today's cards", id="today"),
        Binding("m", "more", "more", tooltip="All weak cards, or the ten that would hurt most", id="more"),
        Binding("right,tab", "turn(1)", "next list", key_display="→", tooltip="The next list", id="next"),
        Binding("left,shift+tab", "turn(-1)", "list back", key_display="←", show=False, tooltip="The list before",
                id="previous"),
        *(
            Binding(str(n), f"page({n - 1})", weak.title, show=False, tooltip=weak.about, id=f"page-{n}")
            for n, weak in enumerate(LISTS, 1)
        ),
        Binding("L", "lines", "lines", tooltip="Lines you keep missing, one at a time", id="lines"),
        Binding("b", "browse", "browse", tooltip="These in the list of cards, to sort and filter", id="browse"),
        *CARD_KEYS,
        *LIST_KEYS,
    ]  # fmt: skip
    CSS = """
    WeakScreen #tabs { height: 1; margin-top: 1; }
    WeakScreen #rule { height: 1; margin-bottom: 1; }
    WeakScreen #title { margin: 0; }
    WeakScreen #why { height: 3; margin-top: 1; }
    WeakScreen.-short #tabs, WeakScreen.-short #rule { margin: 0; }
    WeakScreen.-short #why { height: 2; margin: 0; }
    WeakScreen.-beside CardList { width: 58%; }
    WeakScreen.-beside #why, WeakScreen.-below #why { display: none; }
    """

    def __init__(self, study: Study, chosen: Filter = EVERYTHING, place: int = 0) -> None:
        """`place` is the place of the list shown first."""
        super().__init__(study)
        self.chosen, self.place = chosen, place
        self.whole = False
        """Whether all weak cards are listed, not only the worst."""
        self._matches: list[WeakRow] = []
        """The cards of the list that match the search."""
        self.weak: list[WeakRow] = []
        """The cards listed."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Tabs()
            yield Static(id="title")
            yield Input(placeholder="words in question, answer, id or tags", id="words")
            yield Static(id="rule", classes="around")
            with Container(id="split"):
                yield CardList(rows=2)
                yield Preview()
            yield Static(id="why", classes="around")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Input).display = False
        self.changed()

    @property
    def listed_ids(self) -> Sequence[str]:
        """The ids of all cards listed, in their order."""
        return [row.card.id for row in self.weak]

    @property
    def highlighted(self) -> WeakRow | None:
        """The card under the cursor and why it is listed."""
        return self.weak[self.cards.at] if self.weak else None

    @on(events.ScreenResume)
    def changed(self) -> None:
        """Select and list the cards again."""
        if not is_open(self):
            return
        self.cards.redraw()
        query = self.query_one(Input).value.strip()
        self._matches = weak_rows_of(self.study.view(), self.place, self.chosen._replace(search=query))
        self._list(self.cards.at)
        self.request_forecast()

    def _list(self, at: int) -> None:
        """List the cards that match, at first only the worst of them."""
        self.weak = self._matches if self.whole or self.place else self._matches[:WORST]
        highest = max((row.weakness.cost for row in self.weak), default=0.0)
        words, view, today = self.words, self.study.view(), self.study.today()

        def draw(place: int, width: int) -> list[Content]:
            row = self.weak[place]
            waits = why_waiting(view, today, row.card.id)
            return weak_rows(row, width, highest, waits, words, row.card.id in self.selected)

        self.cards.show(len(self.weak), draw, at)
        if not self.weak:
            self.remove_class("-open")
        self.draw()

    def forecast_known(self) -> None:
        """List the cards again: the plan knows now when waiting cards come."""
        self.changed()

    def search(self, query: str) -> None:
        """List only the cards that contain these words."""
        self.changed()

    @on(CardList.Moved)
    def _moved(self) -> None:
        self.draw()

    def lay_out(self) -> None:
        """Show the rows around the list, and the open card."""
        self.query_one(Tabs).show([weak.title for weak in LISTS], self.place, "")
        shown = LISTS[self.place]
        title = self.query_one("#title", Static)
        width = title.size.width or self.size.width
        about = shown.about if len(shown.about) <= width - 4 else shown.brief
        title.update(Content("  " + clip(about if self.weak else self._empty_words(), width - 4)))
        listed = self.cards.scrollable_content_region.width or width
        right = "recall    loss  " if self.weak and listed >= 56 else ""
        left = clip(self._count_words() if self.weak else "", listed - len(right) - 3)
        gap = " " * max(0, listed - len(right) - len(left) - 2)
        self.query_one("#rule", Static).update(Content.styled(f"  {left}{gap}{right}", DIM))
        rows = missed_line_rows(self.study, self.highlighted, width - 4)
        self.query_one("#why", Static).update(Content("\n").join(rows))
        field = self.query_one(Input)
        field.display = bool(field.value) or self.focused is field
        self.show_card()
        self.refresh_bindings()

    def _empty_words(self) -> str:
        """Why no card is listed."""
        if self.words:
            return "No card here holds these words · esc clears them"
        after = " · ⏎ drills today's cards" if self.check_action("today", ()) else ""
        return LISTS[self.place].empty + after

    def _count_words(self) -> str:
        """How many cards are listed."""
        count = count_of(len(self.weak), "card")
        if len(self.weak) < len(self._matches):
            count = f"{len(self.weak)} of {count_of(len(self._matches), 'card')}, m for the rest"
        if self.place == MISSED_LINES and not self.words:  # a card has one row, however many lines are missed
            lines = len(lines_kept_missing(self.study.view(), self.chosen))
            count += f" · {count_of(lines, 'line')}, L drills them" if lines else ""
        if self.selected:
            count += f" · {len(self.selected)} selected"
        if self.chosen:
            count += f" · {visible(filter_words(self.chosen, self.study.catalog))}"
        return count

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        match action, parameters:
            case "browse", _:
                return bool(self.weak)
            case "today", _:
                return not self._matches and not self.words and not self._undoable  # else u comes first
            case "more", _:
                return self.place == 0 and len(self._matches) > WORST
            case "turn", (int(by),):
                return 0 <= self.place + by < len(LISTS)
        return super().check_action(action, parameters)

    @on(Tabs.Chosen)
    def _chosen(self, message: Tabs.Chosen) -> None:
        self.action_page(message.page)

    def action_lines(self) -> None:
        """Practise the lines that the reader keeps missing."""
        self.shell.drill_lines(chosen=self.chosen)

    def action_today(self) -> None:
        """Drill today's cards, where the list is empty."""
        self.shell.drill()

    def action_page(self, place: int) -> None:
        """Show another list."""
        self.place = place
        self.remove_class("-open")
        self.selected.clear()
        self.changed()
        self._list(0)

    def action_turn(self, by: int) -> None:
        """Show the next list or the previous one."""
        self.action_page(self.place + by)

    def action_more(self) -> None:
        """List all weak cards, or only the worst."""
        self.whole = not self.whole
        self._list(self.cards.at)

    def action_drill_all(self) -> None:
        """Drill all cards listed; the weak ones with the greatest expected loss first."""
        self._drill(self.listed_ids, SessionMode.DRILL if self.place else SessionMode.WEAK)

    def action_browse(self) -> None:
        """Show the cards listed in Browse."""
        from mlflash.tui.browse.screen import BrowseScreen

        self._undoable = 0
        chosen = Filter(ids=tuple(self.listed_ids))
        self.app.push_screen(BrowseScreen(self.study, chosen, "weakness", LISTS[self.place].title))


def missed_line_rows(study: Study, weak: WeakRow | None, width: int) -> list[Content]:
    """The line of a card that the reader keeps missing, in its words."""
    if weak is None:
        return []
    state = study.view().counted(weak.card.id)
    line = missed_line(state)
    card = study.catalog.card_if_readable(weak.card.id) if line is not None else None
    if line is None or card is None:
        return []
    (number, missed, seen), lines = line, answer_lines(card, state, RevealState())
    if number > len(lines):
        return []
    text = f"Line {line_label(number)}, missed {missed} of {seen}: {readable(lines[number - 1])}"
    return hanging(Content("  "), text, width + 2, "$warning")
