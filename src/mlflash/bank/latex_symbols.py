"""TeX's names for what Unicode has. Source: Unicode Mathematical Operators and Alphanumeric Symbols blocks."""

from __future__ import annotations

from collections.abc import Mapping

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ "
    "lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ "
    "varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ "
    "Omega Ω"
)
_OPERATORS = (
    "sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ partial ∂ nabla ∇ infty ∞ pm ± mp ∓ times × div ÷ cdot · ast ∗ "
    "star ⋆ circ ∘ bullet • odot ⊙ otimes ⊗ oplus ⊕ ominus ⊖ cup ∪ cap ∩ bigcup ⋃ bigcap ⋂ setminus ∖ land ∧ "
    "wedge ∧ lor ∨ vee ∨ lnot ¬ neg ¬ leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ ll ≪ gg ≫ approx ≈ "
    "sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ doteq ≐ triangleq ≜ coloneqq ≔ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ "
    "supset ⊃ supseteq ⊇ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ mid ∣ parallel ∥ perp ⊥ bot ⊥ top ⊤ "
    "to → rightarrow → leftarrow ← gets ← longrightarrow ⟶ longleftarrow ⟵ Rightarrow ⇒ Leftarrow ⇐ implies ⟹ "
    "iff ⟺ Leftrightarrow ⇔ leftrightarrow ↔ mapsto ↦ uparrow ↑ downarrow ↓ hookrightarrow ↪ "
    "ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ vert | lvert | "
    "rvert | Vert ‖ lVert ‖ rVert ‖ | ‖ lbrace { rbrace } lbrack [ rbrack ] { { } } % % $ $ # # & & _ _ "
    "ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ wp ℘ prime ′ dagger † top ⊤ intercal ⊺ angle ∠ triangle △ square □ "
    "blacksquare ■ checkmark ✓ models ⊨ vdash ⊢ because ∵ therefore ∴ colon : backslash \\ imath ı jmath ȷ "
    "preceq ⪯ succeq ⪰ prec ≺ succ ≻ lesssim ≲ gtrsim ≳ degree °"
)
_WORDS = (
    "arg argmax argmin log ln lg exp sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan max min sup inf "
    "lim limsup liminf det dim ker gcd deg Pr hom sgn softmax sigmoid ReLU KL Var Cov tr diag rank sign"
)


def _pairs(text: str) -> dict[str, str]:
    parts = text.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _alphabet(upper: int, lower: int | None, digits: int | None, other: str = "") -> dict[str, str]:
    """Letters and digits at their places in the block of mathematical alphabets, with the exceptions."""
    table = {chr(ord("A") + i): chr(upper + i) for i in range(26)}
    if lower is not None:
        table |= {chr(ord("a") + i): chr(lower + i) for i in range(26)}
    if digits is not None:
        table |= {str(i): chr(digits + i) for i in range(10)}
    return table | _pairs(other)


SYMBOLS: Mapping[str, str] = _pairs(_GREEK) | _pairs(_OPERATORS)
NAMES = frozenset(_WORDS.split())
IGNORED: Mapping[str, str] = {
    **dict.fromkeys([",", ":", ";", " ", "quad", "qquad", "\\", "enspace", "thinspace", "newline"], " "),
    **dict.fromkeys(["!", "limits", "nolimits", "displaystyle", "textstyle", "nonumber", "/"], ""),
}
ACCENTS: Mapping[str, str] = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0304",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "dot": "\u0307",
    "ddot": "\u0308",
    "vec": "\u20d7",
    "check": "\u030c",
    "underline": "\u0332",
}
TEXTS = frozenset(
    ["text", "textrm", "textbf", "textit", "texttt", "mathrm", "operatorname", "mbox", "mathsf", "mathtt"]
)
ALPHABETS: Mapping[str, Mapping[str, str]] = {
    "mathbb": _alphabet(0x1D538, 0x1D552, 0x1D7D8, "C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ 1 𝟙"),
    "mathbf": _alphabet(0x1D400, 0x1D41A, 0x1D7CE),
    "boldsymbol": _alphabet(0x1D400, 0x1D41A, 0x1D7CE),
    "bm": _alphabet(0x1D400, 0x1D41A, 0x1D7CE),
    "mathcal": _alphabet(0x1D49C, None, None, "B ℬ E ℰ F ℱ H ℋ I ℐ L ℒ M ℳ R ℛ"),
    "mathscr": _alphabet(0x1D49C, None, None, "B ℬ E ℰ F ℱ H ℋ I ℐ L ℒ M ℳ R ℛ"),
    "mathit": {},
    "mathnormal": {},
}
SCRIPTS: Mapping[str, Mapping[str, str]] = {
    "^": _pairs(
        "0 ⁰ 1 ¹ 2 ² 3 ³ 4 ⁴ 5 ⁵ 6 ⁶ 7 ⁷ 8 ⁸ 9 ⁹ + ⁺ − ⁻ = ⁼ ( ⁽ ) ⁾ a ᵃ b ᵇ c ᶜ d ᵈ e ᵉ f ᶠ g ᵍ h ʰ i ⁱ j ʲ "
        "k ᵏ l ˡ m ᵐ n ⁿ o ᵒ p ᵖ r ʳ s ˢ t ᵗ u ᵘ v ᵛ w ʷ x ˣ y ʸ z ᶻ T ᵀ N ᴺ K ᴷ D ᴰ M ᴹ L ᴸ H ᴴ ⊤ ᵀ "
        "β ᵝ θ ᶿ ∗ * ′ ′ † †"
    ),
    "_": _pairs(
        "0 ₀ 1 ₁ 2 ₂ 3 ₃ 4 ₄ 5 ₅ 6 ₆ 7 ₇ 8 ₈ 9 ₉ + ₊ − ₋ = ₌ ( ₍ ) ₎ a ₐ e ₑ h ₕ i ᵢ j ⱼ k ₖ l ₗ m ₘ n ₙ o ₒ p ₚ "
        "r ᵣ s ₛ t ₜ u ᵤ v ᵥ x ₓ β ᵦ γ ᵧ ρ ᵨ φ ᵩ ϕ ᵩ χ ᵪ"
    ),
}
"""Small characters above and below a line, by TeX's mark."""
