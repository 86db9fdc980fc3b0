"""The drill: a question, its answer line by line, a grade, the next card. One screen for the whole session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.screen import Screen

from mlflash.bank.card import Card
from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions, session_of
from mlflash.study.session import Session
from mlflash.study.stopwatch import Stopwatch
from mlflash.study.study import Study
from mlflash.tui.card.content import RevealState, answer_lines, next_hint
from mlflash.tui.card.ticks import Ticks, fitted, flipped, flipped_all, kept, turned
from mlflash.tui.card.widget import CardArea, CardView
from mlflash.tui.drill import keys
from mlflash.tui.drill.draw_ahead import DrawAhead, next_cards
from mlflash.tui.drill.drill_view import DrillView
from mlflash.tui.drill.rows import draw_card
from mlflash.tui.shell import ShellUser
from mlflash.tui.study_time import StudyTime
from mlflash.tui.widgets.grade_bar import GradeBar
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.page import Backdrop

if TYPE_CHECKING:
    from mlflash.study.suggest import Suggestion


class DrillScreen(ShellUser, Backdrop, Screen[None]):
    """Asks the cards of a session one after another."""

    BINDINGS: ClassVar[list[BindingType]] = keys.BINDINGS
    PHASES = keys.PHASES

    def __init__(self, study: Study, options: LaunchOptions) -> None:
        super().__init__()
        self.study, self.options = study, options
        self.view, self.bar = DrillView(), KeyBar()
        self.reveal = RevealState()
        self._ticked: dict[tuple[str, ...], Ticks] = {}
        self.card: Card | None = None
        self.drafts: dict[str, tuple[str, ...]] = {}
        self.stopwatch = Stopwatch(study.timer)
        self._seconds_to_reveal = 0.0
        self._drawn_in = Size()
        self._last_key_state = keys.LastKeyState()
        self._kept: dict[int, tuple[Session, RevealState]] = {}
        self._line_just_revealed = self._warned = self._more_left = False
        study.start(session_of(study, options))

    def compose(self) -> ComposeResult:
        yield from self.view.compose()
        yield self.bar

    def on_mount(self) -> None:
        self.set_interval(5, self._wake)
        StudyTime(self, self.stopwatch)
        self._ahead = DrawAhead(self, self._prepare_next)
        self.ask()

    @on(CardArea.Resized)
    def _resized(self) -> None:
        if self._drawn_in != self._room():
            self.draw()
            self.bar.draw()

    def _room(self) -> Size:
        return self.view.room(self.app.size)

    # What is on screen

    def ask(self) -> None:
        """Show the card that the session is at, or its end."""
        card_id = self.study.session.current
        self.reveal, self._seconds_to_reveal = RevealState(), 0.0
        self.stopwatch.restart()
        self._ticked.clear()
        self.card = None if card_id is None else self.study.catalog.card(card_id)
        self._more_left = card_id is None and self._has_more()
        self._line_just_revealed = False
        if self.selections:
            self.clear_selection()
        self.view.unscroll()
        self.draw()
        self.bar.draw()
        if self.card is not None and self.study.settings.typed and not self.study.session.revealed:
            self.action_card_action("type")

    @property
    def revealed(self) -> bool:
        """Whether the whole answer is shown."""
        return self.study.session.revealed

    @property
    def suggestion(self) -> Suggestion | None:
        """The grade that the ticks suggest."""
        if not self.revealed:
            return None
        from mlflash.study.suggest import suggest

        return suggest(self.reveal.ticks, self._seconds_to_reveal, self.study.settings)

    def draw(self) -> None:
        """Draw header, card and grades from the current state."""
        room = self._drawn_in = self._room()
        if self.card is None:
            from mlflash.tui.drill.session_end import summary

            self.view.show_summary(summary(self.study, room.width), room)
        else:
            study = self.study
            drawn = draw_card(study, study.session, self.card, self.reveal, self.suggestion, room.width)
            self.view.show(drawn, room)
        self._ahead.restart()

    def _has_more(self) -> bool:
        from mlflash.tui.drill.session_end import has_more

        return has_more(self.study)

    def _prepare_next(self) -> None:
        for drawn in next_cards(self.study, self.reveal, len(self.lines()), self._drawn_in.width):
            self.view.prepare(drawn, self._drawn_in)

    def key_state(self) -> keys.KeyState:
        """Which keys work now."""
        study, laid = self.study, self.view.card.laid
        inputs = (self.card, self.reveal, laid, self._more_left, study.session, study.progress, study.settings)
        return self._last_key_state.get((*inputs, study.can_undo), self._compute_key_state)

    def _compute_key_state(self) -> keys.KeyState:
        return keys.key_state(
            self.study,
            self.card,
            self.reveal,
            lines=len(self.lines()),
            suggested=self.suggestion is not None,
            folding=self.view.card.laid.folding,
            more=self._more_left,
        )

    def _wake(self) -> None:
        # Not under a dialog: with `typed` set, asking opens one.
        if self.is_active and self.card is None and self.study.session.learning:
            self.study.wake()
            if self.study.session.current is not None:
                self.ask()
            else:
                self.draw()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        return keys.works(self.key_state(), action, parameters)

    def lines(self, reveal: RevealState | None = None) -> tuple[str, ...]:
        """The lines of the answer, as another reveal state would show them if one is given."""
        if self.card is None:
            return ()
        return answer_lines(self.card, self.study.progress.state(self.card.id), reveal or self.reveal)

    def changed(self) -> None:
        """Draw the card and the keys again, with as many ticks as the answer now has lines."""
        self.reveal = self.reveal._replace(ticks=fitted(self.reveal.ticks, len(self.lines()), said=False))
        self._line_just_revealed = False
        self.draw()
        self.bar.draw()

    def action_reveal(self) -> None:
        """Show the whole answer."""
        self.study.reveal()
        self._seconds_to_reveal = self.stopwatch.seconds
        count = len(self.lines())
        self.reveal = self.reveal._replace(shown=count, ticks=fitted(self.reveal.ticks, count, said=True))
        self.changed()

    def action_line(self) -> None:
        """Show one more line; the last one makes it a reveal."""
        self.reveal = self.reveal._replace(shown=self.reveal.shown + 1)
        if self.reveal.shown >= len(self.lines()):
            self.action_reveal()
            self._line_just_revealed = True
        else:
            self.changed()

    def action_part(self, part: str) -> None:
        """Show or hide the details, the bank's lines or raw TeX, a field of `RevealState`; show the next hint."""
        if part == "hint" and self.card is not None:
            part = next_hint(self.card, self.reveal) or part
        shown = {part: not getattr(self.reveal, part)}
        self._ticked[self.lines()] = self.reveal.ticks
        self.reveal = self._with_ticks(RevealState(**{**self.reveal._asdict(), **shown}))
        self.changed()
        if part == "unfolded" and self.reveal.unfolded:
            # After the card has grown: the details may be below the visible part.
            self.call_after_refresh(self.view.area.scroll_to, y=self.view.card.laid.details, animate=False)

    def _with_ticks(self, reveal: RevealState) -> RevealState:
        """A reveal state with the ticks of the lines it shows: the bank's may differ from the reader's own."""
        before, now = self.lines(), self.lines(reveal)
        if now == before:
            return reveal
        return reveal._replace(ticks=self._ticked.get(now, kept(self.reveal.ticks, before, now)))

    def action_sure(self) -> None:
        """Turn from unsaid to sure, to unsure, and back."""
        self.reveal = self.reveal._replace(sure=turned(self.reveal.sure))
        self.changed()

    def action_tick(self, line: int) -> None:
        """Tick a line, or take its tick away."""
        self.reveal = self.reveal._replace(
            ticks=flipped(self.reveal.ticks, line, len(self.lines()), self.revealed)
        )
        self.changed()

    def action_tick_all(self) -> None:
        """Tick every line, or none if all are ticked."""
        self.reveal = self.reveal._replace(ticks=flipped_all(self.reveal.ticks, len(self.lines())))
        self.changed()

    @on(CardView.LineClicked)
    def _line_clicked(self, message: CardView.LineClicked) -> None:
        if self.revealed:
            self.action_tick(message.line)
        elif self.card is not None:
            self.action_line()

    @on(GradeBar.Picked)
    def _grade_clicked(self, message: GradeBar.Picked) -> None:
        self.action_grade(message.rating)

    def action_accept(self) -> None:
        """Give the suggested grade."""
        suggestion = self.suggestion
        if suggestion is not None:
            self.action_grade(suggestion.rating)

    def action_home_grade(self, rating: int) -> None:
        """Grade from the home row, but not with the key that has just shown the last line."""
        if self._line_just_revealed and keys.shows_lines(self.study.settings, rating):
            self.notify("That was the last line: tick first, or grade with 1 to 4", timeout=3)
        else:
            self.action_grade(rating)

    def action_grade(self, rating: int) -> None:
        """Grade and show the next card once the grade is on disk; if it cannot be written, the card stays."""
        ticks = self._with_ticks(self.reveal._replace(guide=False)).ticks  # of the lines that are asked for
        lines = None if all(t is None for t in ticks) else tuple(i for i, t in enumerate(ticks, 1) if t)
        self.reveal = reveal = self.reveal._replace(error=None)
        self.keep_reveal()
        try:
            self.study.grade(rating, lines, self.stopwatch.ms, sure=reveal.sure, typed=reveal.typed)
        except MlflashError as error:
            self.reveal = reveal._replace(error=f"NOT SAVED: {error}. Grade again to retry.")
            self._warned = False
            self.changed()
            return
        self.app.clear_notifications()
        self.ask()

    def keep_reveal(self) -> None:
        """Keep how the answer on screen was ticked, for an undo."""
        if self.card is not None and self.revealed:
            self._kept[id(self.study.session)] = self.study.session, self.reveal

    def kept_reveal(self) -> RevealState:
        """How the answer that an undo brought back was ticked; a card may be asked several times in a session."""
        session, reveal = self._kept.get(id(self.study.session), (None, self.reveal))
        return reveal if session is self.study.session else self.reveal._replace(shown=len(self.lines()))

    def attempt(self, work: Callable[[], object], done: str = "") -> bool:
        """Do something that may fail to be written; reports an error, returns whether it was written."""
        try:
            work()
        except MlflashError as error:
            self.shell.report(error)
            return False
        if done:
            self.notify(done, timeout=3)
        return True

    def action_undo(self) -> None:
        """Undo the last action and ask its card again; after a flag or a note the card stays as it is."""
        from mlflash.tui.drill.card_actions import undo

        undo(self)

    def action_skip(self, unnamed: bool = False) -> None:
        """Move the card to the end of the session."""
        from mlflash.tui.drill.card_actions import skip

        skip(self)

    def action_card_action(self, name: str) -> None:
        """Do one of `card_actions.ACTIONS` with the card."""
        from mlflash.tui.drill.card_actions import ACTIONS

        if self.card is not None:
            ACTIONS[name](self, self.card)

    def reopen(self) -> None:
        """Show the card again after its text has changed."""
        before = self.lines()
        if self.card is not None:
            self.card = self.study.catalog.card(self.card.id)
        self.reworded(before)

    def reworded(self, before: tuple[str, ...]) -> None:
        """Draw the card after its lines may have changed; a line with other words loses its tick."""
        self.reveal = self.reveal._replace(ticks=kept(self.reveal.ticks, before, self.lines()))
        self.changed()

    def action_filter(self, named: bool = False) -> None:
        """Choose other cards and drill them; undo returns to this session."""
        from mlflash.tui.drill.card_actions import choose

        choose(self)

    def action_more(self) -> None:
        """Go on with cards beyond today's."""
        from mlflash.tui.drill.session_end import add_more

        if add_more(self.study):
            self.ask()

    def action_lines(self) -> None:
        """Practise the lines missed in this session."""
        from mlflash.study.line_drill import lines_missed_in

        self.shell.drill_lines(lines_missed_in(self.study.view(), self.study.session))

    def action_scroll(self, rows: int) -> None:
        """Scroll a card that is taller than its area."""
        self.view.area.scroll_relative(y=rows, animate=False)

    def holds(self) -> bool:
        """Whether leaving would lose an unsaved grade; True only the first time."""
        if self.reveal.error is None or self._warned:
            return False
        self._warned = True
        self.notify("This grade is not saved: grade again, or leave once more without it", severity="warning")
        return True

    def action_leave(self) -> None:
        """Back to the first screen."""
        if self.holds():
            return
        self.app.pop_screen()
        if len(self.app.screen_stack) <= 1:
            self.shell.go_home()
