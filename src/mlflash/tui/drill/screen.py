"""The drill: a question, its answer line by line, a grade, the next card. One screen for the whole session."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.screen import Screen

from mlflash.bank.card import Card
from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions, session_of
from mlflash.study.study import Study
from mlflash.tui.card.content import RevealState
from mlflash.tui.card.widget import CardArea, CardView
from mlflash.tui.drill import keys
from mlflash.tui.drill.answer_state import AnswerState
from mlflash.tui.drill.draw_ahead import DrawAhead, next_cards
from mlflash.tui.drill.drill_view import DrillView
from mlflash.tui.drill.key_state import KeyState, SessionEnd, key_state, works
from mlflash.tui.drill.rows import REVEAL_FIRST, TICK_OR_GRADE, draw_card
from mlflash.tui.shell import ShellUser
from mlflash.tui.study_time import StudyTime
from mlflash.tui.widgets.grade_bar import GradeBar
from mlflash.tui.widgets.key_bar import KeyBar, key_of
from mlflash.tui.widgets.page import Backdrop


class DrillScreen(ShellUser, Backdrop, Screen[None]):
    """Asks the cards of a session one after another."""

    BINDINGS: ClassVar[list[BindingType]] = keys.BINDINGS
    PHASES, FOOTER, GROUPS = keys.PHASES, keys.FOOTER, keys.GROUPS

    def __init__(self, study: Study, options: LaunchOptions) -> None:
        super().__init__()
        self.study, self.options = study, options
        self.view, self.bar = DrillView(), KeyBar()
        self.answer = AnswerState(study)
        self.end = SessionEnd()
        self.drafts: dict[str, tuple[str, ...]] = {}
        self._progress_before = study.progress
        self._drawn_in = Size()
        self._prompt, self._warned = "", False
        study.start(session_of(study, options))

    def compose(self) -> ComposeResult:
        yield from self.view.compose()
        yield self.bar

    def on_mount(self) -> None:
        self.set_interval(5, self._wake)
        StudyTime(self, self.answer.stopwatch)
        self._ahead = DrawAhead(self, self._prepare_next)
        self.ask()

    @on(CardArea.Resized)
    def _resized(self) -> None:
        if self._drawn_in != self._room():
            self.draw()
            self.bar.draw(self.card and self.key_state())

    def _room(self) -> Size:
        return self.view.room(self.app.size)

    # What is on screen

    def ask(self) -> None:
        """Show the card that the session is at, or its end."""
        self.shell.between_cards()
        try:
            self._show(self.study.session.current, stopped=False)
        except MlflashError as error:  # the card's bank has gone: no other card's grade may be taken for its own
            self._show(None, stopped=True)
            self.shell.report(error)
        if self.card is not None and self.study.settings.typed and not self.revealed:
            self.action_card_action("type")

    def _show(self, card_id: str | None, *, stopped: bool) -> None:
        self.answer.ask(card_id)
        self.end = SessionEnd()
        if card_id is None:
            from mlflash.tui.drill.session_end import session_end

            self.end = session_end(self.study, self._progress_before, stopped=stopped)
        self._prompt = ""
        if self.selections:
            self.clear_selection()
        self.view.unscroll()
        self.draw()
        self.bar.draw(self.card and self.key_state())

    @property
    def card(self) -> Card | None:
        """The card that is asked."""
        return self.answer.card

    @property
    def reveal(self) -> RevealState:
        """How far its answer is revealed."""
        return self.answer.reveal

    @property
    def revealed(self) -> bool:
        """Whether the whole answer is shown."""
        return self.answer.revealed

    def draw(self) -> None:
        """Draw header, card and grades from the current state."""
        room = self._drawn_in = self._room()
        if self.card is None:
            from mlflash.tui.drill.end_rows import end_rows

            self.view.show_summary(end_rows(self.study, self.end, room.width - 1, room.height), room)
        else:
            study, answer = self.study, self.answer
            drawn = draw_card(study, study.session, self.card, answer.reveal, answer.suggestion, room.width)
            self.view.show(drawn.with_prompt(self._prompt), room)
        self._ahead.restart()

    def _prepare_next(self) -> None:
        for drawn in next_cards(self.study, self.reveal, len(self.answer.lines()), self._drawn_in.width):
            self.view.prepare(drawn, self._drawn_in)

    def key_state(self) -> KeyState:
        """Which keys work now."""
        lines, folding = len(self.answer.lines()), self.view.card.laid.folding
        return key_state(self.study, self.card, self.reveal, lines=lines, folding=folding, end=self.end)

    def _wake(self) -> None:
        # Not under a dialog: with `typed` set, asking opens one.
        if self.is_active and self.card is None and self.study.session.learning and not self.end.stopped:
            self.draw() if self.study.wake().current is None else self.ask()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        return works(self.key_state(), action, parameters)

    def changed(self) -> None:
        """Draw the card and the keys again, with as many ticks as the answer now has lines."""
        self.answer.fit()
        self._prompt = ""
        self.draw()
        self.bar.draw(self.card and self.key_state())

    def _show_prompt(self, prompt: str) -> None:
        """Show a prompt next to the grades until the next key."""
        self._prompt = prompt
        self.draw()

    def action_reveal_first(self, purpose: str) -> None:
        """Say that the answer comes first."""
        self._show_prompt(REVEAL_FIRST[purpose].format(key_of(self, "reveal")))

    def action_reveal(self) -> None:
        """Show the whole answer."""
        self.answer.show()
        self.changed()

    def action_line(self) -> None:
        """Show one more line; the last one makes it a reveal."""
        last = self.answer.show_line()
        self.changed()
        self.answer.line_just_revealed = last

    def action_part(self, part: str) -> None:
        """Show or hide the details, the bank's lines or raw TeX; show the next hint."""
        self.answer.toggle_part(part)
        self.changed()
        if part == "unfolded" and self.reveal.unfolded:
            # After the card has grown: the details may be below the visible part.
            self.call_after_refresh(self.view.area.scroll_to, y=self.view.card.laid.details, animate=False)

    def action_sure(self) -> None:
        """Go on to the next confidence: sure, unsure, unsaid."""
        self.answer.turn_confidence()
        self.changed()

    def action_tick(self, line: int) -> None:
        """Tick a line, or clear its tick."""
        self.answer.tick(line)
        self.changed()

    def action_tick_all(self) -> None:
        """Tick every line, or none if all are ticked."""
        self.answer.tick_all()
        self.changed()

    @on(CardView.LineClicked)
    def _line_clicked(self, message: CardView.LineClicked) -> None:
        if self.card is not None:
            self.action_tick(message.line) if self.revealed else self.action_line()

    @on(GradeBar.Picked)
    def _grade_clicked(self, message: GradeBar.Picked) -> None:
        self.action_grade(message.rating)

    def action_accept(self) -> None:
        """Give the suggested grade; where nothing is ticked, ask for a tick or a grade."""
        suggestion = self.answer.suggestion
        if suggestion is not None:
            self.action_grade(suggestion.rating)
        else:
            self._show_prompt(TICK_OR_GRADE.format(keys.tick_range(len(self.answer.lines()))))

    def action_home_grade(self, rating: int) -> None:
        """Grade from the home row, but not with the key that has just shown the last line."""
        if self.answer.line_just_revealed and keys.shows_lines(self.study.settings, rating):
            self._show_prompt("that was the last line: tick first, or grade 1–4")
        else:
            self.action_grade(rating)

    def action_grade(self, rating: int) -> None:
        """Grade and show the next card once the grade is on disk; if it cannot be written, the card stays."""
        answer = self.answer
        lines, ms = answer.hits(), answer.stopwatch.ms
        answer.reveal = reveal = answer.reveal._replace(error=None)
        answer.remember()
        try:
            self.study.grade(rating, lines, ms, sure=reveal.sure, typed=reveal.typed)
        except MlflashError as error:
            answer.reveal = reveal._replace(error=f"NOT SAVED: {error}. Grade again to retry.")
            self._warned = False
            self.changed()
            return
        self.app.clear_notifications()
        self.ask()

    def action_card_action(self, name: str) -> None:
        """Do one of `card_actions.ACTIONS` with the card."""
        from mlflash.tui.drill.card_actions import ACTIONS

        if self.card is not None:
            ACTIONS[name](self, self.card)

    def action_session(self, name: str) -> None:
        """Do one of `session_actions.ACTIONS`."""
        from mlflash.tui.drill.session_actions import ACTIONS

        ACTIONS[name](self)

    def reopen(self) -> None:
        """Show the card again after its text has changed."""
        before = self.answer.lines()
        self.answer.reopen()
        self.reworded(before)

    def reworded(self, before: tuple[str, ...]) -> None:
        """Draw the card after its lines may have changed; a line with other words loses its tick."""
        self.answer.reword(before)
        self.changed()

    def action_scroll(self, rows: int) -> None:
        """Scroll a card that is taller than its area."""
        self.view.area.scroll_relative(y=rows, animate=False)

    def warn_unsaved(self) -> bool:
        """Warn once before an unsaved grade is lost; returns whether it warned."""
        if self.reveal.error is None or self._warned:
            return False
        self._warned = True
        self.notify("This grade is not saved: grade again, or leave once more without it", severity="warning")
        return True

    def action_leave(self) -> None:
        """Show the summary of the session if a card was graded, else go back to the first screen."""
        if self.warn_unsaved():
            return
        if self.card is not None and self.study.session.graded:
            self.answer.remember()
            self._show(None, stopped=True)
        else:
            self.action_home()

    def action_home(self) -> None:
        """Back to the first screen."""
        self.app.pop_screen()
        if len(self.app.screen_stack) <= 1:
            self.shell.go_home()
