"""The weak cards with the reasons, greatest expected loss first; one key drills them all."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.bank.text import readable, visible
from mlflash.errors import MlflashError
from mlflash.study.browse import WeakCard, weakest_cards
from mlflash.study.study import Study
from mlflash.tui.browse.card_list_screen import CARD_KEYS, LIST_KEYS, CardListScreen
from mlflash.tui.browse.rows import weak_rows
from mlflash.tui.card.content import RevealState, answer_lines
from mlflash.tui.card.preview import Preview
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.card_list import CardList
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.wrap import clip, plural, wrap

RULE = "Failed last, under 80 % today, leech, line you keep missing, probe not known"
BRIEF = "Failed last, under 80 %, leech, line or probe missed"
"""Why cards are weak, for 60 columns."""
NOTHING = "Nothing is weak: nothing failed, forgotten or missed"


class WeakScreen(CardListScreen):
    """The weak cards, greatest expected loss first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "drill_all", "drill all", key_display="⏎", tooltip="Drill all of these", id="drill-all"),
        Binding("d", "drill", "this one", tooltip="Drill the question highlighted", id="drill"),
        Binding("v,space", "preview", "card", key_display="v", tooltip="Show the card, or hide it", id="preview"),
        Binding("L", "lines", "lines", tooltip="Lines you keep missing, one at a time", id="lines"),
        Binding("b", "browse", "browse", tooltip="These in the list of cards, to select among them", id="browse"),
        *CARD_KEYS,
        *LIST_KEYS,
        Binding("escape,q", "leave", "back", key_display="esc", tooltip="Back", id="leave"),
    ]
    CSS = """
    WeakScreen #title { height: 1; margin-top: 1; }
    WeakScreen #rule { height: 1; margin-bottom: 1; padding: 0 2; color: $foreground 65%; }
    WeakScreen #why { height: 4; }
    WeakScreen Preview { display: none; }
    WeakScreen.-card Preview { display: block; }
    WeakScreen.-card CardList, WeakScreen.-card #why { display: none; }
    WeakScreen.-short #title { margin: 0; }
    WeakScreen.-short #rule { margin: 0; }
    WeakScreen.-short #why { height: 2; }
    WeakScreen.-short Preview > #about { height: 3; }
    """

    def __init__(self, study: Study, chosen: Filter = EVERYTHING) -> None:
        super().__init__(study)
        self.chosen = chosen
        self.weak: list[WeakCard] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="title")
            yield Static(id="rule")
            yield CardList(rows=2)
            yield Static(id="why")
            yield Preview()
        yield KeyBar()

    def on_mount(self) -> None:
        self.cards.focus()
        self.changed()

    @property
    def highlighted(self) -> WeakCard | None:
        """The highlighted card and why it is weak."""
        return self.weak[self.cards.at] if self.weak else None

    @property
    def current(self) -> str | None:
        """The id of the highlighted card."""
        return self.highlighted.card.id if self.highlighted is not None else None

    @property
    def these(self) -> list[str]:
        """The id of the highlighted card."""
        return [self.current] if self.current is not None else []

    @on(events.ScreenResume)
    def _again(self) -> None:
        self.changed()

    @on(events.Resize)
    def _resized(self) -> None:
        self.call_after_refresh(self.draw)

    def changed(self) -> None:
        """Find the weak cards again."""
        if not self.is_mounted:
            return
        self.weak = weakest_cards(self.study.view(), self.chosen)
        top = self.weak[0].weakness.cost if self.weak else 0.0
        self.cards.show(
            len(self.weak), lambda place, width: weak_rows(self.weak[place], width, top), self.cards.at
        )
        if not self.weak:
            self.remove_class("-card")
        self.draw()

    @on(CardList.Moved)
    def draw(self) -> None:
        """Draw the rows around the list."""
        if not self.is_mounted:
            return
        title = self.query_one("#title", Static)
        width = title.size.width or self.size.width
        left = Content.assemble("  ", ("Weak", "bold $primary"), "  ")
        if self.weak:
            leeches = sum(one.leech for one in self.weak)
            text = plural(len(self.weak), "card")
            if self.chosen:
                text += f" · {visible(self.chosen.describe(self.study.catalog))}"
            text += f" · ! {plural(leeches, 'leech', 'leeches')}" if leeches else ""
        else:
            text = NOTHING
        right = "recall  cost " if self.weak and width >= 56 else ""
        text = clip(text, width - left.cell_length - len(right) - 1)
        gap = " " * max(0, width - left.cell_length - len(text) - len(right))
        title.update(Content.assemble(left, text, gap, (right, DIM)))
        self.query_one("#rule", Static).update(RULE if len(RULE) <= width - 4 else BRIEF)
        rows = why(self.study, self.highlighted, width - 4)
        self.query_one("#why", Static).update(Content("\n").join(rows))
        if self.has_class("-card"):
            self.query_one(Preview).show(self.study, self.current)
        self.refresh_bindings()

    @on(CardList.Pressed)
    def _pressed(self, message: CardList.Pressed) -> None:
        if message.twice:
            self.action_preview()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        if action in ("drill_all", "preview", "browse"):
            return bool(self.weak)
        return super().check_action(action, parameters)

    def action_drill_all(self) -> None:
        """Drill all that is weak."""
        self.shell.drill(self.shell.launch._replace(chosen=self.chosen, limit=None, mode="weak"))

    def action_lines(self) -> None:
        """Practise the lines that the reader keeps missing."""
        self.shell.drill_lines(chosen=self.chosen)

    def action_preview(self) -> None:
        """Show the card in the list's place, or the list again."""
        self.toggle_class("-card")
        self.call_after_refresh(self.draw)

    def action_browse(self) -> None:
        """These in the list of cards, in the same order."""
        from mlflash.tui.browse.screen import BrowseScreen

        self._undoable = 0
        self.app.push_screen(BrowseScreen(self.study, self.chosen._replace(states=("weak",)), "weakness"))

    def action_leave(self) -> None:
        """From the card to the list, then back."""
        if self.has_class("-card"):
            self.action_preview()
        else:
            self.action_leave_screen()


def why(study: Study, weak: WeakCard | None, width: int) -> list[Content]:
    """The line that the reader keeps missing, in its words."""
    if weak is None or weak.lost is None:
        return []
    number, missed, seen = weak.lost
    try:
        card = study.catalog.card(weak.card.id)
    except MlflashError:
        return []
    lines = answer_lines(card, study.progress.state(weak.card.id), RevealState())
    if number > len(lines):
        return []
    text = f"Line {number}, missed {missed} of {seen}: {readable(lines[number - 1])}"
    return [
        Content.assemble("   ", (part, "$warning" if i == 0 else "")) for i, part in enumerate(wrap(text, width))
    ]
