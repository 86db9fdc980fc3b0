from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.bank.catalog import Catalog
from mlflash.bank.latex import latex_to_unicode
from mlflash.bank.text import has_bare_tex, readable_formula


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"$\hat{y} = \sigma(w^\top x + b)$", "ŷ = σ(wᵀ x + b)"),
        (r"$L = -\sum_{i=1}^{N} y_i \log \hat{y}_i$", "L = −∑ᵢ₌₁ᴺ yᵢ log ŷᵢ"),
        (r"$\theta_{t+1} = \theta_t - \eta \nabla_\theta J(\theta)$", "θₜ₊₁ = θₜ − η ∇_θ J(θ)"),
        (r"$\mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$", "softmax(z)ᵢ = e^(zᵢ)/(∑ⱼ e^(zⱼ))"),
        (
            r"$\text{Attention}(Q,K,V) = \text{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V$",
            "Attention(Q,K,V) = softmax(QKᵀ/√dₖ)V",
        ),
        (r"$D_{KL}(P \| Q) = \sum_x P(x) \log \frac{P(x)}{Q(x)}$", "D_KL(P ‖ Q) = ∑ₓ P(x) log (P(x)/Q(x))"),
        (r"\(\mathbb{E}[X] = \int x\, p(x)\, dx\)", "𝔼[X] = ∫ x p(x) dx"),
        (r"\[ P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)} \]", "P(A ∣ B) = (P(B ∣ A) P(A))/P(B)"),
        (r"$F_1 = 2 \cdot \frac{PR}{P+R}$", "F₁ = 2 · PR/(P+R)"),
        (r"$$\hat{x} = \frac{x - \mu_B}{\sqrt{\sigma_B^2 + \varepsilon}}$$", "x̂ = (x − μ_B)/√(σ_B² + ε)"),
        (r"$\|w\|_2^2 \leq \lambda$", "‖w‖₂² ≤ λ"),
        (r"$\hat{w} = (X^\top X + \lambda I)^{-1} X^\top y$", "ŵ = (Xᵀ X + λ I)⁻¹ Xᵀ y"),
        (r"$x \sim \mathcal{N}(\mu, \sigma^2)$", "x ∼ 𝒩(μ, σ²)"),
        (r"$Q(s,a) \leftarrow r + \gamma \max_{a'} Q(s',a')$", "Q(s,a) ← r + γ max_(a′) Q(s′,a′)"),
        (r"$\mathbf{x} \in \mathbb{R}^{n \times d}$", "𝐱 ∈ ℝ^(n×d)"),
        (r"$\mathcal{L} = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]$", "ℒ = 𝔼_(qᵩ(z|x))[log p_θ(x|z)]"),
        (r"$\bar{x} = \frac{1}{n}\sum_{i=1}^n x_i$", "x̄ = (1/n)∑ᵢ₌₁ⁿ xᵢ"),
        (r"$\arg\max_\theta p$ and $O(n \log n)$", "arg max_θ p and O(n log n)"),
        (r"$\sqrt[3]{x+1}$, $\frac12$, $10^{-3}$, $f'(x)$", "∛(x+1), 1/2, 10⁻³, f′(x)"),
        (r"$\left\{ x \right.$", "{ x"),
        (r"$x_{\text{train}}$ has $90\%$", "xₜᵣₐᵢₙ has 90%"),
    ],
)
def test_common_formulas(source: str, shown: str) -> None:
    assert latex_to_unicode(source) == shown


@pytest.mark.parametrize(
    "text",
    [
        "no mathematics at all",
        "costs $5 and $10",
        "from $5-$10",
        "$5 to 6$ each",
        "US$5 or US$6",
        "$20k",
        "between $5$ and so on",
        "pay $5, keep $3.",
        "$HOME and $PATH",
        "a $ b $ c",
        r"C:\temp\(x and [0, 1)",
        "$",
        "$$",
        "{x} _y_ ^z^",
    ],
)
def test_prices_and_other_text_stay(text: str) -> None:
    assert latex_to_unicode(text) == text


def test_an_escaped_dollar_is_a_dollar() -> None:
    assert latex_to_unicode(r"\$5 for $x$") == "$5 for x"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"$\unknown{x} + \mystery$", r"\unknown{x} + \mystery"),
        (r"$\frac$", r"\frac"),
        (r"$\frac{a}$", "a/"),
        (r"$x^$", "x"),
        (r"$\hat$", ""),
        (r"${x$", "{x"),
        (r"$\sqrt[3$", "∛"),
    ],
)
def test_what_is_broken_or_unknown_is_left_readable(source: str, shown: str) -> None:
    assert latex_to_unicode(source) == shown


PARTS = [
    "$",
    "\\",
    "{",
    "}",
    "^",
    "_",
    "[",
    "]",
    " ",
    "x",
    "12",
    "\\frac",
    "\\sqrt",
    "\\hat",
    "\\text",
    "\\left",
    "é",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join) | st.text(max_size=40))
def test_any_text_gives_text(text: str) -> None:
    assert isinstance(latex_to_unicode(f"${text}$"), str)


@pytest.mark.parametrize("source", ["{" * 400 + "}" * 400, "\\frac{" * 150 + "}" * 150, "x_{" * 300 + "}" * 300])
def test_deep_formulas_do_not_overflow(source: str) -> None:
    assert isinstance(latex_to_unicode(f"${source}$"), str)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"\mathcal{L} = -\sum_{i} y_i \log \hat{p}_i", "ℒ = −∑ᵢ yᵢ log p̂ᵢ"),
        ("w_{t+1} = w_{t}", "wₜ₊₁ = wₜ"),
        ("\\alpha = 1\n\\beta = 2", "α = 1\nβ = 2"),
        (r"$\alpha$, a price of $5", "α, a price of $5"),
        ("‖x_adv − x‖ ≤ ε   (in ℓ_{∞})", "‖x_adv − x‖ ≤ ε   (in ℓ_{∞})"),
        ("loss_fn(x) * 2", "loss_fn(x) * 2"),
    ],
)
def test_a_formula_is_mathematics_without_dollar_signs_too(source: str, shown: str) -> None:
    assert readable_formula(source) == shown
    assert readable_formula(source, raw=True) == source


def test_the_formulas_of_the_bank_are_shown_as_they_are_written(catalog: Catalog) -> None:
    formulas = [card.formula for head in catalog if (card := catalog.card(head.id)).formula]
    assert len(formulas) > 40
    for formula in formulas:
        assert formula is not None
        assert readable_formula(formula) == formula and not has_bare_tex(formula)
