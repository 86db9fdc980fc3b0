"""The line drill: one missed line at a time, its answer saved before the next line is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.errors import MlflashError
from mlflash.study import line_drill
from mlflash.study.line_drill import LineDrill, LineItem
from mlflash.study.study import Study
from mlflash.tui.area_screen import SCROLL_KEYS, AreaScreen
from mlflash.tui.card.widget import CardArea, CardView
from mlflash.tui.lines.rows import card_with_blank, empty_rows, head_row, prompt_row, summary_rows
from mlflash.tui.widgets.key_bar import KeyBar

KEPT_MISSING, MISSED = "Lines you keep missing", "Lines you missed"
"""The title over lines that the reader keeps missing, and over the lines of one session."""


class LineDrillScreen(AreaScreen):
    """Asks the given lines or, with None, the lines that the reader keeps missing among the chosen cards."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "show", "show", key_display="space", tooltip="Show the line", id="reveal"),
        Binding("space,enter", "remind", show=False),
        Binding("y,right", "answer(True)", "knew it", key_display="y", tooltip="I said this line", id="right"),
        Binding("n,left", "answer(False)", "not yet", key_display="n", tooltip="I did not say it yet", id="wrong"),
        Binding("r", "again", "again", tooltip="Ask the lines not yet known again", id="again"),
        Binding("enter,space", "done", "done", key_display="⏎", tooltip="Back to where you came from", id="done"),
        Binding(
            "enter,space", "drill", "today's cards", key_display="⏎", tooltip="Drill today's cards", id="start"
        ),
        Binding("u", "undo", "undo", tooltip="Undo the last answer, as often as you like", id="undo"),
        *SCROLL_KEYS,
        Binding("escape,q", "leave", "leave", key_display="esc", tooltip="End the line drill", id="leave"),
    ]
    FOOTER = (("show", "answer(True)", "done", "drill"), ("answer(False)", "again"), ("undo",), ("leave",))
    PHASES = ({"reveal"}, {"right", "wrong"}, {"again", "done"}, {"start"})
    CSS = """
    LineDrillScreen #say { height: 1; width: 100%; margin: 1 0; }
    LineDrillScreen.-short #say { margin: 0; }
    """

    def __init__(
        self,
        study: Study,
        lines: Sequence[LineItem] | None = None,
        chosen: Filter = EVERYTHING,
        limit: int | None = None,
    ) -> None:
        super().__init__()
        self.study, self.chosen = study, chosen
        self.heading = KEPT_MISSING if lines is None else MISSED
        if lines is None:
            lines = line_drill.lines_kept_missing(study.view(), chosen, limit)
        self.drill = LineDrill(tuple(lines))
        self._error: str | None = None
        self._reminded = self._warned = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="head")
            with CardArea(id="room"):
                yield CardView()
            yield Static(id="say")
        yield KeyBar()

    def on_mount(self) -> None:
        self.draw()

    def lay_out(self) -> None:
        """Draw the line asked, the summary, or that there is no line."""
        room, view, drill = self.room, self.query_one(CardView), self.drill
        width = room.width
        if drill.current is not None:
            view.show(card_with_blank(self.study, drill, drill.current, self._error, width), room)
        elif drill.lines:
            still_missed = len(line_drill.lines_kept_missing(self.study.view(), self.chosen))
            view.show_rows(summary_rows(self.study, drill, still_missed, width), room)
        else:
            view.show_rows(empty_rows(bool(self.chosen), width), room)
        self.query_one("#head", Static).update(head_row(self.study, drill, self.heading, width), layout=False)
        self.query_one("#say", Static).update(prompt_row(drill, reminded=self._reminded), layout=False)

    def become(self, drill: LineDrill) -> None:
        """Go on with another state of the drill."""
        self.drill, self._error, self._reminded, self._warned = drill, None, False, False
        self.draw_from_top()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        drill, asked = self.drill, self.drill.current is not None
        match action:
            case "show":
                return asked and not drill.shown
            case "answer" | "remind":
                return drill.shown
            case "undo":
                return drill.can_undo
            case "again":
                return not asked and bool(drill.not_yet)
            case "done":
                return not asked and bool(drill.lines)
            case "drill":
                return not drill.lines
        return True

    def action_show(self) -> None:
        """Show the line."""
        self.become(self.drill.show())

    def action_remind(self) -> None:
        """Say which keys answer."""
        self._reminded = True
        self.draw()

    @on(CardView.LineClicked)
    def _line_clicked(self) -> None:
        if not self.drill.shown:
            self.action_show()

    def action_answer(self, known: bool) -> None:
        """Save whether the line was known and ask the next; if it cannot be saved, the line stays."""
        try:
            after = line_drill.answer(self.study, self.drill, known=known)
        except MlflashError as error:
            self._error, self._warned = f"NOT SAVED: {error}. Answer again to retry.", False
            self.draw()
            return
        self.app.clear_notifications()
        self.become(after)

    def action_undo(self) -> None:
        """Undo the last answer and ask its line again."""
        self.become(line_drill.undo(self.study, self.drill))

    def action_again(self) -> None:
        """Ask the lines not yet known again."""
        self.become(self.drill.again())

    def warn_unsaved(self) -> bool:
        """Warn once before an unsaved answer is lost; returns whether it warned."""
        if self._error is None or self._warned:
            return False
        self._warned = True
        self.notify("This answer is not saved: answer again, or leave once more without it", severity="warning")
        return True

    def action_leave(self) -> None:
        """Leave; in the middle of a drill, show its summary first."""
        if self.warn_unsaved():
            return
        if self.drill.known and self.drill.current is not None:
            self.become(self.drill.stop())
        else:
            self.action_done()

    def action_done(self) -> None:
        """Back to where the drill was opened."""
        self.app.pop_screen()
        if len(self.app.screen_stack) <= 1:
            self.shell.go_home()

    def action_drill(self) -> None:
        """Drill today's cards instead."""
        self.action_done()
        self.shell.drill(self.chosen)
