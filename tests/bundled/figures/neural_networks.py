"""Figures of the section neural-networks."""

from __future__ import annotations

from itertools import product
from math import exp, hypot, log10

from tests.bundled.figures.figure import NORMAL, Figure, superscript, word


def xor_network() -> tuple[float, str]:
    """The output of the card's network that two inputs share, and how many ones these inputs hold."""
    outputs = {(a, b): max(a + b, 0) - 2 * max(a + b - 1, 0) for a, b in product((0, 1), repeat=2)}
    (ones,) = {a + b for (a, b), output in outputs.items() if output == 1}
    return outputs[0, 1], word(ones)


def rectified() -> float:
    """The mean square of symmetric inputs over that of what ReLU leaves of them."""
    inputs = [step / 10 for step in range(-50, 51)]
    return sum(z * z for z in inputs) / sum(max(z, 0) ** 2 for z in inputs)


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


def clipped_ratio() -> float:
    """The ratio of (10, 1) after its norm is clipped to 1."""
    scale = min(1, 1 / hypot(10, 1))
    return 10 * scale / (1 * scale)


FIGURES = [
    Figure(
        "nn-components",
        "probe 1",
        "{:,}: the hidden layer has 784·128 + 128 and the output layer 128·10 + 10",
        lambda: 784 * 128 + 128 + 128 * 10 + 10,
    ),
    Figure(
        "nn-nonlinearity",
        "probe 1",
        "the output h₁ − 2h₂ is {:g} exactly when {} input is 1",
        xor_network,
    ),
    Figure(
        "nn-nonlinearity",
        "probe 2",
        "If the product should be {:g}, (2, 3) and (3, 2) both fit, yet their midpoint gives {:g}.",
        lambda: (2 * 3, (2 + 3) / 2 * (3 + 2) / 2),
    ),
    Figure(
        "nn-activations",
        "probe 4",
        "About −{:.2f}, where ReLU returns {:g}.",
        lambda: (0.5 * NORMAL.cdf(-0.5), max(-0.5, 0)),
    ),
    Figure(
        "nn-softmax-gradient",
        "intuition",
        "70% cat, 20% dog, 10% fox, and it is a dog. The gradient is {:.1f}, −{:.1f}, {:.1f}:",
        lambda: (0.7 - 0, 1 - 0.2, 0.1 - 0),
    ),
    Figure(
        "nn-rnn-lstm-gru",
        "probe 4",
        "opens at about {:.2f} instead of {:g}",
        lambda: (sigmoid(1), sigmoid(0)),
    ),
    Figure(
        "nn-vanishing-gradient",
        "b",
        "slope is at most a quarter, so ten of them alone shrink the gradient a {}",
        lambda: {6: "millionfold"}[round(-10 * log10(sigmoid(0) * (1 - sigmoid(0))))],
    ),
    Figure(
        "nn-vanishing-gradient",
        "formula",
        "0.25¹⁰ ≈ 10{}",
        lambda: superscript(10 * log10(0.25)),
    ),
    Figure(
        "nn-exploding-gradients",
        "probe 1",
        "cutting (10, 1) at 1 gives ({:g}, {:g}), while clipping by norm keeps the ratio of {:.0f} to 1",
        lambda: (min(10, 1), min(1, 1), clipped_ratio()),
    ),
    Figure(
        "nn-hyperparameters",
        "probe 1",
        "Uniform draws from 0.0001 to 0.1 would put {:.0%} of the trials above 0.01",
        lambda: (0.1 - 0.01) / (0.1 - 0.0001),
    ),
    Figure(
        "nn-optimizers",
        "probe 3",
        "Up to {}: a decaying sum",
        lambda: word(sum(0.9**step for step in range(1000))),
    ),
    Figure(
        "nn-init",
        "probe 2",
        "It {} the mean square of a zero-mean symmetric input",
        lambda: {2: "halves"}[round(rectified())],
    ),
]
