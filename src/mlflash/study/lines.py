"""The lines a card asks for, the bank's joined with the reader's own, and the grade that ticked ones suggest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, zip_longest
from typing import NamedTuple

from mlflash.bank.card import Card
from mlflash.bank.catalog import CardHead
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.events import EASY
from mlflash.scheduler.line_ticks import followed, line_hash
from mlflash.store.settings import Settings

WRITE_YOUR_OWN = "a template: n writes your own four lines"
"""The note on the answer of a personal card."""
OUTDATED = "your version, made on an older text of the bank"
"""The note on an outdated version of the reader's."""
CHANGED = "changed since you learned it"
"""The note on a card whose text the bank has changed."""
FEW = 4
"""Up to this many ticked reviews, even a single miss is reported."""


def lines_asked(answer: Sequence[str], own: Sequence[str] | None, *, personal: bool) -> tuple[str, ...]:
    """The reader's own lines where they wrote some, else the bank's.

    A line they left empty keeps the bank's words. A personal card has the reader's lines only: its own answer is a
    template for them.
    """
    if not own:
        return tuple(answer)
    count = len(own) if personal else max(len(own), len(answer))
    return tuple(mine or bank for mine, bank in islice(zip_longest(own, answer, fillvalue=""), count))


def count_lines(head: CardHead, own: Sequence[str] | None) -> int:
    """How many lines a card asks for."""
    return len(lines_asked(("",) * head.lines, own, personal=head.personal))


def lines_to_recall(card: Card, state: CardState) -> tuple[str, ...]:
    """The lines that a whole card asks for."""
    return lines_asked(card.answer, state.own_lines, personal=card.personal)


def with_misses_of(card: Card, state: CardState) -> CardState:
    """The state with the misses of the present lines only: misses of other texts no longer count."""
    if not state.line_hashes or not any(state.line_misses):
        return state
    now = tuple(map(line_hash, lines_to_recall(card, state)))
    if now == state.line_hashes:
        return state
    ticks = followed(state.ticks, now)
    return state._replace(line_misses=ticks.line_misses, recent_misses=ticks.recent_misses, line_hashes=now)


def missed_words(times: int, seen: int) -> str | None:
    """How often a line was missed lately, in words; None where that is not worth mentioning."""
    if times > 1 or (times and seen <= FEW):
        return f"missed {times} of {seen}" if seen > 1 else "missed last time"
    return None


def answer_note(card: Card, head: CardHead, state: CardState) -> str | None:
    """A note on the lines shown: the bank's text has changed, or they are still to be written."""
    if state.own_lines:
        return None
    if head.outdated:
        return OUTDATED
    if state.answer and state.answer != head.answer_hash:
        return CHANGED
    return WRITE_YOUR_OWN if card.personal else None


class Suggestion(NamedTuple):
    """A grade and why it is proposed."""

    rating: int
    """The grade, 1 to 4."""
    reason: str
    """Why, in words."""


def suggest(ticks: Sequence[bool | None], seconds: float, settings: Settings) -> Suggestion | None:
    """The grade for the lines ticked, or None where nothing was ticked either way.

    An unmarked line counts as missed once another is marked. Answers of other than four lines are measured
    against four; all lines within `easy_seconds` of the question suggest Easy.
    """
    if not ticks or all(tick is None for tick in ticks):
        return None
    hit = sum(bool(tick) for tick in ticks)
    share = hit if len(ticks) == 4 else int(4 * hit / len(ticks))
    if hit == len(ticks) and 0 < seconds <= settings.easy_seconds:
        return Suggestion(EASY, "all lines, quick")
    return Suggestion(settings.tick_grades[share], f"{hit} of {len(ticks)} lines")
