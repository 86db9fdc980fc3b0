"""What the Plan screen shows: the plan with its forecasts, today by it, and what the reader's pace has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.plan.effort import Seconds, seconds_from
from mlflash.scheduler.plan.gain import Valuer
from mlflash.study.interview_plan import PlanOutlook, plan_outlook, planned_items, points_ahead, valuer_for
from mlflash.study.today import Today, todays_cards
from mlflash.study.today_words import WaitingCards, waiting_cards
from mlflash.study.view import View

CLEAR = 0.05
"""The share by which the pace must have changed before its effect is worked out."""
POINTS = 0.03
"""The change of the forecast from which on it is worth a line."""


class PaceChange(NamedTuple):
    """How the reader's own seconds have moved the forecast since yesterday."""

    before: float
    """The seconds of a review as they were known when yesterday began."""
    now: float
    """The seconds of a review as they are known now."""
    gained: float
    """What that adds to the forecast for the interview, below 0 where it lowers it."""


class PlanFigures(NamedTuple):
    """The plan, and today by it."""

    outlook: PlanOutlook
    """The plan with its forecasts."""
    today: Today
    """What today holds."""
    waits: tuple[WaitingCards, ...]
    """The due cards that do not come today, by reason."""
    pace: PaceChange | None
    """How the reader's pace has moved the forecast; None where it has hardly done so."""


def plan_figures(view: View) -> PlanFigures:
    """Everything that the Plan screen shows; raises `MlflashError` where scope or minutes make no plan."""
    outlook = plan_outlook(view)
    today = todays_cards(view, outlook.plan if outlook.plan.on else None)
    return PlanFigures(outlook, today, waiting_cards(view, today), pace_change(view, outlook))


def pace_change(view: View, outlook: PlanOutlook) -> PaceChange | None:
    """How far the pace measured since yesterday has moved the forecast; None where it did by under `POINTS`.

    Yesterday's forecast is not kept: today's is made again with the seconds that were known then.
    """
    valuer, then = valuer_for(view), _seconds_before_yesterday(view)
    before, now = then.typical, valuer.seconds.typical
    if outlook.reached is None or abs(now / before - 1) < CLEAR:
        return None
    points = points_ahead(view, planned_items(view, valuer), Valuer(view.settings.parameters, then))
    reached = next((point for point in points if point.day == outlook.plan.on), None)
    if reached is None:
        return None
    gained = outlook.reached.readiness - reached.readiness
    return PaceChange(before, now, gained) if abs(gained) >= POINTS else None


def _seconds_before_yesterday(view: View) -> Seconds:
    """The seconds of a review by those given before yesterday; the assumed ones where there are none."""
    states = view.progress.states.values()
    lately = [view.done(view.day - timedelta(days=back)) for back in (0, 1)]
    ms = sum(state.ms for state in states) - sum(day.ms for day in lately)
    timed = sum(state.timed for state in states) - sum(day.reviews for day in lately)
    return seconds_from([CardState(ms=max(0, ms), timed=max(0, timed))] if timed > 0 else [])
