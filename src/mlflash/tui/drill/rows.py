"""What the drill shows of a session as rows: the header, the card and the grades. Pure."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual.content import Content

from mlflash.bank.card import Card
from mlflash.bank.catalog import CardHead
from mlflash.bank.text import visible
from mlflash.scheduler.schedule import REVIEW, Memory
from mlflash.study.outcomes import comes_by_plan, outcomes
from mlflash.study.session import UNCHANGED, Session, SessionMode
from mlflash.study.study import Study
from mlflash.study.view import View
from mlflash.tui.card.content import RevealState, card_content, marks
from mlflash.tui.card.layout import CardContent
from mlflash.tui.drill import keys
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.widgets.grade_bar import GradeOptions
from mlflash.tui.wrap import clip, until

if TYPE_CHECKING:
    from mlflash.study.lines import Suggestion

MODE_NAMES = {
    SessionMode.MORNING: "Interview",
    SessionMode.WEAK: "Weak",
    SessionMode.CRAM: "Cram",
    SessionMode.MORE: "More",
}
"""What the header calls a session, by its mode."""
TICK_OR_GRADE = "tick {} or x, or grade 1–4"
"""The prompt where nothing is ticked, so that no grade can be accepted; with the keys that tick."""
REVEAL_FIRST = {
    "grade": "{} shows the answer, then grade",
    "tick": "{} shows the answer, then tick",
    "look": "{} shows the answer first",
}
"""The prompts after keys that need the answer, with the key that reveals it."""


class SessionPosition(NamedTuple):
    """Where a card is in its session."""

    title: str
    """The session's kind and the card's section."""
    left: int
    """How many cards are left, this one included, without those in their learning steps."""
    learning: int
    """How many cards of the session are in their learning steps."""
    new: bool = False
    """Whether the card was never graded."""
    flagged: bool = False
    """Whether the card is flagged."""
    sure: bool | None = None
    """Whether the reader is sure of the answer; None where they have not said."""


class DrawnCard(NamedTuple):
    """One card of a session, ready for the screen."""

    header: Content
    """The row above the card."""
    content: CardContent
    """The card itself."""
    grades: GradeOptions
    """The grades below the card, none before the reveal."""

    def with_prompt(self, prompt: str) -> DrawnCard:
        """The same card with a prompt next to the grades."""
        return self._replace(grades=self.grades._replace(prompt=prompt)) if prompt else self


def draw_card(
    study: Study, session: Session, card: Card, reveal: RevealState, suggestion: Suggestion | None, width: int
) -> DrawnCard:
    """Draw a card of a session in `width` columns."""
    head, state = study.catalog[card.id], study.progress.state(card.id)
    grades = GradeOptions()
    if session.revealed:
        rating, reason = suggestion or (None, "")
        grades = GradeOptions(
            intervals=tuple(intervals(study, card.id).values()),
            suggested=rating,
            reason=reason,
            keys=keys.grade_keys(study.settings),
        )
    section, kind = visible(study.catalog.section_title(head.section)), session_label(study)
    learning = count_learning(study, session)
    position = SessionPosition(
        title=f"{kind} · {section}" if kind else section,
        left=session.left - learning,
        learning=learning,
        new=state.memory is None,
        flagged=state.flagged,
        sure=reveal.sure,
    )
    content = card_content(card, head, state, reveal, revealed=session.revealed)
    return DrawnCard(drill_header(head, position, width), content, grades)


@lru_cache(maxsize=16)
def drill_header(head: CardHead, position: SessionPosition, width: int) -> Content:
    """The row above the card: its section, its marks, and how many cards are left."""
    counts = [(position.left, "left"), (position.learning, "learning")]
    right = Content.styled(" · ".join(f"{n} {word}" for n, word in counts if n), DIM)
    if position.flagged:
        right = Content.assemble(("⚑ ", "$accent"), right)
    if position.sure is not None:
        confidence = ("sure  ", "bold $success") if position.sure else ("unsure  ", "bold $warning")
        right = Content.assemble(confidence, right)
    left_room = width - right.cell_length - 4
    card_marks = marks(head)
    new = Content.assemble((" · ", FAINT), ("new", "$primary")) if position.new else Content()
    # The level says less than the section and "new" do, so it is shortened first.
    if left_room < cell_len(position.title) + card_marks.cell_length + new.cell_length + 5:
        card_marks = marks(head, words=False)
    title = clip(position.title, max(8, left_room - card_marks.cell_length - 5))
    left = Content.assemble("  ", (title, DIM), (" · ", FAINT), card_marks)
    if left.cell_length + new.cell_length <= width - right.cell_length - 2:
        left += new
    gap = max(1, width - left.cell_length - right.cell_length - 1)
    return (left + Content(" " * gap) + right).truncate(max(1, width), ellipsis=True)


def count_learning(study: Study, session: Session) -> int:
    """How many cards of a session are in their learning steps; cards whose time has come are asked first."""

    def steps(card_id: str) -> bool:
        memory = study.progress.state(card_id).memory
        return memory is not None and memory.phase != REVIEW

    asked = [] if session.current is None else [session.current]
    return len(session.learning) + sum(map(steps, asked)) + sum(1 for _ in takewhile(steps, session.waiting))


def intervals(study: Study, card_id: str) -> dict[int, str]:
    """When the card would come back after each grade."""
    view = study.view()
    by_rating = outcomes(view, card_id, study.session.mode)
    return {r: _interval(view, memory) if memory else UNCHANGED[r] for r, memory in by_rating.items()}


def _interval(view: View, memory: Memory) -> str:
    return "by plan" if comes_by_plan(view, memory) else until(memory.due, view.now, view.day)


def session_label(study: Study) -> str:
    """What the header calls the session under way; nothing for an ordinary one."""
    session = study.session
    return MODE_NAMES.get(session.mode) or ("Filtered" if session.chosen else "")
