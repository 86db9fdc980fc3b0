"""The bank as the rest of the program sees it: the heads of all cards, and whole cards on demand."""

from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import msgspec

from mlflash.errors import MlflashError
from mlflash.hashing import blake2b
from mlflash.record import Record

if TYPE_CHECKING:
    from mlflash.bank.card import Card

Difficulty = Literal["easy", "medium", "hard"]
Likelihood = Literal["high", "medium", "low"]
DIFFICULTIES: tuple[Difficulty, ...] = get_args(Difficulty)
LIKELIHOODS: tuple[Likelihood, ...] = get_args(Likelihood)
OPEN_CARDS = 8
"""Whole cards that a catalog keeps in memory."""
OFTEN: Mapping[str, str] = {"high": "often", "medium": "sometimes", "low": "rarely"}
"""How often a question is asked in interviews, in words, by its likelihood."""
LIKELIHOOD_WEIGHT: Mapping[str, float] = {"high": 3.0, "medium": 2.0, "low": 1.0}
"""How much more a likely card counts than an unlikely one, in weakness, readiness and the plan."""


def answer_hash(lines: Sequence[str]) -> str:
    """Fingerprint of an answer: 12 hex digits over its lines, with whitespace folded."""
    text = "\n".join(" ".join(line.split()) for line in lines)
    return blake2b(text.encode(), digest_size=6).hexdigest()


class CardHead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The fields of a card that lists and queues need."""

    id: str
    """The stable id under which progress is stored."""
    section: str
    """The id of its section."""
    subsection: str | None = None
    """A heading within the section."""
    question: str
    """The question as an interviewer asks it."""
    difficulty: Difficulty = "medium"
    """How hard the question is."""
    likelihood: Likelihood = "medium"
    """How often the question is asked."""
    tags: tuple[str, ...] = ()
    """Topics across sections."""
    related: tuple[str, ...] = ()
    """Ids of cards to compare with."""
    personal: bool = False
    """Whether the reader writes the answer's lines, on a project of their own."""
    lines: int
    """How many lines the answer has."""
    answer_hash: str
    """Fingerprint of the answer, kept with every grade."""
    outdated: bool = False
    """Whether this is the reader's own version of a text that the bank has changed since."""

    @property
    def weight(self) -> float:
        """How much this card counts: its likelihood as a number."""
        return LIKELIHOOD_WEIGHT[self.likelihood]


class SectionHead(NamedTuple):
    """A section without its cards."""

    id: str
    """The section's id."""
    title: str
    """Its title."""
    about: str | None
    """What the section is about."""
    notes: str | None
    """Longer notes, on one line or several."""
    resources: tuple[tuple[str, str], ...]
    """Further reading, as (title, address) pairs."""


class BankHead(NamedTuple):
    """A bank without its sections."""

    title: str
    """The bank's title."""
    about: str | None
    """What the bank is for."""
    chosen: str | None
    """How its cards were chosen."""
    resources: tuple[tuple[str, str], ...]
    """Further reading, as (title, address) pairs."""
    start: tuple[str, ...] = ()
    """Ids of the cards for the first two weeks."""


class ParsedBank(Record, frozen=True):
    """One bank file, parsed."""

    head: BankHead
    """The head of the bank."""
    sections: Sequence[SectionHead]
    """Its sections in order."""
    cards: Sequence[CardHead]
    """The heads of its cards, section by section."""
    card: Callable[[int], "Card"]
    """Opens the card at a position."""


def head_text(head: CardHead) -> str:
    """The text of a head for a search: question, id, tags and subsection, case folded."""
    return f"{head.question}\n{head.id} {' '.join(head.tags)} {head.subsection or ''}".casefold()


class Catalog:
    """Every card of the banks in use, in bank order."""

    def __init__(
        self,
        banks: Sequence[BankHead],
        sections: Sequence[SectionHead],
        cards: Sequence[CardHead],
        open_card: Callable[[int], "Card"],
        complaints: Iterable[str] = (),
    ) -> None:
        self.banks = tuple(banks)
        """The heads of the banks."""
        self.sections = {section.id: section for section in sections}
        """The sections by id, in order."""
        self.cards = tuple(cards)
        """The heads of all cards, in bank order."""
        self.complaints = list(complaints)
        """What is wrong with the files that were left out."""
        # The last few stay in memory: a card on screen can be graded even if its file has become unreadable.
        self._read_card, self._open_card = open_card, lru_cache(maxsize=OPEN_CARDS)(open_card)
        self._texts: dict[int, str] = {}
        self._position = {head.id: position for position, head in enumerate(self.cards)}
        first = dict.fromkeys(card_id for bank in banks for card_id in bank.start if card_id in self._position)
        self.start = tuple(first)
        """Ids of the cards for the first two weeks, in their order."""
        self._start_place = {card_id: place for place, card_id in enumerate(first)}

    def __len__(self) -> int:
        return len(self.cards)

    def __iter__(self) -> Iterator[CardHead]:
        return iter(self.cards)

    def __contains__(self, card_id: object) -> bool:
        return card_id in self._position

    def __getitem__(self, card_id: str) -> CardHead:
        return self.cards[self._position[card_id]]

    @property
    def ids(self) -> KeysView[str]:
        """The ids of all cards."""
        return self._position.keys()

    def get(self, card_id: str) -> CardHead | None:
        """The head of the card with this id, or None."""
        position = self._position.get(card_id)
        return None if position is None else self.cards[position]

    def require(self, card_id: str) -> CardHead:
        """The head of the card with this id; raises `MlflashError` with similar ids if there is none."""
        head = self.get(card_id)
        if head is not None:
            return head
        from difflib import get_close_matches

        near = get_close_matches(card_id, self._position, n=3, cutoff=0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else "; `mlflash list` shows them all"
        raise MlflashError(f"no card has the id {card_id!r}{hint}")

    def position(self, card_id: str) -> int:
        """The card's position in the bank, from 0."""
        return self._position[card_id]

    def start_place(self, card_id: str) -> int:
        """The card's position in `start`; the length of `start` for any other card."""
        return self._start_place.get(card_id, len(self._start_place))

    def card(self, card_id: str) -> "Card":
        """The whole card; raises `MlflashError` if its bank has changed and lost it."""
        return self._open_card(self._position[card_id])

    def card_if_readable(self, card_id: str) -> "Card | None":
        """The whole card; None if its bank has changed and lost it, for what can do without it."""
        try:
            return self.card(card_id)
        except MlflashError:
            return None

    def search_text(self, position: int) -> str:
        """The text of the card at a position for a search, case folded; it is read once.

        For a card that has become unreadable it is the text of its head.
        """
        text = self._texts.get(position)
        if text is None:
            text = head_text(self.cards[position])
            try:
                card = self._read_card(position)
            except MlflashError:
                return text
            parts = [*card.answer, card.formula or "", card.pitfall or ""]
            text = self._texts[position] = "\n".join([text, *(part.casefold() for part in parts)])
        return text

    def section_title(self, section_id: str) -> str:
        """The section's title, or its id if the bank has no such section."""
        section = self.sections.get(section_id)
        return section.title if section else section_id


def stack(parsed: Sequence[ParsedBank]) -> Catalog:
    """Several banks as one catalog; a section in several banks appears once, with the cards of all of them."""
    sections: dict[str, SectionHead] = {}
    cards: dict[str, list[tuple[ParsedBank, int]]] = {}
    for bank in parsed:
        for section in bank.sections:
            sections.setdefault(section.id, section)
            cards.setdefault(section.id, [])
        for position, head in enumerate(bank.cards):
            cards[head.section].append((bank, position))
    order = [place for section in cards.values() for place in section]
    heads = [bank.cards[position] for bank, position in order]

    def card(position: int) -> "Card":
        bank, within = order[position]
        return bank.card(within)

    return Catalog([bank.head for bank in parsed], list(sections.values()), heads, card)
