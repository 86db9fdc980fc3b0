"""The lists of weak cards: the greatest expected loss today, and cards that give trouble, by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mlflash.amounts import count_of
from mlflash.bank.catalog import CardHead
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.scheduler.line_ticks import line_label
from mlflash.scheduler.weakness import Weakness, is_leech, missed_line, weakness
from mlflash.study.lines import lines_to_recall
from mlflash.study.selection import select_cards, weak_cards
from mlflash.study.view import View

WORST = 10
"""Weak cards shown at first."""
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


class WeakRow(NamedTuple):
    """A card in a list of weak cards."""

    card: CardHead
    """The card, without its answer."""
    weakness: Weakness
    """Its expected loss today, and the causes."""
    about: str
    """Why it is in the list."""
    leech: bool
    """Whether it lapsed more often than chance explains."""


class WeakList(NamedTuple):
    """A list of weak cards."""

    title: str
    """Its name."""
    about: str
    """What it holds, in a line."""
    brief: str
    """The same where room is short."""
    empty: str
    """The text if it is empty."""
    find: Callable[[View, Sequence[CardHead]], list[tuple[str, str]]] | None = None
    """The cards as (id, why), among those chosen; None for the weak cards by expected loss."""


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
    return _worst([(card, view.state(card.id).overconfident) for card in cards])


def leech_cards(view: View, cards: Sequence[CardHead]) -> tuple[MissedCard, ...]:
    """Cards that lapse more often than chance explains, with their lapses."""
    states = [(card, view.state(card.id)) for card in cards]
    return _worst([(card, state.lapses) for card, state in states if is_leech(state)])


def _worst(times: Sequence[tuple[CardHead, int]]) -> tuple[MissedCard, ...]:
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


def _missed(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    return [
        (line.id, f"line {line_label(line.line)} missed {line.missed}/{line.seen}: {line.text}")
        for line in missed_lines(view, cards)
    ]


def _leeches(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    return [
        (card.id, f"forgotten {card.times}× ({view.state(card.id).expected:.1f} expected)")
        for card in leech_cards(view, cards)
    ]


def _overconfident(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    found = overconfident_cards(view, cards)
    return [(card.id, f"sure, but wrong {card.times}×") for card in found]


def _slow(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    return [
        (card.id, f"{card.seconds:.0f} s a review, over {count_of(card.reviews, 'review')}")
        for card in slow_cards(view, cards)
    ]


LISTS = (
    WeakList(
        "Weak",
        "Would hurt most: chance of being asked × chance of blanking",
        "Would hurt most in an interview today",
        "No weak cards yet",
    ),
    WeakList(
        "Missed lines", "Lines you keep missing", "Lines you keep missing", "You keep missing no line", _missed
    ),
    WeakList(
        "Leeches", "Forgotten more often than chance explains", "Forgotten unusually often", "No leeches", _leeches
    ),
    WeakList(
        "Overconfident",
        "You were sure, but wrong",
        "You were sure, but wrong",
        "You were never sure and wrong",
        _overconfident,
    ),
    WeakList(
        "Slow",
        "The longest answers: mean time of a review",
        "The longest answers",
        "No card timed three times yet",
        _slow,
    ),
)
"""The lists, in order."""
MISSED_LINES = 1
"""The place of the missed lines among the lists."""


def weak_rows_of(view: View, place: int, chosen: Filter = EVERYTHING) -> list[WeakRow]:
    """The cards of a list among those chosen, the worst first."""
    find = LISTS[place].find
    if find is not None:
        found = find(view, select_cards(view, chosen))
        return [_row(view, view.catalog[card_id], about) for card_id, about in found]
    weak = (_row(view, card, "") for card in weak_cards(view, chosen))
    rows = (row._replace(about=_causes(row.weakness)) for row in weak)
    return sorted(rows, key=lambda row: -row.weakness.cost)


def _causes(weak: Weakness) -> str:
    """Why a card is weak; its recall, which has a column of its own, only if there is no other cause."""
    return " · ".join([cause for cause in weak.causes if not cause.startswith("recall ")] or weak.causes)


def _row(view: View, card: CardHead, about: str) -> WeakRow:
    state = view.counted(card.id)
    return WeakRow(card, weakness(state, view.weight(card), view.day, view.decay), about, is_leech(state))
