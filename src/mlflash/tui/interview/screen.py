"""After the interview: say how it went and tick the questions that came; a question without a card becomes one."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from mlflash.amounts import count_of
from mlflash.bank.catalog import CardHead
from mlflash.bank.filter import Filter
from mlflash.study.interview_day import interview_day, interview_events, past_interview, past_interviews
from mlflash.study.interview_plan import upcoming
from mlflash.study.search import SearchIndex
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.tui.dialogs.unsaved import UnsavedText
from mlflash.tui.interview.keys import AFTER_KEYS
from mlflash.tui.interview.outcome_row import OutcomeRow
from mlflash.tui.interview.rows import card_row, head_rows, new_card_row
from mlflash.tui.open_screen import Drawn
from mlflash.tui.shell import Shell, ShellUser
from mlflash.tui.widgets.card_list import CardList
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.line_field import LineField, NumberedField, too_long

NOT_IN_BANK = "Not in the bank: Ctrl+N makes it a card, Esc again clears it"


class SearchField(Input):
    """A field that joins pasted rows into one."""

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(" ".join(event.text.split()))


class AfterInterviewScreen(Drawn, ShellUser, Screen[None]):
    """Search the cards and tick those that came up; Tab leads to how it went and to a note."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = AFTER_KEYS
    CSS = """
    AfterInterviewScreen #asked-head { height: auto; margin: 1 0; }
    AfterInterviewScreen CardList { width: 100%; }
    AfterInterviewScreen NumberedField { margin: 0 2 1 1; }
    AfterInterviewScreen Input { margin: 0 2 1 2; }
    AfterInterviewScreen.-short #asked-head { margin: 0; }
    AfterInterviewScreen.-short NumberedField { margin: 0 2 0 1; }
    AfterInterviewScreen.-short Input { margin: 0 2 0 2; }
    """

    def __init__(self, study: Study, interview: date, *, listed: bool = False) -> None:
        """`listed` says that the screen is opened from the list of interviews."""
        super().__init__()
        self.study, self._listed = study, listed
        self.noted = past_interview(study.view(), interview)
        """The interview with what is on disk about it."""
        self.ticked: set[str] = set()
        """The cards ticked since."""
        self.outcome = OutcomeRow(self.noted.went or "")
        self.note = LineField(self.noted.note or "", name="note")
        self._index = SearchIndex(study.catalog)
        self._matches: list[CardHead | None] = []
        """The cards listed; None for the row that makes a new card."""
        self._matched = True
        """Whether any card matches the search."""
        self._unsaved, self._unmatched = UnsavedText(self.written), UnsavedText("")

    @property
    def written(self) -> tuple[object, ...]:
        """What is not saved yet, to compare."""
        return frozenset(self.ticked), self.outcome.went, self.note.line

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="asked-head")
            yield self.outcome
            yield NumberedField("Note   ", self.note)
            yield SearchField(placeholder="type a few words of a question", compact=True)
            yield CardList()
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(CardList).can_focus = False
        self._search("")

    def catalog_changed(self) -> None:
        """Search again: the study has other cards."""
        self._index = SearchIndex(self.study.catalog)
        self._search(self.query_one(Input).value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._search(event.value)

    @on(OutcomeRow.Changed)
    @on(LineField.Changed)
    @on(events.DescendantFocus)
    def _changed(self) -> None:
        self.refresh_bindings()

    @on(LineField.Pasted)
    def _pasted(self, message: LineField.Pasted) -> None:
        self.note.put(" ".join(message.lines))

    def _search(self, query: str) -> None:
        """List the cards that match, and a row for a new card; without a search the cards ticked come first."""
        cards = self.study.catalog.cards
        matches = [cards[place] for place in self._index.search(query, range(len(cards))) or []]
        self._matched = bool(matches)
        if not query.strip():
            ticked = self.ticked.union(self.noted.questions)
            self._matches = [*sorted(matches, key=lambda card: card.id not in ticked)]
        elif matches:
            self._matches = [*matches, None]
        else:
            self._matches = [None, *(cards[place] for place in self._index.closest(query))]
        self.query_one(CardList).show(len(self._matches), self._row)
        self.draw()

    def lay_out(self) -> None:
        """Show how many questions are ticked, and the list."""
        head = self.query_one("#asked-head", Static)
        width = head.size.width or min(88, self.size.width)
        count = len(self.ticked.union(self.noted.questions))
        head.update(head_rows(self.noted, count, self.study.view().day, width))
        self.query_one(CardList).redraw()
        self.refresh_bindings()

    def _row(self, place: int, width: int) -> list[Content]:
        card = self._matches[place]
        if card is None:
            why = "None of these" if self._matched else "None of those below"
            return [new_card_row(self._query, why if len(self._matches) > 1 else "Not in the bank", width)]
        noted = card.id in self.noted.questions
        return [card_row(card.question, width, ticked=card.id in self.ticked, noted=noted)]

    @property
    def _query(self) -> str:
        """The words searched for."""
        return " ".join(self.query_one(Input).value.split())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now: Enter ticks in the search, elsewhere it leads to the next field."""
        searching = isinstance(self.focused, Input)
        match action:
            case "save":
                return self._unsaved.differs(self.written)
            case "tick":
                return searching
            case "next":
                return not searching
            case "past":
                return not self._listed
        return True

    @on(CardList.Pressed)
    def _clicked(self) -> None:
        self.query_one(Input).focus()
        self.action_tick()

    def action_tick(self) -> None:
        """Tick the highlighted question or untick it; on the row for a new card, make the card."""
        if not self._matches:
            return
        card = self._matches[self.query_one(CardList).at]
        if card is None:
            self.action_new_card()
        elif card.id in self.noted.questions:
            self.notify("Noted already; u on Home undoes the last change", timeout=4)
        else:
            self.ticked ^= {card.id}
            self.draw()

    def action_next(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_turn(self) -> None:
        """Go from the search to how it went, to the note, and back to the search."""
        self.focus_next()

    def action_step(self, by: int) -> None:
        """Highlight another question."""
        self.query_one(CardList).move(self.query_one(CardList).at + by)

    def action_new_card(self) -> None:
        """Make a card of the question typed; once it is saved, note that it came up."""
        from mlflash.tui.new_card.adding import add_card

        add_card(self.shell, self._query, self._added)

    def _added(self, card_id: str) -> None:
        """Note at once that a new card came up."""
        study, day = self.study, self.noted.on
        if not self.attempt(lambda: study.record(interview_events(study, day, [card_id], None, None))):
            self.ticked.add(card_id)  # to be saved with the others
        self.noted = past_interview(self.study.view(), self.noted.on)
        self.query_one(Input).value = ""
        self._search("")

    def action_plan(self) -> None:
        """Set the date of the next interview in the plan; the ticks stay."""
        self.shell.open_screen("plan")

    def action_past(self) -> None:
        """Show the interviews so far; the ticks stay."""
        self.shell.open_screen("interviews")

    def action_save(self) -> None:
        """Record ticks, outcome and note, to be undone together, and return to the screen before."""
        fault = too_long([self.note])
        if fault is not None:
            self.notify(f"Not saved: {fault}", severity="error", timeout=6)
            return
        study, ids = self.study, [card.id for card in self.study.catalog if card.id in self.ticked]
        said = self.noted.on, ids, self.outcome.went, self.note.line
        if not self.attempt(lambda: study.record(interview_events(study, *said))):
            self._unsaved.warn_again()
            return
        saved = f"Saved. {count_of(len(ids), 'question')} will come more often" if ids else "Saved"
        coming = upcoming(study.settings, study.view().day)
        self.notify(saved + ("" if coming else "; p sets the date of the next interview"), timeout=5)
        self.app.pop_screen()

    def action_leave(self) -> None:
        """Clear the search, then return to the screen before; ask once before anything is lost."""
        field = self.query_one(Input)
        if field.value and not self._matched and self._unmatched.needs_warning(field.value):
            self.notify(NOT_IN_BANK, timeout=4)
        elif field.value:
            field.value = ""
        elif not self.warn_unsaved():
            self.app.pop_screen()

    def warn_unsaved(self) -> bool:
        """Warn once before ticks or text are lost; returns whether it warned."""
        return self._unsaved.warn(self.written, partial(self.notify, timeout=4))


def open_interview(shell: Shell, *, afterwards: bool = False) -> None:
    """Drill the cards of the interview's morning; after the interview, or `afterwards`, ask how it went."""
    view = shell.study.view()
    interview = interview_day(view)
    if interview is not None and interview.cards and not afterwards:
        shell.drill(Filter(ids=interview.cards), SessionMode.MORNING)
    elif interview is not None:
        shell.push_screen(AfterInterviewScreen(shell.study, interview.interview.on))
    elif past_interviews(view):
        shell.open_screen("interviews")
    else:
        shell.notify("No interview so far; p sets the date of the next", timeout=4)
