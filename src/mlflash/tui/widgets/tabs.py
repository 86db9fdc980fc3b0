"""The names of a screen's pages in a row; a click turns to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from mlflash.tui.themes import DIM

SHORTEST = 3
"""Letters of a name where all of them don't fit."""


def tab_row(titles: Sequence[str], at: int, room: int) -> tuple[Content, tuple[int, ...]]:
    """The names with their numbers, the current page marked, and the column after each.

    Their places do not depend on the current page. Where room is short, the gaps shrink, then all names are cut.
    """
    names = [f"{i} {title}" for i, title in enumerate(titles, 1)]
    total = sum(map(len, names)) + 2
    gap = 2 if total + 2 * len(names) <= room else 1
    if total + len(names) - 1 > room:
        names = [name[: 2 + SHORTEST] for name in names]
    line, ends = Content("  "), []
    for i, name in enumerate(names):
        line += Content.assemble((name, "bold $primary" if i == at else DIM), " " * gap)
        ends.append(line.cell_length)
    return line, tuple(ends)


class Tabs(Static):
    """The pages' names, and at the right, where there is room, another text."""

    @dataclass
    class Chosen(Message):
        """A page was clicked, from 0."""

        page: int
        """The place of the page."""

    def __init__(self) -> None:
        super().__init__(id="tabs")
        self._ends: tuple[int, ...] = ()

    def show(self, titles: Sequence[str], at: int, right: str) -> None:
        """Draw the names, the current page marked."""
        line, self._ends = tab_row(titles, at, self.size.width)
        gap = self.size.width - line.cell_length - len(right) - 1
        if gap > 0:
            line += Content.assemble(" " * gap, (right, DIM))
        self.update(line)

    def on_click(self, event: events.Click) -> None:
        page = sum(event.x >= end for end in self._ends)
        if page < len(self._ends):
            self.post_message(self.Chosen(page))
