"""A whole card, as the cache holds it: every field of `schema.Question`, read without pydantic."""

from typing import Any, Literal

import msgspec

from mlflash.bank.catalog import CardHead
from mlflash.hashing import blake2b

Origin = Literal["seed", "extension"]
DERIVED = ("section", "lines", "answer_hash", "outdated")
"""Fields that are not written but derived from the bank, or from the reader's version."""


class CardProbe(msgspec.Struct, frozen=True):
    """A question the interviewer asks next."""

    question: str = msgspec.field(name="q")
    """The question."""
    answer: str = msgspec.field(name="a")
    """Its answer."""

    @property
    def hash(self) -> str:
        """The hash under which the journal keeps answers to this probe."""
        return probe_hash(self.question)


class CardReference(msgspec.Struct, frozen=True, omit_defaults=True):
    """A source for what a card claims."""

    title: str
    """The source's title."""
    url: str
    """Its address, http or https."""
    year: int | None = None
    """The year it was published, or the year of the version that was read."""


class Card(CardHead, frozen=True, kw_only=True, omit_defaults=True):
    """Everything on a card."""

    answer: tuple[str, ...]
    """The lines to recall."""
    hint: str | None = None
    """Cues that give no line away."""
    intuition: str | None = None
    """An everyday picture of the core idea."""
    formula: str | None = None
    """Mathematics, in Unicode or TeX, on one line or several."""
    code: str | None = None
    """A program, exactly as it was written."""
    probes: tuple[CardProbe, ...] = ()
    """What the interviewer asks next."""
    pitfall: str | None = None
    """A mistake that interviewers often hear."""
    references: tuple[CardReference, ...] = ()
    """The sources of the card's claims."""
    as_of: str | None = None
    """The month (`2026-11`) or year (`2026`) whose state of the art the card tells."""
    as_of_note: str | None = None
    """Why no reference of that year is needed."""
    origin: Origin = "extension"
    """`seed` for a card of the source post, else `extension`."""

    def written(self) -> dict[str, Any]:
        """The fields that the card's author wrote, as plain data; fields left at their default are absent."""
        fields: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return {name: value for name, value in fields.items() if name not in DERIVED}


def head_of(card: Card) -> CardHead:
    """The head of a card, without the rest."""
    return CardHead(**{name: getattr(card, name) for name in CardHead.__struct_fields__})


def probe_hash(question: str) -> str:
    """Fingerprint of a probe: 12 hex digits over its question, with whitespace folded."""
    return blake2b(" ".join(question.split()).encode(), digest_size=6).hexdigest()
