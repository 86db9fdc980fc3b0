"""The questions that give trouble, by kind: a line always lost, sure and wrong, leeches, slow ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlflash.bank.catalog import CardHead, Catalog
from mlflash.scheduler.card_state import CardState, Progress
from mlflash.scheduler.weakness import is_leech, missed_line
from mlflash.study.lines import lines_asked

MOST = 20
"""Questions named of each kind."""

TIMED = 3
"""Timed reviews before a question's pace says anything."""


class MissedLine(NamedTuple):
    """A question whose same line is always lost: line from 1, missed so many times of the last `seen`."""

    id: str
    question: str
    line: int
    text: str
    missed: int
    seen: int


class MissedCard(NamedTuple):
    """A question that was missed so many times, in the sense of the list it stands in."""

    id: str
    question: str
    times: int


class SlowCard(NamedTuple):
    """A question with the mean time of its reviews, in seconds."""

    id: str
    question: str
    seconds: float
    reviews: int


def missed_lines(catalog: Catalog, entries: Sequence[CardHead], progress: Progress) -> tuple[MissedLine, ...]:
    """Questions whose same line is always lost, the surest first."""
    found = []
    for card in entries:
        state = progress.state(card.id)
        lost = missed_line(state)
        if lost is not None:
            found.append((card, state, *lost))
    found.sort(key=lambda one: (-one[3] / one[4], -one[3]))
    return tuple(
        MissedLine(card.id, card.question, line, _line(catalog, card, state, line), missed, seen)
        for card, state, line, missed, seen in found[:MOST]
    )


def _line(catalog: Catalog, card: CardHead, state: CardState, line: int) -> str:
    """An answer line as the reader sees it; empty where the card has fewer lines by now."""
    lines = lines_asked(catalog.card(card.id).answer, state.own_lines, personal=card.personal)
    return lines[line - 1] if line <= len(lines) else ""


def overconfident_cards(entries: Sequence[CardHead], progress: Progress) -> tuple[MissedCard, ...]:
    """Questions the reader was sure of and had wrong, the most often first."""
    times = [(card, progress.state(card.id).overconfident) for card in entries]
    return _missed(times)


def leech_cards(entries: Sequence[CardHead], progress: Progress) -> tuple[MissedCard, ...]:
    """Questions that lapse more often than chance explains, with their lapses."""
    states = [(card, progress.state(card.id)) for card in entries]
    return _missed([(card, state.lapses) for card, state in states if is_leech(state)])


def _missed(times: Sequence[tuple[CardHead, int]]) -> tuple[MissedCard, ...]:
    worst = sorted((one for one in times if one[1]), key=lambda one: -one[1])
    return tuple(MissedCard(card.id, card.question, n) for card, n in worst[:MOST])


def slow_cards(entries: Sequence[CardHead], progress: Progress) -> tuple[SlowCard, ...]:
    """Questions that take the longest, of those timed often enough."""
    timed = [(card, progress.state(card.id)) for card in entries]
    found = [SlowCard(e.id, e.question, s.ms / 1000 / s.timed, s.timed) for e, s in timed if s.timed >= TIMED]
    return tuple(sorted(found, key=lambda one: -one.seconds)[:MOST])
