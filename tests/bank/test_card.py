"""The two declarations of a card: what people write, and what the cache holds."""

from __future__ import annotations

import msgspec

from mlflash.bank.card import DERIVED, Card, CardProbe, CardReference, head_of, probe_hash
from mlflash.bank.catalog import CardHead, answer_hash
from mlflash.bank.schema import Model, Probe, Question, Reference, card_of

FULL = Question(
    id="softmax",
    subsection="Losses",
    question="Why subtract the maximum in softmax?",
    difficulty="hard",
    likelihood="high",
    hint="What overflows?",
    answer=["one", "two", "three"],
    intuition="Two clocks set back by an hour still differ by as much.",
    formula="softmax(z) = softmax(z − c)",
    code="  def f(x):\n\treturn x  \n\n",
    probes=[Probe(q="Why?", a="Because.")],
    pitfall="Forgetting the axis.",
    references=[
        Reference(title="Book", url="https://example.org", year=2016),
        Reference(title="B", url="http://b"),
    ],
    tags=["training"],
    related=["other"],
    as_of="2026-11",
    as_of_note="A finished matter.",
    origin="seed",
    personal=True,
)


def defaults(fields: type[msgspec.Struct]) -> dict[str, object]:
    """The default of each field of a struct that has one."""
    return {
        field.name: field.default
        for field in msgspec.structs.fields(fields)
        if field.default is not msgspec.NODEFAULT and field.name not in DERIVED
    }


def declared(model: type[Model]) -> dict[str, object]:
    """The default of each field of a model that has one, as the cache holds it."""
    values = {name: field.default for name, field in model.model_fields.items() if not field.is_required()}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def test_the_fields_of_the_two_declarations_agree() -> None:
    for model, struct in ((Question, Card), (Probe, CardProbe), (Reference, CardReference)):
        names = [field.encode_name for field in msgspec.structs.fields(struct) if field.name not in DERIVED]
        assert set(names) == set(model.model_fields)
        assert defaults(struct) == declared(model)


def test_a_card_keeps_everything_a_question_says() -> None:
    assert set(FULL.model_fields_set) == set(Question.model_fields)
    card = card_of(FULL, "losses")
    assert (card.section, card.lines, card.answer_hash) == ("losses", 3, answer_hash(FULL.answer))
    assert card.written() == FULL.model_dump(exclude_defaults=True)
    assert card.code == FULL.code
    assert msgspec.json.decode(msgspec.json.encode(card), type=Card) == card


def test_the_head_of_a_card_is_a_head_and_nothing_more() -> None:
    head = head_of(card_of(FULL, "losses"))
    assert type(head) is CardHead
    assert (head.id, head.tags, head.personal) == ("softmax", ("training",), True)


def test_a_probe_knows_its_fingerprint() -> None:
    assert CardProbe(question="Why  so?", answer="x").hash == probe_hash(" Why so?\n")
