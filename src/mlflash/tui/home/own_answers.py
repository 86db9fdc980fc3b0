"""Write the lines of personal cards one by one, next to what the bank says they must hold."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mlflash.bank.text import readable
from mlflash.study.study import Study
from mlflash.tui.dialogs.own_lines import OwnLinesScreen
from mlflash.tui.open_screen import Drawn
from mlflash.tui.shell import ShellUser
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.text_rows import hanging
from mlflash.tui.wrap import clip, wrap

ABOUT = "An interviewer asks these of you alone. Write up to four lines for each; from then on they are drilled."


class OwnAnswersScreen(Drawn, ShellUser, Screen[None]):
    """List the personal cards; Enter writes the lines of a card, then of the next without lines."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "write", "write", key_display="⏎", tooltip="Write its lines", priority=True, id="write-own"
        ),
        Binding("escape,q", "leave", "back", key_display="esc", tooltip="Back", id="back"),
    ]
    CSS = """
    OwnAnswersScreen #own-cards { height: auto; max-height: 50%; margin-top: 1; }
    OwnAnswersScreen #guide { height: 1fr; margin-top: 1; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.cards = study.view().personal()

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="own-head")
            yield OptionList(id="own-cards")
            yield Static(id="guide")
        yield KeyBar()

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.add_options(Option("", id=card.id) for card in self.cards)
        options.focus()
        options.highlighted = self._unwritten_after(-1) or 0

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self.draw)

    def lay_out(self) -> None:
        """Draw the list, and the lines of the highlighted card."""
        view, options = self.study.view(), self.query_one(OptionList)
        width = max(24, self.query_one("#guide").size.width - 4)
        written = sum(view.askable(card) for card in self.cards)
        title = Content.assemble(
            ("  Your own answers", "bold $primary"), (f"   {written} of {len(self.cards)} written", DIM)
        )
        about = [Content.styled(f"  {row}", DIM) for row in wrap(ABOUT, width)]
        self.query_one("#own-head", Static).update(Content("\n").join([title, Content(), *about]))
        for card in self.cards:
            mark = ("  ✓ ", "$success") if view.askable(card) else ("  ○ ", FAINT)
            row = Content.assemble(mark, clip(readable(card.question), width - 2))
            options.replace_option_prompt(card.id, row)
        self._draw_lines()

    @on(OptionList.OptionHighlighted)
    def _draw_lines(self) -> None:
        """Draw the reader's lines of the highlighted card; where there are none, what they must hold."""
        at = self.query_one(OptionList).highlighted
        if at is None:
            return
        card = self.study.catalog.card(self.cards[at].id)
        own = self.study.progress.state(card.id).own_lines
        width = max(30, self.query_one("#guide").size.width - 2)
        rows = [Content.styled("  Your lines" if own else "  What your lines must hold", FAINT)]
        for line in own or card.answer:
            rows += hanging(Content("    · "), readable(line), width)
        self.query_one("#guide", Static).update(Content("\n").join(rows))

    @on(OptionList.OptionSelected)
    def action_write(self) -> None:
        """Write the highlighted card, then the next that is not written."""
        at = self.query_one(OptionList).highlighted
        if at is None:
            return
        study, card = self.study, self.study.catalog.card(self.cards[at].id)
        state = study.progress.state(card.id)

        def save(lines: tuple[str, ...], note: str) -> None:
            changed = lines if lines != (state.own_lines or ()) else None
            study.write(card.id, changed, note if note != (state.note or "") else None)

        def write_next(saved: bool | None) -> None:
            following = self._unwritten_after(at)
            if saved and study.view().askable(self.cards[at]) and following is not None:
                self.query_one(OptionList).highlighted = following
                self.action_write()

        self.shell.push_screen(OwnLinesScreen(card, state, save), write_next)

    def _unwritten_after(self, at: int) -> int | None:
        """The place of the next card that is not written; the search wraps around at the end."""
        view, count = self.study.view(), len(self.cards)
        places = [(at + step) % count for step in range(1, count + 1)] if count else []
        return next((place for place in places if not view.askable(self.cards[place])), None)

    def action_leave(self) -> None:
        """Return to the first screen."""
        self.app.pop_screen()
