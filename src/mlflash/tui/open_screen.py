"""Whether a screen still has its widgets."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def is_open(screen: Screen[Any]) -> bool:
    """Whether a screen is mounted and not closed since: what was put off until now may come after either.

    Textual calls a screen mounted for ever after, also once its widgets are gone.
    """
    return screen.is_mounted and screen.is_attached and screen in screen.app.screen_stack
