"""The plan to the interview: date and minutes changed with the arrows, the forecast redrawn at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from mlflash.bank.filter import EVERYTHING
from mlflash.bank.text import visible
from mlflash.errors import MlflashError
from mlflash.store.settings import Settings
from mlflash.store.settings_file import change_settings
from mlflash.study import interview_plan
from mlflash.study.interview_plan import PlanOutlook
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.tui.card.widget import CardArea
from mlflash.tui.dialogs.unsaved import UNSAVED, UnsavedText
from mlflash.tui.plan.keys import PLAN_KEYS
from mlflash.tui.plan.rows import day_name, labelled, prospect_rows, to_go
from mlflash.tui.shell import ShellUser
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.key_bar import KeyBar

MINUTES = 5.0


class PlanScreen(ShellUser, Screen[None]):
    """Try dates and minutes; the drill follows what is kept."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = PLAN_KEYS
    CSS = """
    PlanScreen #asked { height: auto; }
    PlanScreen #entry { height: 1; display: none; }
    PlanScreen #entry.asking { display: block; }
    PlanScreen #entry Static { width: 17; }
    PlanScreen #entry Input { width: 30; }
    PlanScreen #fault { height: auto; display: none; color: $error; }
    PlanScreen #fault.-shown { display: block; }
    PlanScreen #rows { height: auto; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.tried = study.settings
        self.found: PlanOutlook | None = None
        self._typing = ""
        self._fault = ""
        self._unsaved, self._unkept = UnsavedText(""), UnsavedText(study.settings)

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="head")
            yield Static(id="asked")
            with Horizontal(id="entry"):
                yield Static(id="what")
                yield Input(compact=True, id="value")
            yield Static(id="fault")
            with CardArea(id="room"):
                yield Static(id="rows")
        yield KeyBar()

    def on_mount(self) -> None:
        if self.date is None:
            self.action_type("date")

    @on(events.ScreenResume)
    def _again(self) -> None:
        self.renew()

    @on(CardArea.Resized)
    def _resized(self) -> None:
        self.draw()

    @property
    def today(self) -> date:
        """The study day."""
        return self.study.view().day

    @property
    def date(self) -> date | None:
        """The interview tried out."""
        coming = interview_plan.upcoming(self.tried, self.today)
        return coming.on if coming else None

    @property
    def changed(self) -> bool:
        """Whether other settings are tried than those kept."""
        return self.tried != self.study.settings

    # What is on screen

    def renew(self) -> None:
        """Compute the plan again in a thread, and draw what is known already."""
        self.draw()
        self.refresh_bindings()
        self.compute(self.tried)

    @work(thread=True, exclusive=True, group="plan")
    def compute(self, settings: Settings) -> None:
        """Compute the plan for some settings; a later call cancels this one."""
        worker, study = get_current_worker(), self.study
        found: PlanOutlook | None = None
        fault = ""
        try:
            found = interview_plan.plan_outlook(study.view()._replace(settings=settings))
        except MlflashError as error:
            fault = str(error)
        if not worker.is_cancelled:
            self.app.call_from_thread(self.take, settings, found, fault)

    def take(self, settings: Settings, found: PlanOutlook | None, fault: str) -> None:
        """Show a computed plan, unless other settings are tried by now."""
        if settings == self.tried and self.is_mounted:
            self.found, self._fault = found, fault
            self.draw()
            self.refresh_bindings()

    def draw(self) -> None:
        """Redraw everything."""
        if not self.is_mounted:
            return
        room = self.query_one(CardArea).size
        width, height = room.width or min(88, self.size.width), room.height or self.size.height - 6
        mark = Content.assemble("   ", ("tried out, not kept", "$warning")) if self.changed else Content()
        self.query_one("#head", Static).update(
            Content.assemble("  ", ("Plan to the interview", "bold $primary")) + mark
        )
        self.query_one("#asked", Static).update(self._asked())
        fault = self.query_one("#fault", Static)
        fault.set_class(bool(self._fault), "-shown")
        fault.update(Content(f"  {visible(self._fault)}"))
        rows = prospect_rows(self.found, self.study.catalog, self.today, width, height) if self.found else []
        self.query_one("#rows", Static).update(Content("\n").join(rows))

    def _asked(self) -> Content:
        coming = interview_plan.upcoming(self.tried, self.today)
        if coming is None:
            first = labelled("Interview", ("no date yet", "bold"))
        else:
            name = f"  {visible(coming.name)}" if coming.name else ""
            said = f"  {to_go(coming.on, self.today)}{name}"
            first = labelled("Interview", (day_name(coming.on, self.today), "bold"), (said, DIM))
        stance = f"  {interview_plan.stance_word(self.tried.stance)}"
        second = labelled("Minutes a day", (f"{self.tried.minutes:g}", "bold"), (stance, DIM))
        return Content("\n").join([first, second])

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed, keys are its own; without a date there is none to move."""
        if self._typing:
            return action in ("leave", "save") and self.focused is not None
        match action:
            case "save":
                return False
            case "keep":
                return self.changed
            case "drill":
                return bool(self.found and self.found.plan.today)
            case "day":
                return self.date is not None and self.date + timedelta(days=int(str(parameters[0]))) >= self.today
        return True

    def attempt(self, settings: Settings) -> None:
        """Try other settings out."""
        self.tried, self._fault = settings, ""
        self.renew()

    def action_day(self, by: int) -> None:
        """The interview some days later or earlier."""
        if self.date is not None:
            try:
                self.attempt(interview_plan.with_date(self.tried, self.date + timedelta(days=by), self.today))
            except MlflashError as error:
                self._fault = str(error)
                self.draw()

    def action_minutes(self, by: int) -> None:
        """Five minutes a day more or less."""
        minutes = max(MINUTES, MINUTES * round(self.tried.minutes / MINUTES) + by * MINUTES)
        self.attempt(interview_plan.with_minutes(self.tried, min(minutes, interview_plan.MOST_MINUTES)))

    def action_stance(self) -> None:
        """Cover all, or secure the core."""
        self.attempt(self.tried._replace(stance="core" if self.tried.stance == "cover" else "cover"))

    def action_type(self, what: str) -> None:
        """Ask for the date or the minutes in place."""
        self._typing = what
        words = {"date": "Interview on", "minutes": "Minutes a day"}[what]
        self.query_one("#what", Static).update(labelled(words))
        field = self.query_one(Input)
        field.placeholder = {"date": f"{self.today.year + 1}-01-31, or +14", "minutes": "1 to 1440"}[what]
        field.value = ""
        self._unsaved = UnsavedText("")
        self.query_one("#entry").add_class("asking")
        field.focus()
        self.refresh_bindings()

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._fault:
            self._fault = ""
            self.draw()

    @on(Input.Submitted)
    def _take(self) -> bool:
        """Try what is typed; False, with the fault shown, where it is neither a date nor minutes."""
        typed, settings = self.query_one(Input).value, self.tried
        try:
            if typed.strip() and self._typing == "date":
                settings = interview_plan.with_date(
                    settings, interview_plan.parse_date(typed, self.today), self.today
                )
            elif typed.strip():
                settings = interview_plan.with_minutes(settings, interview_plan.parse_minutes(typed))
        except MlflashError as error:
            self._fault = str(error)
            self.draw()
            return False
        self._close()
        if typed.strip():
            self.attempt(settings)
        return True

    def action_save(self) -> None:
        """Try what is typed, and keep it."""
        if self._take():
            self.keep()

    def _close(self) -> None:
        self._typing, self._fault = "", ""
        self.query_one("#entry").remove_class("asking")
        self.set_focus(None)
        self.draw()
        self.refresh_bindings()

    def keep(self) -> bool:
        """Write date, minutes and stance to the settings; False, with the error shown, if that fails."""
        if not self.changed:
            return True
        try:
            path, changes = self.study.paths.config, interview_plan.changes(self.tried)
            self.study.use_settings(self.tried, lambda: change_settings(path, changes))
        except MlflashError as error:
            self.shell.report(error)
            return False
        self.notify("Kept: the drill goes by this plan", timeout=4)
        self._unkept = UnsavedText(self.tried)
        self.draw()
        self.refresh_bindings()
        return True

    def action_keep(self) -> None:
        """Keep what is tried out."""
        self.keep()

    def action_drill(self) -> None:
        """Keep this plan and drill today's questions."""
        if self.keep():
            self.shell.drill(self.shell.launch._replace(chosen=EVERYTHING, limit=None, mode=SessionMode.DRILL))

    def action_scroll(self, rows: int) -> None:
        """Scroll what is taller than the screen."""
        self.query_one(CardArea).scroll_relative(y=rows, animate=False)

    def action_leave(self) -> None:
        """From typing back to the plan; from the plan, back; what is not kept is asked about once."""
        if self.holds():
            return
        if self._typing:
            self._close()
        else:
            self.app.pop_screen()

    def holds(self) -> bool:
        """Whether leaving would lose what is typed or tried out; True only the first time."""
        if self._typing:
            lost = self._unsaved.holds(self.query_one(Input).value.strip())
        else:
            lost = self._unkept.holds(self.tried)
        if lost:
            self._fault = UNSAVED
            self.draw()
        return lost
