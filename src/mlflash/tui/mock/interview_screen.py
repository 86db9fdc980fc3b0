"""A running mock interview: a question and its countdown, the lines to tick, a probe or two."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from mlflash.bank.card import CardProbe
from mlflash.bank.text import readable
from mlflash.study.mock import mock_run
from mlflash.study.mock.interview import MockInterview
from mlflash.study.mock.mock_run import MockPhase
from mlflash.tui.area_screen import SCROLL_KEYS, AreaScreen
from mlflash.tui.card.content import RevealState, card_content
from mlflash.tui.card.layout import CardContent
from mlflash.tui.card.ticks import Ticks, fitted, flipped, flipped_all
from mlflash.tui.card.widget import CardArea, CardView
from mlflash.tui.drill.keys import TICK_RANGE_KEYS, TICKS, tick_range
from mlflash.tui.mock.rows import UNTICKED, countdown, interview_header, ticked_row
from mlflash.tui.open_screen import is_open
from mlflash.tui.study_time import StudyTime
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from mlflash.tui.dialogs.typed_lines import TypedLines


class InterviewScreen(AreaScreen):
    """Ask the questions of an interview; at its end the scorecard takes its place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "reveal", "answered", tooltip="You have answered: show the lines", id="reveal"),
        Binding("t", "type", "type", tooltip="Type the answer instead of saying it", id="type"),
        *(
            Binding(key, f"tick({i})", f"line {key}", show=False, tooltip="You said this line", id=f"tick-{key}")
            for i, key in enumerate(TICKS)
        ),
        Binding("enter,space", "go_on", "go on", key_display="⏎", tooltip="The lines are ticked", id="go-on"),
        *TICK_RANGE_KEYS,
        Binding("x", "tick_all", "all", tooltip="Tick every line, or none", id="tick-all"),
        Binding("y", "probe(True)", "knew it", tooltip="The probe was known", id="probe-right"),
        Binding("n", "probe(False)", "did not", tooltip="The probe was not known", id="probe-wrong"),
        *SCROLL_KEYS,
        Binding("escape", "leave", "end it", tooltip="End it; results stay", id="leave"),
    ]  # fmt: skip
    PHASES = (
        {"reveal", "type"},
        {"go-on", "tick-all", *(f"tick-{key}" for key in TICKS)},
        {"probe-right", "probe-wrong"},
    )
    CSS = """
    InterviewScreen #clock { height: 2; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, interview: MockInterview) -> None:
        super().__init__()
        self.interview = interview
        self.reveal = RevealState()
        self._draft: tuple[str, ...] = ()
        self._leaving = False
        """Whether the next Escape ends the interview."""
        self._unticked = False
        """Whether the reader wanted to go on without a tick."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="head")
            with CardArea(id="room"):
                yield CardView()
            yield Static(id="clock")
        yield KeyBar()

    def on_mount(self) -> None:
        StudyTime(self, self.interview.stopwatch)
        self.set_interval(1, self.tick_clock)
        self.ask()

    @property
    def phase(self) -> MockPhase:
        """The step of the interview that the reader is at."""
        return self.interview.run.phase

    def ask(self) -> None:
        """Show the current question, or the scorecard at the end."""
        if self.phase == MockPhase.OVER:
            self._end()
            return
        self.reveal, self._draft, self._unticked = RevealState(), (), False
        self.draw_from_top()
        if self.interview.study.settings.typed:
            self.action_type()

    def lay_out(self) -> None:
        """Show the card and the clock."""
        if self.phase != MockPhase.OVER:
            self.query_one(CardView).show(self._card_content(), self.room)
            self.tick_clock()

    def _card_content(self) -> CardContent:
        probe = self._probe
        if probe is not None:
            shown = self.phase == MockPhase.PROBED
            extras = (("Answer", readable(probe.answer)),)
            return CardContent(readable(probe.question), (), shown, extras=extras, unfolded=True)
        card = self.interview.card
        assert card is not None
        study = self.interview.study
        state = study.progress.state(card.id)
        revealed = self.phase == MockPhase.TICKS
        content = card_content(card, study.catalog[card.id], state, self.reveal, revealed=revealed)
        if revealed and card.personal and not state.own_lines:
            content = content._replace(note="a template for your own four lines")
        return content

    @property
    def _probe(self) -> CardProbe | None:
        probe_hash, card = self.interview.run.probe, self.interview.card
        if probe_hash is None or card is None:
            return None
        return next(probe for probe in card.probes if probe.hash == probe_hash)

    def tick_clock(self) -> None:
        """Redraw the header and the clock."""
        run, study = self.interview.run, self.interview.study
        ask = run.current
        if ask is None or not is_open(self):
            return
        now, width = self.interview.now, self.room.width
        title = study.catalog.section_title(ask.section)
        if self.phase in (MockPhase.PROBE, MockPhase.PROBED):
            title = f"Probe · {study.catalog[ask.card_id].question}"
        left = run.minutes * 60 - mock_run.elapsed(run, now)
        header = interview_header(title, run.at + 1, len(run.asks), left, width)
        self.query_one("#head", Static).update(header, layout=False)
        match self.phase:
            case _ if self._leaving:
                row = Content.styled("  esc again ends the interview; the results so far stay", "$warning")
            case MockPhase.ANSWER:
                row = countdown(mock_run.seconds_left(run, now), ask.seconds, width)
            case MockPhase.TICKS if self._unticked:
                row = Content.styled(f"  {UNTICKED}", "$warning")
            case MockPhase.TICKS:
                hit, of = sum(map(bool, self.reveal.ticks)), len(self.interview.lines)
                row = ticked_row(hit, of, run.spent, ask.seconds)
            case _:
                number, of = len(run.results[-1].probes) + 1, len(ask.probes)
                row = Content.styled(f"  probe {number} of {of}" if of > 1 else "  one probe", DIM)
        self.query_one("#clock", Static).update(row, layout=False)

    # Keys

    def on_key(self, event: events.Key) -> None:
        """After an Escape, any other key keeps the interview going."""
        active = self.active_bindings.get(event.key) if self._leaving else None
        if self._leaving and (active is None or active.binding.action != "leave"):
            self._leaving = False
            self.tick_clock()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        match action:
            case "reveal":
                return self.phase in (MockPhase.ANSWER, MockPhase.PROBE)
            case "type":
                return self.phase == MockPhase.ANSWER
            case "key_range":
                return self.phase == MockPhase.TICKS and parameters[0] == tick_range(len(self.interview.lines))
            case "tick_all" | "go_on":
                return self.phase == MockPhase.TICKS
            case "tick":
                return self.phase == MockPhase.TICKS and int(str(parameters[0])) < len(self.interview.lines)
            case "probe":
                return self.phase == MockPhase.PROBED
        return True

    def action_reveal(self) -> None:
        """Show the answer: the reader has given theirs."""
        if self.phase == MockPhase.PROBE:
            self.interview.show_probe()
        else:
            self.interview.reveal()
            lines = len(self.interview.lines)
            self.reveal = self.reveal._replace(shown=lines, ticks=fitted(self.reveal.ticks, lines, complete=True))
        self.draw()
        self.refresh_bindings()

    def action_type(self) -> None:
        """Type the answer while the countdown goes on."""
        from mlflash.tui.dialogs.typed_lines import TypeLinesScreen

        card = self.interview.card
        if card is not None:
            card = replace(card, answer=self.interview.lines)
            self.app.push_screen(TypeLinesScreen(card, self._draft), self._typed)

    def _typed(self, typed: TypedLines | None) -> None:
        if typed is None or self.phase != MockPhase.ANSWER:
            return
        if not typed.done:
            self._draft = typed.lines
            return
        from mlflash.study.typed_answer import proposed_ticks

        ticks = proposed_ticks(typed.lines, self.interview.lines)
        self.reveal = self.reveal._replace(typed=typed.lines, ticks=ticks)
        self.action_reveal()

    def action_tick(self, line: int) -> None:
        """Tick a line as said, or untick it."""
        self._tick(flipped(self.reveal.ticks, line, len(self.interview.lines), complete=True))

    def action_tick_all(self) -> None:
        """Tick every line, or untick all."""
        self._tick(flipped_all(self.reveal.ticks, len(self.interview.lines)))

    def _tick(self, ticks: Ticks) -> None:
        self.reveal, self._unticked = self.reveal._replace(ticks=ticks), False
        self.draw()

    @on(CardView.LineClicked)
    def _line_clicked(self, message: CardView.LineClicked) -> None:
        if self.phase == MockPhase.TICKS and message.line < len(self.interview.lines):
            self.action_tick(message.line)

    def action_go_on(self) -> None:
        """Record the result and go on; without a tick, or if it cannot be written, stay at the card."""
        if not self.reveal.ticks:
            self._unticked = True
            self.tick_clock()
            return
        self.interview.judge([bool(tick) for tick in self.reveal.ticks], self.reveal.typed)
        self._next()

    def action_probe(self, right: bool) -> None:
        """Record whether the probe was known and go on."""
        self.interview.answer_probe(right)
        self._next()

    def _next(self) -> None:
        if self.phase == MockPhase.PROBE:
            self.draw_from_top()
        else:
            self.ask()

    def action_leave(self) -> None:
        """On the second press end the interview and show the scorecard so far."""
        if not self._leaving:
            self._leaving = True
            self.tick_clock()
            return
        self.interview.stop()
        self._end()

    def _end(self) -> None:
        if self.interview.scorecard is None:
            self.app.pop_screen()
            return
        from mlflash.tui.mock.scorecard_screen import ScorecardScreen

        self.app.switch_screen(ScorecardScreen(self.interview.study))
