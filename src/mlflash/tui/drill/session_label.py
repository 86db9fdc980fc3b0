"""What a sitting is called, whether there is more of it, and what a grade would do to one of its questions."""

from __future__ import annotations

from mlflash.study.launch import MORE
from mlflash.study.outcomes import outcomes
from mlflash.study.queue import drillable_cards
from mlflash.study.session import UNCHANGED
from mlflash.study.study import Study
from mlflash.tui.wrap import until


def _done(study: Study) -> set[str]:
    return {graded.card_id for graded in study.session.graded}


def has_more(study: Study) -> bool:
    """Whether `more` would find anything."""
    done, chosen = _done(study), study.session.chosen
    entries = drillable_cards(study.view(), chosen)
    return any(card.id not in done for card in entries)


def more(study: Study) -> bool:
    """Sit on with questions beyond today's; False where there are none that were not just graded."""
    done, chosen = _done(study), study.session.chosen
    fresh = [card_id for card_id in study.more(chosen, len(study.catalog)) if card_id not in done][:MORE]
    if fresh:
        study.extend(fresh)
    return bool(fresh)


def intervals(study: Study, card_id: str) -> dict[int, str]:
    """What each grade would do, in words: when the question would come back."""
    view = study.view()
    return {
        rating: UNCHANGED[rating] if memory is None else until(memory.due, view.now, view.day)
        for rating, memory in outcomes(view, card_id, study.session.mode).items()
    }


def label(study: Study) -> str:
    """What kind of sitting it is, for the header."""
    kind = {"weak": "Weak", "cram": "Cram", "more": "More"}.get(study.session.mode, "")
    return kind or ("Filtered" if study.session.chosen else "")
