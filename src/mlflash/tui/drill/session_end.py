"""The end of a session: its report, and what can follow it."""

from __future__ import annotations

from mlflash.scheduler.card_state import Progress
from mlflash.study import session
from mlflash.study.launch import MORE
from mlflash.study.line_drill import lines_missed_in
from mlflash.study.selection import drillable_cards
from mlflash.study.session_report import session_report
from mlflash.study.study import Study
from mlflash.tui.drill.key_state import SessionEnd


def session_end(study: Study, before: Progress, *, stopped: bool) -> SessionEnd:
    """The end of the session under way, which began with the progress `before`."""
    if not study.session.graded:
        return SessionEnd(stopped=stopped, more_left=has_more(study))
    view = study.view()
    report, lines = session_report(view, study.session, before), lines_missed_in(view, study.session)
    return SessionEnd(report, stopped=stopped, more_left=has_more(study), lines_missed=bool(lines))


def has_more(study: Study) -> bool:
    """Whether `add_more` would find a card."""
    done = _graded(study)
    return any(head.id not in done for head in drillable_cards(study.view(), study.session.chosen))


def add_more(study: Study) -> bool:
    """Extend the session beyond today's cards; False if only cards just graded are left."""
    done = _graded(study)
    fresh = [card_id for card_id in study.more(study.session.chosen, len(study.catalog)) if card_id not in done]
    if fresh:
        study.extend(fresh[:MORE])
    return bool(fresh)


def drill_again(study: Study, card_ids: tuple[str, ...]) -> bool:
    """Begin a session of cards just missed, which leaves their schedule alone; False if none can be asked."""
    view = study.view()
    known = [card_id for card_id in card_ids if card_id in study.catalog and view.drillable(card_id)]
    if known:
        study.start(session.start(known, session.SessionMode.CRAM), onward=True)
    return bool(known)


def _graded(study: Study) -> set[str]:
    return {graded.card_id for graded in study.session.graded}
