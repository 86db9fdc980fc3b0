"""The plan to the interview: change date, minutes and stance with keys, and see what they lead to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from mlflash.bank.text import visible
from mlflash.errors import MlflashError
from mlflash.store.settings import Settings
from mlflash.store.settings_file import change_settings
from mlflash.study import interview_plan
from mlflash.study.plan_figures import PlanFigures, plan_figures
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.tui.area_screen import AreaScreen
from mlflash.tui.card.widget import CardArea
from mlflash.tui.dialogs.unsaved import UNSAVED, UnsavedText
from mlflash.tui.open_screen import is_open
from mlflash.tui.plan.keys import PLAN_KEYS
from mlflash.tui.plan.rows import card_rows, chart_rows, entry_hint, figure_rows, interview_row, labelled
from mlflash.tui.widgets.key_bar import COLUMN, TWO_PANES, KeyBar

MINUTES = 5.0
"""Minutes by which an arrow changes a day."""


class PlanScreen(AreaScreen):
    """Change date, minutes and stance, and see what they lead to; every change is saved and can be undone."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = PLAN_KEYS
    CSS = """
    PlanScreen.-wide .column { max-width: 160; }
    PlanScreen #panes { height: 1fr; } PlanScreen #figures { width: 1fr; }
    PlanScreen #chart { display: none; width: 1fr; height: 100%; margin-left: 2; }
    PlanScreen.-wide #chart { display: block; }
    PlanScreen .entry { height: 1; } PlanScreen #rows { height: auto; }
    PlanScreen .entry .label { width: 17; } PlanScreen .entry .value { width: 1fr; }
    PlanScreen .entry Input { width: 24; display: none; }
    PlanScreen .entry.asking Input { display: block; }
    PlanScreen #stance { margin-bottom: 1; }
    PlanScreen #fault { height: auto; display: none; color: $error; }
    PlanScreen #fault.-shown { display: block; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.figures: PlanFigures | None = None
        self._before: list[Settings] = []
        self._typing = self._fault = ""
        self._unsaved = UnsavedText("")

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(Content.styled("  Plan to the interview", "bold $primary"), id="head")
            with Horizontal(id="panes"):
                with Vertical(id="figures"):
                    for entry, label in (("date", "Interview"), ("minutes", "Minutes a day")):
                        with Horizontal(id=entry, classes="entry"):
                            yield Static(labelled(label), classes="label")
                            yield Input(compact=True)
                            yield Static(classes="value")
                    yield Static(id="stance")
                    yield Static(id="fault")
                    with CardArea(id="room"):
                        yield Static(id="rows")
                yield Static(id="chart")
        yield KeyBar()

    def on_mount(self) -> None:
        if self.date is None:
            self.action_type("date")

    @on(events.Resize)
    def _wide(self) -> None:
        wide = self.size.width >= TWO_PANES
        self.set_class(wide, "-wide")
        self.query_one(KeyBar).column = 160 if wide else COLUMN

    @property
    def today(self) -> date:
        """The study day."""
        return self.study.view().day

    @property
    def date(self) -> date | None:
        """The date of the interview."""
        coming = interview_plan.upcoming(self.study.settings, self.today)
        return coming.on if coming else None

    @on(events.ScreenResume)
    def renew(self) -> None:
        """Draw the plan as it is known, and compute it again in a thread."""
        self.draw()
        self.refresh_bindings()
        self.compute(self.study.settings)

    @work(thread=True, exclusive=True, group="plan")
    def compute(self, settings: Settings) -> None:
        """Compute the plan for some settings; a later call cancels this one."""
        worker, study = get_current_worker(), self.study
        figures, fault = None, ""
        try:
            figures = plan_figures(study.view()._replace(settings=settings))
        except MlflashError as error:
            fault = str(error)
        if not worker.is_cancelled:
            self.app.call_from_thread(self.show, settings, figures, fault)

    def show(self, settings: Settings, figures: PlanFigures | None, fault: str) -> None:
        """Show a computed plan, unless the settings have changed since."""
        if settings == self.study.settings and is_open(self):
            self.figures, self._fault = figures, self._fault if self._typing else fault
            self.draw()
            self.refresh_bindings()

    def lay_out(self) -> None:
        """Redraw everything."""
        width, height = self.room
        self._draw_entries()
        fault, rows, chart, ansi = self.query_one("#fault", Static), [], [], self.app.native_ansi_color
        fault.set_class(bool(self._fault), "-shown")
        fault.update(Content(f"  {visible(self._fault)}"))
        if self.figures is not None:
            rows = figure_rows(self.figures, self.study.catalog, self.today, width, height)
            if self.has_class("-wide"):
                pane = self.query_one("#chart", Static).size
                across, down = pane.width or width, min(24, pane.height - 2)
                chart = chart_rows(self.figures, self.today, across, down, ansi=ansi)
                rows += [Content(), *card_rows(self.figures, self.study.catalog, width, height - len(rows) - 2)]
            else:
                down = min(14, height - len(rows) - 1)
                rows += [Content(), *chart_rows(self.figures, self.today, width, down, ansi=ansi)]
        self.query_one("#chart", Static).update(Content("\n").join(chart))
        self.query_one("#rows", Static).update(Content("\n").join(rows))

    def _draw_entries(self) -> None:
        settings, coming = self.study.settings, interview_plan.upcoming(self.study.settings, self.today)
        minutes = Content.styled(f"{settings.minutes:g}", "bold")
        values = {"date": interview_row(coming, self.today), "minutes": minutes}
        if self._typing:
            values[self._typing] = entry_hint(removable=self._typing == "date" and coming is not None)
        for entry, value in values.items():
            self.query_one(f"#{entry}").set_class(entry == self._typing, "asking")
            self.query_one(f"#{entry} .value", Static).update(value)
        stance = interview_plan.stance_word(settings.stance)
        self.query_one("#stance", Static).update(labelled("Questions", (stance, "bold")))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now: while the reader types, all others belong to the field."""
        if self._typing:
            return action in ("leave", "save") and self.focused is not None
        match action, parameters:
            case "save", _:
                return False
            case "undo", _:
                return bool(self._before)
            case "drill", _:
                return self.figures is not None
            case "day", (int(by),):
                return self.date is not None and self.date + timedelta(days=by) >= self.today
        return True

    def change(self, settings: Settings) -> None:
        """Save other settings; a key undoes this."""
        before = self.study.settings
        if settings != before and self._save(settings):
            self._before.append(before)
        self.renew()

    def _save(self, settings: Settings) -> bool:
        """Write what the settings change to the file; returns whether that was possible."""
        old, new = interview_plan.changes(self.study.settings), interview_plan.changes(settings)
        path, changed = self.study.paths.config, {key: new[key] for key in new if new[key] != old[key]}
        saved = self.attempt(lambda: self.study.use_settings(settings, lambda: change_settings(path, changed)))
        if saved:
            self._fault = ""
        return saved

    def _make(self, settings: Callable[[], Settings]) -> bool:
        """Make other settings and save them; False, with the fault shown, if they cannot be made."""
        try:
            made = settings()
        except MlflashError as error:
            self._fault = str(error)
            self.draw()
            return False
        self.change(made)
        return True

    def action_day(self, by: int) -> None:
        """Move the interview by some days."""
        if self.date is not None:
            later = self.date + timedelta(days=by)
            self._make(lambda: interview_plan.with_date(self.study.settings, later, self.today))

    def action_minutes(self, by: int) -> None:
        """Add five minutes a day, or take them off."""
        minutes = max(MINUTES, MINUTES * round(self.study.settings.minutes / MINUTES) + by * MINUTES)
        self.change(interview_plan.with_minutes(self.study.settings, min(minutes, interview_plan.MOST_MINUTES)))

    def action_stance(self) -> None:
        """Switch the stance: meet every question, or secure the likely ones."""
        settings = self.study.settings
        self.change(settings._replace(stance="core" if settings.stance == "cover" else "cover"))

    def action_undo(self) -> None:
        """Undo the last change."""
        if self._before and self._save(self._before[-1]):
            self._before.pop()
            self.notify("Undone", timeout=3)
        self.renew()

    def action_keep(self) -> None:
        """Say that every change is saved already."""
        self.notify("Changes are saved as you make them; u undoes the last", timeout=4)

    def _field(self, entry: str) -> Input:
        return self.query_one(f"#{entry} Input", Input)

    def action_type(self, entry: str) -> None:
        """Open the field of the `date` or the `minutes` in place of the value."""
        self._typing = entry
        field = self._field(entry)
        field.placeholder = {"date": f"{self.today.year + 1}-01-31, or +14", "minutes": "1 to 1440"}[entry]
        field.value, self._unsaved = "", UnsavedText("")
        self.draw()
        field.focus()
        self.refresh_bindings()

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._fault:
            self._fault = ""
            self.draw()

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Save the text typed, or say what is wrong with it."""
        text = self._field(self._typing).value
        if self._make(lambda: interview_plan.with_typed(self.study.settings, self._typing, text, self.today)):
            self._close()

    def _close(self) -> None:
        self._typing, self._fault = "", ""
        self.set_focus(None)
        self.draw()
        self.refresh_bindings()

    def action_drill(self) -> None:
        """Drill today's cards, or others where there is none today."""
        cards = self.figures and (self.figures.today.queue or self.figures.today.steps)
        self.shell.drill(mode=SessionMode.DRILL if cards else SessionMode.MORE)

    def action_leave(self) -> None:
        """Close the field, asking once if text would be lost; without a field, return to the screen before."""
        if not self._typing:
            super().action_leave()
        elif not self.warn_unsaved():
            self._close()

    def warn_unsaved(self) -> bool:
        """Warn once before typed text is lost; returns whether it warned."""
        lost = bool(self._typing) and self._unsaved.needs_warning(self._field(self._typing).value.strip())
        if lost:
            self._fault = UNSAVED
            self.draw()
        return lost
