"""What a review is worth: how much recall on the interviews' mornings it can be expected to add, and its seconds.

A question's gain is its expected recall on the morning if it is reviewed today and then left, less its recall if
it is left now. Greedy by gain per second is what the plan does; `docs/plan.md` has the figures behind that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log

from mlflash.scheduler.fsrs import MemoryState, model_for
from mlflash.scheduler.plan.effort import DEFAULT, Outcome, Seconds, first_day, later_day, mean_seconds
from mlflash.scheduler.schedule import Parameters

NOTHING = 0.006
"""Gain under which a minute is not worth it, in recall of an average question, on the day before the interview.

It grows with the days left to the power `PATIENCE`: what is far off can still be had later, and cheaper.
"""

PATIENCE = 0.75

FAR = 60
"""Days beyond which it grows no more."""

KEPT = 0.98
"""Predicted recall from which a question is left alone until the last day: a review would hardly strengthen it."""

FINE = 12.0
"""Steps of stability to a factor e, within which reviews are held to be worth the same."""

Worth = tuple[tuple[float, ...], float]


class PlanCard:
    """A question on its way through a plan.

    `weights` are its shares of readiness for each goal, `shares` what the plan takes them for; `last` is the day
    of its last review, counted from today.
    """

    __slots__ = ("last", "name", "pace", "section", "shares", "strength", "weights")

    def __init__(
        self,
        name: str,
        section: str,
        weights: tuple[float, ...],
        shares: tuple[float, ...],
        pace: float,
        strength: MemoryState | None,
        last: int,
    ) -> None:
        self.name, self.section, self.weights, self.shares = name, section, weights, shares
        self.pace, self.strength, self.last = pace, strength, last

    def copy(self) -> PlanCard:
        """Another that can change without this one."""
        return PlanCard(self.name, self.section, self.weights, self.shares, self.pace, self.strength, self.last)


class Valuer:
    """Gains and seconds for one reader's parameters, remembered as they are computed."""

    def __init__(self, parameters: Parameters, seconds: Seconds = DEFAULT) -> None:
        self.parameters, self.seconds = parameters, seconds
        self.curves = model_for(parameters)
        self.fresh = first_day(self.curves, parameters, seconds)
        self.fresh_seconds = mean_seconds(self.fresh)
        self._known: dict[tuple[int, int, int, tuple[int, ...]], Worth] = {}

    def new(self, left: Sequence[int]) -> Worth:
        """The gain of meeting a new question today for each goal so many days off, and the seconds."""
        return self._after(self.fresh, left), self.fresh_seconds

    def seen(self, strength: MemoryState, elapsed: int, left: tuple[int, ...]) -> Worth:
        """The gain of reviewing a question `elapsed` days after its last review, and the seconds."""
        fine, hard = round(FINE * log(strength.stability)), round(2 * strength.difficulty)
        key = (fine, hard, elapsed, left)
        worth = self._known.get(key)
        if worth is None:
            typical = MemoryState(exp(fine / FINE), hard / 2)
            chance = self.curves.retrievability
            if chance(typical.stability, elapsed) >= KEPT and not any(0 <= days <= 1 for days in left):
                return self._known.setdefault(key, ((0.0,) * len(left), self.seconds.later[2]))
            outcomes = self.outcomes(typical, elapsed)
            after = self._after(outcomes, left)
            gains = tuple(
                gain - chance(typical.stability, elapsed + days) if days >= 0 else 0.0
                for gain, days in zip(after, left, strict=True)
            )
            worth = self._known[key] = gains, mean_seconds(outcomes)
        return worth

    def outcomes(self, strength: MemoryState, elapsed: int) -> tuple[Outcome, ...]:
        """What a review of it comes to."""
        chance = self.curves.retrievability(strength.stability, elapsed)
        return later_day(self.curves, self.parameters, self.seconds, strength, chance)

    def _after(self, outcomes: Iterable[Outcome], left: Sequence[int]) -> tuple[float, ...]:
        chance = self.curves.retrievability
        return tuple(
            sum(o.probability * chance(o.strength.stability, days) for o in outcomes) if days >= 0 else 0.0
            for days in left
        )


def ranked(
    cards: Iterable[PlanCard], valuer: Valuer, day: int, left: tuple[int, ...]
) -> list[tuple[float, float, PlanCard]]:
    """The cards worth studying on a day as (readiness gained per second, seconds, card), best first.

    `left` are the days from this one to each goal, below 0 for one that is past. Cards already reviewed on the day
    are left out, and those that gain nothing.
    """
    gain_new, seconds_new = valuer.new(left)
    new: dict[tuple[float, ...], float] = {}
    found = []
    seen = valuer.seen
    for card in cards:
        strength = card.strength
        if strength is None:
            rate = new.get(card.shares)
            if rate is None:
                rate = new[card.shares] = _dot(card.shares, gain_new) / seconds_new
            if rate > 0:
                found.append((rate, seconds_new * card.pace, card))
        elif card.last < day:
            gains, seconds = seen(strength, day - card.last, left)
            seconds *= card.pace
            rate = _dot(card.shares, gains) / seconds
            if rate > 0:
                found.append((rate, seconds, card))
    found.sort(key=_rate, reverse=True)
    return found


def in_order(
    rows: Sequence[tuple[float, float, PlanCard]], seconds: float, cover: bool
) -> Sequence[tuple[float, float, PlanCard]]:
    """The ranked cards as they are to be taken: with `cover`, new ones first while that is needed to meet them.

    That is while the unseen would take more than half of the `seconds` left before the interview. Where they
    would take more than all of them, they cannot all be met, and gain alone decides.
    """
    if not cover:
        return rows
    unseen = sum(spent for _, spent, card in rows if card.strength is None)
    if not seconds / 2 < unseen <= seconds:
        return rows
    return sorted(rows, key=lambda row: row[2].strength is not None)


def floor(left: Iterable[int], questions: int) -> float:
    """The gain per second under which the day is done: next to nothing of an average question's recall."""
    least: float = sum(min(max(days, 1), FAR) ** PATIENCE for days in left if days >= 0)
    return NOTHING * least / max(1, questions) / 60


def _dot(shares: tuple[float, ...], gains: tuple[float, ...]) -> float:
    if len(shares) == 1:
        return shares[0] * gains[0]
    return sum(s * g for s, g in zip(shares, gains, strict=True))


def _rate(found: tuple[float, float, PlanCard]) -> float:
    return found[0]
