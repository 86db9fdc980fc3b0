"""The lightning round: ten probes on the clock, each answer saved before the next probe is asked."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from mlflash.bank.text import readable, visible
from mlflash.study.probes import ProbeRound, lightning_round
from mlflash.study.stopwatch import Stopwatch
from mlflash.study.study import Study
from mlflash.tui.area_screen import SCROLL_KEYS, AreaScreen
from mlflash.tui.card.widget import CardArea
from mlflash.tui.lightning.rows import clock_row, probe_rows, result_rows, seconds_left, start_rows, title_row
from mlflash.tui.probe_actions import ProbeActions
from mlflash.tui.study_time import StudyTime
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.verdict import VERDICT_KEYS, VERDICT_PLACES, Verdict

TICK = 0.2
"""Seconds between two looks at the clock."""


class LightningScreen(ProbeActions, AreaScreen):
    """Ten probes, 15 seconds each; when the time is up the answer is shown, and the reader judges it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "begin", "begin", key_display="space", tooltip="Start the clock", id="begin"),
        Binding("space,enter", "remind", show=False),
        *VERDICT_KEYS,
        *SCROLL_KEYS,
        Binding("escape,q", "leave", "leave", key_display="esc", tooltip="End the round", id="leave"),
    ]
    FOOTER = (("begin", *VERDICT_PLACES[0]), *VERDICT_PLACES[1:])
    PHASES = ({"begin"}, {"reveal"}, {"right", "wrong"}, {"again", "done"})
    CSS = """
    LightningScreen #clock { height: 1; width: 100%; margin-bottom: 1; }
    LightningScreen #probe { width: 100%; }
    LightningScreen Verdict { margin: 1 0; }
    LightningScreen.-short #clock, LightningScreen.-short Verdict { margin-top: 0; margin-bottom: 0; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.round = lightning_round(study.view())
        self.begun = False
        self._clock = Stopwatch(study.timer)
        self._left = seconds_left(0)
        self._reminded = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="head")
            yield Static(id="clock")
            with CardArea(id="room"):
                yield Static(id="probe")
            yield Verdict()
        yield KeyBar()

    def on_mount(self) -> None:
        StudyTime(self, self._clock)
        self.set_interval(TICK, self.look)
        self.draw()

    def lay_out(self) -> None:
        """Draw the start, the probe, or the result of the round."""
        width, asked, section = self.room.width, self.round.current, ""
        if not self.begun or not self.round.probes:
            rows = start_rows(self.round, width)
        elif asked is None:
            rows = result_rows(self.round, width)
        else:
            head = self.study.catalog[asked.card_id]
            section = visible(self.study.catalog.section_title(head.section))
            rows = probe_rows(asked, readable(head.question), width, shown=self.round.shown)
        self.query_one("#probe", Static).update(Content("\n").join(rows))
        title = title_row(self.round, section, width, begun=self.begun)
        self.query_one("#head", Static).update(title, layout=False)
        self.query_one(Verdict).show(self.round.shown)
        self._draw_clock()

    def _draw_clock(self) -> None:
        row = clock_row(self._left, self.room.width, running=not self.round.shown) if self.asking else Content()
        if self._reminded:
            row = Content.styled("  y if you knew it, n if you didn't", "$warning")
        self.query_one("#clock", Static).update(row, layout=False)

    def look(self) -> None:
        """Move the clock on; when the time is up, show the answer."""
        if not self.asking or self.round.shown:
            return
        left = seconds_left(self._clock.seconds)
        if left != self._left:
            self._left = left
            self._draw_clock()
        if not left:
            self.become(self.round.show())

    def become(self, round_: ProbeRound) -> None:
        """Go on with another state of the round; a probe that is asked gets its whole time."""
        self.round, self._reminded = round_, False
        if not round_.shown:
            self._clock.restart()
            self._left = seconds_left(0)
        self.draw_from_top()

    @property
    def asking(self) -> bool:
        """Whether a probe is asked: the clock runs, or its answer is shown."""
        return self.begun and self.round.current is not None

    @property
    def over(self) -> bool:
        """Whether the round is over, or there is nothing to ask."""
        return not self.round.probes or (self.begun and not self.asking)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        if action == "begin":
            return not self.begun and not self.over
        return super().check_action(action, parameters)

    def action_begin(self) -> None:
        """Start the clock."""
        self.begun = True
        self.become(self.round)

    def action_remind(self) -> None:
        """Say which keys answer."""
        self._reminded = True
        self._draw_clock()

    def action_done(self) -> None:
        """Back to where the round was opened."""
        self.app.pop_screen()

    def action_leave(self) -> None:
        """Leave; in the middle of a round, show its summary first."""
        if self.round.right and self.round.current is not None:
            self.become(self.round.stop())
        else:
            self.action_done()
