"""The pages to read: whole, reflowed, never wider than asked."""

from __future__ import annotations

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.tui.about.rows import pages, paragraphs, resources
from mlflash.tui.home.welcome import welcome_rows
from mlflash.tui.links import refusal


def test_wrapped_lines_are_joined_and_lists_are_not() -> None:
    long = "word " * 14 + "end"
    assert paragraphs(f"{long}\nmore.\n\nShort\n1 {long}\n2 next\n- {long}\n- last\n") == [
        f"{long} more.",
        "",
        "Short",
        f"1 {long}",
        "2 next",
        f"- {long}",
        "- last",
    ]


@pytest.mark.parametrize("width", [24, 56, 84])
def test_every_row_fits_and_nothing_is_left_out(catalog: Catalog, width: int) -> None:
    laid = pages(catalog, width)
    assert max(row.cell_length for row in laid.rows) <= max(width, 46)
    text = " ".join(" ".join(row.plain for row in laid.rows).split())
    for section in catalog.sections.values():
        for title, _ in section.resources:
            assert title.split()[-1] in text
    for head in catalog.banks:
        assert " ".join((head.about or "").split()[-6:]) in text
        assert " ".join((head.chosen or "").split()[-6:]) in text
    assert laid.rows[laid.chapters[0]].plain == "How an interview goes"
    assert laid.chapters == sorted(set(laid.chapters))


def test_every_link_once_and_openable(catalog: Catalog) -> None:
    links = resources(catalog)
    assert len({url for _, url in links}) == len(links) > 10
    assert all(refusal(url) is None for _, url in links)


@pytest.mark.parametrize(("width", "height"), [(56, 18), (70, 24)])
def test_the_welcome_fits_where_it_is_shown(width: int, height: int) -> None:
    rows = [row.plain for row in welcome_rows(88, width)]
    assert len(rows) <= height
    assert max(map(len, rows)) <= width
