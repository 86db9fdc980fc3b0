"""Plan each day until the interview, so that the most is recalled on its morning.

The plan keeps no state: it is made from what is remembered now, so that a missed day needs no repair. Of the cards
in scope it takes those that gain the most weighted expected recall on the morning per expected second, until the
minutes are used up or another card would gain next to nothing. After the last interview it is plain FSRS.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import date, timedelta

from mlflash.errors import MlflashError
from mlflash.scheduler.fsrs import MemoryState
from mlflash.scheduler.plan.calendar import Calendar, check, shares, to_come, weighed
from mlflash.scheduler.plan.day_plan import LeftOut, Plan, StopReason, reason_in_words
from mlflash.scheduler.plan.forecast import Ahead, Point, Rolled, roll
from mlflash.scheduler.plan.gain import PlanCard, Valuer, floor, in_order, ranked
from mlflash.scheduler.plan.readiness import UNTESTED, Calibration, Item, readiness
from mlflash.scheduler.schedule import REVIEW, retrievability

COVER, CORE = "cover", "core"
STANCES = {COVER: 1.0, CORE: 2.0}
"""The stances, each with the power of the likelihood weight that it plans by."""

UNMET = 0.02
"""The share of cards unseen on the interview's morning from which the plan says which sections to leave."""


def plan(
    items: Iterable[Item],
    calendar: Calendar,
    today: date,
    valuer: Valuer,
    *,
    stance: str = COVER,
    spent: float = 0.0,
    calibration: Calibration = UNTESTED,
    looking_ahead: bool = True,
    resting: Container[str] = frozenset(),
) -> Plan:
    """Plan a study day, after `spent` minutes of it; the cards `resting` are left out of this day alone.

    With `looking_ahead` False, forecast and sections are left out. Raises `MlflashError` if scope, stance or
    minutes are wrong.
    """
    scope = [*items]
    check(calendar)
    if stance not in STANCES:
        raise MlflashError(f"stance: found {stance!r}, expected {' or '.join(STANCES)}", code=2)
    if not scope:
        raise MlflashError("there is nothing to plan: no card is in scope")
    setting = _setting(scope, calendar, today, stance, spent, calibration)
    if setting is None:
        return _after(scope, calendar, today, valuer.parameters.decay, calibration, resting)
    cards, ahead = setting
    made = _choose(scope, cards, calendar, ahead, valuer, resting)
    if not looking_ahead:
        return made
    rolled = roll(cards, len(cards), ahead, valuer)
    left, without = _leave(cards, ahead, rolled, valuer)
    back = {card_id: today + timedelta(days=day) for card_id, day in rolled.back.items()}
    return made._replace(forecast=rolled.points, left=left, without=without, back=back)


def forecast(
    items: Iterable[Item],
    calendar: Calendar,
    today: date,
    valuer: Valuer,
    *,
    stance: str = COVER,
    spent: float = 0.0,
    more: float = 0.0,
    calibration: Calibration = UNTESTED,
) -> tuple[Point, ...]:
    """Readiness by morning if each day had `more` minutes more; empty without an interview ahead."""
    setting = _setting([*items], calendar.more(more), today, stance, spent, calibration)
    if setting is None:
        return ()
    cards, ahead = setting
    return roll(cards, len(cards), ahead, valuer).points


def _setting(
    scope: Sequence[Item], calendar: Calendar, today: date, stance: str, spent: float, calibration: Calibration
) -> tuple[list[PlanCard], Ahead] | None:
    """The cards that count for a goal, and the days to go; None if no goal is ahead."""
    goals = to_come(calendar.goals, today)
    if not goals:
        return None
    weights, planned = (
        zip(*(shares(scope, goal, power) for goal in goals), strict=True) for power in (1.0, STANCES[stance])
    )
    cards = []
    for item, weight, share in zip(scope, weights, planned, strict=True):
        if not any(weight):
            continue
        memory = item.memory
        state = MemoryState(memory.stability, memory.difficulty) if memory else None
        last = min(0, (memory.day - today).days) if memory else 0
        cards.append(PlanCard(item.id, item.section, weight, share, item.pace, state, last))
    if not cards:
        raise MlflashError("there is nothing to plan: no card in scope counts for the interview")
    days = tuple((goal.on - today).days for goal in goals)
    # On the interview's own day there is still the morning to look things over once more.
    daily = tuple(calendar.seconds(today, goals[-1].on)) or (60 * calendar.minutes_on(today),)
    return cards, Ahead(today, days, daily, stance == COVER, spent, calibration)


def _choose(
    scope: Sequence[Item],
    cards: Sequence[PlanCard],
    calendar: Calendar,
    ahead: Ahead,
    valuer: Valuer,
    resting: Container[str],
) -> Plan:
    """Today's cards, without the forecast."""
    goal = to_come(calendar.goals, ahead.today)[0]
    minutes = calendar.minutes_on(ahead.today)
    budget = max(0.0, minutes - ahead.spent)
    counted = {card.name for card in cards if card.name not in resting}
    learning = [item for item in scope if item.id in counted and _under_way(item, ahead.today)]
    learning.sort(key=lambda item: str(item.memory and item.memory.due))
    used = len(learning) * valuer.seconds.look
    rows = [row for row in ranked(cards, valuer, 0, ahead.goals) if row[2].name in counted]
    rest = max(0.0, sum(ahead.seconds[: max(1, ahead.goals[0])]) - 60 * ahead.spent)
    order = in_order(rows, rest, ahead.cover)
    least = floor(ahead.goals, len(cards), ahead.calibration.shift)
    taken: list[PlanCard] = []
    stop, rate = StopReason.DONE, 0.0
    for gain, seconds, card in order:
        if gain < least:
            stop = StopReason.ENOUGH
            continue
        if 60 * budget - used < seconds / 2:
            stop, rate = StopReason.BUDGET, 60 * gain
            break
        taken.append(card)
        used += seconds
    if stop is not StopReason.BUDGET:
        rate = 60 * max((gain for gain, _, card in rows if gain < least), default=0.0)
    if not minutes:
        stop = StopReason.OFF if any(ahead.seconds) else StopReason.NONE
    return Plan(
        day=ahead.today,
        on=goal.on,
        today=(*(item.id for item in learning), *(card.name for card in taken)),
        learning=len(learning),
        new=sum(card.state is None for card in taken),
        minutes=used / 60,
        budget=budget,
        stop=stop,
        why=reason_in_words(stop, rate, budget, used / 60),
        policy="gain" if order is rows else COVER,
        ready=readiness(weighed(scope, goal), goal.on, ahead.calibration, valuer.parameters.decay),
    )


def _under_way(item: Item, today: date) -> bool:
    memory = item.memory
    return memory is not None and memory.phase != REVIEW and memory.day >= today


def _after(
    scope: Sequence[Item],
    calendar: Calendar,
    today: date,
    decay: float,
    calibration: Calibration,
    resting: Container[str],
) -> Plan:
    """The plan without an interview ahead: the cards FSRS has due, the highest expected loss first."""
    due = []
    for item in scope:
        memory = item.memory
        if memory is not None and memory.due_day <= today and item.id not in resting:
            cost = item.weight * (1 - retrievability(memory, today, decay))
            due.append((not _under_way(item, today), -cost, item.id))
    due.sort()
    past = max((goal.on for goal in calendar.goals), default=None)
    why = f"the interview was on {past}: " if past else "no interview is set: "
    return Plan(
        day=today,
        on=None,
        today=tuple(card_id for *_, card_id in due),
        learning=sum(not settled for settled, *_ in due),
        new=0,
        minutes=0.0,
        budget=calendar.minutes_on(today),
        stop=StopReason.AFTER,
        why=why + reason_in_words(StopReason.AFTER, 0.0, 0.0),
        policy="fsrs",
        ready=readiness(scope, today, calibration, decay),
    )


def _leave(
    cards: Sequence[PlanCard], ahead: Ahead, rolled: Rolled, valuer: Valuer
) -> tuple[tuple[LeftOut, ...], float | None]:
    """The sections to leave if not all cards can be seen: the cheapest, until the cards left can all be seen.

    A section costs what it would have added to readiness under the plan for all sections.
    """
    first = ahead.goals[0]
    unmet = rolled.unseen
    if first == 0 or not any(ahead.seconds) or unmet < max(0.5, UNMET * len(cards)):
        return (), None
    unseen = Counter(card.section for card in cards if card.state is None and card.weights[0])
    gone: list[LeftOut] = []

    def price(section: str) -> tuple[float, str]:
        return rolled.sections.get(section, 0.0) / unseen[section], section

    for section in sorted(unseen, key=price):
        if unmet <= 0 or len(gone) + 1 == len(unseen):
            break
        unmet -= unseen[section]
        gone.append(LeftOut(section, unseen[section], rolled.sections.get(section, 0.0)))
    if not gone:
        return (), None
    names = {leave.section for leave in gone}
    kept = [card for card in cards if card.section not in names]
    share = sum(card.weights[0] for card in kept)
    total = sum(card.weights[0] for card in cards)
    without = next(
        p.readiness for p in roll(kept, len(cards), ahead, valuer).points if (p.day - ahead.today).days == first
    )
    return tuple(gone), without * share / total
