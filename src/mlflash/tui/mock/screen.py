"""Before a mock interview: choose its minutes and sections; the results of the last interviews."""

from __future__ import annotations

from collections import Counter
from random import SystemRandom
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mlflash.amounts import count_of
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.bank.text import visible
from mlflash.errors import MlflashError
from mlflash.study.mock.interview import MockInterview, outlook
from mlflash.study.mock.mock_run import LEAST_MINUTES, MINUTES, MOST_MINUTES
from mlflash.study.mock.scorecard import scorecards
from mlflash.study.study import Study
from mlflash.tui.open_screen import Drawn
from mlflash.tui.shell import Shell, ShellUser
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.wrap import pad

STEP = 5.0
"""Minutes by which an arrow changes the length."""


class MockScreen(Drawn, ShellUser, Screen[None]):
    """Set up an interview and begin it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "begin", tooltip="Begin the interview", priority=True, id="begin"),
        Binding("left", "minutes(-1)", "shorter", tooltip="Five minutes less", priority=True, id="shorter"),
        Binding("right", "minutes(1)", "longer", tooltip="Five minutes more", priority=True, id="longer"),
        Binding("space", "choose", "section", tooltip="Choose the section, or take it out", id="choose"),
        Binding("s", "scores", "earlier ones", tooltip="The scorecards of earlier interviews", id="scores"),
        Binding("escape,q", "leave", "back", key_display="esc", tooltip="Back to the first screen", id="back"),
    ]
    CSS = """
    MockScreen #about { height: auto; margin-bottom: 1; }
    MockScreen OptionList { height: 1fr; }
    """

    def __init__(self, study: Study, chosen: Filter = EVERYTHING, minutes: float = MINUTES) -> None:
        super().__init__()
        self.study, self.chosen, self.minutes = study, chosen, minutes
        asked = {head.section for head in study.view().cards()}
        self.sections = [section for section in study.catalog.sections.values() if section.id in asked]
        self.cards = scorecards(study.progress.mocks)

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(Content.assemble("  ", ("Mock interview", "bold $primary")), id="head")
            yield Static(id="about")
            yield OptionList(*(Option("", id=section.id) for section in self.sections))
        yield KeyBar()

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.focus()
        options.action_first()
        self.draw()

    @on(events.ScreenResume)
    def _resumed(self) -> None:
        self.cards = scorecards(self.study.progress.mocks)
        self.call_after_refresh(self.draw)
        self.refresh_bindings()

    def lay_out(self) -> None:
        """Show the settings of the interview and the sections."""
        options = self.query_one(OptionList)
        width = options.size.width or min(88, self.size.width)
        rows = [_row("Minutes", f"{self.minutes:g}"), _row("Questions", self._questions())]
        if self.cards:
            shares = [f"{card.all.share or 0:.0%}" for card in self.cards[-4:]]
            rows.append(_row("Last mocks", f"{' → '.join(shares)} of lines"))
        rows.append(Content())
        every = "Sections" if self.chosen.sections else "Sections: all · space to narrow"
        rows.append(Content.styled(f"  {every}", DIM))
        self.query_one("#about", Static).update(Content("\n").join(rows))
        counts = Counter(head.section for head in self.study.view().cards())
        for section in self.sections:
            chosen = section.id in self.chosen.sections
            mark = ("◉ ", "$primary") if chosen else ("○ ", FAINT)
            title = (pad(visible(section.title), max(10, min(60, width - 12))), "bold" if chosen else "")
            row = Content.assemble("  ", mark, title, (f"{counts[section.id]:>5}", DIM))
            options.replace_option_prompt(section.id, row)

    def _questions(self) -> str:
        """How many questions the interview will have, or why there can be none."""
        try:
            projects, others = outlook(self.study, self.minutes, self.chosen)
        except MlflashError as error:
            return str(error)
        total = projects + others
        if projects and others:
            return f"{total}: {projects} on your project, then {count_of(others, 'other')}"
        return f"{total} on your project" if projects else f"{total}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        return bool(self.cards) if action == "scores" else True

    def action_minutes(self, by: int) -> None:
        """Add five minutes, or take them off."""
        at_five = STEP * round(self.minutes / STEP)
        self.minutes = min(MOST_MINUTES, max(LEAST_MINUTES if self.minutes < STEP else STEP, at_five + by * STEP))
        self.draw()

    def action_choose(self) -> None:
        """Choose the highlighted section or leave it out."""
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _flip(self, event: OptionList.OptionSelected) -> None:
        section = event.option.id or ""
        others = tuple(other for other in self.chosen.sections if other != section)
        chosen = section in self.chosen.sections
        self.chosen = self.chosen._replace(sections=others if chosen else (*others, section))
        self.draw()

    def action_begin(self) -> None:
        """Begin the interview."""
        _begin(self.shell, self.minutes, self.chosen)

    def action_scores(self) -> None:
        """Show the scorecards of earlier interviews."""
        from mlflash.tui.mock.scorecard_screen import ScorecardScreen

        self.app.push_screen(ScorecardScreen(self.study))

    def action_leave(self) -> None:
        """Return to the first screen."""
        self.app.pop_screen()


def _row(label: str, text: str) -> Content:
    return Content.assemble("  ", (f"{label:<12}", DIM), (visible(text), "bold"))


def _begin(
    shell: Shell, minutes: float, chosen: Filter, seed: int | None = None, limit: int | None = None
) -> None:
    """Begin an interview; raises `MlflashError` if it cannot begin."""
    from mlflash.tui.mock.interview_screen import InterviewScreen

    drawn = SystemRandom().randrange(1_000_000) if seed is None else seed
    shell.push_screen(InterviewScreen(MockInterview(shell.study, minutes, drawn, chosen, limit)))


def begin_at_once(shell: Shell) -> None:
    """Begin the interview that the command line asked for; if it cannot begin, show what can be chosen."""
    launch = shell.launch
    try:
        _begin(shell, launch.minutes, launch.chosen, launch.seed, launch.limit)
    except MlflashError as error:
        shell.push_screen(MockScreen(shell.study, launch.chosen))
        shell.report(error)
