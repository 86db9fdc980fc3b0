"""The answer under drill: how far it is revealed, which of its lines are ticked, how long it took. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlflash.bank.card import Card
from mlflash.study.session import Session
from mlflash.study.stopwatch import Stopwatch
from mlflash.study.study import Study
from mlflash.tui.card.content import RevealState, answer_lines, next_hint
from mlflash.tui.card.ticks import Ticks, fitted, flipped, flipped_all, next_confidence, ticks_of

if TYPE_CHECKING:
    from mlflash.study.lines import Suggestion


class AnswerState:
    """The card that is asked and what the reader has done with its answer."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.card: Card | None = None
        self.reveal = RevealState()
        self.line_just_revealed = False
        self.stopwatch = Stopwatch(study.timer)
        self._seconds_to_reveal = 0.0
        self._ticked: dict[tuple[str, ...], Ticks] = {}
        self._remembered: dict[int, tuple[Session, RevealState]] = {}

    def ask(self, card_id: str | None) -> None:
        """Start on a card, or on none, and restart the stopwatch."""
        self.reveal, self._seconds_to_reveal = RevealState(), 0.0
        self.stopwatch.restart()
        self.line_just_revealed = False
        self._ticked.clear()
        self.card = None if card_id is None else self.study.catalog.card(card_id)

    def reopen(self) -> None:
        """Read the card again after an edit."""
        if self.card is not None:
            self.card = self.study.catalog.card(self.card.id)

    @property
    def revealed(self) -> bool:
        """Whether the whole answer is shown."""
        return self.study.session.revealed

    @property
    def suggestion(self) -> Suggestion | None:
        """The grade that the ticks suggest."""
        if not self.revealed:
            return None
        from mlflash.study.lines import suggest

        return suggest(self.reveal.ticks, self._seconds_to_reveal, self.study.settings)

    def lines(self, reveal: RevealState | None = None) -> tuple[str, ...]:
        """The lines of the answer in the current reveal state, or in another one."""
        if self.card is None:
            return ()
        return answer_lines(self.card, self.study.progress.state(self.card.id), reveal or self.reveal)

    def hits(self) -> tuple[int, ...] | None:
        """The lines recalled, counted from 1, among the lines asked; None where none was ticked."""
        ticks = self._with_ticks(self.reveal._replace(guide=False)).ticks
        return None if all(tick is None for tick in ticks) else tuple(i for i, tick in enumerate(ticks, 1) if tick)

    def fit(self) -> None:
        """Adjust the ticks to the number of lines."""
        self.line_just_revealed = False
        self.reveal = self.reveal._replace(ticks=fitted(self.reveal.ticks, len(self.lines()), complete=False))

    def show(self) -> None:
        """Show the whole answer."""
        self.study.reveal()
        self._seconds_to_reveal = self.stopwatch.seconds
        count = len(self.lines())
        self.reveal = self.reveal._replace(shown=count, ticks=fitted(self.reveal.ticks, count, complete=True))

    def show_line(self) -> bool:
        """Show one more line; returns whether it was the last, which makes it a reveal."""
        self.reveal = self.reveal._replace(shown=self.reveal.shown + 1)
        if self.reveal.shown < len(self.lines()):
            return False
        self.show()
        return True

    def toggle_part(self, part: str) -> None:
        """Invert a field of `RevealState`, such as the details or raw TeX; `hint` shows the next hint."""
        if part == "hint" and self.card is not None:
            part = next_hint(self.card, self.reveal) or part
        shown = {part: not getattr(self.reveal, part)}
        self._ticked[self.lines()] = self.reveal.ticks
        self.reveal = self._with_ticks(RevealState(**{**self.reveal._asdict(), **shown}))

    def _with_ticks(self, reveal: RevealState) -> RevealState:
        """A reveal state with the ticks of the lines it shows: the bank's may differ from the reader's own."""
        before, now = self.lines(), self.lines(reveal)
        if now == before:
            return reveal
        return reveal._replace(ticks=self._ticked.get(now, ticks_of(self.reveal.ticks, before, now)))

    def turn_confidence(self) -> None:
        """Go on to the next confidence: sure, unsure, unsaid."""
        self.reveal = self.reveal._replace(sure=next_confidence(self.reveal.sure))

    def tick(self, line: int) -> None:
        """Tick a line, counted from 0, or clear its tick."""
        self.reveal = self.reveal._replace(
            ticks=flipped(self.reveal.ticks, line, len(self.lines()), self.revealed)
        )

    def tick_all(self) -> None:
        """Tick every line, or none if all are ticked."""
        self.reveal = self.reveal._replace(ticks=flipped_all(self.reveal.ticks, len(self.lines())))

    def reword(self, before: tuple[str, ...]) -> None:
        """Clear the ticks of lines whose words have changed; a line that returns gets its tick again."""
        now, ticks = self.lines(), self.reveal.ticks
        self._ticked[before] = ticks
        self.reveal = self.reveal._replace(ticks=ticks_of(ticks, before, now, self._ticked.get(now, ())))

    def remember(self) -> None:
        """Remember the ticks of the answer on screen, for an undo."""
        if self.card is not None and self.revealed:
            self._remembered[id(self.study.session)] = self.study.session, self.reveal

    def restore(self) -> None:
        """Restore the ticks of an answer after an undo, by session: a card may be asked several times in it."""
        session, reveal = self._remembered.get(id(self.study.session), (None, self.reveal))
        self.reveal = reveal if session is self.study.session else self.reveal._replace(shown=len(self.lines()))
