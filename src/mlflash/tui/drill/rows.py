"""What the drill shows of a session as rows: the header, the card and the grades. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from mlflash.bank.card import Card
from mlflash.bank.text import visible
from mlflash.study.outcomes import comes_by_plan, outcomes
from mlflash.study.session import UNCHANGED, Session
from mlflash.study.study import Study
from mlflash.tui.card.content import RevealState, SessionPosition, card_content, drill_header
from mlflash.tui.card.layout import CardContent
from mlflash.tui.drill import keys
from mlflash.tui.widgets.grade_bar import GradeOptions
from mlflash.tui.wrap import until

if TYPE_CHECKING:
    from mlflash.study.suggest import Suggestion

KINDS = {"weak": "Weak", "cram": "Cram", "more": "More"}
"""What the header calls a session, by its mode."""


class DrawnCard(NamedTuple):
    """One card of a session, ready for the screen."""

    header: Content
    """The row above the card."""
    content: CardContent
    """The card itself."""
    grades: GradeOptions
    """The grades below the card, none before the reveal."""


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
    section, done, kind = visible(study.catalog.section_title(head.section)), len(session.graded), label(study)
    position = SessionPosition(
        title=f"{kind} · {section}" if kind else section,
        done=done,
        total=done + session.left,
        new=state.memory is None,
        flagged=state.flagged,
        sure=reveal.sure,
    )
    content = card_content(card, head, state, reveal, revealed=session.revealed)
    return DrawnCard(drill_header(head, position, width), content, grades)


def intervals(study: Study, card_id: str) -> dict[int, str]:
    """When the card would come back after each grade."""
    view = study.view()
    return {
        rating: UNCHANGED[rating]
        if memory is None
        else "by plan"
        if comes_by_plan(view, memory)
        else until(memory.due, view.now, view.day)
        for rating, memory in outcomes(view, card_id, study.session.mode).items()
    }


def label(study: Study) -> str:
    """What the header calls the session under way; nothing for an ordinary one."""
    return KINDS.get(study.session.mode, "") or ("Filtered" if study.session.chosen else "")
