"""What a bank file may hold: cards, probes, references, sections.

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

    # Deferred: only the models a program uses are built, a section's questions with the bank they are in.
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True, defer_build=True
    )


class Probe(Model):
    """A question the interviewer asks next: one fact, with its answer."""

    q: Short
    """The question."""
    a: Short
    """Its answer."""


class Reference(Model):
    """A source for what a card claims."""

    title: Short
    """The source's title."""
    url: Url
    """Its address, http or https."""
    year: Year | None = None
    """The year it was published, or the year of the version that was read."""


class Resource(Model):
    """Further reading."""

    title: Short
    """Its title."""
    url: Url
    """Its address, http or https."""


class Question(Model):
    """A card as it is written in a bank. The card is the unit of scheduling, the line the unit of recall."""

    id: Id
    """The stable id under which progress is stored: small letters and digits joined by single hyphens."""
    subsection: Short | None = None
    """A heading within the section."""
    question: Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
    """The question as an interviewer asks it."""
    difficulty: Difficulty = "medium"
    """How hard the question is."""
    likelihood: Likelihood = "medium"
    """How often the question is asked."""
    hint: Text | None = None
    """Cues that give no line away."""
    answer: Annotated[list[Text], Field(min_length=1, max_length=8)]
    """The lines to recall, one to eight; four are best."""
    intuition: Text | None = None
    """An everyday picture of the core idea."""
    formula: Text | None = None
    """Mathematics, in Unicode or TeX."""
    code: Verbatim | None = None
    """A program, shown exactly as it is written."""
    probes: Annotated[list[Probe], Field(max_length=20)] = []
    """What the interviewer asks next."""
    pitfall: Text | None = None
    """A mistake that interviewers often hear."""
    references: Annotated[list[Reference], Field(max_length=20)] = []
    """Sources for what the card claims."""
    tags: Annotated[list[Id], Field(max_length=20)] = []
    """Topics across sections."""
    related: Annotated[list[Id], Field(max_length=20)] = []
    """Ids of cards to compare with."""
    as_of: AsOf | None = None
    """The month (`2026-11`) or year (`2026`) whose state of the art the card tells."""
    as_of_note: Text | None = None
    """Why no reference of that year is needed."""
    origin: Origin = "extension"
    """`seed` for a card of the post that the bundled bank began with, else `extension`."""
    personal: bool = False
    """Whether the reader writes the lines themselves; the answer then says what they must hold."""

    @property
    def answer_hash(self) -> str:
        """Fingerprint of the answer, kept with every grade."""
        return answer_hash(self.answer)


class OwnQuestion(Question):
    """A card in a file of its own, which says where it belongs."""

    section: Id
    """The id of its section."""
    section_title: Short | None = None
    """The title of that section, used if no bank has it."""


class Section(Model):
    """A titled group of cards, in the order they are learned."""

    id: Id
    """The section's id."""
    title: Short
    """Its title."""
    about: Text | None = None
    """What it is about."""
    notes: Text | None = None
    """Longer notes."""
    resources: list[Resource] = []
    """Further reading."""
    questions: list[Question] = []
    """Its cards, in the order they are learned."""


class Bank(Model):
    """A bank file: its head and its sections. `loading` checks that every id is unique."""

    version: Literal[1]
    """The version of the format."""
    title: Short
    """The bank's title."""
    about: Text | None = None
    """What the bank is for."""
    chosen: Text | None = None
    """How its cards were chosen."""
    resources: list[Resource] = []
    """Further reading."""
    tags: list[Id] | None = None
    """The tags that its cards may have; any if absent."""
    start: list[Id] = []
    """Ids of the cards for the first two weeks, in their order."""
    sections: Annotated[list[Section], Field(min_length=1)]
    """The sections, in order."""

    @property
    def questions(self) -> list[Question]:
        """Every card, section by section."""
        return [question for section in self.sections for question in section.questions]


def json_schema() -> dict[str, object]:
    """The JSON Schema of a bank file, with the meaning of every field."""
    schema = Bank.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def card_of(question: Question, section: str) -> Card:
    """The validated card of a section, as the cache holds it."""
    written = question.model_dump(exclude_defaults=True, include=set(Question.model_fields))
    derived = {"section": section, "lines": len(question.answer), "answer_hash": question.answer_hash}
    return msgspec.convert({**written, **derived}, Card)
