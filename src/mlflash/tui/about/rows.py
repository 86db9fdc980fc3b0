"""How an interview goes, and how this drill is meant: the pages' text as rows, pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from mlflash import __version__
from mlflash.amounts import count_of
from mlflash.bank.catalog import Catalog
from mlflash.bank.text import visible
from mlflash.study.update_notices import WHATS_NEW
from mlflash.tui.themes import DIM, FAINT
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
    "whole. Under each grade stands when the card would come back."
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
    found: list[str] = []
    joins = False
    for line in visible(text).split("\n"):
        bare = line.strip()
        if joins and bare and not re.match(r"[-*•]\s|\d+[.)]?\s", bare):
            found[-1] += f" {bare}"
        else:
            found.append(bare)
        joins = len(line) >= 60
    while found and not found[-1]:
        found.pop()
    return found


def pages(catalog: Catalog, width: int) -> AboutPages:
    """Everything there is to read about the interview, the answers, the banks and the keys."""
    rows: list[Content] = []
    chapters: list[int] = []

    def chapter(title: str) -> None:
        if rows:
            rows.append(Content())
        chapters.append(len(rows))
        rows.extend([Content.styled(row, "bold $primary") for row in wrap(title, width)])
        rows.append(Content())

    def text(body: str, style: str = "") -> None:
        for one in paragraphs(body):
            lead = re.match(r"\d+\s|[-*•·]\s", one)
            indent = len(lead.group()) if lead else 0
            first, *rest = wrap(one, width - indent)
            rows.append(Content.styled(first, style))
            rows.extend(Content.styled(" " * indent + row, style) for row in rest)

    for head in catalog.banks:
        if head.about:
            chapter("How an interview goes" if len(catalog.banks) == 1 else visible(head.title))
            text(head.about)
    chapter("Four lines, ticks and grades")
    for body in (FOUR_LINES, "", TICKS, "", GRADES):
        text(body) if body else rows.append(Content())
    for head in catalog.banks:
        if head.chosen:
            chapter("How the questions were chosen")
            text(head.chosen)
        if head.resources:
            chapter("To read beside the cards")
            rows.extend(_titles(head.resources, width))
    for section in catalog.sections.values():
        if not (section.about or section.notes or section.resources):
            continue
        chapter(visible(section.title))
        if section.about:
            text(section.about)
        if section.notes:
            rows.append(Content())
            text(section.notes, DIM)
        if section.resources:
            rows.append(Content())
            rows.extend(_titles(section.resources, width))
    chapter(f"New in version {__version__}")
    for line in WHATS_NEW:
        text(f"· {line}")
    chapter("Keys")
    rows.extend(Content.assemble((key.ljust(9), "bold $primary"), does) for key, does in KEYS)
    rows += [Content(), Content.styled(f"mlflash {__version__} · {count_of(len(catalog), 'question')}", DIM)]
    return AboutPages(rows, chapters)


def _titles(resources: Sequence[tuple[str, str]], width: int) -> list[Content]:
    rows = []
    for title, _ in resources:
        first, *rest = wrap(visible(title), width - 2)
        rows += [Content.assemble(("· ", FAINT), first), *(Content(f"  {row}") for row in rest)]
    return rows


def resources(catalog: Catalog) -> list[tuple[str, str]]:
    """Everything to read that the banks and their sections name, each address once."""
    named = [pair for head in catalog.banks for pair in head.resources]
    named += [pair for section in catalog.sections.values() for pair in section.resources]
    return list({url: (title, url) for title, url in reversed(named)}.values())[::-1]
