"""Print for commands: aligned columns, JSON, times in words; color only where a terminal shows it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from textwrap import fill, wrap

from mlflash.errors import SCREEN, MlflashError, screenful, shortened
from mlflash.store.files import reason
from mlflash.study.format import days

BOLD, DIM = "1", "2"
NARROWEST = 12
"""Cells that a column of a table keeps when it is cut."""


def plain(text: str) -> str:
    """Make control characters in text from a bank or a file visible, so that it can be sent to a terminal."""
    if text.isascii() and text.isprintable():
        return text
    from mlflash.bank.text import visible

    return visible(text)


def card_text(text: str) -> str:
    """Prepare a card's text for a terminal: TeX as Unicode, control characters visible."""
    from mlflash.bank.text import readable

    return readable(text)


def one_line(text: str) -> str:
    """`plain`, with every run of white space replaced by one space."""
    return plain(" ".join(text.split()))


def dump(value: object) -> None:
    """Print JSON in ASCII, so that it does not depend on locale or terminal."""
    print(json.dumps(value, indent=2))


def note(lines: Iterable[str]) -> None:
    """Print notes, which are no errors, on standard error."""
    for line in lines:
        complain(f"note: {shortened(plain(screenful(line)), SCREEN)}")


def complain(text: str) -> None:
    """Print a note or an error on standard error; on a terminal no word is cut in two."""
    text = f"mlflash: {text}"
    if sys.stderr.isatty():
        text = fill(
            text, _terminal_width(), subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
    print(text, file=sys.stderr)


def silence() -> None:
    """Send the rest of standard output nowhere, after a write to it has failed."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 (pathlib costs more than this)
        os.dup2(nowhere.fileno(), 1)


@contextmanager
def on_disk() -> Iterator[None]:
    """Turn errors within into notes: the event is on disk, and after an error a script would record it again."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except (OSError, MlflashError) as error:
        with suppress(OSError):
            if isinstance(error, OSError):
                silence()
            why = reason(error) if isinstance(error, OSError) else error
            note([f"it is on disk, but could not be reported: {why}"])


def styled(text: str, style: str) -> str:
    """Make a text bold or dim on a terminal that can show it, unless `NO_COLOR` is set."""
    colored = sys.stdout.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")
    return f"\x1b[{style}m{text}\x1b[0m" if style and colored and not os.environ.get("NO_COLOR") else text


def columns() -> int | None:
    """Return the terminal's width in cells; None in a pipe, where nothing is cut."""
    return _terminal_width() if sys.stdout.isatty() else None


def _terminal_width() -> int:
    from shutil import get_terminal_size  # takes longer to import than most commands need it

    return max(20, get_terminal_size().columns)


def cells(text: str) -> int:
    """Count the terminal cells of a text."""
    if text.isascii():
        return len(text)
    from mlflash.bank.text import cells as measured

    return measured(text)


def cut(text: str, width: int) -> str:
    """Shorten a text to a number of cells, with … at its end."""
    if cells(text) <= width:
        return text
    while text and cells(text) > width - 1:
        text = text[:-1]
    return f"{text.rstrip()}…" if width > 0 else ""


def table(values: Iterable[Sequence[object]], heads: Sequence[str], right: Sequence[int] = ()) -> None:
    """Print rows under their heads, None as a dash; the columns in `right` are right-aligned.

    On a terminal that is too narrow the widest columns are cut, so that no column is lost.
    """
    width = columns()
    rows = [["-" if value is None else str(value) for value in row] for row in values]
    sizes = [max(map(cells, column)) for column in zip(heads, *rows, strict=True)]
    room = None if width is None else width - 2 * (len(heads) - 1)
    while room is not None and sum(sizes) > room and max(sizes) > NARROWEST:
        sizes[sizes.index(max(sizes))] -= 1
    rows = [[cut(text, size) for text, size in zip(row, sizes, strict=True)] for row in rows]
    for number, row in enumerate([heads, *rows]):
        parts = []
        for i, (text, size) in enumerate(zip(row, sizes, strict=True)):
            gap = " " * (size - cells(text))
            parts.append(gap + text if i in right else text + gap)
        line = "  ".join(parts).rstrip()
        if width is not None:
            line = cut(line, width)
        print(styled(line, BOLD) if number == 0 else line)


def sentence(text: str, style: str = "") -> None:
    """Print a line; on a terminal that is too narrow it goes on, indented, without cutting a word in two."""
    width = columns()
    if text.startswith("\n"):
        print()
    rows = [text.lstrip("\n")]
    if width is not None and cells(rows[0]) > width:
        inner = " " * (len(rows[0]) - len(rows[0].lstrip()) + 2)
        rows = wrap(rows[0], width, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False)
    for row in rows:
        print(styled(row, style))


def paragraph(text: str, indent: str = "", first: str | None = None) -> None:
    """Print a text wrapped to the terminal, keeping its line breaks; `first` replaces the first line's indent."""
    width, lead = columns(), indent if first is None else first
    for line in card_text(text).splitlines() or [""]:
        pieces = [line]
        if width is not None:
            pieces = wrap(line, max(20, min(width, 100) - len(indent)), break_on_hyphens=False) or [""]
        for piece in pieces:
            print(f"{lead}{piece}")
            lead = indent


def print_code(code: str) -> None:
    """Print a program as it stands: never wrapped, indented or trimmed."""
    from mlflash.bank.text import visible

    print(visible(code), end="" if code.endswith("\n") else "\n")


def span(time: timedelta) -> str:
    """Put a time to wait into words."""
    minutes = max(0, round(time.total_seconds() / 60))
    if minutes < 1:
        return "under a minute"
    if minutes < 60:
        return f"{minutes} min"
    hours = round(minutes / 60)
    if hours < 36:
        return f"{hours} h"
    return days(round(hours / 24))
