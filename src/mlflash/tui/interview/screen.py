"""After the interview: tick the questions that came."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from mlflash.bank.catalog import CardHead
from mlflash.bank.filter import Filter
from mlflash.bank.text import readable
from mlflash.errors import MlflashError
from mlflash.study import new_events
from mlflash.study.interview_day import interview_day, morning_cards
from mlflash.study.search import SearchIndex
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.study.view import ASKED_LATELY
from mlflash.tui.shell import Shell, ShellUser
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.widgets.card_list import CardList
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.wrap import clip, plural

QUESTION = "How did it go? Which questions came?"


def open_interview(shell: Shell) -> None:
    """On the interview's day drill what matters most; after it ask which questions came."""
    view = shell.study.view()
    found = interview_day(view)
    if found is None:
        shell.notify("No interview today or in the last week; p sets its date", timeout=4)
    elif found.over:
        shell.push_screen(InterviewScreen(shell.study, found.interview.on))
    elif ids := morning_cards(view):
        shell.drill(shell.launch._replace(chosen=Filter(ids=ids), limit=None, mode=SessionMode.DRILL))


class InterviewScreen(ShellUser, Screen[None]):
    """Search the cards and tick those that were asked; Enter ticks, ctrl+s saves.

    A question that no card asks has no row here: a form for a new card would open from this screen.
    """

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "tick", "it came", key_display="⏎", tooltip="Tick it", priority=True, id="tick-asked"),
        Binding("ctrl+s", "save", "save", key_display="^s", tooltip="Save the ticked questions", id="save-asked"),
        Binding("up", "step(-1)", "up", show=False, tooltip="The question above", id="asked-up"),
        Binding("down", "step(1)", "down", show=False, tooltip="The question below", id="asked-down"),
        Binding("escape", "leave", "back", key_display="esc", tooltip="Clear the search; then back", id="back"),
    ]
    CSS = """
    InterviewScreen #asked-head { height: auto; margin-bottom: 1; }
    InterviewScreen Input { margin: 0 2 1 2; }
    """

    def __init__(self, study: Study, interview: date) -> None:
        super().__init__()
        self.study, self.interview = study, interview
        self.ticked: set[str] = set()
        self._index = SearchIndex(study.catalog)
        self._found: list[CardHead] = []
        self._warned = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="asked-head")
            yield Input(placeholder="type a few words of a question", compact=True)
            yield CardList()
        yield KeyBar()

    def on_mount(self) -> None:
        self._search("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._search(event.value)

    @on(events.Resize)
    def _resized(self) -> None:
        self.call_after_refresh(self._draw)

    def _search(self, query: str) -> None:
        """List what matches; without a search those ticked come first."""
        entries = self.study.catalog.cards
        places = self._index.search(query, range(len(entries))) or []
        found = [entries[place] for place in places]
        self._found = found if query.strip() else sorted(found, key=lambda card: card.id not in self.ticked)
        self.query_one(CardList).show(len(self._found), self._row)
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        count = plural(len(self.ticked), "question") + " ticked" if self.ticked else "none ticked yet"
        about = (
            f"{self.interview.day} {self.interview:%B} · {count} · they count as likely for {ASKED_LATELY} days"
        )
        title = Content.styled(f"  {QUESTION}", "bold $primary")
        self.query_one("#asked-head", Static).update(title + "\n" + Content.styled(f"  {about}", DIM))
        self.query_one(CardList).redraw()
        self.refresh_bindings()

    def _row(self, place: int, width: int) -> list[Content]:
        card = self._found[place]
        mark = ("  ✓ ", "$success") if card.id in self.ticked else ("  ○ ", FAINT)
        return [Content.assemble(mark, clip(readable(card.question), width - 5))]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to save before a tick, and nothing to tick where nothing matches."""
        if action == "save":
            return bool(self.ticked)
        return bool(self._found) if action == "tick" else True

    @on(CardList.Pressed)
    def _clicked(self) -> None:
        self.action_tick()

    def action_tick(self) -> None:
        """Tick the highlighted question, or take the tick back."""
        if self._found:
            self.ticked ^= {self._found[self.query_one(CardList).at].id}
            self._warned = False
            self._draw()

    def action_step(self, by: int) -> None:
        """Highlight another question."""
        self.query_one(CardList).move(self.query_one(CardList).at + by)

    def action_save(self) -> None:
        """Record the questions, to be undone together, and go back."""
        ids = [card.id for card in self.study.catalog if card.id in self.ticked]
        try:
            self.study.record(new_events.asked(self.study, ids, self.interview))
        except MlflashError as error:
            self.shell.report(error)
            return
        self.notify(f"Saved. {plural(len(ids), 'question')} will come more often", timeout=4)
        self.app.pop_screen()

    def action_leave(self) -> None:
        """Clear the search; then back, after a warning if ticks are not saved."""
        field = self.query_one(Input)
        if field.value:
            field.value = ""
        elif self.ticked and not self._warned:
            self._warned = True
            self.notify("Not saved: ctrl+s saves, esc again discards the ticks", timeout=4)
        else:
            self.app.pop_screen()
