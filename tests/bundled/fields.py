"""The bundled cards and their texts, by the names that the tests of this folder use for them."""

from __future__ import annotations

from functools import cache

from mlflash.bank.loading import load_all
from mlflash.bank.schema import Bank, Question
from mlflash.store.paths import bundled_bank


@cache
def bundled() -> Bank:
    """The bundled bank."""
    (loaded,), _ = load_all([bundled_bank()])
    return loaded.bank


@cache
def cards() -> dict[str, Question]:
    """The bundled cards by id, in the bank's order."""
    return {card.id: card for section in bundled().sections for card in section.questions}


@cache
def section_of() -> dict[str, str]:
    """The id of each card's section, by the card's id."""
    return {card.id: section.id for section in bundled().sections for card in section.questions}


def fields(card: Question) -> dict[str, str]:
    """The texts of a card: `a` to `d` are the answer's lines, `probe 1` is the answer of its first probe."""
    texts = dict(zip("abcd", card.answer, strict=False))
    texts |= {"intuition": card.intuition or "", "formula": card.formula or "", "pitfall": card.pitfall or ""}
    for number, probe in enumerate(card.probes, 1):
        texts |= {f"probe {number} question": probe.q, f"probe {number}": probe.a}
    return texts
