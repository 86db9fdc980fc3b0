"""Cards as rows of a list."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from mlflash.bank.text import cells
from mlflash.study.browse import row_of
from mlflash.study.study import Study
from mlflash.tui.browse.rows import (
    LEGEND,
    MARKS,
    PREVIEW,
    card_row,
    column_names,
    columns,
    legend,
    list_width,
    question_share,
)


@pytest.mark.parametrize("screen", [120, 130, 140, 160, 190])
def test_next_to_a_preview_the_question_keeps_its_share(screen: int) -> None:
    least = question_share(screen)
    wide = list_width(screen, least)
    assert least >= 0.55 * screen
    assert columns(wide - 1, least).question >= least  # one column is the scrollbar's
    assert screen - 4 - wide >= PREVIEW


@pytest.mark.parametrize("screen", [60, 80, 100])
def test_below_that_it_keeps_it_too(screen: int) -> None:
    least = question_share(screen)
    sizes = columns(min(screen, 88) - 1, least)
    assert sizes.question >= least
    assert sizes.due and sizes.recall


@pytest.mark.parametrize("width", [20, 46, 60, 79, 87, 120, 180])
def test_a_row_is_as_wide_as_its_names(study: Study, width: int) -> None:
    view, least = study.view(), question_share(width)
    for card in study.catalog:
        row = card_row(row_of(card, view), width, least, view, "A section of a long name", (), False)
        assert cell_len(row.plain) == max(width, 7)
    assert cell_len(column_names(width, least, "due").plain) == max(width, 7)


def test_only_the_end_of_a_question_is_left_out(study: Study) -> None:
    view, card = study.view(), study.catalog["nn-dropout"]
    row = card_row(row_of(card, view), 30, 17, view, "", (), False).plain
    assert "…" in row
    assert row.split("…")[0].strip(" ○").startswith(card.question[:8])


def test_words_searched_for_are_marked(study: Study) -> None:
    view, card = study.view(), study.catalog["nn-dropout"]
    row = card_row(row_of(card, view), 80, 44, view, "", ("DROPOUT",), False)
    marked = [row.plain[span.start : span.end] for span in row.spans if "underline" in str(span.style)]
    assert marked == ["dropout"]


def test_every_sign_has_its_own_shape_and_is_explained() -> None:
    assert len({sign for sign, _ in MARKS.values()}) == len(MARKS)
    assert {sign for sign, _ in MARKS.values()} <= {sign for sign, _, _ in LEGEND}
    for width in range(0, 120, 7):
        assert cells(legend(width).plain) <= width
