"""What the drill shows: at the moment it is at, or at one that the next key may bring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.geometry import Size

from mlflash.bank.sheet import Sheet, open_sheet
from mlflash.bank.text import visible
from mlflash.study.session import Session
from mlflash.study.study import Study
from mlflash.study.suggesting import Suggestion
from mlflash.tui.face import Face
from mlflash.tui.presenting import Look, Place, drill_header, face_of
from mlflash.tui.screens import drillkeys, sitting
from mlflash.tui.summary import summary
from mlflash.tui.widgets.gradebar import Offers, drawn

if TYPE_CHECKING:
    from mlflash.tui.screens.drill import DrillScreen


class Sight(NamedTuple):
    """One question as it stands on the screen: the row above the card, the card, the grades below."""

    head: Content
    face: Face
    offers: Offers


def sight(
    study: Study, session: Session, sheet: Sheet, look: Look, suggestion: Suggestion | None, kind: str, width: int
) -> Sight:
    """How a card looks in a sitting; `kind` is what the header calls the sitting."""
    entry, state = study.catalog[sheet.id], study.progress.recall(sheet.id)
    offers = Offers()
    if session.revealed:
        rating, reason = suggestion or (None, "")
        keys = drillkeys.grading(study.settings)
        offers = Offers(tuple(sitting.intervals(study, sheet.id).values()), rating, reason, keys)
    section, done = visible(study.catalog.section_title(entry.section)), len(session.graded)
    title = f"{kind} · {section}" if kind else section
    place = Place(title, done, done + session.left, state.memory is None, state.flagged, look.sure)
    face = face_of(sheet, entry, state, look, revealed=session.revealed)
    return Sight(drill_header(entry, place, width), face, offers)


def draw(drill: DrillScreen, room: Size) -> None:
    """Show the question that a drill is at, or its end, in the room there is for the card."""
    if drill.sheet is None:
        drill.head.turn([])
        drill.card.tell(summary(drill.study, room.width), room)
        drill.grades.show(Offers(), room.width)
        return
    kind, session = sitting.label(drill.study), drill.study.session
    seen = sight(drill.study, session, drill.sheet, drill.look, drill.suggestion, kind, room.width)
    drill.head.turn([seen.head])
    drill.card.show(seen.face, room)
    drill.grades.show(seen.offers, room.width)


def foresee(drill: DrillScreen, room: Size) -> None:
    """Lay out and render what the next key may bring; raises `MlflashError` for a card that cannot be opened."""
    for seen in ahead(drill.study, drill.look, drill.count(), sitting.label(drill.study), room.width):
        drill.head.ahead([seen.head])
        drill.card.foresee(seen.face, room)
        drill.grades.ahead(drawn(seen.offers, room.width))


def ahead(study: Study, look: Look, lines: int, kind: str, width: int) -> Iterator[Sight]:
    """What the next key may bring: the answer of so many lines, or once that is shown the next question."""
    for session in study.prospects():
        if session.current is not None:
            seen = look._replace(shown=lines) if session.revealed else Look()
            yield sight(study, session, open_sheet(study.catalog, session.current), seen, None, kind, width)
