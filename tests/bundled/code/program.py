"""The programs on the bundled cards, executed."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray

from tests.bundled.fields import cards

Array = NDArray[np.float64]


@cache
def program(card_id: str) -> SimpleNamespace:
    """The names that a card's program defines."""
    code = cards()[card_id].code
    assert code is not None
    names: dict[str, object] = {"__name__": card_id}
    exec(compile(code, card_id, "exec"), names)
    return SimpleNamespace(**names)


def random(seed: int = 0) -> np.random.Generator:
    """A source of random numbers that is the same on every run."""
    return np.random.default_rng(seed)
