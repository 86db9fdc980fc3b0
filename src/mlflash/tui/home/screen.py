"""The first screen: today's cards, readiness, the sections, and one key to start."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.errors import MlflashError
from mlflash.study.overview import Overview, SectionLine, overview
from mlflash.study.promise import Promise, promised_by
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.tui.home.keys import HOME_KEYS
from mlflash.tui.home.rows import cards_pane, headline, list_rows, section_row, week_row
from mlflash.tui.open_screen import Drawn
from mlflash.tui.plan_ahead import PlanAhead
from mlflash.tui.shell import ShellUser
from mlflash.tui.widgets.key_bar import COLUMN, TWO_PANES, KeyBar

CHECK_PERIOD = 10.0
"""Seconds between two checks for a new day and for grades given elsewhere."""


class HomeScreen(Drawn, PlanAhead, ShellUser, Screen[None]):
    """Show today and the sections; Enter does what the highlighted row says."""

    BINDINGS: ClassVar[list[BindingType]] = HOME_KEYS
    CSS = """
    HomeScreen #panes { height: 1fr; }
    HomeScreen #cards { display: none; width: 46; margin: 0 0 0 3; }
    HomeScreen.-wide .column { max-width: 140; }
    HomeScreen.-wide #cards { display: block; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.overview: Overview | None = None
        self.promise: Promise | None = None
        self.weakest_first, self.unfolded, self._just_opened = False, False, True
        self._rows: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="headline")
            with Horizontal(id="panes"):
                yield OptionList(id="sections")
                yield Static(id="cards")
            yield Static(id="week")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#sections").focus()
        self.draw()
        self.set_interval(CHECK_PERIOD, self.check)

    @on(events.ScreenResume)
    def _resumed(self) -> None:
        if self._just_opened:
            self._just_opened = False
            return  # nothing has changed since the study was opened and drawn
        self.attempt(self.study.refresh)  # what other processes have recorded meanwhile
        self.call_after_refresh(self.renew)

    def check(self) -> None:
        """Draw again on a new study day, after grades given elsewhere, and when a learning step is over."""
        shown, before = self.overview, self.study.progress
        if shown is None or self.app.screen is not self:
            return
        self.attempt(self.study.refresh)
        view = self.study.view()
        step_over = bool(shown.today.steps) and shown.today.steps[0][0] <= view.now
        if view.day != shown.day or self.study.progress is not before or step_over:
            self.renew()

    @on(events.Resize)
    def _resized(self) -> None:
        self.set_class(wide := self.size.width >= TWO_PANES, "-wide")
        self.query_one(KeyBar).column = 140 if wide else COLUMN

    def renew(self) -> None:
        """Compute the overview again and draw it."""
        self.overview = None
        self.draw()

    catalog_changed = forecast_known = renew

    def lay_out(self) -> None:
        """Show the overview; compute it first where it is not known."""
        if self.overview is None:
            plan = self.study.plan()
            self.overview = overview(self.study.view(), plan, self.study.first_plan())
            self.promise = promised_by(plan) or self._former_promise()
            self.request_forecast()
        shown, options = self.overview, self.query_one(OptionList)
        width = options.size.width or min(88, self.size.width)
        full_width = self.query_one("#panes").size.width or width
        self.query_one("#headline", Static).update(headline(shown, full_width, self.promise, self.study.loss))
        at = options.highlighted or 0
        order, room = self.weakest_first, options.size.height
        rows = list_rows(shown, width - 2, room, weakest_first=order, unfolded=self.unfolded)
        self._rows = [name for name, _ in rows]
        options.clear_options()
        options.add_options(Option(row, disabled=name.startswith("-")) for name, row in rows)
        options.highlighted = min(at, len(rows) - 1)
        self.query_one("#week", Static).update(week_row(shown, full_width))
        if self.has_class("-wide"):
            pane = self.query_one("#cards", Static)
            across = (pane.size.width or 46) - 1
            pane.update(cards_pane(self.study.view(), shown, across, options.size.height or 20))

    def _former_promise(self) -> Promise | None:
        """The last range promised with readiness as it is now, shown until the next forecast is made."""
        ready, promise = self.overview and self.overview.ready, self.promise
        return promise._replace(now=ready.overall) if ready and promise and promise.on == ready.on else None

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what Enter does on the highlighted section where it has no card today, and only there."""
        if self.overview is None or event.option_index >= len(self._rows):
            return
        options = self.query_one(OptionList)
        for line in self.overview.sections:
            if not line.today and line.seen and line.id in self._rows:
                place = self._rows.index(line.id)
                highlighted = place == event.option_index
                row = section_row(line, self.overview.day, options.size.width - 2, highlighted=highlighted)
                options.replace_option_prompt_at_index(place, row)

    @property
    def row(self) -> str:
        """The name of the highlighted row."""
        at = self.query_one(OptionList).highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else "start"

    @property
    def section(self) -> SectionLine | None:
        """The highlighted section."""
        lines = self.overview.sections if self.overview else ()
        return next((line for line in lines if line.id == self.row), None)

    @property
    def chosen(self) -> Filter:
        """The highlighted section, or everything."""
        section = self.section
        return EVERYTHING if section is None else Filter(sections=(section.id,))

    @on(OptionList.OptionSelected)
    def action_start(self) -> None:
        """Do what the highlighted row says: drill, write own answers, drill lines, show the other sections."""
        section, no_cards = self.section, self.overview.none if self.overview else None
        match self.row:
            case "own":
                self.action_own()
            case "lines":
                self.action_open("lines")
            case "interview":
                self.action_interview()
            case "afterwards":
                self.action_interview(afterwards=True)
            case "fold":
                self.unfolded = not self.unfolded
                self.draw()
            case _ if section is not None:
                self.shell.drill(self.chosen, SessionMode.DRILL if section.today else SessionMode.MORE)
            case _ if no_cards is not None and no_cards.action == "more":
                self.shell.drill(mode=SessionMode.MORE)
            case _:
                self.shell.drill()

    def action_interview(self, *, afterwards: bool = False) -> None:
        """On the interview's day drill what to look over; after it note how it went and what came."""
        from mlflash.tui.interview.screen import open_interview

        open_interview(self.shell, afterwards=afterwards)

    def action_own(self) -> None:
        """Write the answers to personal cards."""
        from mlflash.tui.home.own_answers import OwnAnswersScreen

        self.app.push_screen(OwnAnswersScreen(self.study))

    def action_order(self) -> None:
        """Sort the sections: the weakest first, or in the order of the bank."""
        self.weakest_first = not self.weakest_first
        self.draw()

    def action_weak(self) -> None:
        """Open the list of weak cards."""
        from mlflash.study.selection import weak_cards
        from mlflash.tui.weak.screen import NOTHING, WeakScreen

        if weak_cards(self.study.view(), self.chosen):
            self.app.push_screen(WeakScreen(self.study, self.chosen))
        else:
            self.notify(NOTHING, timeout=4)

    def action_cram(self) -> None:
        """Drill all cards of the section, with their schedule unchanged."""
        self.shell.drill(self.chosen, SessionMode.CRAM)

    def action_filter(self) -> None:
        """Choose cards, then drill those that come today or, where none does, the others."""

        def start(chosen: Filter | None) -> None:
            if chosen is not None:
                today = self.study.today(chosen)
                self.shell.drill(chosen, SessionMode.DRILL if today.queue or today.steps else SessionMode.MORE)

        self.shell.ask_filter(self.chosen, start)

    def action_undo(self) -> None:
        """Undo the last change, made on any screen."""
        try:
            undone = self.study.undo(earlier=True)
        except MlflashError as error:
            self.shell.report(error)
            return
        from mlflash.study.card_summary import undo_message

        self.notify(undo_message(self.study.view(), undone), timeout=4, markup=False)
        self.renew()

    def action_open(self, name: str) -> None:
        """Open a screen by its name."""
        self.shell.open_screen(name)

    def action_nothing(self) -> None:
        """Say how to quit: Escape on the first screen does not."""
        self.notify("Press q to quit", timeout=3)

    def action_quit(self) -> None:
        """Save and leave."""
        self.app.exit()
