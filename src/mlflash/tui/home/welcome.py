"""The first start: four lines, ticks and grades in a few words. Asks for nothing, writes nothing."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflash.study.study import Study
from mlflash.tui.about.rows import FOUR_LINES, GRADES, TICKS
from mlflash.tui.shell import ShellUser
from mlflash.tui.themes import DIM
from mlflash.tui.wrap import plural, wrap


def welcome_rows(questions: int, width: int, height: int) -> Content:
    """The welcome in `width` columns and, where it can be, `height` rows: blank rows and labels give way first."""
    for roomy, label in ((True, 12), (False, 12), (False, 0)):
        rows = _rows(questions, width, roomy, label if width >= 60 else 0)
        if len(rows) <= height:
            break
    return Content("\n").join(rows)


def _rows(questions: int, width: int, roomy: bool, label: int) -> list[Content]:
    intro = wrap(f"{plural(questions, 'question')} for machine-learning interviews, likely ones first.", width)
    blocks = [[Content.styled("Welcome to mlflash", "bold $primary"), *map(Content, intro)]]
    for title, text in (("Four lines", FOUR_LINES), ("Ticks", TICKS), ("Grades", GRADES)):
        if label:
            lead = [title.ljust(label), *[" " * label] * 99]
            body = wrap(text, max(10, width - label))
            blocks.append([Content.assemble((lead[i], "bold"), row) for i, row in enumerate(body)])
        else:
            first, *rest = wrap(f"{title}. {text}", width)
            cut = len(title) + 1
            blocks.append([Content.assemble((first[:cut], "bold"), first[cut:]), *map(Content, rest)])
    blocks.append(
        [Content.styled(row, DIM) for row in wrap("Any key begins. ? shows the keys, a tells more.", width)]
    )
    rows: list[Content] = []
    for block in blocks:
        if rows and roomy:
            rows.append(Content())
        rows += block
    return rows


class WelcomeScreen(ShellUser, ModalScreen[None]):
    """Shown once, before the first card; any key or click goes on."""

    BINDINGS: ClassVar[list[BindingType]] = []
    CSS = """
    WelcomeScreen .dialog { max-width: 76; padding: 1 2; }
    WelcomeScreen.-short .dialog { width: 100%; max-height: 100%; padding: 0 1; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static()

    @on(events.Resize)
    def _resized(self) -> None:
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Lay the text out in the room there is."""
        box = self.query_one(VerticalScroll)
        short = self.has_class("-short")
        room = self.size.height - 2 if short else int(self.size.height * 0.94) - 4
        text = welcome_rows(len(self.study.catalog), max(24, box.scrollable_content_region.width), room)
        self.query_one(Static).update(text)

    def on_key(self, event: events.Key) -> None:
        """Any key goes on, the two that are named to what they promise; leaving the program stays what it is."""
        if event.key != "ctrl+q":
            event.stop()
            event.prevent_default()
            self.dismiss()
            match event.key:
                case "question_mark":
                    self.app.call_later(self.app.run_action, "app.help")
                case "a":
                    self.app.call_later(self.shell.open_screen, "about")

    def on_click(self) -> None:
        """A click goes on, too."""
        self.dismiss()
