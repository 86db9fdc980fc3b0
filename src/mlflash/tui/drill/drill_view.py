"""The widgets of the drill above its key bar: header, card and grades. They are redrawn, never mounted again."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.geometry import Size

from mlflash.tui.card.line_rows import CardLayoutRow
from mlflash.tui.card.widget import CardArea, CardView, expected_size
from mlflash.tui.drill.rows import DrawnCard
from mlflash.tui.widgets.grade_bar import GradeBar, GradeOptions, grade_cells
from mlflash.tui.widgets.page import Page


class DrillView:
    """Shows a drawn card, or the summary at the end of a session."""

    def __init__(self) -> None:
        self.header, self.area, self.card, self.grades = Page(), CardArea(), CardView(), GradeBar()
        self.header.id, self.area.id = "head", "room"

    def compose(self) -> ComposeResult:
        """The widgets, for the screen to mount."""
        yield self.header
        with self.area:
            yield self.card
        yield self.grades

    def room(self, screen: Size) -> Size:
        """The size of the card's area, also before the first layout, so that nothing is painted twice."""
        return self.area.size or expected_size(screen)

    def show(self, drawn: DrawnCard, room: Size) -> None:
        """Show a card."""
        self.header.turn([drawn.header])
        self.card.show(drawn.content, room)
        self.grades.show(drawn.grades, room.width)

    def show_summary(self, rows: Sequence[CardLayoutRow], room: Size) -> None:
        """Show the end of a session."""
        self.header.turn([])
        self.card.show_numbered_rows(rows, room)
        self.grades.show(GradeOptions(), room.width)

    def prepare(self, drawn: DrawnCard, room: Size) -> None:
        """Lay out and render a card that is likely to be shown next."""
        self.header.ahead([drawn.header])
        self.card.prepare(drawn.content, room)
        self.grades.ahead(grade_cells(drawn.grades, room.width))

    def unscroll(self) -> None:
        """Return to the top of the card."""
        if self.area.scroll_y:
            self.area.scroll_home(animate=False)
