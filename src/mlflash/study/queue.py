"""What comes next: the queue of a sitting, and how much of everything waits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import NamedTuple

from mlflash.bank.catalog import LIKELIHOOD_WEIGHT, LIKELIHOODS, CardHead, Catalog
from mlflash.bank.filter import Filter, select
from mlflash.scheduler.card_state import CardState, DayTotals, Progress, due_on
from mlflash.scheduler.schedule import REVIEW, retrievability
from mlflash.scheduler.weakness import is_leech, is_weak, weakness
from mlflash.store.settings import Settings


class Moment(NamedTuple):
    """When a question is looked at: the instant and its study day."""

    now: datetime
    day: date


class Counts(NamedTuple):
    """How much waits: due and learning now, new in all and still for today, weak, and the next to fall due."""

    due: int
    learning: int
    new: int
    new_today: int
    weak: int
    next_due: datetime | date | None


def suspended_or_buried(state: CardState, moment: Moment) -> bool:
    """Whether a question is out of the drill: suspended, or buried for the day."""
    return state.suspended or state.buried == moment.day


def statuses_of(state: CardState, moment: Moment, decay: float) -> frozenset[str]:
    """What a question now is, in the words of `selecting.STATES` and `leech`."""
    found = set()
    memory = state.memory
    if memory is None:
        found.add("new")
    else:
        found.add("review" if memory.phase == REVIEW else "learning")
        if due_on(memory, moment.now, moment.day) and not suspended_or_buried(state, moment):
            found.add("due")
        if is_weak(state, moment.day, decay):
            found.add("weak")
        if is_leech(state):
            found.add("leech")
    if state.suspended:
        found.add("suspended")
    if state.flagged:
        found.add("flagged")
    return frozenset(found)


def status_lookup(progress: Progress, moment: Moment, settings: Settings) -> Callable[[CardHead], frozenset[str]]:
    """`statuses_of` as `select` wants it."""
    decay = settings.parameters.decay
    return lambda card: statuses_of(progress.state(card.id), moment, decay)


def caps_left(progress: Progress, moment: Moment, settings: Settings) -> tuple[int, int]:
    """How many (reviews, new questions) today's caps still allow."""
    today = progress.days.get(moment.day, DayTotals())
    reviews = max(0, settings.reviews_per_day - (today.reviews - today.new - today.crammed))
    return reviews, max(0, settings.new_per_day - today.new)


def build_queue(
    catalog: Catalog,
    progress: Progress,
    chosen: Filter,
    settings: Settings,
    moment: Moment,
    *,
    limit: int | None = None,
) -> list[str]:
    """The questions of a sitting, in order: learning ones that are up, then due ones with new ones among them.

    Due questions come by what forgetting them would cost; new ones by likelihood, then in bank order.
    """
    decay = settings.parameters.decay
    reviews_left, new_left = caps_left(progress, moment, settings)
    learning_cards, due = [], []
    new: dict[str, list[str]] = {level: [] for level in LIKELIHOODS}
    for card_id, likelihood in _likelihoods(catalog, progress, chosen, settings, moment):
        state = progress.state(card_id)
        if suspended_or_buried(state, moment):
            continue
        memory = state.memory
        if memory is None:
            new[likelihood].append(card_id)
        elif due_on(memory, moment.now, moment.day):
            if memory.phase == REVIEW:
                cost = LIKELIHOOD_WEIGHT[likelihood] * (1 - retrievability(memory, moment.day, decay))
                due.append((-cost, card_id))
            else:
                learning_cards.append((memory.due_at or moment.now, card_id))
    likeliest = chain.from_iterable(new.values())
    queue = [card_id for _, card_id in sorted(learning_cards)]
    queue += interleave([card_id for _, card_id in sorted(due)][:reviews_left], list(islice(likeliest, new_left)))
    return queue if limit is None else queue[:limit]


def _likelihoods(
    catalog: Catalog, progress: Progress, chosen: Filter, settings: Settings, moment: Moment
) -> Iterable[tuple[str, str]]:
    """The questions chosen, in bank order, each with its likelihood; without a filter, no entry is made for it."""
    if not chosen:
        return ((card.id, card.likelihood) for card in catalog)
    entries = select(catalog, chosen, status_lookup(progress, moment, settings))
    return ((card.id, card.likelihood) for card in entries)


def planned_queue(
    order: Sequence[str],
    catalog: Catalog,
    progress: Progress,
    chosen: Filter,
    settings: Settings,
    moment: Moment,
    *,
    limit: int | None = None,
) -> list[str]:
    """The questions of a sitting by a plan's order for the day; daily caps do not count, the plan has minutes.

    Questions in the midst of today's learning steps come first, once their minutes are up, and not before.
    """
    learning_cards, waiting = [], set()
    for card in select(catalog, chosen, status_lookup(progress, moment, settings)):
        state = progress.state(card.id)
        memory = state.memory
        if suspended_or_buried(state, moment):
            continue
        if memory is None or memory.phase == REVIEW or memory.day < moment.day:
            waiting.add(card.id)
        elif due_on(memory, moment.now, moment.day):
            learning_cards.append((str(memory.due), card.id))
    queue = [card_id for _, card_id in sorted(learning_cards)]
    queue += [card_id for card_id in order if card_id in waiting]
    return queue if limit is None else queue[:limit]


def learning_cards(
    catalog: Catalog, progress: Progress, chosen: Filter, settings: Settings, moment: Moment
) -> list[tuple[datetime, str]]:
    """Questions in today's learning steps whose minutes are not up, with when they are, soonest first."""
    if moment.day not in progress.days:
        return []  # nothing was graded today, so nothing can be
    found: dict[str, datetime] = {}
    for card_id, state in progress.states.items():
        memory = state.memory
        if memory is None or memory.due_at is None or card_id not in catalog or suspended_or_buried(state, moment):
            continue
        if not due_on(memory, moment.now, moment.day):
            found[card_id] = memory.due_at
    entries = select([catalog[card_id] for card_id in found], chosen, status_lookup(progress, moment, settings))
    return sorted((found[card.id], card.id) for card in entries)


def drillable_cards(
    catalog: Catalog, progress: Progress, chosen: Filter, settings: Settings, moment: Moment
) -> Iterator[CardHead]:
    """The questions chosen that could be asked, due or not: none that rests."""
    for card in select(catalog, chosen, status_lookup(progress, moment, settings)):
        if not suspended_or_buried(progress.state(card.id), moment):
            yield card


def cards_beyond_today(
    catalog: Catalog, progress: Progress, chosen: Filter, settings: Settings, moment: Moment, limit: int
) -> list[str]:
    """Questions beyond today's caps, for a reader who wants more: new ones first, then the weakest."""
    awake = list(drillable_cards(catalog, progress, chosen, settings, moment))
    new = [card for card in awake if progress.state(card.id).memory is None]
    new.sort(key=lambda card: LIKELIHOODS.index(card.likelihood))
    seen = weakest_first([e for e in awake if progress.state(e.id).memory], progress, settings, moment)
    return [card.id for card in [*new, *seen]][:limit]


def weakest_first(
    entries: Sequence[CardHead], progress: Progress, settings: Settings, moment: Moment
) -> list[CardHead]:
    """Entries with what would cost most today first."""
    decay = settings.parameters.decay

    def cost(card: CardHead) -> float:
        return -weakness(progress.state(card.id), card.weight, moment.day, decay).cost

    return sorted(entries, key=cost)


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


def count_waiting(
    catalog: Catalog, progress: Progress, chosen: Filter, settings: Settings, moment: Moment
) -> Counts:
    """How much waits among the questions chosen."""
    questions: Iterable[str] = catalog.ids
    if chosen:
        questions = [card.id for card in select(catalog, chosen, status_lookup(progress, moment, settings))]
    return count_cards(questions, progress, settings, moment)


def count_cards(questions: Iterable[str], progress: Progress, settings: Settings, moment: Moment) -> Counts:
    """How much waits among these questions."""
    due = learning_cards = new = weak = 0
    next_due: datetime | date | None = None
    decay = settings.parameters.decay
    for card_id in questions:
        state = progress.state(card_id)
        memory = state.memory
        if state.suspended:
            continue
        if memory is None:
            new += not suspended_or_buried(state, moment)
            continue
        weak += is_weak(state, moment.day, decay)
        if suspended_or_buried(state, moment):
            continue
        if due_on(memory, moment.now, moment.day):
            if memory.phase == REVIEW:
                due += 1
            else:
                learning_cards += 1
        elif next_due is None or _sooner(memory.due, next_due):
            next_due = memory.due
    reviews_left, new_left = caps_left(progress, moment, settings)
    return Counts(min(due, reviews_left), learning_cards, new, min(new, new_left), weak, next_due)


def _sooner(a: date | datetime, b: date | datetime) -> bool:
    """Whether a falls due before b; an instant, of steps that end with their day, is before any day."""
    if isinstance(a, datetime) != isinstance(b, datetime):
        return isinstance(a, datetime)
    return a < b
