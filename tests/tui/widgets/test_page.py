"""Pages: what is rendered once, what is painted, and what falls back to Textual's own rendering."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.filter import Monochrome, NoColor
from textual.geometry import Offset, Region
from textual.pilot import Pilot
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import Static

from mlflash.bank.filter import Filter
from mlflash.store.settings import THEMES
from mlflash.tui.card import widget
from mlflash.tui.card.layout import CardContent, Layout, lay_out
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.widgets import page
from mlflash.tui.widgets.page import KEPT, Backdrop, Page
from tests.tui.conftest import AppOf

ONE, TWO = Content("one"), Content("two")


class Book(App[None]):
    """A page on a screen, three rows high."""

    CSS = "Page { width: 20; height: 3; margin: 2; }"

    def compose(self) -> ComposeResult:
        self.page = Page()
        yield self.page


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were rendered to strips, each time one was."""
    texts: list[str] = []
    to_strips = Visual.to_strips.__func__  # type: ignore[attr-defined]

    def counted(cls: type[Visual], widget: Any, visual: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(widget, Page):
            texts.append(str(visual))
        return to_strips(cls, widget, visual, *rest, **named)

    monkeypatch.setattr(Visual, "to_strips", classmethod(counted))
    return texts


def lines(page: Page) -> list[str]:
    return [strip.text for strip in page.render_lines(page.size.region)]


async def test_every_line_is_as_wide_as_the_page_and_there_are_as_many_as_it_is_high() -> None:
    app = Book()
    async with app.run_test(size=(40, 10)):
        app.page.turn([Content("wide " * 9)])
        assert [len(line) for line in lines(app.page)] == [20, 20, 20]
        app.page.turn([ONE] * 5)
        assert [line.rstrip() for line in lines(app.page)] == ["one"] * 3
        app.page.turn([])
        assert lines(app.page) == [" " * 20] * 3


async def test_only_rows_that_changed_are_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Book()
    async with app.run_test(size=(40, 10)) as pilot:
        app.page.turn([ONE, ONE, ONE])
        await pilot.pause()
        painted: list[Region] = []
        monkeypatch.setattr(page, "repaint", lambda screen, *regions: painted.extend(regions))
        app.page.turn([ONE, TWO, Content.styled("one", "bold")])
        assert painted == [Region(2, 3, 20, 1), Region(2, 4, 20, 1)]
        painted.clear()
        app.page.turn([ONE, TWO, Content.styled("one", "bold")])
        assert painted == []
        app.page.turn([ONE])
        assert [region.y for region in painted] == [3, 4]


async def test_what_changes_together_with_a_page_is_painted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Book()
    async with app.run_test(size=(40, 10)) as pilot:
        await app.mount(note := Static("before"))
        app.page.turn([ONE])
        await pilot.pause()
        painted: set[Widget] = set()
        monkeypatch.setattr(app.screen._compositor, "update_widgets", painted.update)
        note.update("after", layout=False)
        app.page.turn([TWO])
        await pilot.pause()
        assert painted == {note, app.screen}


async def test_what_was_rendered_ahead_is_not_rendered_again(rendered: list[str]) -> None:
    app = Book()
    async with app.run_test(size=(40, 10)) as pilot:
        app.page.ahead([ONE, TWO])
        assert rendered.count("one\ntwo") == 1
        app.page.turn([ONE, TWO])
        await pilot.pause()
        assert [line.rstrip() for line in lines(app.page)] == ["one", "two", ""]
        assert rendered.count("one\ntwo") == 1


async def test_few_pages_are_kept(rendered: list[str]) -> None:
    app = Book()
    async with app.run_test(size=(40, 10)):
        for number in range(KEPT + 1):
            app.page.ahead([Content(str(number))])
        rendered.clear()
        app.page.ahead([Content(str(KEPT))])
        app.page.ahead([Content("0")])
        assert rendered == ["0"]


async def test_another_theme_renders_everything_again() -> None:
    app = Book()
    async with app.run_test(size=(40, 10)) as pilot:
        app.page.turn([Content.styled("one", "$success")])
        await pilot.pause()
        before = app.page.render_lines(app.page.size.region)
        app.theme = "textual-light"
        await pilot.pause()
        after = app.page.render_lines(app.page.size.region)
        assert [s.text for s in before] == [s.text for s in after]
        assert before != after


async def test_text_is_selected_with_the_mouse_across_rows() -> None:
    app = Book()
    async with app.run_test(size=(40, 10)) as pilot:
        app.page.turn([Content("first row"), Content("second row")])
        await pilot.pause()
        before = lines(app.page)
        await pilot.mouse_down(app.page, offset=(6, 0))
        await pilot.hover(app.page, offset=(5, 1))
        await pilot.mouse_up(app.page, offset=(5, 1))
        await pilot.pause()
        assert app.screen.get_selected_text() == "row\nsecond"
        assert lines(app.page) == before


async def test_no_color_reaches_pages_and_what_lies_behind_them(
    app_of: AppOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_of(drill=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        screen = pilot.app.screen
        assert isinstance(screen, DrillScreen)
        for widget in (
            screen,
            screen.view.header,
            screen.view.card,
            screen.view.grades,
            screen.bar,
            screen.view.area,
        ):
            assert isinstance(widget, Page | Backdrop)
            for strip in widget.render_lines(Region(0, 0, widget.size.width, 3)):
                for segment in strip:
                    colors = (segment.style.color, segment.style.bgcolor) if segment.style else ()
                    for color in colors:
                        assert color is None or len(set(color.get_truecolor())) == 1


def drill(pilot: Pilot[Any]) -> DrillScreen:
    screen = pilot.app.screen
    assert isinstance(screen, DrillScreen)
    return screen


async def foreseen(pilot: Pilot[Any]) -> None:
    """Have what comes next drawn ahead, now and not again before it is wanted."""
    await pilot.pause()
    drill(pilot)._ahead._timer.stop()
    drill(pilot)._ahead.run()


@pytest.mark.parametrize("key", ["1", "2", "3", "4"])
async def test_a_key_lays_nothing_out_and_renders_nothing_that_could_be_foreseen(
    app_of: AppOf, monkeypatch: pytest.MonkeyPatch, rendered: list[str], key: str
) -> None:
    laid: list[str] = []

    def laid_out(drawn: CardContent, width: int, height: int) -> Layout:
        laid.append(drawn.question)
        return lay_out(drawn, width, height)

    monkeypatch.setattr(widget, "lay_out", laid_out)
    app = app_of(drill=True, chosen=Filter(sections=("trees",)))
    async with app.run_test(size=(100, 30)) as pilot:
        for pressed in ("space", key, "space", key):
            await foreseen(pilot)
            rendered.clear()
            laid.clear()
            await pilot.press(pressed)
            await pilot.pause()
            # The row of keys depends on what can be done after the key, which is only known then.
            assert [text for text in rendered if text != str(drill(pilot).bar.render())] == []
            assert laid == []


async def test_what_is_foreseen_follows_the_terminals_size(app_of: AppOf) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await foreseen(pilot)
        await pilot.resize_terminal(60, 20)
        await pilot.press("space")
        card_view = drill(pilot).view.card
        assert max(row.content.cell_length for row in card_view.laid.rows) <= card_view.size.width
        assert card_view.region.offset.x == Offset(0, 0).x


async def test_text_selected_on_the_card_holds_nothing_back_and_presses_no_line(app_of: AppOf) -> None:
    app = app_of(drill=True)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = drill(pilot)
        await pilot.press("space")
        await pilot.mouse_down(screen.view.card, offset=(12, 6))
        await pilot.hover(screen.view.card, offset=(30, 6))
        await pilot.mouse_up(screen.view.card, offset=(30, 6))
        await pilot.pause()
        assert screen.view.card.text_selection is not None
        assert screen.reveal.ticks == ()
        await pilot.press("x")
        await pilot.pause()
        assert sum("✓" in line for line in lines(screen.view.card)) == 4
        await pilot.press("3")
        await pilot.pause()
        assert screen.selections == {}
        assert not any("✓" in line for line in lines(screen.view.card))


async def test_no_color_follows_the_theme(app_of: AppOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gray of the terminal's own colors is black on black."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_of(drill=True)
    async with app.run_test(size=(80, 24)) as pilot:
        for theme, fitting in (
            ("mlflash-dark", Monochrome),
            ("ansi-light", NoColor),
            ("mlflash-light", Monochrome),
        ):
            app.theme = theme
            await pilot.pause()
            kinds = [type(one) for one in app.get_line_filters() if isinstance(one, Monochrome | NoColor)]
            assert kinds == [fitting]


def test_the_settings_know_every_theme(app_of: AppOf) -> None:
    assert set(app_of().available_themes) == set(THEMES)
