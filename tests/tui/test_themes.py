"""The colors: what can be read has a contrast that lets it be read."""

from __future__ import annotations

import pytest
from textual.content import Content

from mlflash.store.settings import SETTINGS, Settings
from mlflash.study.browse import row_of
from mlflash.study.study import Study
from mlflash.tui.browse.rows import card_row, column_names, legend
from mlflash.tui.card.content import LIKELIHOOD_COLORS
from mlflash.tui.settings.rows import about_setting, setting_row
from mlflash.tui.themes import FAINT
from mlflash.tui.widgets.card_list import CardList
from mlflash.tui.widgets.verdict import Verdict
from tests.tui.conftest import AppOf


def faint_words(row: Content) -> str:
    """The letters and digits of a row that are in the color of strokes."""
    faint = (row.plain[span.start : span.end] for span in row.spans if span.style == FAINT)
    return "".join(letter for part in faint for letter in part if letter.isalnum())


def test_no_setting_is_faint() -> None:
    rows = [setting_row(key, Settings(), 80) for key in SETTINGS]
    rows += [about_setting(key, "", "") for key in SETTINGS]
    assert [row.plain for row in rows if faint_words(row)] == []


@pytest.mark.parametrize("mark", ["suspend", "bury"])
def test_no_card_in_a_list_is_faint(study: Study, mark: str) -> None:
    card = study.catalog["nn-dropout"]
    study.mark(mark, [card.id])
    view = study.view()
    row = card_row(row_of(card, view), 100, 40, view, "Section", (), False)
    assert [faint_words(one) for one in (row, column_names(100, 40, "due"), legend(90))] == ["", "", ""]


def test_how_often_a_card_is_asked_is_never_faint() -> None:
    assert FAINT not in LIKELIHOOD_COLORS.values()


async def test_the_row_at_hand_is_underlined_in_the_terminals_own_colors(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        rows = app.screen.query_one(CardList)
        assert not rows.get_visual_style("card-list--highlighted").underline
        app.theme = "ansi-dark"
        await pilot.pause()
        assert rows.get_visual_style("card-list--highlighted").underline


async def test_a_verdict_can_be_read_in_the_terminals_own_colors(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "ansi-dark"
        verdict = Verdict()
        await app.screen.mount(verdict)
        verdict.show(True)
        await pilot.pause()
        known = next(segment for segment in verdict.render_line(0) if "knew it" in segment.text)
        assert known.style is not None and (known.style.reverse or known.style.color != known.style.bgcolor)
