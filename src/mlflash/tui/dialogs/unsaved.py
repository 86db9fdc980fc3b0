"""Warn once before text is lost, the same in every dialog and field."""

from __future__ import annotations

from collections.abc import Callable

UNSAVED = "Unsaved: Ctrl+S saves, Esc again discards"
"""The warning before text is lost."""


class UnsavedText:
    """The saved text, and the text that the reader was last warned about."""

    def __init__(self, saved: object) -> None:
        self._saved = saved
        self._warned_of: object = None

    def needs_warning(self, text: object) -> bool:
        """Whether to warn before this text is lost: once, and again after it has changed."""
        if text in (self._saved, self._warned_of):
            return False
        self._warned_of = text
        return True

    def warn(self, text: object, say: Callable[[str], object]) -> bool:
        """Say so before this text is lost, unless that was said already; returns whether it was said now."""
        if warned := self.needs_warning(text):
            say(UNSAVED)
        return warned

    def differs(self, text: object) -> bool:
        """Whether this text differs from the saved one."""
        return text != self._saved

    def warn_again(self) -> None:
        """Warn again before the same text is lost: saving it has failed."""
        self._warned_of = None
