"""The interview's morning, and the days after: what to look over, and which questions came."""

from __future__ import annotations

from typing import NamedTuple

from mlflash.store.setting_parsers import InterviewDate
from mlflash.study.selection import weakest_first
from mlflash.study.view import View

WEAKEST = 10
"""Cards of the bank to look over on the morning."""
ASK = 7
"""Days after an interview on which the first screen asks how it went."""


class InterviewDay(NamedTuple):
    """An interview that is today or was lately."""

    interview: InterviewDate
    """The interview."""
    over: bool
    """Whether it was on an earlier day."""


def interview_day(view: View) -> InterviewDay | None:
    """Today's interview, or else the last one of these days whose questions are not noted yet."""
    past = [one for one in view.settings.interviews if 0 <= (view.day - one.on).days <= ASK]
    if not past:
        return None
    last = max(past, key=lambda one: one.on)
    if last.on == view.day:
        return InterviewDay(last, over=False)
    noted = any(last.on in state.interviews for state in view.progress.states.values())
    return None if noted else InterviewDay(last, over=True)


def morning_cards(view: View) -> tuple[str, ...]:
    """What to look over on the morning: the reader's own answers, then the weakest cards they have met."""
    cards = [card for card in view.cards() if view.drillable(card.id)]
    own = [card.id for card in cards if card.personal]
    met = [card for card in cards if not card.personal and view.state(card.id).memory is not None]
    return (*own, *(card.id for card in weakest_first(met, view)[:WEAKEST]))
