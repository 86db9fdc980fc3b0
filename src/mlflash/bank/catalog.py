"""The bank as the rest of the program reads it: light entries at once, whole cards on demand.

A catalog stands on the parsed-bank cache, so that listing and the first question on screen need neither
YAML nor pydantic; both come in when a card is opened.
"""

import json
from collections.abc import Callable, Iterator, KeysView, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from mlflash.errors import MlflashError
from mlflash.hashing import blake2b

if TYPE_CHECKING:
    from mlflash.bank.schema import Question

DIFFICULTIES = ("easy", "medium", "hard")
LIKELIHOODS = ("high", "medium", "low")
LIKELIHOOD_WEIGHT: Mapping[str, float] = {"high": 3.0, "medium": 2.0, "low": 1.0}
"""How much more a likely question counts than an unlikely one, in weakness, readiness and the plan."""


def answer_hash(lines: Sequence[str]) -> str:
    """Fingerprint of an answer: 12 hex digits over its lines, whitespace folded."""
    text = "\n".join(" ".join(line.split()) for line in lines)
    return blake2b(text.encode(), digest_size=6).hexdigest()


class CardHead(NamedTuple):
    """What is needed of a question before it is opened."""

    id: str
    section: str
    subsection: str | None
    difficulty: str
    likelihood: str
    tags: tuple[str, ...]
    personal: bool
    lines: int
    answer_hash: str
    question: str

    @property
    def weight(self) -> float:
        """How much this question counts: its likelihood as a number."""
        return LIKELIHOOD_WEIGHT[self.likelihood]


class CardHeads(Sequence[CardHead]):
    """Entries in bank order, however they are kept; equal to others that say the same."""

    def at(self, place: int) -> CardHead:
        """The entry in a place from 0."""
        raise NotImplementedError

    def column(self, name: str) -> Iterator[Any]:
        """One field of every entry."""
        return map(attrgetter(name), self)

    @overload
    def __getitem__(self, place: int) -> CardHead: ...
    @overload
    def __getitem__(self, place: slice) -> list[CardHead]: ...
    def __getitem__(self, place: int | slice) -> CardHead | list[CardHead]:
        places = range(len(self))[place]
        return self.at(places) if isinstance(places, int) else list(map(self.at, places))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CardHeads) and [*self] == [*other]


class HeadList(CardHeads):
    """Entries kept as they are."""

    def __init__(self, entries: Sequence[CardHead]) -> None:
        self._entries = tuple(entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[CardHead]:
        return iter(self._entries)

    def at(self, place: int) -> CardHead:
        """The entry in a place from 0."""
        return self._entries[place]


class SectionHead(NamedTuple):
    """A section without its questions; `resources` are (title, address) pairs."""

    id: str
    title: str
    about: str | None
    notes: str | None
    resources: tuple[tuple[str, str], ...]


class BankHead(NamedTuple):
    """A bank's head matter; `resources` are (title, address) pairs."""

    title: str
    about: str | None
    chosen: str | None
    resources: tuple[tuple[str, str], ...]


class Catalog:
    """Every question of the banks in use, in bank order."""

    def __init__(
        self,
        heads: Sequence[BankHead],
        sections: Sequence[SectionHead],
        entries: Sequence[CardHead],
        card_json: Callable[[int], str | bytes],
    ) -> None:
        self.heads = tuple(heads)
        self.sections = {section.id: section for section in sections}
        self.entries = entries if isinstance(entries, CardHeads) else HeadList(entries)
        self._card_json = card_json
        self._position = {question_id: i for i, question_id in enumerate(self.entries.column("id"))}

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[CardHead]:
        return iter(self.entries)

    def __contains__(self, question_id: object) -> bool:
        return question_id in self._position

    def __getitem__(self, question_id: str) -> CardHead:
        return self.entries.at(self._position[question_id])

    @property
    def ids(self) -> KeysView[str]:
        """The ids of all questions."""
        return self._position.keys()

    def column(self, name: str) -> Iterator[Any]:
        """One field of every entry."""
        return self.entries.column(name)

    def get(self, question_id: str) -> CardHead | None:
        """The entry with this id, or None."""
        position = self._position.get(question_id)
        return None if position is None else self.entries.at(position)

    def require(self, question_id: str) -> CardHead:
        """The entry with this id; raises `MlflashError` naming near ones where there is none."""
        head = self.get(question_id)
        if head is not None:
            return head
        from difflib import get_close_matches

        near = get_close_matches(question_id, self._position, n=3, cutoff=0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else "; `mlflash list` shows them all"
        raise MlflashError(f"no question has the id {question_id!r}{hint}")

    def position(self, question_id: str) -> int:
        """Where a question stands in the bank, from 0."""
        return self._position[question_id]

    def card_json(self, question_id: str) -> str | bytes:
        """The whole card as it is kept, in JSON."""
        return self._card_json(self._position[question_id])

    def card(self, question_id: str) -> "Question":
        """The whole card. Imports pydantic on first use."""
        from mlflash.bank.schema import Question

        return Question.model_validate_json(self.card_json(question_id))

    def card_data(self, question_id: str) -> dict[str, object]:
        """The whole card as plain data, without pydantic."""
        data: dict[str, object] = json.loads(self.card_json(question_id))
        return data

    def section_title(self, section_id: str) -> str:
        """The section's title, or its id where the bank has no such section."""
        section = self.sections.get(section_id)
        return section.title if section else section_id
