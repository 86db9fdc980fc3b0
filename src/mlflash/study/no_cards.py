"""Why there is no card to ask, in the words of the drill, of plain text, of `due` and of Home.

Each reason comes with a way to go on: a key on a screen, a command in a terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from mlflash.amounts import count_of
from mlflash.bank.catalog import CardHead
from mlflash.study.format import short_date
from mlflash.study.session import SessionMode
from mlflash.study.today import Reason, Today
from mlflash.study.today_words import waiting_cards
from mlflash.study.view import View


class NoCards(Enum):
    """Why there is no card to ask."""

    NO_MATCH = "no match"
    """No card passes the filter."""
    UNWRITTEN = "unwritten"
    """Only personal cards pass it that the reader has not written yet."""
    SUSPENDED = "suspended"
    """Only suspended cards pass it."""
    NOT_WEAK = "not weak"
    """No card is weak."""
    HELD_BACK = "held back"
    """Cards are due, and a cap or the reader holds them back for today."""
    DONE = "done"
    """Today's cards have been asked."""
    NOT_DUE = "not due"
    """Nothing is due today, and nothing was asked."""


class Explanation(NamedTuple):
    """Why there is no card to ask, in words."""

    why: NoCards
    """The reason."""
    text: str
    """The reason in a sentence or two."""
    action: str
    """The action to go on with: `start`, `filter`, `more`, `write` or `browse`."""
    label: str
    """What that action does, next to its key."""
    command: str
    """How to go on in a terminal, in a sentence."""


def explain(
    view: View,
    today: Today,
    cards: Sequence[CardHead],
    *,
    mode: SessionMode = SessionMode.DRILL,
    tomorrow: Today | None = None,
    drill: str = "mlflash drill",
) -> Explanation:
    """Why there is no card to ask among the cards chosen; `today` is what today holds of them.

    With `tomorrow`, the end of a day says what comes then; `drill` is the command to go on with.
    """
    more = f"`{drill} --more`"
    why = _reason(view, today, cards, mode)
    match why:
        case NoCards.NO_MATCH:
            text, action, label = "No card matches.", "filter", "choose others"
            command = "`mlflash list` shows all cards."
        case NoCards.UNWRITTEN:
            text = "These are your own answers: nothing is asked of them until you have written their lines."
            action, label, command = "write", "write them", "`mlflash drill --plain` asks for the lines."
        case NoCards.SUSPENDED:
            text, action, label = "These cards are suspended.", "browse", "resume them in the list"
            command = "`mlflash resume ID` asks one again; `mlflash list --state suspended` shows them."
        case NoCards.NOT_WEAK:
            text, action, label = "No weak cards yet.", "start", "drill today's cards"
            command = f"`{drill}` asks today's cards."
        case NoCards.HELD_BACK:
            text, action, label = _held_back_in_words(view, today), "more", "drill them anyway"
            command = f"{more} drills them anyway."
        case NoCards.DONE:
            text, action, label = f"Done for today. {_next_in_words(view, today, tomorrow)}", "more", "more cards"
            command = f"{more} goes on with cards beyond today's."
        case NoCards.NOT_DUE:
            text, action, label = (
                f"Nothing is due. {_next_in_words(view, today, tomorrow)}",
                "more",
                "drill them anyway",
            )
            command = f"{more} goes on with cards that are not due."
    return Explanation(why, text.strip(), action, label, command)


def _reason(view: View, today: Today, cards: Sequence[CardHead], mode: str) -> NoCards:
    if not cards:
        return NoCards.NO_MATCH
    askable = view.cards(cards)
    if not askable:
        return NoCards.UNWRITTEN
    states = [view.state(card.id) for card in askable]
    if all(state.suspended for state in states):
        return NoCards.SUSPENDED
    if mode is SessionMode.WEAK:
        return NoCards.NOT_WEAK
    if any(held.reason is not Reason.PLAN and _met(view, held.card_id) for held in today.held_back):
        return NoCards.HELD_BACK
    if today.steps:
        return NoCards.NOT_DUE
    if any(state.memory is not None and state.memory.day == view.day for state in states):
        return NoCards.DONE
    if today.planned and today.held_back:
        return NoCards.DONE
    return NoCards.HELD_BACK if today.held_back else NoCards.NOT_DUE


def _met(view: View, card_id: str) -> bool:
    return view.state(card_id).memory is not None


def _held_back_in_words(view: View, today: Today) -> str:
    """How many cards are held back for today, and by what."""
    cap = [held.card_id for held in today.held_back if held.reason is Reason.CAP]
    due = sum(_met(view, card_id) for card_id in cap)
    settings = view.settings
    if due:
        return (
            f"{count_of(due, 'card is', 'cards are')} due over today's cap of {settings.reviews_per_day} reviews."
        )
    if cap:
        count = count_of(len(cap), "new card waits", "new cards wait")
        return f"{count}: today's cap of {settings.new_per_day} new cards is reached."
    return f"{count_of(len(today.held_back), 'card is', 'cards are')} buried until tomorrow."


def _next_in_words(view: View, today: Today, tomorrow: Today | None) -> str:
    """What comes next, and what the plan lets wait."""
    parts = [f"{waiting.sentence}." for waiting in waiting_cards(view, today) if today.planned]
    if tomorrow is not None and tomorrow.queue and not today.steps:
        about = max(1, round(tomorrow.minutes))
        parts.append(f"Tomorrow: {count_of(len(tomorrow.queue), 'card')}, about {about} min.")
    elif today.next_due is not None:
        parts.append(f"The next card is due {due_in_words(view, today.next_due)}.")
    return " ".join(parts)


def due_in_words(view: View, due: date | datetime) -> str:
    """When a card is due, as said in a sentence: in 8 min, tomorrow, on Saturday, on 3 Dec."""
    if isinstance(due, datetime):
        minutes = max(0, round((due - view.now).total_seconds() / 60))
        return f"in {max(1, minutes)} min" if minutes < 60 else f"at {due.astimezone(view.zone):%H:%M}"
    away = (due - view.day).days
    if away < 2:
        return "today" if away < 1 else "tomorrow"
    return f"on {due:%A}" if away < 7 else f"on {short_date(due, view.day)}"
