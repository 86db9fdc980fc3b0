"""Put Unicode mathematics into words, because a screen reader skips `∑ᵢ₌₀ʰ` or spells it."""

from __future__ import annotations

import re
import unicodedata


def _words(pairs: str) -> dict[str, str]:
    """Characters with their words, from `char words; char words`."""
    return dict(pair.split(" ", 1) for pair in pairs.split("; "))


SYMBOLS = _words(
    "∑ the sum of; Σ the sum of; ∏ the product of; ∫ the integral of; √ the square root of; ∛ the cube root of; "
    "∂ partial; ∇ the gradient of; ∞ infinity; ∈ in; ∉ not in; ⊂ within; ⊆ within or equal to; ∪ union; "
    "∩ intersection; ∅ the empty set; ∀ for all; ∃ there is; ∝ is proportional to; ∼ is distributed as; "
    "≈ is about; ≃ is about; ≠ is not equal to; ≤ is at most; ≥ is at least; ≪ is much less than; "
    "≫ is much greater than; ≡ is defined as; ≔ is defined as; ± plus or minus; − minus; × times; · times; "
    "⋅ times; ⊙ elementwise times; ⊗ outer product; ⊕ plus; ∘ after; ÷ over; → to; ← from; ↔ both ways to; "
    "⇒ implies; ⇔ if and only if; ↑ up; ↓ down; ¬ not; ∧ and; ∨ or; ‖ norm; ∥ norm; ⟂ independent of; "
    "⊥ independent of; ⌈ the ceiling of; ⌊ the floor of; ⌉ ,; ⌋ ,; ⟨ angle bracket; ⟩ close angle bracket; "
    "ℝ the real numbers; ℕ the natural numbers; ℤ the integers; 𝔼 the expectation of; ℓ ell; ∣ given; "
    "… and so on; ⋯ and so on"
)
"""The words for a symbol of mathematics."""
OPERATORS = _words(
    "= equals; + plus; / over; * times; < is less than; > is greater than; ^ to the power of; | given; _ sub; "
    "- minus"
)
"""The words for ASCII characters in a formula; in a sentence they stay."""
MARKS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0305": "bar", "\u0307": "dot"}
"""The words for accents on a letter."""
POWERS = _words("2 squared; 3 cubed; −1 inverse; T transposed; ⊤ transposed; * star; ′ prime")
"""The words for superscripts."""

_SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀ⊤ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟ"
_SUB = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
_BIG = re.compile(rf"([∑Σ∏∫∇𝔼])(?:([{_SUB}]+)([{_SUPER}]+)?|([{_SUPER}]+))")
_SCRIPT = re.compile(rf"([{_SUB}]+)|([{_SUPER}]+)")
_ACCENT = re.compile(f"(?<![A-Za-z])([^\\W\\d_])([{''.join(MARKS)}])(?![A-Za-z])")
_OPERATOR = re.compile(r"[=+/*<>^|_]|(?<![A-Za-z]{2})-(?![A-Za-z]{2})|(?<=\s)-(?=\s)")
_TIGHT = re.compile(r" (?=[),.;:?!\]])|(?<=[(\[]) ")
"""Spaces between the words and punctuation."""


def in_words(text: str, *, formula: bool = False) -> str:
    """The text with its mathematics in words; in a `formula` also ASCII characters such as = and /."""
    if formula:
        text = _OPERATOR.sub(lambda found: f" {OPERATORS[found[0]]} ", text)
    elif text.isascii():
        return text
    text = _ACCENT.sub(lambda found: f"{found[1]} {MARKS[found[2]]}", unicodedata.normalize("NFD", text))
    text = _BIG.sub(_big, unicodedata.normalize("NFC", text))
    text = _SCRIPT.sub(_script, text)
    text = "".join(map(_said, text))
    rows = (_TIGHT.sub(lambda found: found[0].strip(), " ".join(row.split())) for row in text.split("\n"))
    return "\n".join(rows)


def _big(found: re.Match[str]) -> str:
    """A sum, a product, an integral, a gradient or an expectation with its bounds."""
    name = SYMBOLS[found[1]].removesuffix(" of")
    low, high = found[2], found[3] or found[4]
    low_words = f" over {_plain(low)}" if low and not high else f" from {_plain(low)}" if low else ""
    return f" {name}{low_words}{f' to {_plain(high)}' if high else ''} of "


def _script(found: re.Match[str]) -> str:
    if found[1]:
        return f" sub {_plain(found[1])} "
    power = POWERS.get(_letters(found[2])) or f"to the power of {_plain(found[2])}"
    return f" {power} "


def _letters(scripts: str) -> str:
    """Super- or subscripts as ordinary characters."""
    return unicodedata.normalize("NFKC", scripts)


def _plain(scripts: str) -> str:
    """Super- or subscripts in words."""
    return in_words(_letters(scripts).replace("-", "−"), formula=True)


def _said(char: str) -> str:
    """A character in words, if it has a name in mathematics."""
    if char.isascii():
        return char
    if char in SYMBOLS:
        return f" {SYMBOLS[char]} "
    name = unicodedata.name(char, "")
    if name.startswith("GREEK ") and " LETTER " in name and " WITH " not in name:
        letter = name.rsplit(" LETTER ", 1)[1].removeprefix("FINAL ").lower()
        return f" {'capital ' if 'CAPITAL' in name else ''}{letter} "
    return char
