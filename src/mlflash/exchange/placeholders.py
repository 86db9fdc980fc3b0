"""Parts of a text hidden behind private characters while the rest of the text is taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable

_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACEHOLDER = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


class Placeholders:
    """Hides parts of a text and puts them back."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def hide(
        self, pattern: re.Pattern[str], text: str, part: Callable[[re.Match[str]], str] = lambda match: match[0]
    ) -> str:
        """The text with every match behind a placeholder; `part` says what is put back for a match."""

        def hidden(match: re.Match[str]) -> str:
            self._parts.append(part(match))
            return f"{_OPEN}{len(self._parts) - 1}{_CLOSE}"

        return pattern.sub(hidden, text.replace(_OPEN, "").replace(_CLOSE, ""))

    def restore(self, text: str) -> str:
        """A text, or a piece of it, with what was hidden in it."""
        return _PLACEHOLDER.sub(lambda match: self._parts[int(match[1])], text)
