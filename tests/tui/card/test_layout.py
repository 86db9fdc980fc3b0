"""The card's layout."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.color import Color
from textual.theme import Theme

from mlflash.bank.catalog import Catalog
from mlflash.scheduler.card_state import NEW_CARD
from mlflash.study.stats.charts import bar, fit
from mlflash.tui.card.content import RevealState, card_content
from mlflash.tui.card.layout import CardContent, formula_rows, lay_out
from mlflash.tui.card.line_rows import AnswerLine
from mlflash.tui.themes import DIM, THEMES
from mlflash.tui.wrap import clip, pad, rule, span, wrap


def test_every_bundled_card_fits_80x24_after_the_reveal(catalog: Catalog) -> None:
    for head in catalog:
        face = card_content(catalog.card(head.id), head, NEW_CARD, RevealState(), revealed=True)
        laid = lay_out(face, 80, 20)
        assert not laid.folding or face.intuition, head.id
        assert len(laid.rows) <= 20, (head.id, len(laid.rows))


def test_no_row_is_wider_than_its_room(catalog: Catalog) -> None:
    for head in catalog:
        for width in (30, 60, 80, 88):
            face = card_content(catalog.card(head.id), head, NEW_CARD, RevealState(), revealed=True)
            for row in lay_out(face, width, 20).rows:
                assert row.content.cell_length <= width, (head.id, width, row.content.plain)


def test_the_question_keeps_its_row_while_lines_appear(catalog: Catalog) -> None:
    head = catalog["nn-dropout"]
    card = catalog.card(head.id)
    places = set()
    for shown in range(5):
        face = card_content(card, head, NEW_CARD, RevealState(shown=shown), revealed=shown == 4)
        rows = [row.content.plain for row in lay_out(face, 88, 34).rows]
        places.add(next(i for i, row in enumerate(rows) if "What is dropout" in row))
    assert len(places) == 1


def test_rows_know_their_line() -> None:
    face = CardContent("Q", (AnswerLine("one " * 40, True), AnswerLine("two", True)), revealed=True)
    lines = [row.line for row in lay_out(face, 60, 40).rows if row.line is not None]
    assert lines == sorted(lines)
    assert set(lines) == {0, 1}
    assert lines.count(0) > 1


def test_code_and_maths_are_not_wrapped_apart() -> None:
    rows = wrap("a long introduction to the call `softmax(x, axis=-1)` and more", 34)
    assert any("`softmax(x, axis=-1)`" in row for row in rows)
    assert any("$x + y + z$" in row for row in wrap("some words before $x + y + z$ and after", 22))


CODE = """def softmax(z):
    e = np.exp(z - z.max())   # stable
    if e.ndim > 1:
\t\treturn e / e.sum(axis=-1, keepdims=True)
    return e / e.sum()"""


@pytest.mark.parametrize("text", [CODE, f"```python\n{CODE}\n```"], ids=["bare", "fenced"])
def test_code_keeps_its_lines_and_its_indentation(text: str) -> None:
    assert wrap(text, 60) == text.expandtabs(4).splitlines()
    [row] = [
        row.content.plain
        for row in lay_out(CardContent("Q", (AnswerLine(text, True),), True), 60, 40).rows
        if "if e" in row.content.plain
    ]
    assert row == " " * 12 + "if e.ndim > 1:"


def test_code_wider_than_its_room_goes_on_deeper() -> None:
    rows = wrap(CODE, 44)
    at = rows.index(" " * 8 + "return e /")
    assert rows[at + 1] == " " * 12 + "e.sum(axis=-1, keepdims=True)"
    assert all(cell_len(row) <= 30 for row in wrap(CODE, 30))
    assert wrap("```\n" + "call(a) " * 8 + "\n```", 40)[2].startswith("    call")


def test_prose_of_several_lines_is_wrapped_without_a_hanging_indent() -> None:
    assert wrap("first line\nthe second one is longer than its room", 20)[2].startswith("longer")


@given(st.text(max_size=300), st.integers(1, 60))
def test_no_text_of_several_lines_is_wider_than_its_room(text: str, width: int) -> None:
    rows = wrap(text, width)
    assert "".join("".join(rows).split()) == "".join(text.split())
    assert all(cell_len(row) <= max(width, 2) for row in rows)


@given(st.text(max_size=300), st.integers(1, 60))
def test_wrapping_keeps_the_words_and_the_width(text: str, width: int) -> None:
    text = " ".join(text.split())
    rows = wrap(text, width)
    assert "".join("".join(rows).split()) == "".join(text.split())
    assert all(cell_len(row) <= max(width, 2) for row in rows)


@given(st.text(max_size=50), st.integers(0, 30))
def test_clip_and_pad(text: str, width: int) -> None:
    assert cell_len(clip(text, width)) <= width
    assert cell_len(pad(text, width)) == width


@pytest.mark.parametrize("cut", [clip, fit])
def test_texts_are_cut_between_words_where_that_costs_little(cut: Callable[[str, int], str]) -> None:
    said = "Optimization and Training Practice"
    assert cut(said, 34).rstrip() == said
    assert cut(said, 30).rstrip() == cut(said, 26).rstrip() == "Optimization and Training…"
    assert cut(said, 14).rstrip() == "Optimization…"
    assert cut(said, 8).rstrip() == "Optimiz…", "a long word alone"
    assert cut("How do you choose, and when?", 20).rstrip() == "How do you choose…"


@given(st.floats(-1, 2), st.integers(0, 40))
def test_gauges_have_their_width(share: float, width: int) -> None:
    assert len(bar(share, width)) == width
    assert sum(map(len, rule(share, width))) == width


def test_a_day_is_not_broken() -> None:
    assert wrap("back by 12 Dec; later by 3", 12) == ["back by", "12 Dec;", "later by 3"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "1 min"),
        (600, "10 min"),
        (5400, "2 h"),
        (86_400, "1 d"),
        (40 * 86_400, "1.3 mo"),
        (800 * 86_400, "2.2 y"),
    ],
)
def test_spans(seconds: float, said: str) -> None:
    assert span(seconds) == said


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_line_known_steps_back_and_can_be_read(theme: Theme) -> None:
    lines = (AnswerLine("it was known", True, tick=True), AnswerLine("to be learned", True, tick=False))
    known, missed = (
        row.content
        for row in lay_out(CardContent("Q", lines, revealed=True), 60, 40).rows
        if row.line is not None and row.content.plain.strip()
    )
    assert "it was known" in [known.plain[span.start : span.end] for span in known.spans if span.style == DIM]
    assert not any(span.start <= missed.plain.index("to") < span.end for span in missed.spans if span.style)
    assert theme.foreground and theme.background and theme.surface
    share = int(DIM.split()[1].rstrip("%")) / 100
    for ground in map(Color.parse, (theme.background, theme.surface)):
        text = ground.blend(Color.parse(theme.foreground), share)
        low, high = sorted(_luminance(color) for color in (text, ground))
        assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("text", "width", "said"),
    [
        ("short", 60, "missed 5 of 7"),
        ("a line that leaves a little room only, not more", 64, "✗5/7"),
        ("a line of two rows " + "x" * 31 + " " + "y" * 50, 60, "✗5/7"),
        ("a line that fills its row and leaves no room at all", 61, "missed 5 of 7"),
    ],
    ids=["in words", "in short", "before the second row", "on a row of its own"],
)
def test_how_often_a_line_was_missed_always_shows(text: str, width: int, said: str) -> None:
    rows = lay_out(CardContent("Q", (AnswerLine(text, True, missed=(5, 7)),), revealed=True), width, 40).rows
    assert sum(said in row.content.plain for row in rows) == 1
    assert all(row.content.cell_length <= width for row in rows)
    assert "".join(text.split()) in "".join("".join(row.content.plain for row in rows).replace(said, "").split())


def face_missed(times: int, seen: int) -> CardContent:
    return CardContent("Q", (AnswerLine("a line", True, missed=(times, seen)),), revealed=True)


def test_a_single_miss_of_few_shows_quietly() -> None:
    assert all("missed" not in row.content.plain for row in lay_out(face_missed(1, 8), 60, 40).rows)
    for missed, style in (((1, 1), "$warning"), ((1, 3), DIM), ((1, 4), DIM), ((2, 8), "$warning")):
        laid = lay_out(face_missed(*missed), 60, 40)
        [row] = [row.content for row in laid.rows if "missed" in row.content.plain]
        assert style in [span.style for span in row.spans]


def test_no_card_of_the_bank_needs_more_rows_where_every_line_was_missed(catalog: Catalog) -> None:
    state = NEW_CARD._replace(line_misses=(7,) * 4, ticked_reviews=7, recent_misses=((1, 2, 3, 4),) * 7)
    for head in catalog:
        face = card_content(catalog.card(head.id), head, state, RevealState(), revealed=True)
        for width in (80, 88):
            rows = lay_out(face, width, 20).rows
            assert len(rows) <= 20, head.id
            marks = [row for row in rows if "missed 7 of 7" in row.content.plain or "✗7/7" in row.content.plain]
            assert len(marks) == len(face.lines), (head.id, width)


def _luminance(color: Color) -> float:
    """Relative luminance as the Web Content Accessibility Guidelines 2.1 define it."""
    parts = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in color.normalized)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_details_stand_apart_where_there_is_room_else_close_together_all_alike() -> None:
    face = CardContent(
        "Q", (AnswerLine("one", True),), revealed=True, intuition="a", extras=(("Pitfall", "b"), ("Note", "c")),
        references=("d", "e"),
    )  # fmt: skip
    for height, gap in ((40, 2), (10, 1)):
        rows = [row.content.plain.split() for row in lay_out(face, 60, height).rows]
        places = [i for i, row in enumerate(rows) if row and row[0] in ("Picture", "Pitfall", "Note", "Sources")]
        assert {after - before for before, after in pairwise(places)} == {gap}, height


def test_a_preview_begins_at_the_top_of_a_tall_area() -> None:
    face = CardContent("Q", (AnswerLine("one", True),), revealed=True)
    assert lay_out(face._replace(lowered=False), 60, 40).rows[0].content.plain.strip() == "Q"
    assert lay_out(face, 60, 40).rows[0].content.plain == ""


TWO = "bagging: f(x) = (1/B) Σ fᵦ(x), grown independently     boosting: F(x) = Σ η·hₘ(x), trees in sequence"


@pytest.mark.parametrize(("width", "rows"), [(110, 1), (72, 2), (40, 4)])
def test_formulas_side_by_side_part_before_one_is_broken(width: int, rows: int) -> None:
    found = formula_rows(TWO, width)
    assert len(found) == rows
    assert " ".join(" ".join(found).split()) == " ".join(TWO.split())
    assert max(map(cell_len, found)) <= width
    if rows > 1:
        assert any(row.startswith("boosting:") for row in found)


def test_formulas_that_are_apart_go_together_where_they_fit() -> None:
    assert formula_rows("a = 1     b = 2     c = 3", 18) == ["a = 1    b = 2", "c = 3"]


def test_a_formula_of_several_lines_keeps_its_indentation() -> None:
    assert formula_rows("x =\n    y", 20) == ["x =", "    y"]
