"""What a filter can be made of, and how many cards each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from mlflash.bank.catalog import DIFFICULTIES, LIKELIHOODS, OFTEN, CardHead
from mlflash.bank.filter import STATES, Filter, select
from mlflash.bank.text import visible
from mlflash.study.selection import search_text
from mlflash.study.study import Study

GROUPS = {
    "difficulties": "Difficulty",
    "likelihoods": "Asked",
    "states": "State",
    "sections": "Section",
    "tags": "Tag",
}


NOT_FOUND = "\0"
"""An id that no card has: the choice where the words are found nowhere."""


class Choice(NamedTuple):
    """A value that can be chosen."""

    field: str
    """The field of `Filter` it belongs to."""
    value: str
    """The value."""
    title: str
    """Its name on screen."""


def choices(study: Study) -> list[Choice]:
    """Everything that can be chosen, group by group."""
    tags = Counter(tag for card in study.catalog for tag in card.tags)
    return [
        *(Choice("difficulties", value, value) for value in DIFFICULTIES),
        *(Choice("likelihoods", value, OFTEN[value]) for value in LIKELIHOODS),
        *(Choice("states", value, value) for value in STATES),
        *(Choice("sections", s.id, visible(s.title)) for s in study.catalog.sections.values()),
        *(Choice("tags", tag, visible(tag)) for tag, _ in tags.most_common()),
    ]


def toggled(chosen: Filter, choice: Choice) -> Filter:
    """The filter with a value added, or taken out where it was in."""
    values: tuple[str, ...] = getattr(chosen, choice.field)
    others = tuple(v for v in values if v != choice.value)
    return with_values(chosen, choice.field, others if len(others) < len(values) else (*values, choice.value))


def with_values(chosen: Filter, field: str, values: tuple[str, ...]) -> Filter:
    """The filter with another set of values in one of its fields."""
    return Filter._make(values if name == field else old for name, old in zip(Filter._fields, chosen, strict=True))


def searched(study: Study, chosen: Filter) -> Filter:
    """The same choice with the ids of the cards found in place of the words, so that they are searched once."""
    if not chosen.search.strip():
        return chosen
    view = study.view()
    matching = select(view.catalog, Filter(search=chosen.search, ids=chosen.ids), view.words, search_text(view))
    return chosen._replace(search="", ids=tuple(card.id for card in matching) or (NOT_FOUND,))


def counted(study: Study, chosen: Filter, offered: list[Choice]) -> dict[Choice, int]:
    """How many cards each value would leave, given the choices in the other groups."""
    view, chosen = study.view(), searched(study, chosen)
    states = view.words
    matching = select(view.cards(), Filter(ids=chosen.ids), states)
    values_of: dict[str, Callable[[CardHead], Iterable[str]]] = {
        "difficulties": lambda card: (card.difficulty,),
        "likelihoods": lambda card: (card.likelihood,),
        "states": states,
        "sections": lambda card: (card.section,),
        "tags": lambda card: card.tags,
    }
    counts: dict[Choice, int] = {}
    for field in GROUPS:
        others = select(matching, with_values(chosen, field, ()), states)
        tally = Counter(value for card in others for value in values_of[field](card))
        counts |= {choice: tally[choice.value] for choice in offered if choice.field == field}
    return counts
