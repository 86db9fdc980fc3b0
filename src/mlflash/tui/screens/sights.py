"""What the drill shows: at the moment it is at, or at one that the next key may bring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content

from mlflash.bank.sheet import Sheet, open_sheet
from mlflash.bank.text import visible
from mlflash.study.session import Session
from mlflash.study.study import Study
from mlflash.study.suggesting import Suggestion
from mlflash.tui.face import Face
from mlflash.tui.presenting import Look, Place, drill_header, face_of
from mlflash.tui.screens import sitting
from mlflash.tui.widgets.gradebar import Offers


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
        keys = "jkl;" if study.settings.home_row else "1234"
        offers = Offers(tuple(sitting.intervals(study, sheet.id).values()), rating, reason, keys)
    section, done = visible(study.catalog.section_title(entry.section)), len(session.graded)
    title = f"{kind} · {section}" if kind else section
    place = Place(title, done, done + session.left, state.memory is None, state.flagged, look.sure)
    face = face_of(sheet, entry, state, look, revealed=session.revealed)
    return Sight(drill_header(entry, place, width), face, offers)


def ahead(study: Study, look: Look, lines: int, kind: str, width: int) -> Iterator[Sight]:
    """What the next key may bring: the answer of so many lines, or once that is shown the next question."""
    for session in study.prospects():
        if session.current is not None:
            seen = look._replace(shown=lines) if session.revealed else Look()
            yield sight(study, session, open_sheet(study.catalog, session.current), seen, None, kind, width)
