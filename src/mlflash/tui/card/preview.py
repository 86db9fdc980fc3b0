"""A whole card with its state above it: next to a list, or in its place."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from mlflash.bank.catalog import OFTEN
from mlflash.bank.text import visible
from mlflash.errors import MlflashError
from mlflash.scheduler.weakness import weakness
from mlflash.study.browse import row_of
from mlflash.study.study import Study
from mlflash.tui.card.content import RevealState, card_content, with_words
from mlflash.tui.card.state_rows import state_rows
from mlflash.tui.card.widget import CardView
from mlflash.tui.themes import DIM
from mlflash.tui.wrap import clip


class Preview(VerticalScroll, can_focus=False):
    """Shows one card with its answer and its code."""

    DEFAULT_CSS = """
    Preview { height: 1fr; width: 1fr; scrollbar-size: 1 1; overflow-x: auto; }
    Preview > #about { height: 4; width: 100%; padding: 0 2; }
    Preview > CardView { padding: 0; }
    Preview > #code { width: auto; height: auto; padding: 1 2; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Study, str] | None = None
        self._words: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        yield Static(id="about")
        yield CardView()
        yield Static(id="code")

    def show(self, study: Study, card_id: str | None, words: Sequence[str] = ()) -> None:
        """Show a card of the bank, or nothing; `words` are those searched for."""
        self._words = words
        if card_id is None or card_id not in study.catalog:
            self._shown = None
            self.query_one("#about", Static).update("")
            self.query_one(CardView).display = self.query_one("#code").display = False
            return
        moved = self._shown is None or self._shown[1] != card_id
        self._shown = (study, card_id)
        self.draw()
        if moved:
            self.scroll_home(animate=False)

    def on_resize(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Draw the card again."""
        width, height = self.scrollable_content_region.width, self.scrollable_content_region.height
        if self._shown is None or not width:
            return
        study, card_id = self._shown
        view = study.view()
        head, state = study.catalog[card_id], view.counted(card_id)
        section = visible(study.catalog.section_title(head.section))
        marks = f"{head.difficulty} · asked {OFTEN[head.likelihood]}"
        in_one_row = f"{section} · {marks}"
        lines = [
            Content.styled(clip(row, width - 4), DIM)
            for row in ([in_one_row] if cell_len(in_one_row) <= width - 4 else [section, marks])
        ]
        lines += state_rows(
            row_of(head, view),
            state,
            weakness(state, view.weight(head), view.day, view.decay),
            view,
            width - 4,
        )
        card_view, about = self.query_one(CardView), self.query_one("#about", Static)
        code = self.query_one("#code", Static)
        try:
            card = study.catalog.card(card_id)
            content = card_content(card, head, state, RevealState(), revealed=True, ticking=False)
        except MlflashError as error:
            lines.append(Content.styled(clip(str(error), width - 4), "$error"))
            card_view.display = code.display = False
        else:
            card_view.display, code.display = True, card.code is not None
            code.update(Content(visible(card.code or "")))
            note = "a template for your own four lines" if card.personal and content.note else content.note
            card_view.show(
                with_words(content._replace(unfolded=True, note=note, lowered=False), self._words),
                Size(width, max(1, height - about.size.height)),
            )
        about.update(Content("\n").join(lines), layout=False)
