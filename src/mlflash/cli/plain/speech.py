"""Print text of the plain drill; its mathematics in words where the reader listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mlflash.bank.text import readable_formula
from mlflash.cli import output


class Speech:
    """Print text as it is written, or with its mathematics in words."""

    def __init__(self) -> None:
        self._words = False

    @contextmanager
    def spoken(self, words: bool) -> Iterator[None]:
        """Print mathematics in words inside the block, if `words` is true."""
        before, self._words = self._words, words
        try:
            yield
        finally:
            self._words = before

    def paragraph(self, text: str, indent: str = "", first: str | None = None) -> None:
        """Print a text wrapped to the terminal; `first` replaces the first line's indent."""
        if self._words:
            from mlflash.bank.spoken import in_words

            text = in_words(output.card_text(text))
        output.paragraph(text, indent, first)

    def formula(self, text: str) -> None:
        """Print a card's formula."""
        shown = readable_formula(text)
        if self._words:
            from mlflash.bank.spoken import in_words

            shown = in_words(shown, formula=True)
        output.paragraph(f"Formula: {shown}")


_speech = Speech()
spoken, paragraph, formula = _speech.spoken, _speech.paragraph, _speech.formula
