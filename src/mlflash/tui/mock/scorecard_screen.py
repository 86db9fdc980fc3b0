"""The scorecards of mock interviews, one at a time."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from mlflash.bank.filter import Filter
from mlflash.study.mock.scorecard import Scorecard, markdown, scorecards
from mlflash.study.study import Study
from mlflash.tui.area_screen import SCROLL_KEYS, AreaScreen
from mlflash.tui.card.widget import CardArea
from mlflash.tui.mock.rows import scorecard_rows
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.text_rows import both_ends


class ScorecardScreen(AreaScreen):
    """Show the newest scorecard first; arrows lead to the others."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "review", "review these", tooltip="Drill what is to be reviewed tonight", id="review"),
        Binding("enter", "list", "open list", tooltip="List the cards to review", id="open"),
        Binding("e", "export", "export", tooltip="Write the scorecard as Markdown to this directory", id="export"),
        Binding("left", "other(-1)", "earlier", tooltip="The interview before", id="earlier"),
        Binding("right", "other(1)", "later", tooltip="The interview after", id="later"),
        *SCROLL_KEYS,
        Binding("escape,q", "leave", "back", key_display="esc", tooltip="Back", id="back"),
    ]  # fmt: skip

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.cards = scorecards(study.progress.mocks)
        self.at = len(self.cards) - 1
        """The place of the scorecard shown."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(id="head")
            with CardArea(id="room"):
                yield Static(id="scores")
        yield KeyBar()

    def on_mount(self) -> None:
        self.draw()

    @property
    def card(self) -> Scorecard:
        """The scorecard shown."""
        return self.cards[self.at]

    def lay_out(self) -> None:
        """Redraw the scorecard."""
        width = self.room.width
        ended = "Mock interview" if self.card.finished else "Mock interview, left before its end"
        number = f"{self.at + 1} of {len(self.cards)}" if len(self.cards) > 1 else ""
        head = both_ends(Content.assemble("  ", (ended, "bold")), Content.styled(number, DIM), width - 1)
        self.query_one("#head", Static).update(head, layout=False)
        rows = scorecard_rows(self.card, self.cards, self.study.catalog, width)
        self.query_one("#scores", Static).update(Content("\n").join(rows))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        match action, parameters:
            case "other", (int(by),):
                return 0 <= self.at + by < len(self.cards)
            case "review" | "list", _:
                return bool(self._tonight())
        return True

    def _tonight(self) -> Filter:
        """The cards to review tonight."""
        return Filter(
            ids=tuple(review.card_id for review in self.card.tonight if review.card_id in self.study.catalog)
        )

    def action_other(self, by: int) -> None:
        """Show the scorecard of another interview."""
        self.at += by
        self.draw_from_top()

    def action_review(self) -> None:
        """Drill the cards to review tonight."""
        self.shell.drill(self._tonight())

    def action_list(self) -> None:
        """List the cards to review tonight, to open, select and drill them."""
        from mlflash.tui.browse.screen import BrowseScreen

        self.app.push_screen(BrowseScreen(self.study, self._tonight(), title="To review tonight"))

    def action_export(self) -> None:
        """Write the scorecard as Markdown, never over another file."""
        from mlflash.store.files import reason

        text = markdown(self.card, self.cards, self.study.catalog)
        try:
            path = write_new(Path.cwd(), f"mock-{self.card.day.isoformat()}", text)
        except OSError as error:
            self.notify(f"cannot write here: {reason(error)}", title="Not done", severity="error", markup=False)
            return
        self.notify(f"Written to {path}", markup=False, timeout=8)


def write_new(directory: Path, stem: str, text: str) -> Path:
    """Write Markdown to the first of stem.md, stem-2.md, … that does not exist yet; raises `OSError`."""
    for number in range(1, 1000):
        path = directory / (f"{stem}.md" if number == 1 else f"{stem}-{number}.md")
        with suppress(FileExistsError), path.open("x", encoding="utf-8") as file:
            file.write(text)
            return path
    raise FileExistsError(f"{stem}.md")
