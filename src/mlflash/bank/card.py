"""A card opened for reading, from the validated cache: all of `models.Question`'s text without pydantic."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from mlflash.bank.catalog import Catalog
from mlflash.hashing import blake2b


class CardProbe(NamedTuple):
    """A probe, with the hash by which the journal knows it."""

    hash: str
    question: str
    answer: str


class Card(NamedTuple):
    """What is on a card; `references` are (title, address, year or None)."""

    id: str
    question: str
    answer: tuple[str, ...]
    hint: str | None
    formula: str | None
    pitfall: str | None
    probes: tuple[CardProbe, ...]
    references: tuple[tuple[str, str, int | None], ...]
    related: tuple[str, ...]
    as_of: int | None
    personal: bool


def probe_hash(question: str) -> str:
    """Fingerprint of a probe: 12 hex digits over its question, whitespace folded."""
    return blake2b(" ".join(question.split()).encode(), digest_size=6).hexdigest()


@lru_cache(maxsize=8)
def open_card(catalog: Catalog, question_id: str) -> Card:
    """The card with this id; the last few stay open, since what comes next is looked at before it is asked."""
    raw: dict[str, Any] = catalog.card_data(question_id)
    return Card(
        id=raw["id"],
        question=raw["question"],
        answer=tuple(raw["answer"]),
        hint=raw.get("hint"),
        formula=raw.get("formula"),
        pitfall=raw.get("pitfall"),
        probes=tuple(CardProbe(probe_hash(p["q"]), p["q"], p["a"]) for p in raw.get("probes", ())),
        references=tuple((r["title"], r["url"], r.get("year")) for r in raw.get("references", ())),
        related=tuple(raw.get("related", ())),
        as_of=raw.get("as_of"),
        personal=raw.get("personal", False),
    )
