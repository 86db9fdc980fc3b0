"""The first screen: what waits today, how ready you are, and one key to start."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.errors import MlflashError
from mlflash.study.overview import Overview, SectionLine, overview
from mlflash.study.study import Study
from mlflash.tui.home.rows import headline, section_row, sparkline
from mlflash.tui.shell import ShellUser
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.widgets.key_bar import KeyBar


class HomeScreen(ShellUser, Screen[None]):
    """Today at a glance; Enter starts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "start",
            "start",
            key_display="⏎",
            tooltip="Drill what is highlighted",
            priority=True,
            id="start",
        ),
        Binding("space", "start", "start", show=False),
        Binding(
            "slash,F",
            "filter",
            "filter",
            tooltip="Choose section, difficulty, likelihood, state, tags",
            id="filter",
        ),
        Binding("w", "weak", "weak", tooltip="What would cost most today, to drill", id="weak"),
        Binding("L", "lines", "lines", show=False, tooltip="Lines you keep missing, one at a time", id="lines"),
        Binding("b", "browse", "browse", tooltip="All cards in a list", id="browse"),
        Binding("s", "stats", "stats", tooltip="Figures and charts", id="stats"),
        Binding("p", "plan", "plan", tooltip="The plan to the interview", id="plan"),
        Binding("m", "mock", "mock", tooltip="A mock interview", id="mock"),
        Binding("u", "undo", "undo", show=False, tooltip="Take back what was done last", id="undo"),
        Binding(
            "l", "lightning", "lightning", show=False, tooltip="Probes alone, one after the other", id="lightning"
        ),
        Binding("c", "cram", "cram", show=False, tooltip="Cram: the schedule stays as it is", id="cram"),
        Binding("comma", "settings", "settings", show=False, tooltip="Settings", id="settings"),
        Binding(
            "a",
            "about",
            "about",
            show=False,
            tooltip="How an interview goes, how the questions were chosen",
            id="about",
        ),
        Binding("q", "quit", "quit", tooltip="Save and leave", id="leave"),
        Binding("escape", "nothing", show=False),
    ]

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.overview: Overview | None = None
        self._just_opened = True

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="headline")
            yield Static(id="columns")
            yield OptionList(id="sections")
            yield Static(id="week")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#sections").focus()
        self.draw()

    @on(events.ScreenResume)
    def _resumed(self) -> None:
        if self._just_opened:
            self._just_opened = False
            return  # nothing has changed since the study was opened and drawn
        try:
            self.study.refresh()
        except MlflashError as error:
            self.shell.report(error)
        self.overview = None
        self.call_after_refresh(self.draw)

    @on(events.Resize)
    def _resized(self) -> None:
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Draw the overview, worked out where it is not known yet."""
        if not self.is_mounted:
            return
        if self.overview is None:
            self.overview = overview(self.study.view(), self.study.plan())
        shown = self.overview
        options = self.query_one(OptionList)
        width = options.size.width or min(88, self.size.width)
        self.query_one("#headline", Static).update(headline(self.study, shown, width))
        wide = width >= 66
        names = f"{'Section':<{max(10, width - 2 - (37 if wide else 25))}}{'cards':>5}{'due':>6}{'new':>6}"
        if shown.ready is None:
            names += "   recall today" if wide else "  recall"
        else:
            names += "   ready then" if wide else "   ready"
        self.query_one("#columns", Static).update(Content.styled("  " + names, FAINT))
        whole = SectionLine(
            "",
            "Everything",
            len(self.study.catalog),
            sum(line.due for line in shown.sections),
            sum(line.new for line in shown.sections),
            shown.weak,
            shown.ready.overall.value if shown.ready else shown.recalled,
        )
        at = options.highlighted or 0
        options.clear_options()
        options.add_options(
            Option(Content("  ") + section_row(line, width - 2), id=line.id or None)
            for line in (whole, *shown.sections)
        )
        options.styles.max_height = len(shown.sections) + 1
        options.highlighted = min(at, len(shown.sections))
        gap = "     " if wide else "  "
        week = Content.assemble(
            "  ",
            ("Last seven days  ", DIM),
            (sparkline(shown.past), "$success"),
            (f"{gap}next seven  ", DIM),
            (sparkline(shown.ahead), "$primary"),
            (f"{gap}weak  ", DIM),
            (str(shown.weak), "$warning" if shown.weak else FAINT),
        )
        self.query_one("#week", Static).update(week)

    @property
    def chosen(self) -> Filter:
        """The highlighted section, or everything."""
        at = self.query_one(OptionList).highlighted
        if not at or self.overview is None:
            return EVERYTHING
        return Filter(sections=(self.overview.sections[at - 1].id,))

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_start()

    def _drill(self, chosen: Filter, mode: str = "drill") -> None:
        self.shell.drill(self.shell.launch._replace(chosen=chosen, limit=None, mode=mode))

    def action_start(self) -> None:
        """Drill what is highlighted."""
        self._drill(self.chosen)

    def action_weak(self) -> None:
        """Open the list of what is weak."""
        from mlflash.tui.weak.screen import NOTHING, WeakScreen

        if self.study.counts(self.chosen).weak:
            self.app.push_screen(WeakScreen(self.study, self.chosen))
        else:
            self.notify(NOTHING, timeout=4)

    def action_lines(self) -> None:
        """Practise the lines that the reader keeps missing."""
        self.shell.drill_lines(chosen=self.chosen)

    def action_cram(self) -> None:
        """Drill without touching the schedule."""
        self._drill(self.chosen, "cram")

    def action_filter(self) -> None:
        """Choose questions, then drill them."""

        def start(chosen: Filter | None) -> None:
            if chosen is not None:
                self._drill(chosen)

        self.shell.ask_filter(self.chosen, start)

    def action_undo(self) -> None:
        """Undo the last change, made on any screen."""
        try:
            taken = self.study.undo(earlier=True)
        except MlflashError as error:
            self.shell.report(error)
            return
        from mlflash.study.card_summary import undo_message

        self.app.clear_notifications()
        self.notify(undo_message(self.study.view(), taken), timeout=4, markup=False)
        self.overview = None
        self.draw()

    def action_browse(self) -> None:
        """Open the list of all cards."""
        self.shell.open_screen("browse")

    def action_stats(self) -> None:
        """Open the figures."""
        self.shell.open_screen("stats")

    def action_plan(self) -> None:
        """Open the plan."""
        self.shell.open_screen("plan")

    def action_mock(self) -> None:
        """Begin a mock interview."""
        self.shell.open_screen("mock")

    def action_settings(self) -> None:
        """Open the settings."""
        self.shell.open_screen("settings")

    def action_about(self) -> None:
        """Open the pages on the interview and the bank."""
        self.shell.open_screen("about")

    def action_lightning(self) -> None:
        """Probes alone."""
        self.shell.open_screen("lightning")

    def action_nothing(self) -> None:
        """Escape on the first screen does not end the program."""
        self.app.clear_notifications()
        self.notify("This is the first screen; q leaves", timeout=3)

    def action_quit(self) -> None:
        """Save and leave."""
        self.app.exit()
