"""Roll the plan forward to the interviews: readiness morning by morning, if the days go as expected.

Grades are not drawn at random: a low-discrepancy sequence stands in for chance, so that a forecast is the same
each time and two forecasts differ by their minutes alone. Large banks are thinned and small ones multiplied to
about `SAMPLE` cards, minutes with them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from copy import copy
from datetime import date, timedelta
from typing import NamedTuple

from mlflash.scheduler.plan.effort import Outcome, later_day
from mlflash.scheduler.plan.gain import PlanCard, Valuer, floor, in_order, ranked
from mlflash.scheduler.plan.readiness import Calibration, expected, promised

SAMPLE = 500
"""About how many cards a forecast follows."""
GOLDEN = 0.6180339887498949
"""The step of the low-discrepancy sequence."""
STEPS, LATE = 90, 30
"""A forecast takes at most `STEPS` strides to a date, and the last `LATE` days before it one by one."""


class Point(NamedTuple):
    """The morning of a study day."""

    day: date
    """The study day."""
    readiness: float
    """Readiness for the next interview if nothing more is studied, corrected by the reader's own reviews."""
    seen: float
    """How many cards have been reviewed by then."""
    low: float
    """The lower end of the range that nine mornings in ten fall within."""
    high: float
    """Its upper end."""


class Rolled(NamedTuple):
    """A forecast."""

    points: tuple[Point, ...]
    """One for each morning."""
    sections: dict[str, float]
    """What each section adds to readiness for the first interview."""
    unseen: float
    """How many cards are not seen by then."""
    back: dict[str, int]
    """The first day after today on which a card is taken up, counted from today; of days taken one by one."""


class Ahead(NamedTuple):
    """The days that a plan is rolled over."""

    today: date
    """The first of them."""
    goals: tuple[int, ...]
    """The days from today to each interview."""
    seconds: tuple[float, ...]
    """The seconds of each day."""
    cover: bool
    """Whether new cards come first."""
    spent: float
    """The minutes of today already used."""
    calibration: Calibration
    """How the reader's predictions have held so far."""


def sample(cards: Sequence[PlanCard]) -> tuple[list[PlanCard], float]:
    """About `SAMPLE` cards that stand for all, and how many of them stand for one card."""
    if len(cards) <= SAMPLE:
        copies = -(-SAMPLE // (2 * len(cards)))
        return [copy(card) for card in cards for _ in range(copies)], float(copies)
    ordered = sorted(cards, key=_kind)
    chosen = [copy(ordered[int((n + 0.5) * len(cards) / SAMPLE)]) for n in range(SAMPLE)]
    return chosen, SAMPLE / len(cards)


def _kind(card: PlanCard) -> tuple[bool, tuple[float, ...], float, str]:
    stability = card.state.stability if card.state else 0.0
    return (card.state is None, card.shares, stability - card.last, card.section)


def roll(cards: Sequence[PlanCard], questions: int, ahead: Ahead, valuer: Valuer) -> Rolled:
    """Study as planned, day by day, until the last goal; days count from 0, today."""
    cards, copies = sample(cards)
    end, first = ahead.goals[-1], ahead.goals[0]
    step = -(-end // STEPS) or 1
    points: list[Point] = []
    sections: dict[str, float] = {}
    unseen = 0.0
    back: dict[str, int] = {}
    chance, owed = 0.5, -60 * ahead.spent * copies
    before = [sum(card.weights[n] for card in cards if card.state) for n in range(len(ahead.goals))]
    mornings = sorted({*range(0, end, step), *range(max(0, end - LATE), end), *ahead.goals})
    for n, day in enumerate(mornings):
        here = bisect_left(ahead.goals, day)
        points.append(_point(cards, ahead, here, day, copies, valuer, before))
        if day == first:
            sections = _sections(cards, first, valuer)
            unseen = sum(card.state is None for card in cards) / copies
        if day == end:
            break
        left = tuple(goal - day for goal in ahead.goals)
        owed = min(owed, valuer.fresh_seconds) + copies * sum(ahead.seconds[day : mornings[n + 1]])
        rest = copies * sum(ahead.seconds[day : ahead.goals[here]])
        least = floor(left, questions, ahead.calibration.shift)
        for rate, seconds, card in in_order(ranked(cards, valuer, day, left), rest, ahead.cover):
            if owed < seconds / 2:
                break
            if rate < least:
                continue
            chance = (chance + GOLDEN) % 1.0
            outcome = _drawn(card, day, chance, valuer, ahead.calibration)
            card.state, card.last = outcome.state, day
            if day and step == 1:
                back.setdefault(card.name, day)
            owed -= outcome.seconds * card.pace
    return Rolled(tuple(points), sections, unseen, back)


def _drawn(card: PlanCard, day: int, chance: float, valuer: Valuer, calibration: Calibration) -> Outcome:
    """The outcome at the place `chance`, from 0 to 1, among those of a day on which the card is studied.

    How many are forgotten goes by recall as the reader's own reviews correct it: lapses take time.
    """
    state, outcomes = card.state, valuer.fresh
    if state is not None:
        recall = calibration.corrected(valuer.model.retrievability(state.stability, day - card.last))
        outcomes = later_day(valuer.model, valuer.parameters, valuer.seconds, state, recall)
    for outcome in outcomes:
        chance -= outcome.probability
        if chance < 0:
            break
    return outcome


def _point(
    cards: Sequence[PlanCard],
    ahead: Ahead,
    goal: int,
    day: int,
    copies: float,
    valuer: Valuer,
    before: Sequence[float],
) -> Point:
    """The morning of a day; `before` are the shares of each goal that were seen today."""
    on, retained = ahead.goals[goal], valuer.model.retrievability
    total = sum(card.weights[goal] for card in cards) or 1.0
    seen = [
        (card.weights[goal] / total, retained(card.state.stability, on - card.last))
        for card in cards
        if card.state is not None
    ]
    found = expected(seen, ahead.calibration)
    found = found._replace(variance=found.variance * copies)
    value, low, high = promised(found, ahead.calibration, found.known - before[goal] / total)
    return Point(ahead.today + timedelta(days=day), value, len(seen) / copies, low, high)


def _sections(cards: Sequence[PlanCard], on: int, valuer: Valuer) -> dict[str, float]:
    """What each section adds to readiness on the first interview's morning, a day `on` counted from today."""
    total = sum(card.weights[0] for card in cards) or 1.0
    known: dict[str, float] = {}
    for card in cards:
        if card.state is not None:
            retained = valuer.model.retrievability(card.state.stability, on - card.last)
            known[card.section] = known.get(card.section, 0.0) + card.weights[0] * retained / total
    return known
