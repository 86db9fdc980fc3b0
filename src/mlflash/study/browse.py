"""Looking through the cards: what is found, in which order, and how each one stands.

A listing is a sequence of places in the bank (from 0), so that a hundred thousand cards cost a list of numbers;
what a row shows is worked out only for the rows on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from mlflash.bank.card import Card
from mlflash.bank.catalog import DIFFICULTIES, LIKELIHOOD_WEIGHT, LIKELIHOODS, CardHead, Catalog
from mlflash.bank.filter import EVERYTHING, Filter, matcher
from mlflash.scheduler.card_state import CardState, Progress, due_on
from mlflash.scheduler.schedule import REVIEW, retrievability
from mlflash.scheduler.weakness import Weakness, is_leech, is_weak, missed_line, weakness
from mlflash.store.settings import Settings
from mlflash.study.queue import Moment, status_lookup

SORTS = ("section", "due", "weakness", "likelihood", "added")
"""Orders of a listing. `added` is the day a question joined the reader's own, the latest first."""

STATES = ("new", "learning", "review", "due", "suspended", "buried")

SLICE = 2048
"""Questions searched between two looks at whether the search is still wanted."""


class CardRow(NamedTuple):
    """How one question stands; `state` is one of `STATES`, `retrievability` today's, None for a new card."""

    card: CardHead
    state: str
    flagged: bool
    leech: bool
    due: date | datetime | None
    recall: float | None
    first: date | None


class WeakCard(NamedTuple):
    """A weak question with its causes; `lost` is (line, misses, of how many lately) of the line always lost."""

    card: CardHead
    weakness: Weakness
    leech: bool
    lost: tuple[int, int, int] | None


def row_of(head: CardHead, state: CardState, moment: Moment, decay: float) -> CardRow:
    """How a question stands now."""
    memory = state.memory
    if state.suspended:
        word = "suspended"
    elif state.buried == moment.day:
        word = "buried"
    elif memory is None:
        word = "new"
    elif memory.phase != REVIEW:
        word = "learning"
    else:
        word = "due" if due_on(memory, moment.now, moment.day) else "review"
    return CardRow(
        head,
        word,
        state.flagged,
        is_leech(state),
        memory.due if memory else None,
        retrievability(memory, moment.day, decay) if memory else None,
        state.first,
    )


def weakest_cards(
    catalog: Catalog, progress: Progress, settings: Settings, moment: Moment, chosen: Filter = EVERYTHING
) -> list[WeakCard]:
    """The weak questions among those chosen, what would cost most today first."""
    decay, passes = settings.parameters.decay, matcher(chosen)
    found = []
    for head in catalog:
        state = progress.state(head.id)
        if is_weak(state, moment.day, decay) and passes(head):
            weighed = weakness(state, head.weight, moment.day, decay)
            found.append(WeakCard(head, weighed, is_leech(state), missed_line(state)))
    return sorted(found, key=lambda one: -one.weakness.cost)


def listing(
    catalog: Catalog,
    progress: Progress,
    settings: Settings,
    moment: Moment,
    chosen: Filter,
    sort: str = "section",
    backward: bool = False,
) -> Sequence[int]:
    """The places of the questions chosen, in an order of `SORTS`; `backward` turns it round.

    Where the order says nothing of two questions they stand as in the bank.
    """
    places: Sequence[int] = range(len(catalog))
    if chosen:
        passes = matcher(chosen)
        kept = [place for place, head in enumerate(catalog) if passes(head)]
        if chosen.states:
            states, wanted = status_lookup(progress, moment, settings), frozenset(chosen.states)
            kept = [place for place in kept if wanted & states(catalog.entries[place])]
        places = kept
    if sort == "section":
        return places[::-1] if backward else places
    key = _key(catalog, progress, settings, moment, sort)
    return sorted(places, key=key, reverse=backward)


def _key(
    catalog: Catalog, progress: Progress, settings: Settings, moment: Moment, sort: str
) -> Callable[[int], Any]:
    """What an order goes by; questions never met stand last, but in the order of likelihood."""
    likelihoods = [head.likelihood for head in catalog]
    if sort == "likelihood":
        rank = {level: i for i, level in enumerate(LIKELIHOODS)}
        hard = {level: -i for i, level in enumerate(DIFFICULTIES)}
        difficulties = [head.difficulty for head in catalog]
        return lambda place: (rank[likelihoods[place]], hard[difficulties[place]])
    ids, known, decay = [*catalog.ids], progress.states, settings.parameters.decay

    def due(state: CardState) -> float:
        assert state.memory is not None
        return _instant(state.memory.due, moment)

    def cost(state: CardState, weight: float) -> float:
        return -weakness(state, weight, moment.day, decay).cost

    def added(state: CardState) -> float:
        return -state.first.toordinal() if state.first else 0.0

    def key(place: int) -> tuple[bool, float]:
        state = known.get(ids[place])
        if state is None or state.memory is None:
            return (True, 0.0)
        match sort:
            case "due":
                return (False, due(state))
            case "weakness":
                return (False, cost(state, LIKELIHOOD_WEIGHT[likelihoods[place]]))
        return (False, added(state))

    return key


def _instant(due: date | datetime, moment: Moment) -> float:
    """Days from today until a question is due; learning ones, due within today, before a day's reviews."""
    if isinstance(due, datetime):
        return min(0.0, (due - moment.now).total_seconds() / 86_400) - 1e-6
    return float((due - moment.day).days)


class SearchIndex:
    """The text to search, card by card: questions, ids and tags at once, answers as they are read.

    `read` opens some more cards; until it has opened all, a search looks for what it has.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._texts = [
            f"{head.question}\n{head.id} {' '.join(head.tags)} {head.subsection or ''}".casefold()
            for head in catalog
        ]
        self._read = 0

    @property
    def complete(self) -> bool:
        """Whether all answers have been read."""
        return self._read == len(self.catalog)

    def read(self, count: int, progress: Progress) -> bool:
        """Read the answers of some more cards, with the reader's own lines and notes; False when all are read."""
        for place in range(self._read, min(self._read + count, len(self.catalog))):
            head = self.catalog.entries[place]
            self._texts[place] += "\n" + _answer_text(self.catalog.card(head.id), progress.state(head.id))
            self._read = place + 1
        return not self.complete

    def search(
        self, query: str, among: Sequence[int], wanted: Callable[[], bool] = lambda: True
    ) -> list[int] | None:
        """Those places whose text holds every word of the query, in the order given.

        `wanted` is asked from time to time; None where it says no.
        """
        words, texts = query.casefold().split(), self._texts
        hits: list[int] = []
        for start in range(0, len(among), SLICE):
            if not wanted():
                return None
            part: Iterable[int] = among[start : start + SLICE]
            for word in words:
                part = [place for place in part if word in texts[place]]
            hits += part
        return hits


def narrows(query: str, before: str) -> bool:
    """Whether all that is found by a query was found by the one before: each old word is part of a new one."""
    words = query.casefold().split()
    return all(any(old in new for new in words) for old in before.casefold().split())


class SearchRequest(NamedTuple):
    """What a listing is asked for: words to search, a filter, an order of `SORTS`."""

    query: str = ""
    chosen: Filter = EVERYTHING
    sort: str = "section"
    backward: bool = False


class SearchResult(NamedTuple):
    """A listing: `base` passes the filter, `hits` the words too; `complete` where all answers were searched."""

    asked: SearchRequest
    base: Sequence[int]
    hits: Sequence[int]
    complete: bool
    progress: Progress


def find_cards(
    index: SearchIndex,
    progress: Progress,
    settings: Settings,
    moment: Moment,
    asked: SearchRequest,
    have: SearchResult | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> SearchResult | None:
    """What was asked for, from what was found before where that holds it; None where it is no longer wanted."""
    complete = index.complete
    base: Sequence[int]
    if have is not None and have.progress is progress and have.asked[1:] == asked[1:]:
        base = among = have.base
        if have.complete and narrows(asked.query, have.asked.query):
            among = have.hits
    else:
        base = among = listing(index.catalog, progress, settings, moment, *asked[1:])
    if not asked.query.split():
        return SearchResult(asked, base, base, complete, progress)
    hits = index.search(asked.query, among, wanted)
    return None if hits is None else SearchResult(asked, base, hits, complete, progress)


def _answer_text(card: Card, state: CardState) -> str:
    parts = [*card.answer, card.formula or "", card.pitfall or ""]
    parts += [*(state.own_lines or ()), state.note or ""]
    return "\n".join(parts).casefold()


def toggles(kind: str, states: Iterable[CardState]) -> str:
    """What a key does to the questions it is pressed on: undo the mark where all of them have it."""
    match kind:
        case "flag":
            return "unflag" if all(state.flagged for state in states) else "flag"
        case "suspend":
            return "resume" if all(state.suspended for state in states) else "suspend"
    return kind
