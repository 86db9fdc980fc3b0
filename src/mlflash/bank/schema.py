"""What may stand in a bank file: cards, probes, references, sections.

These models validate what people write. What they have validated goes to the cache as `card.Card` and is read from
there. The rules here hold for every bank; the bundled bank's further rules are in `lint_rules`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from mlflash.bank.card import Card, Origin
from mlflash.bank.catalog import Difficulty, Likelihood, answer_hash

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
VISIBLE_PATTERN = r"\S"
AS_OF_PATTERN = r"^(1[6-9]|20|21)\d\d(-(0[1-9]|1[0-2]))?$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=80)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]
Verbatim = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=VISIBLE_PATTERN)]
"""Text kept exactly as it was written, spaces at its ends included."""
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2_000)]
Year = Annotated[int, Field(ge=1600, le=2200)]
AsOf = Annotated[
    str,
    StringConstraints(pattern=AS_OF_PATTERN),
    BeforeValidator(lambda value: str(value) if type(value) is int else value),
]
"""A month as `2026-11`; a year alone is taken as a number, too."""


class Model(BaseModel):
    """Frozen, strict about types, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Probe(Model):
    """A question the interviewer asks next: one fact, with its answer."""

    q: Short
    a: Short


class Reference(Model):
    """A source for what a card claims."""

    title: Short
    url: Url
    year: Year | None = None


class Resource(Model):
    """Further reading."""

    title: Short
    url: Url


class Question(Model):
    """A card as it is written in a bank. The card is the unit of scheduling, the line the unit of recall."""

    id: Id
    subsection: Short | None = None
    question: Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
    difficulty: Difficulty = "medium"
    likelihood: Likelihood = "medium"
    hint: Text | None = None
    answer: Annotated[list[Text], Field(min_length=1, max_length=8)]
    intuition: Text | None = None
    formula: Text | None = None
    code: Verbatim | None = None
    probes: Annotated[list[Probe], Field(max_length=20)] = []
    pitfall: Text | None = None
    references: Annotated[list[Reference], Field(max_length=20)] = []
    tags: Annotated[list[Id], Field(max_length=20)] = []
    related: Annotated[list[Id], Field(max_length=20)] = []
    as_of: AsOf | None = None
    as_of_note: Text | None = None
    origin: Origin = "extension"
    personal: bool = False

    @property
    def answer_hash(self) -> str:
        """Fingerprint of the answer, kept with every grade."""
        return answer_hash(self.answer)


class Section(Model):
    """A titled group of cards, in the order they are learned."""

    id: Id
    title: Short
    about: Text | None = None
    notes: Text | None = None
    resources: list[Resource] = []
    questions: list[Question] = []


class Bank(Model):
    """A bank file: its head and its sections. `loading` checks that every id is unique."""

    version: Literal[1]
    title: Short
    about: Text | None = None
    chosen: Text | None = None
    resources: list[Resource] = []
    tags: list[Id] | None = None
    start: list[Id] = []
    sections: Annotated[list[Section], Field(min_length=1)]

    @property
    def questions(self) -> list[Question]:
        """Every card, section by section."""
        return [question for section in self.sections for question in section.questions]


def card_of(question: Question, section: str) -> Card:
    """The validated card of a section, as the cache holds it."""
    written = question.model_dump(exclude_defaults=True)
    derived = {"section": section, "lines": len(question.answer), "answer_hash": question.answer_hash}
    return msgspec.convert({**written, **derived}, Card)
