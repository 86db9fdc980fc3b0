"""Choose cards: one filter for every command and screen."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from mlflash.bank.catalog import CardHead, Catalog
from mlflash.errors import MlflashError

STATES = ("new", "due", "learning", "review", "weak", "suspended", "flagged", "changed")


class Filter(NamedTuple):
    """Which cards to keep. An empty field keeps every card; values within a field are alternatives."""

    sections: tuple[str, ...] = ()
    """Ids of sections."""
    difficulties: tuple[str, ...] = ()
    """Values of `DIFFICULTIES`."""
    likelihoods: tuple[str, ...] = ()
    """Values of `LIKELIHOODS`."""
    tags: tuple[str, ...] = ()
    """Tags."""
    states: tuple[str, ...] = ()
    """Values of `STATES`."""
    search: str = ""
    """Words that question, id, tags and subsection must hold."""
    ids: tuple[str, ...] = ()
    """Ids of cards."""

    def __bool__(self) -> bool:
        return any(self)

    def describe(self, catalog: Catalog) -> str:
        """The filter in a few words, for headers."""
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
    """The ids of sections given by id, unique start of an id, or title; raises `MlflashError`."""
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
    """Whether a card passes the filter, its states aside; made once for a pass over a bank."""
    words, ids = chosen.search.casefold().split(), frozenset(chosen.ids)

    def matches(card: CardHead) -> bool:
        return (
            (not chosen.sections or card.section in chosen.sections)
            and (not chosen.difficulties or card.difficulty in chosen.difficulties)
            and (not chosen.likelihoods or card.likelihood in chosen.likelihoods)
            and (not chosen.tags or any(tag in card.tags for tag in chosen.tags))
            and (not ids or card.id in ids)
            and (not words or _holds(card, words))
        )

    return matches


def _holds(card: CardHead, words: Sequence[str]) -> bool:
    text = f"{card.question} {card.id} {' '.join(card.tags)} {card.subsection or ''}".casefold()
    return all(map(text.__contains__, words))


def select(
    cards: Iterable[CardHead], chosen: Filter, states: Callable[[CardHead], frozenset[str]]
) -> list[CardHead]:
    """The cards that pass the filter, in bank order; `states` gives the states of a card."""
    kept = list(filter(matcher(chosen), cards))
    if chosen.states:
        wanted = frozenset(chosen.states)
        kept = [card for card in kept if wanted & states(card)]
    return kept
