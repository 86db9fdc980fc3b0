"""The interview's morning, and the days after: what to look over, how it went, which questions came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.events import Event
from mlflash.store.setting_parsers import InterviewDate
from mlflash.study import new_events
from mlflash.study.selection import drillable_cards, weakest_first
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.study.study import Study

WEAKEST = 10
"""Cards of the bank to look over on the morning."""
DAYS_TO_ASK = 7
"""Days after an interview on which the first screen asks how it went."""


class InterviewDay(NamedTuple):
    """An interview that is today, or was in the last days."""

    interview: InterviewDate
    """The interview."""
    over: bool
    """Whether it was on an earlier day."""
    own: tuple[str, ...] = ()
    """The reader's own answers to look over on its morning."""
    weakest: tuple[str, ...] = ()
    """The weakest cards to look over on its morning, of those the reader has met."""

    @property
    def cards(self) -> tuple[str, ...]:
        """The cards to look over on its morning."""
        return (*self.own, *self.weakest)


class PastInterview(NamedTuple):
    """An interview with what the reader said of it afterwards."""

    on: date
    """Its date."""
    name: str
    """What the reader calls it; may be empty."""
    went: str | None
    """How it went, one of `WENT` or a word of a newer version; None if the reader has not said."""
    note: str | None
    """What the reader wrote about it."""
    questions: tuple[str, ...]
    """The ids of the cards that came up, in bank order, those that left the bank last."""

    @property
    def noted(self) -> bool:
        """Whether the reader has said anything of it."""
        return bool(self.went or self.note or self.questions)


def interview_day(view: View) -> InterviewDay | None:
    """The last interview of these days, today's included, of which nothing is noted yet."""
    recent = [it for it in view.settings.interviews if 0 <= (view.day - it.on).days <= DAYS_TO_ASK]
    unnoted = [interview for interview in recent if not past_interview(view, interview.on).noted]
    if not unnoted:
        return None
    last = max(unnoted, key=lambda interview: interview.on)
    if last.on < view.day:
        return InterviewDay(last, over=True)
    cards = list(drillable_cards(view))
    met = [card for card in cards if not card.personal and view.state(card.id).memory is not None]
    return InterviewDay(
        last,
        over=False,
        own=tuple(card.id for card in cards if card.personal),
        weakest=tuple(card.id for card in weakest_first(met, view)[:WEAKEST]),
    )


def past_interviews(view: View) -> tuple[PastInterview, ...]:
    """The interviews up to today, the last first: those of the settings, and those of which something is noted."""
    dates = {interview.on for interview in view.settings.interviews if interview.on <= view.day}
    dates.update(event.interview for event in view.progress.interviews)
    dates.update(on for state in view.progress.states.values() for on in state.interviews)
    return tuple(past_interview(view, on) for on in sorted(dates, reverse=True))


def past_interview(view: View, on: date) -> PastInterview:
    """The interview of a date, with what is noted of it."""
    name = next((interview.name for interview in view.settings.interviews if interview.on == on), "")
    came = {card_id for card_id, state in view.progress.states.items() if on in state.interviews}
    in_bank = [card_id for card_id in view.catalog.ids if card_id in came]
    return PastInterview(on, name, *outcome_of(view.progress, on), (*in_bank, *sorted(came.difference(in_bank))))


def outcome_of(progress: Progress, on: date) -> tuple[str | None, str | None]:
    """How the interview of a date went, and the reader's note on it."""
    went = note = None
    for event in progress.interviews:
        if event.interview == on:
            went = went if event.went is None else event.went or None
            note = note if event.note is None else event.note or None
    return went, note


def interview_events(
    study: Study, on: date, card_ids: Sequence[str], went: str | None, note: str | None
) -> list[Event]:
    """The events that record what is new of an interview: cards that came up, how it went, a note."""
    before = past_interview(study.view(), on)
    new = [card_id for card_id in dict.fromkeys(card_ids) if card_id not in before.questions]
    went = None if went == (before.went or "") else went
    note = None if note == (before.note or "") else note
    events: list[Event] = [*new_events.asked(study, new, on)]
    if went is not None or note is not None:
        events.append(new_events.outcome(study, on, went, note, len(events)))
    return events
