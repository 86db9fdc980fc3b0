"""Print text of the plain drill; its mathematics in words where the reader listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from mlflash.bank.text import readable_formula
from mlflash.cli import output
from mlflash.study.study import Study

_in_words = ContextVar("in_words", default=False)


@contextmanager
def spoken(words: bool) -> Iterator[None]:
    """Print mathematics in words inside the block, if `words` is true."""
    before = _in_words.set(words)
    try:
        yield
    finally:
        _in_words.reset(before)


def paragraph(text: str, indent: str = "", first: str | None = None) -> None:
    """Print a text wrapped to the terminal; `first` replaces the first line's indent."""
    output.paragraph(_said(text), indent, first)


def formula(text: str) -> None:
    """Print a card's formula."""
    output.paragraph(f"Formula: {_said(readable_formula(text), formula=True)}")


def print_warnings(study: Study) -> None:
    """Print the warnings that have come up since the last ones."""
    for warning in study.new_warnings():
        print(f"Note: {output.one_line(warning)}.")


def _said(text: str, *, formula: bool = False) -> str:
    """The text as it is written, or with its mathematics in words."""
    if not _in_words.get():
        return text
    from mlflash.bank.spoken import in_words

    return in_words(text if formula else output.card_text(text), formula=formula)
