"""How an interview goes, and how to use this drill: the text as rows, pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from mlflash import __version__
from mlflash.amounts import count_of
from mlflash.bank.catalog import Catalog
from mlflash.bank.text import visible
from mlflash.study.update_notices import WHATS_NEW
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.widgets.text_rows import hanging
from mlflash.tui.wrap import wrap

FOUR_LINES = (
    "An answer is four lines: short enough to be said in one breath, long enough to be probed. You recall it line "
    "by line, and each line counts by itself."
)
TICKS = (
    "Say the answer aloud, then show it and tick the lines you had: a b c d, or x for all. The ticks suggest a "
    "grade; Enter accepts it, 1 to 4 overrides it. Lines you keep missing are marked."
)
GRADES = (
    "again: not recalled, or the core was missing. hard: recalled with gaps. good: recalled. easy: at once and "
    "in full. Below each grade is the time until the card comes back."
)
KEYS: Sequence[tuple[str, str]] = (
    ("⏎", "start, or accept the suggested grade"),
    ("space", "show the answer"),
    ("a–d  x", "tick a line, or all of them"),
    ("1–4", "again, hard, good, easy"),
    ("u", "undo, as often as you like"),
    ("/", "choose what to drill"),
    ("?", "every key of the screen you are on"),
    ("ctrl+p", "everything, by name"),
)


class AboutPages(NamedTuple):
    """The text of the About screen."""

    rows: list[Content]
    """Its rows."""
    chapters: list[int]
    """The rows at which chapters begin."""


def paragraphs(text: str) -> list[str]:
    """A bank's text as paragraphs: lines that were only wrapped are joined, lists and short lines stay apart."""
    parts: list[str] = []
    joins = False
    for line in visible(text).split("\n"):
        bare = line.strip()
        if joins and bare and not re.match(r"[-*•]\s|\d+[.)]?\s", bare):
            parts[-1] += f" {bare}"
        else:
            parts.append(bare)
        joins = len(line) >= 60
    while parts and not parts[-1]:
        parts.pop()
    return parts


def pages(catalog: Catalog, width: int) -> AboutPages:
    """Everything there is to read about the interview, the answers, the banks and the keys."""
    rows: list[Content] = []
    chapters: list[int] = []
    for title, text in _chapters(catalog, width):
        if rows:
            rows.append(Content())
        chapters.append(len(rows))
        rows += [*(Content.styled(row, "bold $primary") for row in wrap(title, width)), Content(), *text]
    rows += [Content(), Content.styled(f"mlflash {__version__} · {count_of(len(catalog), 'question')}", DIM)]
    return AboutPages(rows, chapters)


def _chapters(catalog: Catalog, width: int) -> Iterator[tuple[str, list[Content]]]:
    """The title and the rows of each chapter."""
    for bank in catalog.banks:
        if bank.about:
            title = "How an interview goes" if len(catalog.banks) == 1 else visible(bank.title)
            yield title, _text(bank.about, width)
    yield "Four lines, ticks and grades", _text("\n\n".join((FOUR_LINES, TICKS, GRADES)), width)
    for bank in catalog.banks:
        if bank.chosen:
            yield "How the questions were chosen", _text(bank.chosen, width)
        if bank.resources:
            yield "Further reading", _titles(bank.resources, width)
    for section in catalog.sections.values():
        parts = [_text(section.about, width), _text(section.notes, width, DIM), _titles(section.resources, width)]
        if texts := [part for part in parts if part]:
            yield visible(section.title), [row for part in texts for row in (Content(), *part)][1:]
    yield f"New in version {__version__}", [row for line in WHATS_NEW for row in _text(f"· {line}", width)]
    yield "Keys", [Content.assemble((key.ljust(9), "bold $primary"), does) for key, does in KEYS]


def _text(text: str | None, width: int, style: str = "") -> list[Content]:
    """A text in rows; the items of a list are indented below their marks."""
    rows = []
    for paragraph in paragraphs(text or ""):
        mark = re.match(r"\d+\s|[-*•·]\s", paragraph)
        indent = len(mark.group()) if mark else 0
        first, *rest = wrap(paragraph, width - indent)
        rows += [Content.styled(first, style), *(Content.styled(" " * indent + row, style) for row in rest)]
    return rows


def _titles(resources: Sequence[tuple[str, str]], width: int) -> list[Content]:
    return [row for title, _ in resources for row in hanging(Content.styled("· ", FAINT), visible(title), width)]


def resources(catalog: Catalog) -> list[tuple[str, str]]:
    """Everything to read that the banks and their sections name, each address once."""
    named = [pair for head in catalog.banks for pair in head.resources]
    named += [pair for section in catalog.sections.values() for pair in section.resources]
    return list({url: (title, url) for title, url in reversed(named)}.values())[::-1]
