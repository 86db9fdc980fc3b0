"""The interviews so far: how each went, and which questions came."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mlflash.study.interview_day import PastInterview, past_interviews
from mlflash.study.interview_plan import upcoming
from mlflash.study.study import Study
from mlflash.tui.interview.rows import next_row, past_row
from mlflash.tui.interview.screen import AfterInterviewScreen
from mlflash.tui.open_screen import Drawn
from mlflash.tui.shell import ShellUser
from mlflash.tui.widgets.key_bar import KeyBar


class PastInterviewsScreen(Drawn, ShellUser, Screen[None]):
    """List the interviews with the reader's notes, the last first; Enter notes more."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "note", "note more", tooltip="How it went, what came", priority=True,
                id="note-interview"),
        Binding("p", "plan", "next date", tooltip="Set the date of the next interview", id="next-date"),
        Binding("escape,i,q", "leave", "back", key_display="esc", tooltip="Back", id="back"),
    ]  # fmt: skip
    CSS = """
    PastInterviewsScreen #past-head { height: auto; margin: 1 0; }
    PastInterviewsScreen.-short #past-head { margin: 0 0 1 0; }
    PastInterviewsScreen OptionList { height: 1fr; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.interviews: tuple[PastInterview, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="past-head")
            yield OptionList()
        yield KeyBar()

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self.draw)

    def catalog_changed(self) -> None:
        """Draw again: the study has other cards."""
        self.draw()

    def lay_out(self) -> None:
        """List the interviews with their notes."""
        view, options = self.study.view(), self.query_one(OptionList)
        width = options.size.width or min(88, self.size.width)
        coming = upcoming(view.settings, view.day)
        title = Content.styled("  Your interviews", "bold $primary")
        row = next_row(coming.on if coming else None, view.day)
        self.query_one("#past-head", Static).update(title + "\n" + row)
        self.interviews = past_interviews(view)
        at = options.highlighted or 0
        options.clear_options()
        options.add_options(Option(past_row(past, view.catalog, view.day, width)) for past in self.interviews)
        options.highlighted = min(at, len(self.interviews) - 1) if self.interviews else None
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        return bool(self.interviews) if action == "note" else True

    @on(OptionList.OptionSelected)
    def action_note(self) -> None:
        """Note how the highlighted interview went, and which questions came."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.app.push_screen(AfterInterviewScreen(self.study, self.interviews[at].on, listed=True))

    def action_plan(self) -> None:
        """Set the date of the next interview in the plan."""
        self.shell.open_screen("plan")

    def action_leave(self) -> None:
        """Return to the screen before."""
        self.app.pop_screen()
