"""Ask probes one at a time: question, answer, known or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflash.bank.text import readable
from mlflash.study import probes
from mlflash.study.probes import ProbeItem
from mlflash.study.study import Study
from mlflash.tui.open_screen import Drawn
from mlflash.tui.probe_actions import ProbeActions
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.text_rows import both_ends, gauge, hanging
from mlflash.tui.widgets.verdict import VERDICT_KEYS, VERDICT_PLACES, Verdict
from mlflash.tui.wrap import clip, wrap


def probe_rows(asked: ProbeItem, about: str, shown: bool, width: int) -> Content:
    """A probe under the question of its card; the rows of its answer stay blank until it is shown."""
    rows = [Content.styled(clip(about, width), DIM), Content()]
    rows += [Content.styled(row, "bold") for row in wrap(readable(asked.probe.question), width)]
    rows.append(Content())
    answer = wrap(readable(asked.probe.answer), width - 2)
    rows += [Content(f"  {row}") if shown else Content() for row in answer]
    return Content("\n").join(rows)


def summary_rows(round_: probes.ProbeRound, width: int) -> Content:
    """The result of a round, with the probes not known."""
    total, known = len(round_.probes), sum(round_.right)
    if not total:
        return Content("These questions have no probes.")
    words = (f"{known} of {total} known   ", "bold")
    rows = [Content.assemble(words, *gauge(known / total, 20, "$success"))]
    if round_.wrong:
        rows += [Content(), Content.styled("Not known", DIM)]
    for asked in round_.wrong:
        rows += hanging(Content.styled("  ✗ ", "$error"), readable(asked.probe.question), width)
    return Content("\n").join(rows)


class ProbeScreen(Drawn, ProbeActions, ModalScreen[None]):
    """Asks the probes of some cards; every answer is on disk before the next probe."""

    TIMED = True

    BINDINGS: ClassVar[list[BindingType]] = [
        *VERDICT_KEYS,
        Binding("escape,q", "leave", "back", key_display="esc", tooltip="Leave the rest for later", id="back"),
        Binding(
            "question_mark", "app.help", "help", key_display="?", tooltip="All keys of this screen", id="help"
        ),
    ]
    PHASES = (frozenset({"reveal"}), frozenset({"right", "wrong"}), frozenset({"again", "done"}))
    FOOTER = VERDICT_PLACES
    CSS = """
    ProbeScreen VerticalScroll { height: auto; max-height: 60vh; }
    ProbeScreen #place { height: 1; margin-bottom: 1; }
    ProbeScreen KeyBar { margin-top: 1; }
    ProbeScreen.-short KeyBar { margin-top: 0; }
    ProbeScreen.-short VerticalScroll { max-height: 50vh; }
    ProbeScreen.-short #place { margin: 0; }
    """

    def __init__(self, study: Study, questions: Sequence[str]) -> None:
        super().__init__()
        self.study = study
        self.round = probes.probe_round(study.view(), questions)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="place")
            with VerticalScroll():
                yield Static(id="probe")
            yield Verdict()
            yield KeyBar()

    def lay_out(self) -> None:
        """Draw the probe or, at the end, the result of the round."""
        room = self.query_one(VerticalScroll)
        width = max(20, room.scrollable_content_region.width - 1)
        asked, done, total = self.round.current, len(self.round.right), len(self.round.probes)
        place, probe = self.query_one("#place", Static), self.query_one("#probe", Static)
        if asked is None:
            place.update(Content.styled("Probes", "bold $primary"))
            probe.update(summary_rows(self.round, width))
        else:
            count = (f"{done + 1} of {total}  ", DIM)
            right = Content.assemble(count, *gauge(done / total, 8, "$primary"))
            place.update(both_ends(Content.styled("Probe", "bold $primary"), right, width))
            about = readable(self.study.catalog[asked.card_id].question)
            probe.update(probe_rows(asked, about, self.round.shown, width))
        self.query_one(Verdict).show(self.round.shown)

    def become(self, round_: probes.ProbeRound) -> None:
        """Go on with another state of the round."""
        self.round = round_
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.draw()
        self.refresh_bindings()

    def action_done(self) -> None:
        """At the end, back."""
        self.action_leave()

    def action_leave(self) -> None:
        """Leave; in the middle of a round over several cards, show its result first."""
        many = len({asked.card_id for asked in self.round.probes}) > 1
        if many and self.round.right and self.round.current is not None:
            self.become(self.round.stop())
        else:
            self.dismiss(None)
