"""The shape of a bank: questions, probes, references, sections.

The rules here hold for every bank. What the bundled bank promises beyond them (exactly four lines, a pitfall,
references) is in `checks`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mlflash.bank.catalog import DIFFICULTIES, LIKELIHOODS, answer_hash

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=80)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2_000)]
Year = Annotated[int, Field(ge=1600, le=2200)]
Difficulty = Literal["easy", "medium", "hard"]
Likelihood = Literal["high", "medium", "low"]
Origin = Literal["seed", "extension"]

assert DIFFICULTIES == ("easy", "medium", "hard")
assert LIKELIHOODS == ("high", "medium", "low")


class Model(BaseModel):
    """Frozen, strict about types, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Probe(Model):
    """What the interviewer asks next: one fact, asked and answered."""

    q: Short
    a: Short


class Reference(Model):
    """Where a card's claims can be looked up."""

    title: Short
    url: Url
    year: Year | None = None


class Resource(Model):
    """Something worth reading beside the cards."""

    title: Short
    url: Url


class Question(Model):
    """One card: the unit of scheduling. Its answer's lines are the units of recall."""

    id: Id
    subsection: Short | None = None
    question: Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
    difficulty: Difficulty = "medium"
    likelihood: Likelihood = "medium"
    hint: Text | None = None
    answer: Annotated[list[Text], Field(min_length=1, max_length=8)]
    formula: Text | None = None
    probes: Annotated[list[Probe], Field(max_length=20)] = []
    pitfall: Text | None = None
    references: Annotated[list[Reference], Field(max_length=20)] = []
    tags: Annotated[list[Id], Field(max_length=20)] = []
    related: Annotated[list[Id], Field(max_length=20)] = []
    as_of: Year | None = None
    origin: Origin = "extension"
    personal: bool = False

    @property
    def answer_hash(self) -> str:
        """Fingerprint of the answer's lines, kept with every grade."""
        return answer_hash(self.answer)


class Section(Model):
    """A titled group of questions, in the order they are met."""

    id: Id
    title: Short
    about: Text | None = None
    notes: Text | None = None
    resources: list[Resource] = []
    questions: list[Question] = []


class Bank(Model):
    """A whole bank: head matter and sections. That no id stands twice is for `loading` to see."""

    version: Literal[1]
    title: Short
    about: Text | None = None
    chosen: Text | None = None
    resources: list[Resource] = []
    tags: list[Id] | None = None
    sections: Annotated[list[Section], Field(min_length=1)]

    @property
    def questions(self) -> list[Question]:
        """Every question, section by section."""
        return [question for section in self.sections for question in section.questions]
