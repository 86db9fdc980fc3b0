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
    from mlflash.study.suggest import Suggestion

KINDS = {
    SessionMode.MORNING: "Interview",
    SessionMode.WEAK: "Weak",
    SessionMode.CRAM: "Cram",
    SessionMode.MORE: "More",
}
"""What the header calls a session, by its mode."""
TICK_OR_GRADE = "tick a–d or x, or grade 1–4"
"""What is wanted where a grade cannot be accepted, because nothing is ticked."""
REVEAL_FIRST = {
    "grade": "{} shows the answer, then grade",
    "tick": "{} shows the answer, then tick",
    "look": "{} shows the answer first",
}
"""What is wanted where a key works only after the reveal, with the key that reveals."""


class SessionPosition(NamedTuple):
    """Where a card is in its session."""

    title: str
    """The session's kind and the card's section."""
    left: int
    """How many cards are still to come, this one included, but for those in their learning steps."""
    learning: int
    """How many cards of the session are in their learning steps."""
    new: bool = False
    """Whether the card was never graded."""
    flagged: bool = False
    """Whether the card is flagged."""
    sure: bool | None = None
    """Whether the reader said before the answer that they were sure."""


class DrawnCard(NamedTuple):
    """One card of a session, ready for the screen."""

    header: Content
    """The row above the card."""
    content: CardContent
    """The card itself."""
    grades: GradeOptions
    """The grades below the card, none before the reveal."""

    def wanting(self, wanted: str) -> DrawnCard:
        """The same with a word on what is wanted next to the grades."""
        return self._replace(grades=self.grades._replace(wanted=wanted)) if wanted else self


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
    section, kind = visible(study.catalog.section_title(head.section)), label(study)
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
def drill_header(head: CardHead, place: SessionPosition, width: int) -> Content:
    """The row above the card: its section, its marks, and how many cards are left."""
    counts = [(place.left, "left"), (place.learning, "learning")]
    right = Content.styled(" · ".join(f"{n} {word}" for n, word in counts if n), DIM)
    if place.flagged:
        right = Content.assemble(("⚑ ", "$accent"), right)
    if place.sure is not None:
        said = ("sure  ", "bold $success") if place.sure else ("unsure  ", "bold $warning")
        right = Content.assemble(said, right)
    left_room = width - right.cell_length - 4
    tags = marks(head)
    fresh = Content.assemble((" · ", FAINT), ("new", "$primary")) if place.new else Content()
    # The level says less than the section and "new" do, so it is the first to give way.
    if left_room < cell_len(place.title) + tags.cell_length + fresh.cell_length + 5:
        tags = marks(head, words=False)
    title = clip(place.title, max(8, left_room - tags.cell_length - 5))
    left = Content.assemble("  ", (title, DIM), (" · ", FAINT), tags)
    if left.cell_length + fresh.cell_length <= width - right.cell_length - 2:
        left += fresh
    gap = max(1, width - left.cell_length - right.cell_length - 1)
    return (left + Content(" " * gap) + right).truncate(max(1, width), ellipsis=True)


def count_learning(study: Study, session: Session) -> int:
    """How many cards of a session are in their learning steps; those whose time has come are asked first."""

    def steps(card_id: str) -> bool:
        memory = study.progress.state(card_id).memory
        return memory is not None and memory.phase != REVIEW

    asked = [] if session.current is None else [session.current]
    return len(session.learning) + sum(map(steps, asked)) + sum(1 for _ in takewhile(steps, session.waiting))


def intervals(study: Study, card_id: str) -> dict[int, str]:
    """When the card would come back after each grade."""
    view = study.view()
    found = outcomes(view, card_id, study.session.mode)
    return {r: _returns(view, memory) if memory else UNCHANGED[r] for r, memory in found.items()}


def _returns(view: View, memory: Memory) -> str:
    return "by plan" if comes_by_plan(view, memory) else until(memory.due, view.now, view.day)


def label(study: Study) -> str:
    """What the header calls the session under way; nothing for an ordinary one."""
    return KINDS.get(study.session.mode, "") or ("Filtered" if study.session.chosen else "")
