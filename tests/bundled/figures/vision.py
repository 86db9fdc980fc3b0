"""Figures of the sections computer-vision and image-generation."""

from __future__ import annotations

from math import log

from tests.bundled.figures.figure import Figure, fraction, nearest, word

FILTER = 5 * 5 * 3 + 1
"""Weights and bias of a filter of the card on convolution arithmetic."""
VGG_FILTERS = [
    (3, 64),
    (64, 64),
    (64, 128),
    (128, 128),
    (128, 256),
    *[(256, 256)] * 2,
    (256, 512),
    *[(512, 512)] * 5,
]
VGG_DENSE = [(512 * 7 * 7, 4096), (4096, 4096), (4096, 1000)]


def side(width: int = 32, kernel: int = 5, padding: int = 2, stride: int = 1) -> int:
    """The side of a convolution's output."""
    return (width + 2 * padding - kernel) // stride + 1


def vgg() -> tuple[int, int]:
    """The parameters of VGG-16: all, and those of its dense layers."""
    dense = sum((inputs + 1) * outputs for inputs, outputs in VGG_DENSE)
    return sum((9 * inputs + 1) * outputs for inputs, outputs in VGG_FILTERS) + dense, dense


FIGURES = [
    Figure(
        "cv-why-convolution",
        "probe 4",
        "About {:.1f} million for the dense layer and {:,} for the filters",
        lambda: (224 * 224 * 3 * 64 / 1e6, 3 * 3 * 3 * 64),
    ),
    Figure("cv-conv-arithmetic", "a", "Here 36 minus 5, plus one, gives {}.", side),
    Figure(
        "cv-conv-arithmetic",
        "b",
        "five times five times three weights and one bias. That makes {}.",
        lambda: FILTER,
    ),
    Figure(
        "cv-conv-arithmetic",
        "c",
        "The 64 filters give 64 output channels, each a {0}-by-{0} map. With {1} parameters in each filter, that "
        "makes about {2:,.0f} for the layer.",
        lambda: (side(), FILTER, nearest(64 * FILTER, 100)),
    ),
    Figure(
        "cv-conv-arithmetic",
        "d",
        "Each weight here serves about {} thousand positions, and I cut these to a {} with stride two.",
        lambda: (
            {1: "a"}[round(side() ** 2 / 1000)],
            fraction(side(stride=2) ** 2 / side() ** 2).removeprefix("one "),
        ),
    ),
    Figure(
        "cv-conv-arithmetic",
        "intuition",
        "A window five wide fits {} places along 32 pixels. Two extra pixels at each end bring it back to {}.",
        lambda: (side(padding=0), side()),
    ),
    Figure(
        "cv-conv-arithmetic",
        "formula",
        "+ 1 = {}    params = 64·(5·5·3 + 1) = {:,}    MACs = 32²·64·75 = {:,}",
        lambda: (side(), 64 * FILTER, side() ** 2 * 64 * 75),
    ),
    Figure(
        "cv-conv-arithmetic",
        "pitfall",
        "gives 64·{} weights instead of 64·{}",
        lambda: (5 * 5, 5 * 5 * 3),
    ),
    Figure(
        "cv-conv-arithmetic",
        "probe 1",
        "{0}×{0}: (32 − 5 + 4)/2 is {1:g}, rounded down to {2}, plus 1.",
        lambda: (side(stride=2), (32 - 5 + 4) / 2, side(stride=2) - 1),
    ),
    Figure(
        "cv-conv-arithmetic",
        "probe 3",
        "{} instead of {:,}, biases aside: {} for one 5×5 filter per channel and {} for the 1×1 mix to 64 "
        "channels",
        lambda: (5 * 5 * 3 + 3 * 64, 5 * 5 * 3 * 64, 5 * 5 * 3, 3 * 64),
    ),
    Figure(
        "cv-conv-arithmetic",
        "probe 4",
        "{0}×{0}: at stride 1 every further 5×5 layer adds {1} to the side",
        lambda: (5 + (5 - 1), 5 - 1),
    ),
    Figure(
        "cv-historical-models",
        "probe 1",
        "{}C² weights instead of {}C² at C channels",
        lambda: (3 * 3 * 3, 7 * 7),
    ),
    Figure(
        "cv-historical-models",
        "probe 2 question",
        "VGG-16's {:.0f} million weights",
        lambda: vgg()[0] / 1e6,
    ),
    Figure(
        "cv-historical-models",
        "probe 2",
        "In its three dense layers, about {:.0f} million",
        lambda: vgg()[1] / 1e6,
    ),
    Figure(
        "cv-vit",
        "intuition",
        "Cut a photo into {0} jigsaw pieces, note on each where it lay, and read them as a sentence of {0} words.",
        lambda: (224 // 16) ** 2,
    ),
    Figure(
        "cv-vit",
        "formula",
        "224×224 at P = 16: N = {}",
        lambda: 224 * 224 // 16**2,
    ),
    Figure(
        "cv-vit",
        "probe 1",
        "{} times the tokens: {} times the compute in MLPs and projections, {} times in the attention scores",
        lambda: (word(2**2).capitalize(), 2**2, (2**2) ** 2),
    ),
    Figure(
        "cv-vlm",
        "probe 2",
        "{0}, that is {1} by {1} patches",
        lambda: ((336 // 14) ** 2, 336 // 14),
    ),
    Figure(
        "cv-iou-nms-map",
        "probe 1",
        "{}: {:.0f} shared over {:.0f} covered",
        lambda: (fraction(50 / 150).capitalize(), 10 * 10 / 2, 2 * 10 * 10 - 10 * 10 / 2),
    ),
    Figure(
        "cv-segmentation",
        "probe 1",
        "With 99% background, calling everything background scores {:.0%}, while the foreground's IoU is {:g}.",
        lambda: (99 / 100, 0 / (0 + 0 + 1)),
    ),
    Figure(
        "gen-model-families",
        "probe 2",
        "A mix of 1% good model and 99% noise loses at most log {:.0f}, about {:.1f} nats",
        lambda: (1 / 0.01, -log(0.01)),
    ),
    Figure("gen-dalle", "formula", "32×32 = {:,} image tokens", lambda: 32 * 32),
    Figure(
        "gen-stable-diffusion",
        "b",
        "An autoencoder shrinks images {:g}-fold",
        lambda: 512 * 512 * 3 / (64 * 64 * 4),
    ),
    Figure("gen-gan-training", "probe 1", "It is {} wherever the two agree", lambda: fraction(0.3 / (0.3 + 0.3))),
]
