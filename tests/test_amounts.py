"""An amount agrees with its noun."""

from __future__ import annotations

import pytest

from mlflash.amounts import count_of


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((0, "card"), "0 cards"),
        ((1, "card"), "1 card"),
        ((2_000, "card"), "2,000 cards"),
        ((1, "card is", "cards are"), "1 card is"),
        ((2, "card is", "cards are"), "2 cards are"),
    ],
)
def test_an_amount_has_its_noun(words: tuple[int, str], expected: str) -> None:
    assert count_of(*words) == expected
