"""The lists of weak cards: what would hurt most today, and the cards that give trouble, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mlflash.bank.catalog import CardHead
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.scheduler.line_ticks import line_label
from mlflash.scheduler.weakness import Weakness, is_leech, weakness
from mlflash.study.format import count_of
from mlflash.study.selection import select_cards
from mlflash.study.stats import trouble
from mlflash.study.status import Status
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
    """What is said where it is empty."""
    find: Callable[[View, Sequence[CardHead]], list[tuple[str, str]]] | None = None
    """The cards as (id, why), among those chosen; None for the weak cards by expected loss."""


def _missed(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    found = trouble.missed_lines(view.catalog, cards, view.progress)
    return [(one.id, f"line {line_label(one.line)} missed {one.missed}/{one.seen}: {one.text}") for one in found]


def _leeches(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    found = trouble.leech_cards(cards, view.progress)
    expected = {one.id: view.state(one.id).expected for one in found}
    return [(one.id, f"forgotten {one.times}× ({expected[one.id]:.1f} expected)") for one in found]


def _overconfident(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    found = trouble.overconfident_cards(cards, view.progress)
    return [(one.id, f"sure, but wrong {one.times}×") for one in found]


def _slow(view: View, cards: Sequence[CardHead]) -> list[tuple[str, str]]:
    found = trouble.slow_cards(cards, view.progress)
    return [(one.id, f"{one.seconds:.0f} s a review, over {count_of(one.reviews, 'review')}") for one in found]


LISTS = (
    WeakList(
        "Weak",
        "Would hurt most: chance of being asked × chance of blanking",
        "Would hurt most in an interview today",
        "No weak cards yet",
    ),
    WeakList(
        "Missed lines",
        "Lines you keep missing",
        "Lines you keep missing",
        "You keep missing no line",
        _missed,
    ),
    WeakList(
        "Leeches",
        "Forgotten more often than chance explains",
        "Forgotten unusually often",
        "No leeches",
        _leeches,
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
    find, cards = LISTS[place].find, select_cards(view, chosen)
    if find is not None:
        return [_row(view, view.catalog[card_id], about) for card_id, about in find(view, cards)]
    weak = (_row(view, card, "") for card in cards if Status.WEAK in view.status(card.id))
    rows = (one._replace(about=_causes(one.weakness)) for one in weak)
    return sorted(rows, key=lambda one: -one.weakness.cost)


def _causes(weak: Weakness) -> str:
    """Why a card is weak; its recall, which has a column of its own, only where that is all."""
    return " · ".join([one for one in weak.causes if not one.startswith("recall ")] or weak.causes)


def _row(view: View, card: CardHead, about: str) -> WeakRow:
    state = view.counted(card.id)
    return WeakRow(card, weakness(state, view.weight(card), view.day, view.decay), about, is_leech(state))
