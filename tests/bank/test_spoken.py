"""Mathematics in words."""

from __future__ import annotations

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.bank.spoken import in_words
from mlflash.bank.text import readable_formula


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("∑ᵢ₌₀ʰ 2ⁱ", "the sum from i equals 0 to h of 2 to the power of i"),
        ("Fₘ₋₁(x) + η hₘ(x)", "F sub m minus 1 (x) plus eta h sub m (x)"),
        ("R = TP/(TP+FN)", "R equals TP over (TP plus FN)"),
        ("softmax(QKᵀ/√dₖ)V", "softmax(QK transposed over the square root of d sub k)V"),
        ("(XᵀX)⁻¹Xᵀy", "(X transposed X) inverse X transposed y"),
        ("ŷ = wᵀx̄", "y hat equals w transposed x bar"),
        ("θ ← θ − α∇ₓL", "theta from theta minus alpha the gradient over x of L"),
        ("x - y, cross-entropy", "x minus y, cross-entropy"),
        ("a ≤ b\nc ≥ d", "a is at most b\nc is at least d"),
    ],
)
def test_a_formula_can_be_said(formula: str, words: str) -> None:
    assert in_words(formula, formula=True) == words


def test_a_sentence_keeps_its_own_words() -> None:
    text = "A naïve façade – 90% of it = 3/4; “well-known”, 你好 and <b>."
    assert in_words(text) == text
    assert in_words("It costs O(n²), and x ≤ 3.") == "It costs O(n squared), and x is at most 3."


def test_no_formula_of_the_bundled_bank_keeps_small_letters(catalog: Catalog) -> None:
    for head in catalog:
        formula = catalog.card(head.id).formula
        if formula:
            said = in_words(readable_formula(formula), formula=True)
            assert not set(said) & set("ᵢ₀ʰᵀ²₁ₜ∑√∂≤"), head.id
