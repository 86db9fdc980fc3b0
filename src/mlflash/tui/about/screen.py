"""How an interview goes, how the questions were chosen, what to read: to scroll through."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from mlflash.study.study import Study
from mlflash.tui.about.rows import pages, resources
from mlflash.tui.open_screen import Drawn
from mlflash.tui.widgets.key_bar import KeyBar


class AboutScreen(Drawn, Screen[None]):
    """One long page with chapters."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,pagedown", "turn(1)", "on", key_display="space", tooltip="A page on", id="on"),
        Binding("n", "chapter(1)", "next chapter", tooltip="To the next chapter", id="next"),
        Binding("p", "chapter(-1)", "previous", tooltip="To the chapter before", id="previous"),
        Binding("o", "sources", "links", tooltip="What to read, to open in the browser", id="links"),
        Binding("escape,q", "leave", "back", key_display="esc", tooltip="Back", id="back"),
        Binding("b,pageup", "turn(-1)", "a page back", show=False, tooltip="A page back", id="page-back"),
    ]
    CSS = """
    AboutScreen VerticalScroll { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    AboutScreen #text { width: 100%; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.chapters: list[int] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"), VerticalScroll():
            yield Static(id="text")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def lay_out(self) -> None:
        """Lay the text out in the width there is."""
        room = self.query_one(VerticalScroll)
        width = max(20, min(84, room.scrollable_content_region.width - 2))
        laid = pages(self.study.catalog, width)
        self.chapters = laid.chapters
        self.query_one("#text", Static).update(Content("\n").join(laid.rows))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable the key for links only where there are links."""
        return action != "sources" or bool(resources(self.study.catalog))

    def action_turn(self, by: int) -> None:
        """A page on or back."""
        room = self.query_one(VerticalScroll)
        room.scroll_relative(y=by * max(1, room.size.height - 2), animate=False)

    def action_chapter(self, by: int) -> None:
        """Go to the next chapter, or to the previous one."""
        room = self.query_one(VerticalScroll)
        at = round(room.scroll_y)
        if by > 0:
            target = next((row for row in self.chapters if row > at), None)
        else:
            target = next((row for row in reversed(self.chapters) if row < at), None)
        if target is not None:
            room.scroll_to(y=target, animate=False)

    def action_sources(self) -> None:
        """Show what to read, with addresses."""
        from mlflash.tui.dialogs.sources import SourcesScreen

        self.app.push_screen(SourcesScreen(resources(self.study.catalog)))

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()
