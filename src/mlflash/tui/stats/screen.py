"""The statistics as pages of charts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from mlflash.study.stats.figures import Figures, figures
from mlflash.study.stats.pages import RANGES, TITLES, PageSize, StatsPage, draw_page
from mlflash.study.study import Study
from mlflash.study.weak_lists import MISSED_LINES
from mlflash.tui.browse.rows import WIDEST
from mlflash.tui.open_screen import Drawn
from mlflash.tui.shell import ShellUser
from mlflash.tui.themes import TONE_STYLES
from mlflash.tui.widgets.key_bar import COLUMN, KeyBar
from mlflash.tui.widgets.tabs import Tabs

PAGES = len(TITLES) - 1
"""Pages of this screen; the last title is that of the lists of weak cards."""
FAR = 10_000
"""Rows to scroll to reach either end of any page."""
TWO_PAGES = 140
"""Columns from which two pages stand side by side."""
GAP = 5
"""Columns between two pages."""
NOTHING = "No reviews yet · ⏎ drills today's cards"
RANGED = (1, 3)
"""Pages that look back over a range of days."""


class StatsScreen(Drawn, ShellUser, Screen[None]):
    """Statistics, a page at a time or two side by side; the last tab leads to the lists of weak cards."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,tab", "turn(1)", "next page", key_display="→", tooltip="The next page", id="next"),
        Binding("left,shift+tab", "turn(-1)", "page back", key_display="←", tooltip="The page before",
                id="previous"),
        Binding("1-6", "none", "page"),
        *(
            Binding(str(n), f"page({n - 1})", f"page {n}", show=False, tooltip=f"Page {n}", id=f"page-{n}")
            for n in range(1, PAGES + 1)
        ),
        Binding("plus,equals_sign", "range(1)", "more days", key_display="+", tooltip="Look back further",
                id="longer"),
        Binding("minus", "range(-1)", "fewer days", tooltip="Look back less far", id="shorter"),
        Binding("enter", "drill", "drill", tooltip="Drill today's cards", id="today"),
        Binding("w", "weak", "weak", tooltip="What would hurt most today", id="weak"),
        Binding(str(PAGES + 1), "trouble", "trouble", show=False,
                tooltip="Lines you keep missing, leeches, slow cards", id=f"page-{PAGES + 1}"),
        Binding("down", "scroll(1)", "down", show=False, tooltip="Read on", id="down"),
        Binding("up", "scroll(-1)", "up", show=False, tooltip="Read back", id="up"),
        Binding("pagedown", "scroll(10)", "page down", show=False, tooltip="A screenful on", id="page-down"),
        Binding("pageup", "scroll(-10)", "page up", show=False, tooltip="A screenful back", id="page-up"),
        Binding("home", f"scroll(-{FAR})", "top", show=False, tooltip="To the top of the page", id="top"),
        Binding("end", f"scroll({FAR})", "end", show=False, tooltip="To the end of the page", id="end"),
        Binding("escape,q", "leave", "back", key_display="esc", tooltip="Back to the first screen", id="leave"),
    ]  # fmt: skip
    CSS = """
    StatsScreen #tabs { height: 1; margin: 1 0; }
    StatsScreen.-short #tabs { margin: 0; }
    StatsScreen #charts { height: 1fr; scrollbar-size-vertical: 1; }
    StatsScreen #page { height: auto; width: 100%; padding: 0 2; text-wrap: nowrap; text-overflow: clip; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.figures: Figures | None = None
        self.page, self.range = 0, 1

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Tabs()
            with VerticalScroll(id="charts", can_focus=False):
                yield Static(id="page")
        yield KeyBar()

    @on(events.Resize)
    def _resized(self) -> None:
        wide = self.app.size.width >= TWO_PAGES
        self.set_class(wide, "-two")
        self.query_one(KeyBar).column = WIDEST if wide else COLUMN

    @on(events.ScreenResume)
    @work(thread=True, exclusive=True)
    def count(self) -> None:
        """Compute the figures in a thread."""
        self.call_later(self._counted, figures(self.study.view()))

    def _counted(self, counted: Figures) -> None:
        self.figures = counted
        self.draw()
        self.refresh_bindings()

    def lay_out(self) -> None:
        """Show the pages."""
        if self.figures is None:
            return
        charts = self.query_one("#charts", VerticalScroll)
        shown = self.shown
        width = (charts.size.width - 5 - GAP * (len(shown) - 1)) // len(shown)
        size = PageSize(max(20, width), charts.size.height, RANGES[self.range])
        ranged = any(page in RANGED for page in shown)
        self.query_one(Tabs).show(TITLES, self.page, f"{size.days} days" if ranged else "")
        pages = [page_rows(draw_page(self.figures, size, page)) for page in shown]
        top = [Content.styled(NOTHING, "bold"), Content()] if self.empty else []
        self.query_one("#page", Static).update(Content("\n").join([*top, *side_by_side(pages, size.width + GAP)]))

    @property
    def empty(self) -> bool:
        """Whether nothing has been reviewed yet."""
        return self.figures is not None and not self.figures.total.reviews

    @property
    def shown(self) -> tuple[int, ...]:
        """The pages shown: the current page and, where there is room, its neighbor."""
        if self.app.size.width < TWO_PAGES:
            return (self.page,)
        first = min(self.page, PAGES - 2)
        return first, first + 1

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now; a range is for the pages that look back."""
        match action, parameters:
            case "range", (int(by),):
                return any(page in RANGED for page in self.shown) and 0 <= self.range + by < len(RANGES)
            case "turn", (int(by),):
                return 0 <= self.page + by < PAGES
            case "drill", _:
                return self.empty
        return True

    @on(Tabs.Chosen)
    def _chosen(self, message: Tabs.Chosen) -> None:
        self.action_page(message.page)

    def action_page(self, page: int) -> None:
        """Turn to a page."""
        if page == PAGES:
            self.action_trouble()
            return
        self.page = page
        self.query_one("#charts", VerticalScroll).scroll_home(animate=False)
        self.draw()
        self.refresh_bindings()

    def action_turn(self, by: int) -> None:
        """Turn to the next page or the previous one."""
        self.action_page(self.page + by)

    def action_range(self, by: int) -> None:
        """Look back further or less far."""
        self.range += by
        self.draw()
        self.refresh_bindings()

    def action_scroll(self, by: int) -> None:
        """Scroll a page that is longer than the screen; 10 rows stand for a screenful."""
        charts = self.query_one("#charts", VerticalScroll)
        if abs(by) == 10:
            by = max(1, charts.size.height - 1) * (1 if by > 0 else -1)
        charts.scroll_relative(y=by, animate=False)

    def action_drill(self) -> None:
        """Drill today's cards, where there are no reviews yet."""
        self.shell.drill()

    def action_weak(self) -> None:
        """Open the list of weak cards."""
        self.shell.open_screen("weak")

    def action_trouble(self) -> None:
        """Open the list of the lines that the reader keeps missing."""
        from mlflash.tui.weak.screen import WeakScreen

        self.app.push_screen(WeakScreen(self.study, place=MISSED_LINES))

    def action_none(self) -> None:
        """Do nothing: the action shows the numbers of the pages in the key bar."""

    def action_leave(self) -> None:
        """Return to the screen before."""
        self.app.pop_screen()


def page_rows(page: StatsPage) -> list[Content]:
    """The rows of a page in the theme's colors."""
    return [Content.assemble(*((text, TONE_STYLES.get(tone, "")) for text, tone in line)) for line in page.lines]


def side_by_side(pages: Sequence[list[Content]], width: int) -> list[Content]:
    """Pages side by side, each after `width` columns of the one before it."""
    rows = []
    for parts in zip_longest(*pages, fillvalue=Content()):
        row = Content()
        for place, part in enumerate(parts):
            part = part.truncate(width - 1) if place + 1 < len(pages) else part
            row += Content(" " * max(0, place * width - row.cell_length)) + part
        rows.append(row)
    return rows
