"""What the drill shows: at the moment it is at, or at one that the next key may bring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.geometry import Size

from mlflash.bank.card import Card
from mlflash.bank.text import visible
from mlflash.study.outcomes import next_sessions
from mlflash.study.session import Session
from mlflash.study.study import Study
from mlflash.study.suggest import Suggestion
from mlflash.tui.card.content import RevealState, SessionPosition, card_content, drill_header
from mlflash.tui.card.layout import CardContent
from mlflash.tui.drill import keys, session_label
from mlflash.tui.drill.summary import summary
from mlflash.tui.widgets.grade_bar import GradeOptions, grade_cells

if TYPE_CHECKING:
    from mlflash.tui.drill.screen import DrillScreen


class DrawnCard(NamedTuple):
    """One question as it stands on the screen: the row above the card, the card, the grades below."""

    head: Content
    face: CardContent
    offers: GradeOptions


def draw_card(
    study: Study,
    session: Session,
    card: Card,
    look: RevealState,
    suggestion: Suggestion | None,
    kind: str,
    width: int,
) -> DrawnCard:
    """How a card looks in a sitting; `kind` is what the header calls the sitting."""
    head, state = study.catalog[card.id], study.progress.state(card.id)
    offers = GradeOptions()
    if session.revealed:
        rating, reason = suggestion or (None, "")
        grade_keys = keys.grading(study.settings)
        offers = GradeOptions(tuple(session_label.intervals(study, card.id).values()), rating, reason, grade_keys)
    section, done = visible(study.catalog.section_title(head.section)), len(session.graded)
    title = f"{kind} · {section}" if kind else section
    place = SessionPosition(title, done, done + session.left, state.memory is None, state.flagged, look.sure)
    face = card_content(card, head, state, look, revealed=session.revealed)
    return DrawnCard(drill_header(head, place, width), face, offers)


def draw(drill: DrillScreen, room: Size) -> None:
    """Show the question that a drill is at, or its end, in the room there is for the card."""
    if drill.card is None:
        drill.head.turn([])
        drill.card_view.tell(summary(drill.study, room.width), room)
        drill.grades.show(GradeOptions(), room.width)
        return
    kind, session = session_label.label(drill.study), drill.study.session
    seen = draw_card(drill.study, session, drill.card, drill.look, drill.suggestion, kind, room.width)
    drill.head.turn([seen.head])
    drill.card_view.show(seen.face, room)
    drill.grades.show(seen.offers, room.width)


def draw_ahead(drill: DrillScreen, room: Size) -> None:
    """Lay out and render what the next key may bring; raises `MlflashError` for a card that cannot be opened."""
    for seen in cards_ahead(drill.study, drill.look, drill.count(), session_label.label(drill.study), room.width):
        drill.head.ahead([seen.head])
        drill.card_view.foresee(seen.face, room)
        drill.grades.ahead(grade_cells(seen.offers, room.width))


def cards_ahead(study: Study, look: RevealState, lines: int, kind: str, width: int) -> Iterator[DrawnCard]:
    """What the next key may bring: the answer of so many lines, or once that is shown the next question."""
    for session in next_sessions(study.view(), study.session, study.ahead):
        if session.current is not None:
            seen = look._replace(shown=lines) if session.revealed else RevealState()
            yield draw_card(study, session, study.catalog.card(session.current), seen, None, kind, width)
