"""Filter cards, the same way in every command and screen."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from mlflash.bank.catalog import CardHead, Catalog, head_text
from mlflash.errors import MlflashError

STATES = ("new", "due", "learning", "review", "weak", "suspended", "flagged", "changed")


class Filter(NamedTuple):
    """Which cards to select. An empty field selects all cards; values within a field are alternatives."""

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
    """Words that a card must hold, all of them, in its question, answer, id or tags."""
    ids: tuple[str, ...] = ()
    """Ids of cards."""

    def __bool__(self) -> bool:
        return any(self)


EVERYTHING = Filter()


def _near(name: str, catalog: Catalog) -> str:
    """Sections of a similar name, or all of them."""
    from difflib import get_close_matches

    near = get_close_matches(name, catalog.sections, n=3)
    return f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(catalog.sections)}"


def tags_of(catalog: Catalog) -> list[str]:
    """Every tag in the bank, sorted."""
    return sorted({tag for card in catalog for tag in card.tags})


def check_sections(catalog: Catalog, wanted: Iterable[str]) -> tuple[str, ...]:
    """The ids of sections given by id, unique start of an id, or title; raises `MlflashError`."""
    section_ids = []
    for name in wanted:
        folded = name.strip().casefold()
        exact = [s.id for s in catalog.sections.values() if folded in (s.id, s.title.casefold())]
        near = [s.id for s in catalog.sections.values() if folded and s.id.startswith(folded)]
        match exact or near:
            case [only]:
                section_ids.append(only)
            case []:
                raise MlflashError(f"no section is called {name!r}; {_near(folded, catalog)}", code=2)
            case several:
                raise MlflashError(f"{name!r} could be {' or '.join(several)}: say more of it", code=2)
    return tuple(section_ids)


def matcher(chosen: Filter, text_of: Callable[[CardHead], str] = head_text) -> Callable[[CardHead], bool]:
    """A test whether a card passes the filter apart from its states; make it once for all cards of a bank.

    `text_of` gives the text of a card that is searched, case folded.
    """
    words, ids = chosen.search.casefold().split(), frozenset(chosen.ids)

    def matches(card: CardHead) -> bool:
        return (
            (not chosen.sections or card.section in chosen.sections)
            and (not chosen.difficulties or card.difficulty in chosen.difficulties)
            and (not chosen.likelihoods or card.likelihood in chosen.likelihoods)
            and (not chosen.tags or any(tag in card.tags for tag in chosen.tags))
            and (not ids or card.id in ids)
            and (not words or all(map(text_of(card).__contains__, words)))
        )

    return matches


def select(
    cards: Iterable[CardHead],
    chosen: Filter,
    states: Callable[[CardHead], frozenset[str]],
    text_of: Callable[[CardHead], str] = head_text,
) -> list[CardHead]:
    """The cards that pass the filter, in bank order.

    `states` gives the states of a card, `text_of` the text of it that is searched.
    """
    selected = list(filter(matcher(chosen, text_of), cards))
    if chosen.states:
        wanted = frozenset(chosen.states)
        selected = [card for card in selected if wanted & states(card)]
    return selected
