"""Search and sort the list of cards.

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
from mlflash.scheduler.card_state import CardState, Progress
from mlflash.scheduler.schedule import retrievability
from mlflash.scheduler.weakness import Weakness, is_leech, missed_line, weakness
from mlflash.study.queue import status_lookup
from mlflash.study.status import Status
from mlflash.study.view import View

SORTS = ("section", "due", "weakness", "likelihood", "added")
"""Orders of a listing. `added` is the day a card joined the reader's own, the latest first."""

SLICE = 2048
"""Cards searched between two checks whether the search is still wanted."""


class CardRow(NamedTuple):
    """A card in a list."""

    card: CardHead
    """The card, without its answer."""
    status: Status
    """Everything that the card is now."""
    due: date | datetime | None
    """When it is due; None for a new card."""
    recall: float | None
    """Its retrievability today; None for a new card."""
    first: date | None
    """The study day it was first graded on."""


class WeakCard(NamedTuple):
    """A weak card with the causes."""

    card: CardHead
    """The card, without its answer."""
    weakness: Weakness
    """Its expected loss and the causes."""
    leech: bool
    """Whether it lapsed more often than chance explains."""
    lost: tuple[int, int, int] | None
    """The line the reader keeps missing: its number, how often it was missed, in how many reviews."""


def row_of(head: CardHead, view: View) -> CardRow:
    """A card's row, now."""
    state = view.state(head.id)
    memory = state.memory
    return CardRow(
        card=head,
        status=view.status(head.id),
        due=memory.due if memory else None,
        recall=retrievability(memory, view.day, view.decay) if memory else None,
        first=state.first,
    )


def weakest_cards(view: View, chosen: Filter = EVERYTHING) -> list[WeakCard]:
    """The weak cards among those chosen, those with the greatest expected loss today first."""
    found, passes = [], matcher(chosen)
    for head in view.catalog:
        state = view.state(head.id)
        if passes(head) and Status.WEAK in view.status(head.id):
            weighed = weakness(state, head.weight, view.day, view.decay)
            found.append(WeakCard(head, weighed, is_leech(state), missed_line(state)))
    return sorted(found, key=lambda one: -one.weakness.cost)


def listing(view: View, chosen: Filter, sort: str = "section", backward: bool = False) -> Sequence[int]:
    """The places of the cards chosen, in an order of `SORTS`; `backward` reverses it.

    Cards that are equal in this order stay in bank order.
    """
    catalog = view.catalog
    places: Sequence[int] = range(len(catalog))
    if chosen:
        passes = matcher(chosen)
        kept = [place for place, head in enumerate(catalog) if passes(head)]
        if chosen.states:
            states, wanted = status_lookup(view), frozenset(chosen.states)
            kept = [place for place in kept if wanted & states(catalog.entries[place])]
        places = kept
    if sort == "section":
        return places[::-1] if backward else places
    key = _key(view, sort)
    return sorted(places, key=key, reverse=backward)


def _key(view: View, sort: str) -> Callable[[int], Any]:
    """The sort key of an order; cards never met come last, except by likelihood."""
    catalog, known, decay = view.catalog, view.progress.states, view.decay
    likelihoods = [head.likelihood for head in catalog]
    if sort == "likelihood":
        rank = {level: i for i, level in enumerate(LIKELIHOODS)}
        hard = {level: -i for i, level in enumerate(DIFFICULTIES)}
        difficulties = [head.difficulty for head in catalog]
        return lambda place: (rank[likelihoods[place]], hard[difficulties[place]])
    ids = [*catalog.ids]

    def due(state: CardState) -> float:
        assert state.memory is not None
        return _instant(state.memory.due, view)

    def cost(state: CardState, weight: float) -> float:
        return -weakness(state, weight, view.day, decay).cost

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


def _instant(due: date | datetime, view: View) -> float:
    """Days from today until a card is due; learning ones, due within today, before a day's reviews."""
    if isinstance(due, datetime):
        return min(0.0, (due - view.now).total_seconds() / 86_400) - 1e-6
    return float((due - view.day).days)


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
    view: View,
    asked: SearchRequest,
    have: SearchResult | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> SearchResult | None:
    """What was asked for, from what was found before where that holds it; None where it is no longer wanted."""
    complete, progress = index.complete, view.progress
    view = view._replace(catalog=index.catalog)  # the index may be of a catalog that has since changed
    base: Sequence[int]
    if have is not None and have.progress is progress and have.asked[1:] == asked[1:]:
        base = among = have.base
        if have.complete and narrows(asked.query, have.asked.query):
            among = have.hits
    else:
        base = among = listing(view, *asked[1:])
    if not asked.query.split():
        return SearchResult(asked, base, base, complete, progress)
    hits = index.search(asked.query, among, wanted)
    return None if hits is None else SearchResult(asked, base, hits, complete, progress)


def _answer_text(card: Card, state: CardState) -> str:
    parts = [*card.answer, card.formula or "", card.pitfall or ""]
    parts += [*(state.own_lines or ()), state.note or ""]
    return "\n".join(parts).casefold()


def toggles(kind: str, states: Iterable[CardState]) -> str:
    """What a key does to the cards it is pressed on: undo the mark where all of them have it."""
    match kind:
        case "flag":
            return "unflag" if all(state.flagged for state in states) else "flag"
        case "suspend":
            return "resume" if all(state.suspended for state in states) else "suspend"
    return kind
