"""A card's intuition and its code: where they are shown, and that neither is shown before its time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.containers import ScrollableContainer
from textual.pilot import Pilot
from textual.widgets import Static

from mlflash.bank.cache import load_catalog
from mlflash.bank.catalog import Catalog
from mlflash.scheduler.card_state import NEW_CARD
from mlflash.tui.app import MlflashApp
from mlflash.tui.card.content import RevealState, card_content, next_hint
from mlflash.tui.card.layout import Layout, lay_out
from mlflash.tui.card.preview import Preview
from mlflash.tui.card.widget import CardView
from mlflash.tui.dialogs.code_dialog import CodeScreen
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.key_bar import KeyBar
from tests.bank.banks import CODE, CODED, write
from tests.conftest import Opener
from tests.tui.conftest import AppOf

PICTURE = "Setting all clocks back an hour"


@pytest.fixture
def coded(tmp_path: Path) -> Catalog:
    """A bank whose card has an intuition and code."""
    return load_catalog([write(tmp_path / "coded.yaml", CODED)], tmp_path / "cache")


@pytest.fixture
def app(coded: Catalog, open_study: Opener, app_of: AppOf) -> MlflashApp:
    return app_of(open_study(catalog=coded), drill=True)


def laid_out(catalog: Catalog, look: RevealState, revealed: bool, height: int = 30) -> Layout:
    head = catalog["softmax"]
    return lay_out(card_content(catalog.card(head.id), head, NEW_CARD, look, revealed=revealed), 80, height)


def shown(layout: Layout) -> str:
    return "\n".join(row.content.plain for row in layout.rows)


def on_card(pilot: Pilot[Any]) -> str:
    return str(pilot.app.screen.query_one(CardView).render())


def test_the_picture_is_a_quiet_block_of_its_own_after_the_lines(coded: Catalog) -> None:
    layout = laid_out(coded, RevealState(), True)
    rows = [row.content for row in layout.rows]
    at = next(i for i, row in enumerate(rows) if PICTURE in row.plain)
    assert rows[at].plain.split()[0] == "Picture"
    assert not rows[at - 1].plain.strip()
    assert any(not row.plain.strip() for row in rows[at : at + 3])
    assert all(str(span.style) == DIM for span in rows[at].spans)
    lines = [i for i, row in enumerate(layout.rows) if row.line is not None]
    assert max(lines) < at < next(i for i, row in enumerate(rows) if "Pitfall" in row.plain)
    assert layout.details == at


def test_it_folds_together_with_pitfall_and_sources(coded: Catalog) -> None:
    low = laid_out(coded, RevealState(), True, height=9)
    assert low.folding
    assert not any(word in shown(low) for word in ("Picture", "Pitfall", "Source"))
    unfolded = laid_out(coded, RevealState(unfolded=True), True, height=9)
    assert all(word in shown(unfolded) for word in ("Picture", "Pitfall", "Source"))
    assert "Picture" in unfolded.rows[unfolded.details].content.plain


def test_before_the_reveal_neither_picture_nor_code_leaks(coded: Catalog) -> None:
    for look in (RevealState(), RevealState(hint=True), RevealState(shown=3, unfolded=True)):
        assert PICTURE not in shown(laid_out(coded, look, False))
        assert "def softmax" not in shown(laid_out(coded, look, False))
    assert "def softmax" not in shown(laid_out(coded, RevealState(), True))


def test_the_question_keeps_its_place_while_the_answer_comes(coded: Catalog) -> None:
    looks = [RevealState(), RevealState(unfolded=True)]
    places = {
        shown(laid_out(coded, look, False)).splitlines().index("  Implement a stable softmax.") for look in looks
    }
    places.add(shown(laid_out(coded, RevealState(), True)).splitlines().index("  Implement a stable softmax."))
    assert len(places) == 1


def test_a_card_without_hint_begins_with_its_picture(coded: Catalog) -> None:
    from msgspec.structs import replace

    card = coded.card("softmax")
    assert next_hint(card, RevealState()) == "hint"
    assert next_hint(card, RevealState(hint=True)) == "intuition"
    assert next_hint(card, RevealState(hint=True, intuition=True)) is None
    assert next_hint(replace(card, hint=None), RevealState()) == "intuition"
    assert next_hint(replace(card, intuition=None), RevealState(hint=True)) is None


async def test_h_shows_the_hint_and_then_the_picture(app: MlflashApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        assert "What overflows?" in on_card(pilot)
        assert PICTURE not in on_card(pilot)
        assert "hint" in str(pilot.app.screen.query_one(KeyBar).render())
        await pilot.press("h")
        assert "What overflows?" in on_card(pilot)
        assert PICTURE in on_card(pilot)
        assert "hint" not in str(pilot.app.screen.query_one(KeyBar).render())
        await pilot.press("h")
        assert PICTURE in on_card(pilot)
        await pilot.press("space")
        assert on_card(pilot).count(PICTURE) == 1
        assert "What overflows?" not in on_card(pilot)


async def test_capital_c_shows_the_code_unchanged_after_the_reveal_only(app: MlflashApp) -> None:
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("C")
        assert isinstance(app.screen, DrillScreen)
        await pilot.press("space", "C")
        await pilot.pause()
        assert isinstance(app.screen, CodeScreen)
        block = app.screen.query_one(ScrollableContainer)
        code = block.query_one(Static)
        assert str(code.render()) == CODE.removesuffix("\n")
        assert code.size.height == 3
        assert block.max_scroll_x > 0
        await pilot.press("right")
        await pilot.pause()
        assert block.scroll_x > 0
        await pilot.press("C")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)


async def test_a_card_without_code_has_no_key_for_it(app_of: AppOf) -> None:
    app = app_of(drill=True)
    async with app.run_test() as pilot:
        await pilot.press("space", "C")
        assert isinstance(app.screen, DrillScreen)
        assert "code" not in str(pilot.app.screen.query_one(KeyBar).render())


async def test_the_list_of_cards_shows_picture_and_code_below_the_answer(
    coded: Catalog, open_study: Opener, app_of: AppOf
) -> None:
    app = app_of(open_study(catalog=coded))
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("b")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("enter")
        await pilot.pause()
        preview = app.screen.query_one(Preview)
        assert PICTURE in str(preview.query_one(CardView).render())
        assert str(preview.query_one("#code", Static).render()) == CODE
