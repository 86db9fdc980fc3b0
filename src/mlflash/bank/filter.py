"""Which questions: one filter for every command and screen."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from mlflash.bank.catalog import CardHead, Catalog
from mlflash.errors import MlflashError

STATES = ("new", "due", "learning", "review", "weak", "suspended", "flagged")


class Filter(NamedTuple):
    """What to keep. An empty field keeps everything; values within a field are alternatives."""

    sections: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    likelihoods: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    search: str = ""
    ids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(self)

    def describe(self, catalog: Catalog) -> str:
        """The filter in a few words, for a header."""
        parts = [catalog.section_title(s) for s in self.sections]
        parts += [*self.difficulties, *(f"{level} likelihood" for level in self.likelihoods)]
        parts += [*(f"#{tag}" for tag in self.tags), *self.states]
        if self.search:
            parts.append(f"“{self.search}”")
        if self.ids:
            parts.append(f"{len(self.ids)} chosen")
        return " · ".join(parts)


EVERYTHING = Filter()


def check_sections(catalog: Catalog, wanted: Iterable[str]) -> tuple[str, ...]:
    """The ids of the sections meant, each by id, unique beginning of an id, or title; raises `MlflashError`."""
    found = []
    for name in wanted:
        folded = name.strip().casefold()
        exact = [s.id for s in catalog.sections.values() if folded in (s.id, s.title.casefold())]
        near = [s.id for s in catalog.sections.values() if folded and s.id.startswith(folded)]
        match exact or near:
            case [only]:
                found.append(only)
            case []:
                raise MlflashError(
                    f"no section is called {name!r}; there are: {', '.join(catalog.sections)}", code=2
                )
            case several:
                raise MlflashError(f"{name!r} could be {' or '.join(several)}: say more of it", code=2)
    return tuple(found)


def matcher(chosen: Filter) -> Callable[[CardHead], bool]:
    """Whether a card passes everything in the filter but its states.

    The ids are made a set once: a selection of 10,000 cards would otherwise be searched for each card of the bank.
    """
    ids, rest = frozenset(chosen.ids), chosen._replace(ids=())
    return lambda card: (not ids or card.id in ids) and matches(card, rest)


def matches(card: CardHead, chosen: Filter) -> bool:
    """Whether a card passes everything in the filter but its states; for many cards use `matcher`."""
    return (
        (not chosen.sections or card.section in chosen.sections)
        and (not chosen.difficulties or card.difficulty in chosen.difficulties)
        and (not chosen.likelihoods or card.likelihood in chosen.likelihoods)
        and (not chosen.tags or any(tag in card.tags for tag in chosen.tags))
        and (not chosen.ids or card.id in chosen.ids)
        and (not chosen.search or _found(card, _words(chosen.search)))
    )


@lru_cache(maxsize=8)
def _words(search: str) -> tuple[str, ...]:
    """The words to find, worked out once for a pass over a bank."""
    return tuple(search.casefold().split())


def _found(card: CardHead, words: Sequence[str]) -> bool:
    text = f"{card.question} {card.id} {' '.join(card.tags)} {card.subsection or ''}".casefold()
    return all(map(text.__contains__, words))


def select(
    entries: Iterable[CardHead], chosen: Filter, states: Callable[[CardHead], frozenset[str]]
) -> list[CardHead]:
    """The questions that pass the filter, in bank order; `states` tells what a question now is."""
    kept = [*filter(matcher(chosen), entries)]
    if chosen.states:
        wanted = frozenset(chosen.states)
        kept = [card for card in kept if wanted & states(card)]
    return kept
