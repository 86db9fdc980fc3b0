"""Every figure on a bundled card that can be computed from what the card says, with its computation."""

from __future__ import annotations

from tests.bundled.figures import (
    classical_ml,
    coding,
    data_features,
    distributed_hardware,
    evaluation,
    language,
    language_models,
    learning_systems,
    linear_algebra,
    ml_fundamentals,
    neural_networks,
    optimization,
    prob_stats,
    production,
    trees,
    vision,
)

MODULES = (
    ml_fundamentals,
    data_features,
    evaluation,
    classical_ml,
    trees,
    prob_stats,
    linear_algebra,
    neural_networks,
    optimization,
    language,
    language_models,
    vision,
    learning_systems,
    production,
    distributed_hardware,
    coding,
)

FIGURES = [figure for module in MODULES for figure in module.FIGURES]
