"""What today holds: cards to review, in learning and new, and what is held back for which reason.

Home, the filter's counts, `due`, `drill` and every session get their numbers and their order from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from mlflash.bank.catalog import LIKELIHOODS, CardHead
from mlflash.scheduler.card_state import DayTotals, Progress, due_on
from mlflash.scheduler.schedule import REVIEW, Memory, retrievability
from mlflash.study.queue import interleave
from mlflash.study.status import Status, status
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
    """The day on which the reason ends; None where that is not known, as a plan is made day by day."""


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
    planned: bool
    """Whether a plan to an interview chose the cards."""

    @property
    def in_learning(self) -> int:
        """How many cards are in their learning steps, whether or not their time has come."""
        return len(self.learning) + len(self.steps)

    def limited(self, most: int | None) -> Today:
        """The same with at most so many cards; None for all of them."""
        if most is None or most >= len(self.queue) + len(self.steps):
            return self
        queue = self.queue[:most]
        return self._replace(
            queue=queue,
            review=tuple(one for one in self.review if one in queue),
            learning=tuple(one for one in self.learning if one in queue),
            new=tuple(one for one in self.new if one in queue),
            steps=self.steps[: most - len(queue)],
            unseen=min(self.unseen, sum(one in queue for one in self.new)),
            minutes=self.minutes * len(queue) / max(1, len(self.queue)),
        )

    def numbers(self) -> dict[str, Any]:
        """What commands print of today as JSON: numbers alone."""
        return {
            "review": len(self.review),
            "learning": self.in_learning,
            "new": len(self.new),
            "minutes": round(self.minutes, 1),
            "waiting": {reason.value: sum(one.reason is reason for one in self.held_back) for reason in Reason},
        }


class _Sorted:
    """Cards by what they are now."""

    def __init__(self) -> None:
        self.learning: list[tuple[datetime, str, Memory]] = []
        self.due: list[tuple[float, str]] = []
        self.new: dict[str, list[str]] = {level: [] for level in LIKELIHOODS}
        self.steps: list[tuple[datetime, str]] = []
        self.buried: list[str] = []
        self.next_due: datetime | date | None = None


def today(
    view: View, plan: Plan | None = None, cards: Iterable[CardHead] | None = None, *, timed: bool = True
) -> Today:
    """What today holds among the cards given, or among all: by a plan where there is one, else by the daily caps.

    A plan has minutes, so caps don't count in it. Cards in today's learning steps come first, once their time has
    come. Without `timed` the minutes are not worked out.
    """
    among = view.cards(cards)
    found = _sort(view, among)
    new = sorted(chain.from_iterable(found.new.values()), key=view.catalog.start_place)
    due = [card_id for _, card_id in sorted(found.due)]
    tomorrow = view.day + timedelta(days=1)
    held = [HeldBack(card_id, Reason.BURIED, tomorrow) for card_id in found.buried]
    if plan is None:
        first = [card_id for _, card_id, _ in sorted(found.learning, key=lambda one: one[:2])]
        reviews_left, new_left = caps_left(view)
        queue = [*first, *interleave(due[:reviews_left], new[:new_left])]
        held += [HeldBack(card_id, Reason.CAP, tomorrow) for card_id in (*due[reviews_left:], *new[new_left:])]
    else:
        fresh = [one for one in found.learning if one[2].day >= view.day]
        earlier = [card_id for _, card_id, memory in found.learning if memory.day < view.day]
        first = [card_id for _, card_id, _ in sorted(fresh, key=lambda one: one[:2])]
        queue = [*first, *_planned(view, plan, among)]
        asked = set(queue)
        held += [HeldBack(one, Reason.PLAN, None) for one in (*earlier, *due, *new) if one not in asked]
    memories = [(card_id, view.state(card_id).memory) for card_id in queue]
    new_now = sum(memory is None for _, memory in memories)
    if plan is not None and cards is None:
        expected = plan.minutes
    else:
        expected = minutes(view.progress, len(queue) - new_now, new_now) if timed else 0.0
    return Today(
        minutes=expected,
        planned=plan is not None,
        queue=tuple(queue),
        review=tuple(card_id for card_id, memory in memories if memory and memory.phase == REVIEW),
        learning=tuple(card_id for card_id, memory in memories if memory and memory.phase != REVIEW),
        new=tuple(card_id for card_id, memory in memories if memory is None),
        steps=tuple(sorted(found.steps)),
        held_back=tuple(held),
        unseen=len(new),
        next_due=found.next_due,
    )


def _sort(view: View, heads: Iterable[CardHead]) -> _Sorted:
    """Cards by what they are now; due reviews with their expected loss, new cards by likelihood."""
    found = _Sorted()
    progress, now, day, decay = view.progress, view.now, view.day, view.decay
    for head in heads:
        state = progress.state(head.id)
        memory, what = state.memory, status(state, now, day)
        if not what.drillable:
            if not state.suspended and (memory is None or due_on(memory, now, day)):
                found.buried.append(head.id)
        elif memory is None:
            found.new[head.likelihood].append(head.id)
        elif Status.DUE not in what:
            if isinstance(memory.due, datetime):
                found.steps.append((memory.due, head.id))
            if found.next_due is None or _sooner(memory.due, found.next_due):
                found.next_due = memory.due
        elif memory.phase == REVIEW:
            found.due.append((-head.weight * (1 - retrievability(memory, day, decay)), head.id))
        else:
            found.learning.append((memory.due if isinstance(memory.due, datetime) else now, head.id, memory))
    return found


def _planned(view: View, plan: Plan, heads: Sequence[CardHead]) -> list[str]:
    """The plan's cards for today that can be asked, but those in today's learning steps, in the plan's order."""
    among = {head.id for head in heads}
    queue = []
    for card_id in plan.today:
        memory = view.state(card_id).memory
        in_steps = memory is not None and memory.phase != REVIEW and memory.day >= view.day
        if card_id in among and not in_steps and view.drillable(card_id):
            queue.append(card_id)
    return queue


def why_waiting(view: View, found: Today, card_id: str) -> str | None:
    """Why a card is not among today's, in words, with the day on which that ends where it is known.

    None for a card that comes today; `found` is what today holds of all cards.
    """
    from mlflash.study.format import short_date

    if card_id in found.queue:
        return None
    state, card = view.state(card_id), view.catalog.get(card_id)
    if card is not None and not view.askable(card):
        return "write your lines first"
    if state.suspended:
        return "suspended"
    for held in found.held_back:
        if held.card_id == card_id:
            return WAITS[held.reason]
    memory = state.memory
    if memory is None:
        return None
    if isinstance(memory.due, datetime):
        return f"comes back at {memory.due.astimezone(view.zone):%H:%M}"
    done = "done today, " if memory.day == view.day else "not in today's plan, " if found.planned else ""
    away = (memory.due_day - view.day).days
    return f"{done}due {'tomorrow' if away == 1 else short_date(memory.due_day, view.day)}"


WAITS = {
    Reason.PLAN: "due, not in today's plan",
    Reason.CAP: "over today's cap, comes tomorrow",
    Reason.BURIED: "buried until tomorrow",
}
"""Why a card is held back, in words."""


EXPECTED_SECONDS = {"review": 25.0, "new": 90.0}
"""What a card takes as long as the reader's own pace is not known."""


def minutes(progress: Progress, reviews: int, new: int) -> float:
    """About how long a session takes, from the reader's own pace once there is one."""
    spent = sum(state.ms for state in progress.states.values())
    timed = sum(state.timed for state in progress.states.values())
    pace = spent / timed / 1000 if timed >= 20 else EXPECTED_SECONDS["review"]
    return (reviews * pace + new * max(EXPECTED_SECONDS["new"], 3 * pace)) / 60


def caps_left(view: View) -> tuple[int, int]:
    """How many (reviews, new cards) today's caps still allow."""
    done, settings = view.progress.days.get(view.day, DayTotals()), view.settings
    reviews = max(0, settings.reviews_per_day - (done.reviews - done.new - done.crammed))
    return reviews, max(0, settings.new_per_day - done.new)


def _sooner(a: date | datetime, b: date | datetime) -> bool:
    """Whether a falls due before b; an instant, of steps that end with their day, is before any day."""
    if isinstance(a, datetime) != isinstance(b, datetime):
        return isinstance(a, datetime)
    return a < b
