"""The drill: a question, its answer line by line, a grade, the next question. One screen, never switched."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
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
from mlflash.study.study import Study
from mlflash.study.suggest import Suggestion, suggest
from mlflash.tui.card.content import RevealState, answer_lines, next_hint
from mlflash.tui.card.widget import CardArea, CardView, expected_size
from mlflash.tui.drill import card_actions, draw_ahead, keys, session_label
from mlflash.tui.drill.ticks import Ticks, fitted, flipped, flipped_all, kept, turned
from mlflash.tui.widgets.grade_bar import GradeBar
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.page import Backdrop, Page

if TYPE_CHECKING:
    from mlflash.tui.app import MlflashApp


MOMENT = 0.01
"""Seconds from a drawing until what may come next is drawn ahead: by then the terminal has what was drawn."""


class DrillScreen(Backdrop, Screen[None]):
    """Asks the questions of a sitting one after the other."""

    app: MlflashApp
    BINDINGS: ClassVar[list[BindingType]] = keys.BINDINGS
    PHASES = keys.PHASES

    def __init__(self, study: Study, opening: LaunchOptions) -> None:
        super().__init__()
        self.study, self.opening = study, opening
        self.head, self.room, self.card_view, self.grades, self.bar = (
            Page(),
            CardArea(),
            CardView(),
            GradeBar(),
            KeyBar(),
        )
        self.head.id, self.room.id = "head", "room"
        self.look = RevealState()
        self._ticked: dict[tuple[str, ...], Ticks] = {}
        self.card: Card | None = None
        self._since = study.clock()
        self._thought = 0.0
        self._drawn = Size()
        self.standing = keys.KeyStates(self)
        self._looks: dict[int, tuple[Session, RevealState]] = {}
        self.drafts: dict[str, tuple[str, ...]] = {}
        self._unmoved = self._warned = self.more_left = False
        study.start(session_of(study, opening))

    def compose(self) -> ComposeResult:
        yield self.head
        with self.room:
            yield self.card_view
        yield self.grades
        yield self.bar

    def on_mount(self) -> None:
        self.set_interval(5, self._wake)
        self._foreseeing = self.set_interval(MOMENT, self._foresee, pause=True)
        self.ask()

    @on(CardArea.Resized)
    def _resized(self) -> None:
        if self._drawn != self._room():
            self.draw()
            self.bar.draw(self.standing())

    def _room(self) -> Size:
        """The room for the card; before the first layout what it will be, so that nothing is painted twice."""
        return self.room.size or expected_size(self.app.size)

    # What is on screen

    def ask(self) -> None:
        """Show the question the sitting is at, or its end."""
        card_id = self.study.session.current
        self.look, self._since, self._thought = RevealState(), self.study.clock(), 0.0
        self._ticked.clear()
        self.card = None if card_id is None else self.study.catalog.card(card_id)
        self.more_left = card_id is None and session_label.has_more(self.study)
        self._unmoved = False
        if self.selections:
            self.clear_selection()
        if self.room.scroll_y:
            self.room.scroll_home(animate=False)
        self.draw()
        self.bar.draw(self.standing())
        if self.card is not None and self.study.settings.typed and not self.study.session.revealed:
            self.action_errand("type")

    @property
    def revealed(self) -> bool:
        """Whether the answer is shown in whole."""
        return self.study.session.revealed

    @property
    def suggestion(self) -> Suggestion | None:
        """The grade the ticks suggest."""
        return suggest(self.look.ticks, self._thought, self.study.settings) if self.revealed else None

    def draw(self) -> None:
        """Redraw head, card and grades from the state as it is."""
        self._drawn = self._room()
        draw_ahead.draw(self, self._drawn)
        self._foreseeing.reset()

    def _foresee(self) -> None:
        """While the reader thinks: lay out and render what the next key may bring, so that it is only painted."""
        self._foreseeing.pause()
        with suppress(MlflashError):  # a card that cannot be opened says so when it is asked
            draw_ahead.draw_ahead(self, self._drawn)

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
        """Only what works now is shown and pressed."""
        return keys.works(self.standing(), action, parameters)

    def texts(self, look: RevealState | None = None) -> tuple[str, ...]:
        """The lines of the answer that a look shows, or that are shown now."""
        if self.card is None:
            return ()
        return answer_lines(self.card, self.study.progress.state(self.card.id), look or self.look)

    def count(self) -> int:
        """How many lines the answer has."""
        return len(self.texts())

    def changed(self) -> None:
        """Draw the card and the keys as they now are; another text may have other lines to tick."""
        self.look = self.look._replace(ticks=fitted(self.look.ticks, self.count(), said=False))
        self._unmoved = False
        self.draw()
        self.bar.draw(self.standing())

    def action_reveal(self) -> None:
        """Show the whole answer."""
        self.study.reveal()
        self._thought = (self.study.clock() - self._since).total_seconds()
        count = self.count()
        self.look = self.look._replace(shown=count, ticks=fitted(self.look.ticks, count, said=True))
        self.changed()

    def action_line(self) -> None:
        """Show one more line; the last one makes it a reveal."""
        self.look = self.look._replace(shown=self.look.shown + 1)
        if self.look.shown >= self.count():
            self.action_reveal()
            self._unmoved = True
        else:
            self.changed()

    def action_part(self, part: str) -> None:
        """Show or hide the details, the bank's lines or raw TeX, a field of `RevealState`; show the next hint."""
        if part == "hint" and self.card is not None:
            part = next_hint(self.card, self.look) or part
        shown = {part: not getattr(self.look, part)}
        self._ticked[self.texts()] = self.look.ticks
        self.look = self._turned(RevealState(**{**self.look._asdict(), **shown}))
        self.changed()
        if part == "unfolded" and self.look.unfolded:
            # Once the card has grown: what was unfolded may lie below what is seen.
            self.call_after_refresh(self.room.scroll_to, y=self.card_view.laid.details, animate=False)

    def _turned(self, look: RevealState) -> RevealState:
        """A look with the ticks of the lines it shows: the bank's may have other words than the reader's own."""
        before, now = self.texts(), self.texts(look)
        if now == before:
            return look
        return look._replace(ticks=self._ticked.get(now, kept(self.look.ticks, before, now)))

    def action_sure(self) -> None:
        """Say sure, then unsure, then nothing."""
        self.look = self.look._replace(sure=turned(self.look.sure))
        self.changed()

    def action_tick(self, line: int) -> None:
        """Had this line; once more: had it not."""
        self.look = self.look._replace(ticks=flipped(self.look.ticks, line, self.count(), self.revealed))
        self.changed()

    def action_tick_all(self) -> None:
        """Had all lines; once more: none."""
        self.look = self.look._replace(ticks=flipped_all(self.look.ticks, self.count()))
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
        """Give the grade suggested."""
        suggestion = self.suggestion
        if suggestion is not None:
            self.action_grade(suggestion.rating)

    def action_home_grade(self, rating: int) -> None:
        """Grade from the home row; the key that has just shown the last line must be followed by another first."""
        if self._unmoved and keys.shows_lines(self.study.settings, rating):
            self.notify("That was the last line: tick first, or grade with 1 to 4", timeout=3)
        else:
            self.action_grade(rating)

    def action_grade(self, rating: int) -> None:
        """Grade, have it on disk, go on; where it can't be written the card stays."""
        ticks = self._turned(self.look._replace(guide=False)).ticks  # of the lines that are asked for
        lines = None if all(t is None for t in ticks) else tuple(i for i, t in enumerate(ticks, 1) if t)
        seconds = (self.study.clock() - self._since).total_seconds()
        self.look = look = self.look._replace(error=None)
        self.turn_from()
        try:
            self.study.grade(rating, lines, round(seconds * 1000), sure=look.sure, typed=look.typed)
        except MlflashError as error:
            self.look = look._replace(error=f"NOT SAVED: {error}. Grade again to retry.")
            self._warned = False
            self.changed()
            return
        self.app.clear_notifications()
        self.ask()

    def turn_from(self) -> None:
        """Remember how the answer on screen was ticked, for when an undo brings it back."""
        if self.card is not None and self.revealed:
            self._looks[id(self.study.session)] = self.study.session, self.look

    def looked(self) -> RevealState:
        """How the answer that an undo brought back was left: a question may be met several times in a sitting."""
        session, look = self._looks.get(id(self.study.session), (None, self.look))
        return look if session is self.study.session else self.look._replace(shown=self.count())

    def do(self, work: Callable[[], object], said: str = "") -> bool:
        """Do something that may fail to be written; returns whether it was, and says why not."""
        try:
            work()
        except MlflashError as error:
            self.app.say(error)
            return False
        if said:
            self.notify(said, timeout=3)
        return True

    def action_undo(self) -> None:
        """Take back what was done last and ask that question again; a flag or a note leaves it as it stands."""
        card_actions.undo(self)

    def action_skip(self, unnamed: bool = False) -> None:
        """Put the question off to the end of the sitting."""
        card_actions.skip(self)

    def action_errand(self, name: str) -> None:
        """Do one of `errands.ERRANDS` with the current question."""
        if self.card is not None:
            card_actions.ACTIONS[name](self, self.card)

    def reopen(self) -> None:
        """Show the card anew after its text has changed."""
        before = self.texts()
        if self.card is not None:
            self.card = self.study.catalog.card(self.card.id)
        self.reworded(before)

    def reworded(self, before: tuple[str, ...]) -> None:
        """Draw the card after its lines may have changed: what was ticked beside other words is unsaid again."""
        self.look = self.look._replace(ticks=kept(self.look.ticks, before, self.texts()))
        self.changed()

    def action_filter(self, named: bool = False) -> None:
        """Choose other questions and sit down to those; undo returns to these."""
        card_actions.choose(self)

    def action_more(self) -> None:
        """Sit on, beyond today's questions."""
        if session_label.more(self.study):
            self.ask()

    def action_scroll(self, rows: int) -> None:
        """Move a card that is taller than its room."""
        self.room.scroll_relative(y=rows, animate=False)

    def holds(self) -> bool:
        """Whether leaving would lose a grade that is not saved, and has not been asked for twice."""
        if self.look.error is None or self._warned:
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
            self.app.go_home()
