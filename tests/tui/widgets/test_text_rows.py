"""Rows of text that several screens draw: they keep to their width."""

from __future__ import annotations

import pytest

from mlflash.tui.widgets.text_rows import indented, round_header, score_row


@pytest.mark.parametrize("width", [12, 30, 88])
def test_an_indented_text_leaves_two_columns_on_each_side(width: int) -> None:
    rows = indented("some words of a text that is longer than a row", width)
    assert all(row.plain.startswith("  ") and row.cell_length <= width - 2 for row in rows)


def test_the_section_stands_at_the_right_and_gives_way_where_there_is_no_room() -> None:
    wide = round_header("Round", 2, 10, "Trees and forests", 60)
    assert wide.plain.startswith("  Round · 2 of 10") and wide.plain.endswith("Trees and forests")
    assert wide.cell_length == 59
    assert round_header("Round", 2, 10, "Trees and forests", 30).plain == "  Round · 2 of 10"


def test_a_score_says_all_only_of_several() -> None:
    assert score_row(3, 3, "3 lines").plain.startswith("  All 3 lines known")
    assert score_row(1, 1, "1 line").plain.startswith("  1 of 1 line known")
    assert score_row(0, 4, "4").plain.startswith("  0 of 4 known")
