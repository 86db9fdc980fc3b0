"""What today holds: cards to review, in learning and new, and what is held back for which reason.

Home, the filter's counts, `due`, `drill` and every session get their numbers and their order from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from mlflash.bank.catalog import CardHead
from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.schedule import REVIEW
from mlflash.study.queue import caps_left, interleave, keep_apart, new_in_order, planned_cards, sort_cards
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan


class Reason(Enum):
    """Why a card that is due or new does not come today."""

    PLAN = "plan"
    """The plan to the interview gives today's minutes to other cards."""
    CAP = "cap"
    """Today's cap on reviews or on new cards is reached."""
    BURIED = "buried"
    """The reader buried it for the day."""


class HeldBack(NamedTuple):
    """A card that is due or new and does not come today."""

    card_id: str
    """The card."""
    reason: Reason
    """Why it does not come."""
    until: date | None
    """The day on which the reason ends; None where that is not known, as a plan is made day by day.

    A card that the plan's forecast never takes up waits until the day after the last interview.
    """


class Today(NamedTuple):
    """The cards of a study day, as seen at one instant."""

    queue: tuple[str, ...]
    """The cards to ask now, in order: those below, mixed."""
    review: tuple[str, ...]
    """Cards to review."""
    learning: tuple[str, ...]
    """Cards in their learning steps whose time has come."""
    new: tuple[str, ...]
    """Cards to meet for the first time."""
    steps: tuple[tuple[datetime, str], ...]
    """Cards in their learning steps whose time has not come, with when it does, soonest first."""
    held_back: tuple[HeldBack, ...]
    """Cards that are due or new and do not come."""
    unseen: int
    """New cards in all that can be asked, those of today among them."""
    next_due: datetime | date | None
    """When the next card falls due that is not due now."""
    minutes: float
    """About how long the queue takes."""
    plan: Plan | None = None
    """The plan to an interview that chose the cards; None where the daily caps did."""

    @property
    def planned(self) -> bool:
        """Whether a plan to an interview chose the cards."""
        return self.plan is not None

    @property
    def in_learning(self) -> int:
        """How many cards are in their learning steps, whether or not their time has come."""
        return len(self.learning) + len(self.steps)

    def limited(self, most: int | None) -> Today:
        """Today with at most `most` cards; None for all of them."""
        if most is None or most >= len(self.queue) + len(self.steps):
            return self
        queue = self.queue[:most]
        return self._replace(
            queue=queue,
            review=tuple(card_id for card_id in self.review if card_id in queue),
            learning=tuple(card_id for card_id in self.learning if card_id in queue),
            new=tuple(card_id for card_id in self.new if card_id in queue),
            steps=self.steps[: most - len(queue)],
            unseen=min(self.unseen, sum(card_id in queue for card_id in self.new)),
            minutes=self.minutes * len(queue) / max(1, len(self.queue)),
        )

    def numbers(self) -> dict[str, Any]:
        """The numbers of today that commands print as JSON."""
        return {
            "review": len(self.review),
            "learning": self.in_learning,
            "new": len(self.new),
            "minutes": round(self.minutes, 1),
            "waiting": {reason.value: sum(held.reason is reason for held in self.held_back) for reason in Reason},
        }


def todays_cards(view: View, plan: Plan | None = None, cards: Iterable[CardHead] | None = None) -> Today:
    """What today holds among the cards given, or among all: by a plan where there is one, else by the daily caps.

    A plan has minutes, so caps don't count in it. Cards in today's learning steps come first, once their time has
    come; of the others, related ones are kept apart.
    """
    among = view.cards(cards)
    by_status = sort_cards(view, among)
    new = new_in_order(view, by_status.new)
    due = [card_id for _, card_id in sorted(by_status.due)]
    tomorrow = view.day + timedelta(days=1)
    held = [HeldBack(card_id, Reason.BURIED, tomorrow) for card_id in by_status.buried]
    if plan is None:
        first = [card_id for _, card_id, _ in sorted(by_status.learning, key=lambda card: card[:2])]
        reviews_left, new_left = caps_left(view)
        others = interleave(due[:reviews_left], new[:new_left])
        held += [HeldBack(card_id, Reason.CAP, tomorrow) for card_id in (*due[reviews_left:], *new[new_left:])]
    else:
        begun_today = [card for card in by_status.learning if card[2].day >= view.day]
        earlier = [card_id for _, card_id, memory in by_status.learning if memory.day < view.day]
        first = [card_id for _, card_id, _ in sorted(begun_today, key=lambda card: card[:2])]
        others = planned_cards(view, plan, among)
        asked, never = {*first, *others}, after_the_plan(view, plan)
        held += [
            HeldBack(card_id, Reason.PLAN, plan.back.get(card_id, never))
            for card_id in (*earlier, *due, *new)
            if card_id not in asked
        ]
    done = [card_id for _, card_id in sorted(by_status.done) if card_id not in first]
    queue = [*first, *keep_apart(view, [*done, *first], others)]
    memories = [(card_id, view.state(card_id).memory) for card_id in queue]
    new_now = sum(memory is None for _, memory in memories)
    if plan is not None and cards is None:
        expected = plan.minutes
    else:
        expected = minutes(view.progress, len(queue) - new_now, new_now)
    return Today(
        minutes=expected,
        plan=plan,
        queue=tuple(queue),
        review=tuple(card_id for card_id, memory in memories if memory and memory.phase == REVIEW),
        learning=tuple(card_id for card_id, memory in memories if memory and memory.phase != REVIEW),
        new=tuple(card_id for card_id, memory in memories if memory is None),
        steps=tuple(sorted(by_status.steps)),
        held_back=tuple(held),
        unseen=len(new),
        next_due=by_status.next_due,
    )


def after_the_plan(view: View, plan: Plan) -> date | None:
    """The day after the last interview, where the plan's forecast follows each card on each day; else None."""
    if not plan.forecast:
        return None
    from mlflash.scheduler.plan.forecast import SAMPLE

    last = plan.forecast[-1].day
    whole = len(plan.forecast) > (last - plan.day).days and len(view.cards()) <= SAMPLE
    return last + timedelta(days=1) if whole else None


EXPECTED_SECONDS = {"review": 25.0, "new": 90.0}
"""What a card takes as long as the reader's own pace is not known."""


def minutes(progress: Progress, reviews: int, new: int) -> float:
    """About how long a session takes, from the reader's own pace once there is one."""
    spent = sum(state.ms for state in progress.states.values())
    timed = sum(state.timed for state in progress.states.values())
    pace = spent / timed / 1000 if timed >= 20 else EXPECTED_SECONDS["review"]
    return (reviews * pace + new * max(EXPECTED_SECONDS["new"], 3 * pace)) / 60


def today_within(view: View, today: Today, most: float) -> Today:
    """The first of today's cards, those in their learning steps last, that fit into some minutes."""
    in_order = [*today.queue, *(card_id for _, card_id in today.steps)]
    full = sum(_cost(view, card_id) for card_id in today.queue)
    # A plan has minutes of its own, by which all other numbers of today go.
    slower = today.minutes / full if full else 1.0
    return today.limited(cards_within(view, in_order, most / slower if slower else most))


def cards_within(view: View, card_ids: Sequence[str], most: float) -> int:
    """How many of the cards, in the order given, fit into some minutes; one at least."""
    spent = 0.0
    for place, card_id in enumerate(card_ids):
        spent += _cost(view, card_id)
        if place and spent > most + 1e-9:  # sums of minutes are not exact
            return place
    return len(card_ids)


def _cost(view: View, card_id: str) -> float:
    """The minutes that a card takes, its learning steps included."""
    new = view.state(card_id).memory is None
    return minutes(view.progress, 0 if new else 1, 1 if new else 0)
