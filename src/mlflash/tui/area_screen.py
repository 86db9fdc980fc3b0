"""A screen whose text is in a scrolling area, and the keys that scroll it."""

from __future__ import annotations

from textual import on
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import Screen

from mlflash.tui.card.widget import CardArea
from mlflash.tui.open_screen import is_open
from mlflash.tui.shell import ShellUser

SCROLL_KEYS: list[BindingType] = [
    Binding(key, f"scroll({rows})", name, show=False, tooltip=f"Scroll{by}", id=f"scroll-{key}")
    for key, rows, name, by in (
        ("up", -1, "up", ""),
        ("down", 1, "down", ""),
        ("pageup", -8, "page up", " by a page"),
        ("pagedown", 8, "page down", " by a page"),
    )
]
"""Keys for `action_scroll`; help joins those of one text in a row: ↑ ↓ Scroll."""


class AreaScreen(ShellUser, Screen[None]):
    """Base of screens with a `CardArea`: drawn again when it has another size."""

    @property
    def room(self) -> Size:
        """The area's size; a guess before it is laid out."""
        size = self.query_one(CardArea).size
        return Size(size.width or min(88, self.size.width), size.height or max(4, self.size.height - 6))

    @on(CardArea.Resized)
    def _area_resized(self) -> None:
        self.draw()

    def lay_out(self) -> None:
        """Show everything in the room there is."""
        raise NotImplementedError

    def draw(self) -> None:
        """Lay everything out, unless the screen is closed."""
        if is_open(self):
            self.lay_out()

    def draw_from_top(self) -> None:
        """Draw what has taken the place of the text before, and offer the keys that work now."""
        self.query_one(CardArea).scroll_home(animate=False)
        self.draw()
        self.refresh_bindings()

    def action_scroll(self, rows: int) -> None:
        """Scroll what is taller than its area."""
        self.query_one(CardArea).scroll_relative(y=rows, animate=False)

    def action_leave(self) -> None:
        """Return to the screen before."""
        self.app.pop_screen()
