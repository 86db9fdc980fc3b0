"""The four grades with the interval each would give, to press or to click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message

from mlflash.scheduler.events import RATING_NAMES
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.page import Page
from mlflash.tui.wrap import clip, wrap

PROMPT_COLUMNS = 14
"""Columns that a reason or a prompt needs at the right of the grades."""
GRADE_COLORS = {1: "$error", 2: "$warning", 3: "$success", 4: "$primary"}


class GradeOptions(NamedTuple):
    """The four grades as they are offered."""

    intervals: tuple[str, ...] = ()
    """When the card would come back after each grade; empty before the reveal."""
    suggested: int | None = None
    """The grade that the ticks suggest."""
    reason: str = ""
    """Why it is suggested."""
    prompt: str = ""
    """What to press instead, after a key that cannot do anything yet; takes the place of the reason."""
    keys: tuple[str, ...] = ("1", "2", "3", "4")
    """The key of each grade; empty for a key that is not shown."""


def cell_width(width: int) -> int:
    """The columns that each grade takes of `width`."""
    return max(9, min(14, (width - 2) // 4))


def grade_cells(options: GradeOptions, width: int) -> tuple[Content, ...]:
    """Two rows: the grades, the suggested one marked, and their intervals; before the reveal only a prompt.

    At their right is why a grade is suggested, or the prompt; where there is no room, the prompt replaces the
    intervals.
    """
    if not options.intervals:
        return (Content.styled(f"  {clip(options.prompt, width - 2)}", "$warning"),) if options.prompt else ()
    column, top, bottom = cell_width(width), Content("  "), Content("  ")
    for (rating, name), key, interval in zip(RATING_NAMES.items(), options.keys, options.intervals, strict=True):
        picked = rating == options.suggested
        label = f"{key} {name}".lstrip() + (" ◂" if picked else "")
        style = f"bold {GRADE_COLORS[rating]}" + (" reverse" if picked else "")
        top += Content.assemble((f" {label} ", style), " " * max(0, column - len(label) - 2))
        bottom += Content.assemble((f"   {interval}".ljust(column), DIM))
    room = width - 4 - 4 * column
    if options.prompt and room < PROMPT_COLUMNS:
        return top, Content.styled(f"   {clip(options.prompt, width - 3)}", "$warning")
    if options.prompt or room >= PROMPT_COLUMNS:
        above, below, *_ = [*wrap(options.prompt or options.reason, room), ""]
        style = "$warning" if options.prompt else DIM
        return top + Content.styled(above, style), bottom + Content.styled(below, style)
    return top, bottom


class GradeBar(Page):
    """The grades, two rows high."""

    DEFAULT_CSS = """
    GradeBar { height: 2; width: 100%; }
    """

    @dataclass
    class Picked(Message):
        """A grade was clicked."""

        rating: int
        """The grade, 1 to 4."""

    def __init__(self) -> None:
        super().__init__()
        self._options, self._width = GradeOptions(), 0

    def show(self, options: GradeOptions, width: int) -> None:
        """Offer these grades in `width` columns."""
        self._options, self._width = options, width
        self.turn(grade_cells(options, width))

    def on_click(self, event: events.Click) -> None:
        if self._options.intervals and event.x >= 2:
            rating = (event.x - 2) // cell_width(self._width) + 1
            if rating in RATING_NAMES:
                self.post_message(self.Picked(rating))
