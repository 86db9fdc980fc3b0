"""The lists of weak cards: the greatest expected loss today, and cards that give trouble, by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mlflash.amounts import count_of
from mlflash.bank.catalog import CardHead
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.scheduler.line_ticks import line_label
from mlflash.scheduler.weakness import Weakness, is_leech, weakness
from mlflash.study.selection import select_cards, weak_cards
from mlflash.study.stats import trouble
from mlflash.study.view import View

WORST = 10
"""Weak cards shown at first."""


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


def _missed(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    return [
        (line.id, f"line {line_label(line.line)} missed {line.missed}/{line.seen}: {line.text}")
        for line in trouble.missed_lines(view, cards)
    ]


def _leeches(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    return [
        (card.id, f"forgotten {card.times}× ({view.state(card.id).expected:.1f} expected)")
        for card in trouble.leech_cards(view, cards)
    ]


def _overconfident(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    found = trouble.overconfident_cards(view, cards)
    return [(card.id, f"sure, but wrong {card.times}×") for card in found]


def _slow(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    return [
        (card.id, f"{card.seconds:.0f} s a review, over {count_of(card.reviews, 'review')}")
        for card in trouble.slow_cards(view, cards)
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
