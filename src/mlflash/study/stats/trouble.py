"""Cards that give trouble: a line you keep missing, overconfident answers, leeches, slow cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlflash.bank.catalog import CardHead
from mlflash.scheduler.weakness import is_leech, missed_line
from mlflash.study.lines import lines_to_recall
from mlflash.study.view import View

MOST = 20
"""Cards named of each kind."""

TIMED = 3
"""Timed reviews before a card's pace says anything."""


class MissedLine(NamedTuple):
    """A card with a line that the reader keeps missing."""

    id: str
    """The id of the card."""
    question: str
    """Its question."""
    line: int
    """The number of the line, from 1."""
    text: str
    """The line, as the reader sees it."""
    missed: int
    """In how many of the last reviews it was missed."""
    seen: int
    """The number of those reviews."""


class MissedCard(NamedTuple):
    """A card with a count: wrong answers the reader was sure of, or lapses."""

    id: str
    """The id of the card."""
    question: str
    """Its question."""
    times: int
    """The count."""


class SlowCard(NamedTuple):
    """A card that takes long."""

    id: str
    """The id of the card."""
    question: str
    """Its question."""
    seconds: float
    """The mean time of its timed reviews, in seconds."""
    reviews: int
    """The number of timed reviews."""


def missed_lines(view: View, cards: Sequence[CardHead]) -> tuple[MissedLine, ...]:
    """Cards with a line that the reader keeps missing, the most often missed first."""
    lines = []
    for card in cards:
        state = view.counted(card.id)
        worst = missed_line(state)
        opened = None if worst is None else view.catalog.card_if_readable(card.id)
        if worst is None or opened is None:
            continue
        texts = lines_to_recall(opened, state)
        if worst[0] <= len(texts):
            lines.append(MissedLine(card.id, card.question, worst[0], texts[worst[0] - 1], *worst[1:]))
    return tuple(sorted(lines, key=lambda line: (-line.missed / line.seen, -line.missed))[:MOST])


def overconfident_cards(view: View, cards: Sequence[CardHead]) -> tuple[MissedCard, ...]:
    """Cards the reader was overconfident about, the most often first."""
    return _missed([(card, view.state(card.id).overconfident) for card in cards])


def leech_cards(view: View, cards: Sequence[CardHead]) -> tuple[MissedCard, ...]:
    """Cards that lapse more often than chance explains, with their lapses."""
    states = [(card, view.state(card.id)) for card in cards]
    return _missed([(card, state.lapses) for card, state in states if is_leech(state)])


def _missed(times: Sequence[tuple[CardHead, int]]) -> tuple[MissedCard, ...]:
    worst = sorted(times, key=lambda pair: -pair[1])
    return tuple(MissedCard(card.id, card.question, count) for card, count in worst[:MOST] if count)


def slow_cards(view: View, cards: Sequence[CardHead]) -> tuple[SlowCard, ...]:
    """Cards that take the longest, of those timed often enough."""
    states = [(card, view.state(card.id)) for card in cards]
    slow = [
        SlowCard(card.id, card.question, state.ms / 1000 / state.timed, state.timed)
        for card, state in states
        if state.timed >= TIMED
    ]
    return tuple(sorted(slow, key=lambda card: -card.seconds)[:MOST])
