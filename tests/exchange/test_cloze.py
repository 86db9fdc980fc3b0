"""Clozes into questions and lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.exchange.cloze import is_cloze, split_cloze


@pytest.mark.parametrize(
    ("text", "question", "lines"),
    [
        ("A {{c1::b}} of {{c2::c}}.", "A […] of […].", ("b", "c")),
        ("A {{c1::b::what?}}.", "A [what?].", ("b",)),
        ("{{c1::same}} and {{c2::same}}", "[…] and […]", ("same",)),
        ("{{c1::outer {{c2::inner}} x}} y", "[…] y", ("outer inner x", "inner")),
        (r"{{c1::\frac{a}{b_{c}}}} ends", "[…] ends", (r"\frac{a}{b_{c}}",)),
        (r"{{c1::\frac{a}{b} }} ends", "[…] ends", (r"\frac{a}{b}",)),
        ("{{c1::a { b}} c", "[…] c", ("a { b",)),
        ("{{c1::never closed", "{{c1::never closed", ()),
        ("x }} {{c1::y}}", "x }} […]", ("y",)),
        ("no {braces} at {{all}}", "no {braces} at {{all}}", ()),
    ],
)
def test_the_gaps_and_the_words(text: str, question: str, lines: tuple[str, ...]) -> None:
    assert split_cloze(text) == (question, lines)


@given(st.lists(st.sampled_from(["{{c1::", "{{c2::", "}}", "{", "}", "::", "a", "\\", "\\}"])))
def test_any_pieces_end(pieces: list[str]) -> None:
    text = "".join(pieces)
    cloze = split_cloze(text)
    assert bool(cloze.lines) <= is_cloze(text)


def test_many_open_ones_end() -> None:
    assert split_cloze("{{c1::" * 20_000).lines == ()
