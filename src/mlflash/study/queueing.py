"""What comes next: the queue of a sitting, and how much of everything waits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import NamedTuple

from mlflash.bank.catalog import LIKELIHOOD_WEIGHT, LIKELIHOODS, Catalog, Entry
from mlflash.bank.selecting import Filter, select
from mlflash.memory.progress import EMPTY, Progress, Recall, Tally, due_on
from mlflash.memory.recalls import Recalls
from mlflash.memory.scheduling import REVIEW, recall
from mlflash.memory.weakness import is_leech, is_weak, weakness
from mlflash.store.config import Settings


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


def resting(state: Recall, moment: Moment) -> bool:
    """Whether a question is out of the drill: suspended, or buried for the day."""
    return state.suspended or state.buried == moment.day


def states_of(state: Recall, moment: Moment, decay: float) -> frozenset[str]:
    """What a question now is, in the words of `selecting.STATES` and `leech`."""
    found = set()
    memory = state.memory
    if memory is None:
        found.add("new")
    else:
        found.add("review" if memory.state == REVIEW else "learning")
        if due_on(memory, moment.now, moment.day) and not resting(state, moment):
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


def stater(progress: Progress, moment: Moment, settings: Settings) -> Callable[[Entry], frozenset[str]]:
    """`states_of` as `select` wants it."""
    decay = settings.parameters.decay
    return lambda entry: states_of(progress.recall(entry.id), moment, decay)


def left_today(progress: Progress, moment: Moment, settings: Settings) -> tuple[int, int]:
    """How many (reviews, new questions) today's caps still allow."""
    today = progress.days.get(moment.day, Tally())
    reviews = max(0, settings.reviews_per_day - (today.reviews - today.new - today.crammed))
    return reviews, max(0, settings.new_per_day - today.new)


def build(
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
    reviews_left, new_left = left_today(progress, moment, settings)
    learning, due = [], []
    new: dict[str, list[str]] = {level: [] for level in LIKELIHOODS}
    waits, glimpse = progress.waiting(moment.day), _glimpse(progress)
    for question, likelihood in _likelihoods(catalog, progress, chosen, settings, moment):
        if waits(question):
            continue
        state = glimpse(question)
        if resting(state, moment):
            continue
        memory = state.memory
        if memory is None:
            new[likelihood].append(question)
        elif due_on(memory, moment.now, moment.day):
            if memory.state == REVIEW:
                cost = LIKELIHOOD_WEIGHT[likelihood] * (1 - recall(memory, moment.day, decay))
                due.append((-cost, question))
            else:
                learning.append((memory.due if isinstance(memory.due, datetime) else moment.now, question))
    likeliest = chain.from_iterable(new.values())
    queue = [question for _, question in sorted(learning)]
    queue += interleave(
        [question for _, question in sorted(due)][:reviews_left], list(islice(likeliest, new_left))
    )
    return queue if limit is None else queue[:limit]


def _likelihoods(
    catalog: Catalog, progress: Progress, chosen: Filter, settings: Settings, moment: Moment
) -> Iterable[tuple[str, str]]:
    """The questions chosen, in bank order, each with its likelihood; without a filter, no entry is made for it."""
    if not chosen:
        return zip(catalog.ids, catalog.column("likelihood"), strict=True)
    entries = select(catalog, chosen, stater(progress, moment, settings))
    return ((entry.id, entry.likelihood) for entry in entries)


def _glimpse(progress: Progress) -> Callable[[str], Recall]:
    """Gives of a question's recall what a queue goes by."""
    questions = progress.questions
    if not isinstance(questions, Recalls):
        return progress.recall
    if progress.names:
        return lambda question: questions.glimpse(progress.name(question)) or EMPTY
    return lambda question: questions.glimpse(question) or EMPTY


def follow(
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
    learning, waiting = [], set()
    for entry in select(catalog, chosen, stater(progress, moment, settings)):
        state = progress.recall(entry.id)
        memory = state.memory
        if resting(state, moment):
            continue
        if memory is None or memory.state == REVIEW or memory.day < moment.day:
            waiting.add(entry.id)
        elif due_on(memory, moment.now, moment.day):
            learning.append((str(memory.due), entry.id))
    queue = [question for _, question in sorted(learning)]
    queue += [question for question in order if question in waiting]
    return queue if limit is None else queue[:limit]


def learning(
    catalog: Catalog, progress: Progress, chosen: Filter, settings: Settings, moment: Moment
) -> list[tuple[datetime, str]]:
    """Questions in today's learning steps whose minutes are not up, with when they are, soonest first."""
    if moment.day not in progress.days:
        return []  # nothing was graded today, so nothing can be
    found, learned, glimpse = {}, progress.waiting(date.min), _glimpse(progress)
    for question in progress.questions:
        if learned(question) or question not in catalog:
            continue  # most are out of their steps, which a glance tells: they have a day at which they are due
        state = glimpse(question)
        memory = state.memory
        if memory is None or not isinstance(memory.due, datetime) or resting(state, moment):
            continue
        if not due_on(memory, moment.now, moment.day):
            found[question] = memory.due
    entries = select([catalog[question] for question in found], chosen, stater(progress, moment, settings))
    return sorted((found[entry.id], entry.id) for entry in entries)


def beyond(
    catalog: Catalog, progress: Progress, chosen: Filter, settings: Settings, moment: Moment
) -> Iterator[Entry]:
    """The questions chosen that could be asked, due or not: none that rests."""
    for entry in select(catalog, chosen, stater(progress, moment, settings)):
        if not resting(progress.recall(entry.id), moment):
            yield entry


def more(
    catalog: Catalog, progress: Progress, chosen: Filter, settings: Settings, moment: Moment, limit: int
) -> list[str]:
    """Questions beyond today's caps, for a reader who wants more: new ones first, then the weakest."""
    awake = list(beyond(catalog, progress, chosen, settings, moment))
    new = [entry for entry in awake if progress.recall(entry.id).memory is None]
    new.sort(key=lambda entry: LIKELIHOODS.index(entry.likelihood))
    seen = by_weakness([e for e in awake if progress.recall(e.id).memory], progress, settings, moment)
    return [entry.id for entry in [*new, *seen]][:limit]


def by_weakness(entries: Sequence[Entry], progress: Progress, settings: Settings, moment: Moment) -> list[Entry]:
    """Entries with what would cost most today first."""
    decay = settings.parameters.decay

    def cost(entry: Entry) -> float:
        return -weakness(progress.recall(entry.id), entry.weight, moment.day, decay).cost

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


def count(catalog: Catalog, progress: Progress, chosen: Filter, settings: Settings, moment: Moment) -> Counts:
    """How much waits among the questions chosen."""
    questions: Iterable[str] = catalog.ids
    if chosen:
        questions = [entry.id for entry in select(catalog, chosen, stater(progress, moment, settings))]
    return count_of(questions, progress, settings, moment)


def count_of(questions: Iterable[str], progress: Progress, settings: Settings, moment: Moment) -> Counts:
    """How much waits among these questions."""
    due = learning = new = weak = 0
    next_due: datetime | date | None = None
    decay = settings.parameters.decay
    for question in questions:
        state = progress.recall(question)
        memory = state.memory
        if state.suspended:
            continue
        if memory is None:
            new += not resting(state, moment)
            continue
        weak += is_weak(state, moment.day, decay)
        if resting(state, moment):
            continue
        if due_on(memory, moment.now, moment.day):
            if memory.state == REVIEW:
                due += 1
            else:
                learning += 1
        elif next_due is None or _sooner(memory.due, next_due):
            next_due = memory.due
    reviews_left, new_left = left_today(progress, moment, settings)
    return Counts(min(due, reviews_left), learning, new, min(new, new_left), weak, next_due)


def _sooner(a: date | datetime, b: date | datetime) -> bool:
    """Whether a falls due before b; an instant, of steps that end with their day, is before any day."""
    if isinstance(a, datetime) != isinstance(b, datetime):
        return isinstance(a, datetime)
    return a < b
