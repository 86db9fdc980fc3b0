"""Today in words, the same in every screen and command: what comes, what waits, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mlflash.amounts import count_of
from mlflash.study.format import short_date
from mlflash.study.today import HeldBack, Reason, Today, after_the_plan
from mlflash.study.view import View


def today_in_words(today: Today, room: int = 200) -> str:
    """Today's cards in words that fit in `room` columns: 14 to review · 3 learning · 6 new · about 21 min."""
    review, new = len(today.review), len(today.new)
    parts = [f"{review:,} to review"] if review else []
    parts += [f"{today.in_learning:,} learning"] if today.in_learning else []
    parts += [f"{new:,} new" if parts else count_of(new, "new card")] if new else []
    kinds, minutes = " · ".join(parts), f"{max(1, round(today.minutes)):,} min"
    cards = count_of(review + today.in_learning + new, "card")
    forms = (f"{kinds} · about {minutes}", f"{kinds} · {minutes}", f"{cards} · about {minutes}")
    return next((form for form in forms if len(form) <= room), f"{cards} · {minutes}")


class WaitingCards(NamedTuple):
    """Due cards that do not come today for one reason."""

    cards: int
    """How many."""
    why: str
    """The reason, with the days on which they come where these are known."""
    late: bool
    """Whether some of them do not come before the interview."""

    @property
    def sentence(self) -> str:
        """The whole in a sentence, without its full stop."""
        return f"{count_of(self.cards, 'due card waits', 'due cards wait')}: {self.why}"


def waiting_cards(view: View, today: Today) -> tuple[WaitingCards, ...]:
    """The due cards that do not come today, by reason; new cards are not mentioned."""
    due = [held for held in today.held_back if view.state(held.card_id).memory is not None]
    parts = []
    for reason in Reason:
        cards = [held for held in due if held.reason is reason]
        if not cards:
            continue
        match reason:
            case Reason.PLAN:
                late = sum(_after_interviews(view, held.until) for held in cards)
                why = "; ".join([_plan_is_full(today), *_comes(cards, late, view.day)])
            case Reason.CAP:
                late = 0
                why = f"today's cap of {count_of(view.settings.reviews_per_day, 'review')} is reached"
            case Reason.BURIED:
                late, why = 0, "buried until tomorrow"
        parts.append(WaitingCards(len(cards), why, late > 0))
    return tuple(parts)


def _plan_is_full(today: Today) -> str:
    """Why the plan has no more cards today."""
    from mlflash.scheduler.plan.day_plan import StopReason

    plan, cards = today.plan, len(today.queue) + len(today.steps)
    match plan.stop if plan else StopReason.BUDGET:
        case StopReason.ENOUGH | StopReason.DONE:
            return "another look today would add almost nothing"
        case StopReason.OFF:
            return "today is a day off"
        case StopReason.NONE:
            return "no day until the interview has any minutes"
    if plan is None or plan.budget < 1 or not cards:
        return "today's minutes are used up"
    minutes = count_of(round(plan.budget), "minute")
    return f"the plan's {minutes} hold {cards}"


def _comes(cards: Sequence[HeldBack], late: int, day: date) -> list[str]:
    """When the cards come, as far as that is known."""
    if late:
        which = f"{late} of them not" if late < len(cards) else "none" if late > 1 else "not"
        return [f"{which} before the interview"]
    days = [held.until for held in cards if held.until is not None]
    if len(days) < len(cards):
        return []
    last = max(days)
    return [f"back {'by ' if len(cards) > 1 else ''}{_day_in_words(last, day)}"]


def why_waiting(view: View, today: Today, card_id: str) -> str | None:
    """Why a card is not among today's, in words, with the day on which that ends where it is known.

    None for a card that comes today; `today` is what today holds of all cards.
    """
    if card_id in today.queue:
        return None
    state, card = view.state(card_id), view.catalog.get(card_id)
    if card is not None and not view.askable(card):
        return "write your lines first"
    if state.suspended:
        return "suspended"
    memory = state.memory
    for held in today.held_back:
        if held.card_id == card_id:
            return _held_in_words(view, held)
    if memory is None:
        return None
    if isinstance(memory.due, datetime):
        return f"comes back at {memory.due.astimezone(view.zone):%H:%M}"
    comes = f"due {_day_in_words(memory.due_day, view.day)}"
    if memory.day == view.day:
        return f"done today, {comes}"
    if today.plan is None:
        return comes
    return _planned(view, today.plan.back.get(card_id) or after_the_plan(view, today.plan))


def _held_in_words(view: View, held: HeldBack) -> str:
    """Why a card that is due or new is held back."""
    match held.reason:
        case Reason.CAP:
            return "over the cap: tomorrow"
        case Reason.BURIED:
            return "buried until tomorrow"
        case Reason.PLAN:
            return _planned(view, held.until)


def _planned(view: View, day: date | None) -> str:
    """When the plan has a card that does not come today, whatever its due date."""
    if day is None:
        return "not in today's plan"
    if _after_interviews(view, day):
        return f"not planned by {short_date(day - timedelta(days=1), view.day)}"
    return f"planned {_day_in_words(day, view.day)}"


def _after_interviews(view: View, day: date | None) -> bool:
    """Whether a day lies after the last interview that is set."""
    interviews = view.settings.interviews
    return day is not None and bool(interviews) and day > max(interview.on for interview in interviews)


def _day_in_words(due: date, day: date) -> str:
    return "tomorrow" if due - day == timedelta(days=1) else short_date(due, day)
