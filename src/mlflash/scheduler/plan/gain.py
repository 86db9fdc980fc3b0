"""What a review is worth: the recall that it adds on the interviews' mornings, and the seconds it takes.

A card's gain is its expected recall on the morning if it is reviewed today and then left, less its recall if
it is left now. The plan takes cards greedily by gain per second; `docs/plan.md` has the figures behind that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log
from operator import itemgetter, mul

from msgspec import Struct

from mlflash.scheduler.fsrs import MemoryState, model_for
from mlflash.scheduler.plan.effort import DEFAULT, Outcome, Seconds, first_day, later_day, mean_seconds
from mlflash.scheduler.schedule import Parameters

NOTHING = 0.006
"""Gain below which a minute is not worth it, in recall of an average card, on the day before the interview.

It grows with the days left to the power `PATIENCE`: the same gain can be had later, and cheaper.
"""

PATIENCE = 0.75
"""The power of the days left by which `NOTHING` grows."""

FAR = 60
"""Days beyond which `NOTHING` no longer grows."""

ONWARD = 2.0
"""For a reader who forgets more than predicted, `NOTHING` falls by this power of the ratio of odds.

More reviews still gain for them where the predictions see next to nothing. Tuned with `benchmarks/plan.py`.
"""

KEPT = 0.98
"""Predicted recall from which a card is left alone until the last day: a review would hardly strengthen it."""

FINE = 12.0
"""Steps of stability to a factor e; within a step all reviews count as worth the same."""

Worth = tuple[tuple[float, ...], float]
"""The gain of a review for each goal, and its seconds."""


class PlanCard(Struct):
    """A card on its way through a plan; what is remembered of it changes."""

    name: str
    """The id of the card."""
    section: str
    """The id of its section."""
    weights: tuple[float, ...]
    """Its share of readiness for each goal."""
    shares: tuple[float, ...]
    """The shares that the plan goes by, after its stance."""
    pace: float
    """How long it takes relative to other cards."""
    state: MemoryState | None
    """Stability and difficulty; None for a new card."""
    last: int
    """The day of its last review, counted from today."""


class Valuer:
    """Gains and seconds for one reader's parameters, kept once computed."""

    def __init__(self, parameters: Parameters, seconds: Seconds = DEFAULT) -> None:
        self.parameters, self.seconds = parameters, seconds
        self.model = model_for(parameters)
        self.fresh = first_day(self.model, parameters, seconds)
        self.fresh_seconds = mean_seconds(self.fresh)
        self._known: dict[tuple[int, int, int, tuple[int, ...]], Worth] = {}

    def new(self, left: Sequence[int]) -> Worth:
        """The gain of a new card seen today for each goal, `left` days away, and the seconds."""
        return self._after(self.fresh, left), self.fresh_seconds

    def seen(self, state: MemoryState, elapsed: int, left: tuple[int, ...]) -> Worth:
        """The gain of reviewing a card `elapsed` days after its last review, and the seconds."""
        fine, hard = round(FINE * log(state.stability)), round(2 * state.difficulty)
        key = (fine, hard, elapsed, left)
        worth = self._known.get(key)
        if worth is None:
            typical = MemoryState(exp(fine / FINE), hard / 2)
            recall = self.model.retrievability
            now = recall(typical.stability, elapsed)
            if now >= KEPT and not any(0 <= days <= 1 for days in left):
                return self._known.setdefault(key, ((0.0,) * len(left), self.seconds.later[2]))
            outcomes = later_day(self.model, self.parameters, self.seconds, typical, now)
            after = self._after(outcomes, left)
            gains = tuple(
                gain - recall(typical.stability, elapsed + days) if days >= 0 else 0.0
                for gain, days in zip(after, left, strict=True)
            )
            worth = self._known[key] = gains, mean_seconds(outcomes)
        return worth

    def _after(self, outcomes: Iterable[Outcome], left: Sequence[int]) -> tuple[float, ...]:
        recall = self.model.retrievability
        return tuple(
            sum(o.probability * recall(o.state.stability, days) for o in outcomes) if days >= 0 else 0.0
            for days in left
        )


def ranked(
    cards: Iterable[PlanCard], valuer: Valuer, day: int, left: tuple[int, ...]
) -> list[tuple[float, float, PlanCard]]:
    """The cards worth studying on a day as (readiness gained per second, seconds, card), best first.

    `left` are the days from this one to each goal, below 0 for a goal in the past. Cards already reviewed on the
    day are left out, and cards that gain nothing.
    """
    new = valuer.new(left)
    found = []
    for card in cards:
        if card.state is None:
            gains, seconds = new
        elif card.last < day:
            gains, seconds = valuer.seen(card.state, day - card.last, left)
        else:
            continue
        seconds *= card.pace
        rate: float = sum(map(mul, card.shares, gains)) / seconds
        if rate > 0:
            found.append((rate, seconds, card))
    found.sort(key=itemgetter(0), reverse=True)
    return found


def in_order(
    rows: Sequence[tuple[float, float, PlanCard]], seconds: float, cover: bool
) -> Sequence[tuple[float, float, PlanCard]]:
    """The ranked cards in the order to take them: with `cover`, new cards first while they need it.

    They need it while they would take more than half of the `seconds` left before the interview. If they would
    take more than all of them, they cannot all be seen, and gain alone decides.
    """
    if not cover:
        return rows
    unseen = sum(spent for _, spent, card in rows if card.state is None)
    if not seconds / 2 < unseen <= seconds:
        return rows
    return sorted(rows, key=lambda row: row[2].state is not None)


def floor(left: Iterable[int], questions: int, shift: float = 0.0) -> float:
    """The gain per second below which the day is done: next to nothing of an average card's recall.

    `shift` is `Calibration.shift`; above 0 it changes nothing, so that no reader is stopped earlier.
    """
    least: float = sum(min(max(days, 1), FAR) ** PATIENCE for days in left if days >= 0)
    return NOTHING * exp(ONWARD * min(0.0, shift)) * least / max(1, questions) / 60
