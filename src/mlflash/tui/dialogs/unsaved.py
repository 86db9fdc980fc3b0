"""Ask once before text is lost, the same in every dialog and field."""

from __future__ import annotations

UNSAVED = "Unsaved: Ctrl+S saves, Esc again discards"
"""What is said before text is lost."""


class UnsavedText:
    """Knows the text that is saved, and the text that the reader was asked about."""

    def __init__(self, saved: object) -> None:
        self._saved = saved
        self._asked: object = None

    def needs_warning(self, text: object) -> bool:
        """Whether to warn before this text is lost: once, and again after it has changed."""
        if text in (self._saved, self._asked):
            return False
        self._asked = text
        return True

    def differs(self, text: object) -> bool:
        """Whether this text is another than the one saved."""
        return text != self._saved

    def ask_again(self) -> None:
        """Ask about the same text once more: saving it has failed."""
        self._asked = None
