"""Whether a screen still has its widgets, and a screen that is drawn again when its size changes."""

from __future__ import annotations

from typing import Any, cast

from textual.screen import Screen


def is_open(screen: Screen[Any]) -> bool:
    """Whether a screen is mounted and not closed since: what was put off until now may come after either.

    Textual calls a screen mounted for ever after, also once its widgets are gone.
    """
    return screen.is_mounted and screen.is_attached and screen in screen.app.screen_stack


class Drawn:
    """Mixin for screens that are laid out in the width there is, at first and after every resize."""

    def lay_out(self) -> None:
        """Show everything in the width there is."""
        raise NotImplementedError

    def draw(self) -> None:
        """Lay everything out, unless the screen is closed."""
        if is_open(cast("Screen[Any]", self)):
            self.lay_out()

    def on_resize(self) -> None:
        cast("Screen[Any]", self).call_after_refresh(self.draw)
