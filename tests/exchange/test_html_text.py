"""HTML to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.exchange.html_text import MOST, html_blocks, plain_blocks


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("one<br>two<div>three</div><p>four", "one\ntwo\nthree\nfour"),
        ("a&nbsp;b &amp; c &lt; d &#8712; e", "a b & c < d ∈ e"),
        ("Press <ESC> or <Enter>", "Press <ESC> or <Enter>"),
        ("a < b and 5 <6", "a < b and 5 <6"),
        ("<ruby>漢<rt>kan</rt></ruby>", "漢(kan)"),
        ("[$]a&nbsp;+ b[/$] and [$$]c[/$$]", "$a + b$ and $$c$$"),
        ("[latex]x^2[/latex] [latex]$y$[/latex]", "$x^2$ $y$"),
        (r"\(\frac{a}{b}\) stays", r"\(\frac{a}{b}\) stays"),
        ("x<sub>i</sub> and 10<sup>-3</sup>", "xᵢ and 10⁻³"),
        ("<img src='a/b/c.png' alt='x>y'> [sound:d.mp3]", "[image c.png] [audio d.mp3]"),
        ("<img src='data:image/png;base64,AAAA'>", "[image]"),
        ("<script>alert(1)</script><style>b{}</style>ok", "ok"),
        ("<script>never closed", "never closed"),
        ("a<!-- hidden -->b", "ab"),
        ("a <!-- never closed <b>x", "a <!-- never closed <b>x"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>if x &lt; 1:\n    y</pre>after", "if x < 1:\n    y\nafter"),
        ("<b>bold</b> <i>it</i>", "bold it"),
        ("a\x00\x1b[31mb", "a[31mb"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert html_blocks(html).text == text


def test_items_programs_links_and_media_are_known() -> None:
    found = html_blocks("<ul><li>x</li></ul><pre>$a$ [$]</pre><a href='https://a.b/c'>see</a> <img src=y>")
    assert [(block.text, block.is_item, block.is_code) for block in found.blocks] == [
        ("x", True, False),
        ("$a$ [$]", False, True),
        ("see [image y]", False, False),
    ]
    assert found.links == [("see", "https://a.b/c")] and found.media == 1
    assert html_blocks("<a href='javascript:x'>see</a>").links == []


def test_what_is_too_long_is_not_cut_in_silence() -> None:
    assert not html_blocks("x" * (MOST + 1)).is_whole
    assert html_blocks("<img src='data:image/png;base64," + "A" * MOST + "'>").is_whole


@given(
    st.lists(
        st.sampled_from(["<", ">", "</", "<a ", "<!--", "-->", "<pre>", "</pre>", "'", '"', "&", ";", "x", " "])
    )
)
def test_any_pieces_give_text_without_control_characters(pieces: list[str]) -> None:
    found = html_blocks("".join(pieces))
    assert all(block.text.strip() for block in found.blocks)


@pytest.mark.parametrize(
    "piece",
    ["<", "<a '", "<!--", '<a "', "<script>", "<div", "<pre>", "[$]", "[latex]", "<sub>", "&#", "data:x;base64,"],
)
def test_no_malformed_field_takes_long(piece: str) -> None:
    """Without a clock: what is quadratic would not end in this test's lifetime."""
    html_blocks(piece * (1_000_000 // len(piece)))


def test_plain_text_keeps_its_signs() -> None:
    assert plain_blocks("a < b\r\n\n <b> ").text == "a < b\n<b>"
