"""The questions that give trouble, by kind: a line always lost, sure and wrong, leeches, slow ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlflash.bank.catalog import Catalog, Entry
from mlflash.memory.progress import Progress, Recall
from mlflash.memory.weakness import is_leech, lost_line
from mlflash.study.wording import lines_asked

MOST = 20
"""Questions named of each kind."""

TIMED = 3
"""Timed reviews before a question's pace says anything."""


class Lost(NamedTuple):
    """A question whose same line is always lost: line from 1, missed so many times of the last `seen`."""

    id: str
    question: str
    line: int
    text: str
    missed: int
    seen: int


class Missed(NamedTuple):
    """A question that was missed so many times, in the sense of the list it stands in."""

    id: str
    question: str
    times: int


class Slow(NamedTuple):
    """A question with the mean time of its reviews, in seconds."""

    id: str
    question: str
    seconds: float
    reviews: int


def lost_lines(catalog: Catalog, entries: Sequence[Entry], progress: Progress) -> tuple[Lost, ...]:
    """Questions whose same line is always lost, the surest first."""
    found = []
    for entry in entries:
        state = progress.recall(entry.id)
        lost = lost_line(state)
        if lost is not None:
            found.append((entry, state, *lost))
    found.sort(key=lambda one: (-one[3] / one[4], -one[3]))
    return tuple(
        Lost(entry.id, entry.question, line, _line(catalog, entry, state, line), missed, seen)
        for entry, state, line, missed, seen in found[:MOST]
    )


def _line(catalog: Catalog, entry: Entry, state: Recall, line: int) -> str:
    """An answer line as the reader sees it; empty where the card has fewer lines by now."""
    answer = catalog.card_data(entry.id)["answer"]
    lines = lines_asked(answer if isinstance(answer, list) else (), state.own_lines, personal=entry.personal)
    return lines[line - 1] if line <= len(lines) else ""


def sure_and_wrong(entries: Sequence[Entry], progress: Progress) -> tuple[Missed, ...]:
    """Questions the reader was sure of and had wrong, the most often first."""
    times = [(entry, progress.recall(entry.id).sure_wrong) for entry in entries]
    return _missed(times)


def leeches(entries: Sequence[Entry], progress: Progress) -> tuple[Missed, ...]:
    """Questions that lapse more often than chance explains, with their lapses."""
    states = [(entry, progress.recall(entry.id)) for entry in entries]
    return _missed([(entry, state.lapses) for entry, state in states if is_leech(state)])


def _missed(times: Sequence[tuple[Entry, int]]) -> tuple[Missed, ...]:
    worst = sorted((one for one in times if one[1]), key=lambda one: -one[1])
    return tuple(Missed(entry.id, entry.question, n) for entry, n in worst[:MOST])


def slowest(entries: Sequence[Entry], progress: Progress) -> tuple[Slow, ...]:
    """Questions that take the longest, of those timed often enough."""
    timed = [(entry, progress.recall(entry.id)) for entry in entries]
    found = [Slow(e.id, e.question, s.ms / 1000 / s.timed, s.timed) for e, s in timed if s.timed >= TIMED]
    return tuple(sorted(found, key=lambda one: -one.seconds)[:MOST])
