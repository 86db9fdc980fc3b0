"""What a sitting is called, whether there is more of it, and what a grade would do to one of its questions."""

from __future__ import annotations

from mlflash.study.opening import MORE
from mlflash.study.queueing import beyond
from mlflash.study.session import UNCHANGED
from mlflash.study.study import Study
from mlflash.tui.wrapping import until


def _done(study: Study) -> set[str]:
    return {graded.question for graded in study.session.graded}


def has_more(study: Study) -> bool:
    """Whether `more` would find anything."""
    done, chosen = _done(study), study.session.chosen
    entries = beyond(study.catalog, study.progress, chosen, study.settings, study.moment)
    return any(entry.id not in done for entry in entries)


def more(study: Study) -> bool:
    """Sit on with questions beyond today's; False where there are none that were not just graded."""
    done, chosen = _done(study), study.session.chosen
    fresh = [question for question in study.more(chosen, len(study.catalog)) if question not in done][:MORE]
    if fresh:
        study.extend(fresh)
    return bool(fresh)


def intervals(study: Study, question: str) -> dict[int, str]:
    """What each grade would do, in words: when the question would come back."""
    moment = study.moment
    return {
        rating: UNCHANGED[rating] if memory is None else until(memory.due, moment.now, moment.day)
        for rating, memory in study.outcomes(question, study.session.mode).items()
    }


def label(study: Study) -> str:
    """What kind of sitting it is, for the header."""
    kind = {"weak": "Weak", "cram": "Cram", "more": "More"}.get(study.session.mode, "")
    return kind or ("Filtered" if study.session.chosen else "")
