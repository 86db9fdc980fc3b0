"""What comes next: the queue of a session, and how much of everything waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from mlflash.bank.catalog import LIKELIHOOD_WEIGHT, LIKELIHOODS, CardHead
from mlflash.bank.filter import EVERYTHING, Filter, select
from mlflash.scheduler.card_state import NEW_CARD, CardState, DayTotals, Progress, due_on
from mlflash.scheduler.card_states import CardStates
from mlflash.scheduler.schedule import REVIEW, retrievability
from mlflash.scheduler.weakness import weakness
from mlflash.study.status import Status, status
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.scheduler.plan.planner import Plan


class Counts(NamedTuple):
    """How much waits: due and learning now, new in all and still for today, weak, and the next to fall due."""

    due: int
    learning: int
    new: int
    new_today: int
    weak: int
    next_due: datetime | date | None


def status_lookup(view: View) -> Callable[[CardHead], frozenset[str]]:
    """What each card is, in the words of the filter, as `select` takes it."""
    return lambda card: view.status(card.id).words


def select_cards(view: View, chosen: Filter) -> list[CardHead]:
    """The cards chosen, in bank order."""
    return select(view.catalog, chosen, status_lookup(view))


def caps_left(view: View) -> tuple[int, int]:
    """How many (reviews, new questions) today's caps still allow."""
    today, settings = view.progress.days.get(view.day, DayTotals()), view.settings
    reviews = max(0, settings.reviews_per_day - (today.reviews - today.new - today.crammed))
    return reviews, max(0, settings.new_per_day - today.new)


def build_queue(view: View, chosen: Filter, *, limit: int | None = None) -> list[str]:
    """The questions of a sitting, in order: learning ones that are up, then due ones with new ones among them.

    Due questions come by what forgetting them would cost; new ones by likelihood, then in bank order.
    """
    reviews_left, new_left = caps_left(view)
    learning_cards, due = [], []
    new: dict[str, list[str]] = {level: [] for level in LIKELIHOODS}
    waits, glimpse = view.progress.waiting(view.day), _glimpse(view.progress)
    for card_id, likelihood in _likelihoods(view, chosen):
        if waits(card_id):
            continue
        state = glimpse(card_id)
        if not status(state, view.now, view.day).drillable:
            continue
        memory = state.memory
        if memory is None:
            new[likelihood].append(card_id)
        elif due_on(memory, view.now, view.day):
            if memory.state == REVIEW:
                cost = LIKELIHOOD_WEIGHT[likelihood] * (1 - retrievability(memory, view.day, view.decay))
                due.append((-cost, card_id))
            else:
                learning_cards.append((memory.due if isinstance(memory.due, datetime) else view.now, card_id))
    likeliest = chain.from_iterable(new.values())
    queue = [card_id for _, card_id in sorted(learning_cards)]
    queue += interleave([card_id for _, card_id in sorted(due)][:reviews_left], list(islice(likeliest, new_left)))
    return queue if limit is None else queue[:limit]


def _likelihoods(view: View, chosen: Filter) -> Iterable[tuple[str, str]]:
    """The questions chosen, in bank order, each with its likelihood; without a filter, no entry is made for it."""
    if not chosen:
        return zip(view.catalog.ids, view.catalog.column("likelihood"), strict=True)
    return ((card.id, card.likelihood) for card in select_cards(view, chosen))


def _glimpse(progress: Progress) -> Callable[[str], CardState]:
    """Gives of a question's recall what a queue goes by."""
    questions = progress.states
    if not isinstance(questions, CardStates):
        return progress.state
    if progress.names:
        return lambda card_id: questions.glimpse(progress.name(card_id)) or NEW_CARD
    return lambda card_id: questions.glimpse(card_id) or NEW_CARD


def planned_queue(view: View, order: Sequence[str], chosen: Filter, *, limit: int | None = None) -> list[str]:
    """The questions of a sitting by a plan's order for the day; daily caps do not count, the plan has minutes.

    Questions in the midst of today's learning steps come first, once their minutes are up, and not before.
    """
    learning_cards, waiting = [], set()
    for card in select_cards(view, chosen):
        state = view.state(card.id)
        memory = state.memory
        if not status(state, view.now, view.day).drillable:
            continue
        if memory is None or memory.state == REVIEW or memory.day < view.day:
            waiting.add(card.id)
        elif due_on(memory, view.now, view.day):
            learning_cards.append((str(memory.due), card.id))
    queue = [card_id for _, card_id in sorted(learning_cards)]
    queue += [card_id for card_id in order if card_id in waiting]
    return queue if limit is None else queue[:limit]


def learning_cards(view: View, chosen: Filter) -> list[tuple[datetime, str]]:
    """Questions in today's learning steps whose minutes are not up, with when they are, soonest first."""
    progress, catalog = view.progress, view.catalog
    if view.day not in progress.days:
        return []  # nothing was graded today, so nothing can be
    found, learned, glimpse = {}, progress.waiting(date.min), _glimpse(progress)
    for card_id in progress.states:
        if learned(card_id) or card_id not in catalog:
            continue  # most are out of their steps, which a glance tells: they have a day at which they are due
        state = glimpse(card_id)
        memory = state.memory
        if (
            memory is None
            or not isinstance(memory.due, datetime)
            or not status(state, view.now, view.day).drillable
        ):
            continue
        if not due_on(memory, view.now, view.day):
            found[card_id] = memory.due
    entries = select([catalog[card_id] for card_id in found], chosen, status_lookup(view))
    return sorted((found[card.id], card.id) for card in entries)


def drillable_cards(view: View, chosen: Filter) -> Iterator[CardHead]:
    """The cards chosen that could be asked, due or not: all that are neither suspended nor buried."""
    for card in select_cards(view, chosen):
        if view.drillable(card.id):
            yield card


def cards_beyond_today(view: View, chosen: Filter, limit: int) -> list[str]:
    """Questions beyond today's caps, for a reader who wants more: new ones first, then the weakest."""
    awake = list(drillable_cards(view, chosen))
    new = [card for card in awake if view.state(card.id).memory is None]
    new.sort(key=lambda card: LIKELIHOODS.index(card.likelihood))
    seen = weakest_first([card for card in awake if view.state(card.id).memory], view)
    return [card.id for card in [*new, *seen]][:limit]


def weakest_first(heads: Sequence[CardHead], view: View) -> list[CardHead]:
    """Cards by expected loss today, the greatest first."""

    def cost(card: CardHead) -> float:
        return -weakness(view.state(card.id), card.weight, view.day, view.decay).cost

    return sorted(heads, key=cost)


def interleave(main: Sequence[str], among: Sequence[str]) -> list[str]:
    """The second sequence spread evenly through the first; a due question comes first where there is one."""
    total = len(main) + len(among)
    merged, taken = [], 0
    for place in range(total):
        # After `place + 1` questions, this many of `among` should have been met.
        share = (place + 1) * len(among) // total
        if taken < share:
            merged.append(among[taken])
            taken += 1
        else:
            merged.append(main[place - taken])
    return merged


def count_waiting(view: View, chosen: Filter, plan: Plan | None = None) -> Counts:
    """How many of the cards chosen wait, today's by a plan where there is one."""
    ids: Iterable[str] = view.catalog.ids
    if chosen:
        ids = [card.id for card in select_cards(view, chosen)]
    counts = count_cards(view, ids)
    return counts if plan is None else _as_planned(counts, view, planned_queue(view, plan.today, chosen))


def count_by_section(view: View, plan: Plan | None = None) -> dict[str, Counts]:
    """How many cards wait in each section, in one pass over the bank."""
    ids: dict[str, list[str]] = {section: [] for section in view.catalog.sections}
    for card_id, section in zip(view.catalog.ids, view.catalog.column("section"), strict=True):
        ids[section].append(card_id)
    counts = {section: count_cards(view, own) for section, own in ids.items()}
    if plan is None:
        return counts
    queues: dict[str, list[str]] = {section: [] for section in ids}
    for card_id in planned_queue(view, plan.today, EVERYTHING):
        queues[view.catalog[card_id].section].append(card_id)
    return {section: _as_planned(counts[section], view, queues[section]) for section in counts}


def _as_planned(counts: Counts, view: View, queue: Sequence[str]) -> Counts:
    """Counts where the day's cards are those of a plan."""
    memories = [view.state(card_id).memory for card_id in queue]
    new = memories.count(None)
    learning = sum(memory is not None and memory.state != REVIEW for memory in memories)
    return counts._replace(due=len(memories) - new - learning, learning=learning, new_today=new)


def count_cards(view: View, card_ids: Iterable[str]) -> Counts:
    """How much waits among these questions."""
    due = learning_cards = new = weak = 0
    next_due: datetime | date | None = None
    for card_id in card_ids:
        state = view.state(card_id)
        memory = state.memory
        if state.suspended:
            continue
        if memory is None:
            new += view.drillable(card_id)
            continue
        weak += Status.WEAK in view.status(card_id)
        if not status(state, view.now, view.day).drillable:
            continue
        if due_on(memory, view.now, view.day):
            if memory.state == REVIEW:
                due += 1
            else:
                learning_cards += 1
        elif next_due is None or _sooner(memory.due, next_due):
            next_due = memory.due
    reviews_left, new_left = caps_left(view)
    return Counts(min(due, reviews_left), learning_cards, new, min(new, new_left), weak, next_due)


def _sooner(a: date | datetime, b: date | datetime) -> bool:
    """Whether a falls due before b; an instant, of steps that end with their day, is before any day."""
    if isinstance(a, datetime) != isinstance(b, datetime):
        return isinstance(a, datetime)
    return a < b
