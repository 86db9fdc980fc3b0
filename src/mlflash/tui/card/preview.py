"""A card as it is, with its standing above it: beside a list, or in its place."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from mlflash.bank.card import open_card
from mlflash.bank.text import visible
from mlflash.errors import MlflashError
from mlflash.scheduler.weakness import weakness
from mlflash.study.browse import row_of
from mlflash.study.study import Study
from mlflash.tui.card.content import RevealState, card_content
from mlflash.tui.card.state_rows import state_rows
from mlflash.tui.card.widget import CardView
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import clip


class Preview(VerticalScroll, can_focus=False):
    """Shows one card, answer and all."""

    DEFAULT_CSS = """
    Preview { height: 1fr; width: 1fr; scrollbar-size-vertical: 1; }
    Preview > #about { height: 4; width: 100%; padding: 0 2; }
    Preview > CardView { padding: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Study, str] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="about")
        yield CardView()

    def show(self, study: Study, card_id: str | None) -> None:
        """Show a question of the bank, or nothing."""
        if card_id is None or card_id not in study.catalog:
            self._shown = None
            self.query_one("#about", Static).update("")
            self.query_one(CardView).display = False
            return
        moved = self._shown is None or self._shown[1] != card_id
        self._shown = (study, card_id)
        self.draw()
        if moved:
            self.scroll_home(animate=False)

    def on_resize(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Draw the card anew."""
        width, height = self.scrollable_content_region.width, self.scrollable_content_region.height
        if self._shown is None or not width:
            return
        study, card_id = self._shown
        head, state = study.catalog[card_id], study.progress.state(card_id)
        moment, decay = study.moment, study.settings.parameters.decay
        section = visible(study.catalog.section_title(head.section))
        lines = [Content.assemble((clip(section, width - 4), DIM), (f" · {head.likelihood}", FAINT))]
        lines += state_rows(
            row_of(head, state, moment, decay),
            state,
            weakness(state, head.weight, moment.day, decay),
            moment,
            width - 4,
        )
        card_view, above = self.query_one(CardView), self.query_one("#about", Static)
        try:
            card = open_card(study.catalog, card_id)
            face = card_content(card, head, state, RevealState(), revealed=True, ticking=False)
        except MlflashError as error:
            lines.append(Content.styled(clip(str(error), width - 4), "$error"))
            card_view.display = False
        else:
            card_view.display = True
            note = "what your own four lines must hold" if card.personal and face.note else face.note
            card_view.show(
                face._replace(unfolded=True, note=note), Size(width, max(1, height - above.size.height))
            )
        above.update(Content("\n").join(lines), layout=False)
