"""A paragraph into sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.exchange.splitter import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It costs 3.5 ms. Then 0.1.", ["It costs 3.5 ms.", "Then 0.1."]),
        ("Models, e.g. Trees, i.e. Splits.", ["Models, e.g. Trees, i.e. Splits."]),
        ("See Fig. 3 and Eq. 4. Then stop.", ["See Fig. 3 and Eq. 4.", "Then stop."]),
        ("Trees vs. Nets. Dr. J. Smith et al. showed it.", ["Trees vs. Nets.", "Dr. J. Smith et al. showed it."]),
        ("Rows, columns, etc. Then more.", ["Rows, columns, etc.", "Then more."]),
        ("Use `a. B` and $x. Y$. Then \\(a. B\\) ends.", ["Use `a. B` and $x. Y$.", "Then \\(a. B\\) ends."]),
        ("$$a. B$$ Then. ```x. Y``` End.", ["$$a. B$$ Then.", "```x. Y``` End."]),
        ("See https://a.b/c.d?e=F. Next.", ["See https://a.b/c.d?e=F.", "Next."]),
        ("It waits… and goes on. So there.", ["It waits… and goes on.", "So there."]),
        ("1. First. 2. Second.", ["1. First.", "2. Second."]),
        ('He said "No." Then left.', ['He said "No."', "Then left."]),
        ("第一句。第二句！", ["第一句。", "第二句！"]),
        ("numpy.dot is fast. np.array too.", ["numpy.dot is fast. np.array too."]),
        ("", []),
    ],
)
def test_where_it_splits(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@given(st.text(st.sampled_from("aB. $`\\()e.g!?\n0")))
def test_nothing_is_lost_but_white_space(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
