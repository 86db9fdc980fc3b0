"""A simulated reader whose memory is not what the scheduler thinks it is, and the schedulers to compare with.

The reader's FSRS weights are FSRS-6's times exp(N(0, 0.25)) each, within the library's bounds; so are the shares
of their grades. A reader of the second kind (`TWO_PARTS`) also forgets otherwise than FSRS-6 has it: a part of
what they know fades within the day, and the rest more slowly than FSRS-6's curve. Every scheduler sees only the
grades, and works with the default weights.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from math import exp, sqrt
from typing import Any, NamedTuple

from mlflash.scheduler.card_state import BINS, MILLION
from mlflash.scheduler.events import Rating
from mlflash.scheduler.fsrs import DEFAULT_WEIGHTS, FsrsModel, MemoryState, model_for
from mlflash.scheduler.plan.calendar import Calendar
from mlflash.scheduler.plan.day_plan import Plan
from mlflash.scheduler.plan.effort import DEFAULT, FIRST, PASSED
from mlflash.scheduler.plan.gain import Valuer
from mlflash.scheduler.plan.planner import plan
from mlflash.scheduler.plan.readiness import Item, calibrated
from mlflash.scheduler.schedule import REVIEW, Memory, Parameters
from mlflash.store.setting_parsers import InterviewDate

SPREAD = 0.25
START = date(2026, 1, 5)
MORNING = datetime(2026, 1, 5, tzinfo=UTC)
LEARNING = ((0.3686, 0.0628, 0.5108, 0.0577), (0.0442, 0.4553, 0.4457, 0.0549), (0.0519, 0.0470, 0.8462, 0.0550))
RELEARNING = ((0.2157, 0.0643, 0.6595, 0.0604), (0.05, 0.4638, 0.4475, 0.0387), (0.1057, 0.1434, 0.7266, 0.0244))
"""Shares of the next grade on the same day after Again, Hard and Good: fsrs-rs's `SimulatorConfig` defaults."""

LEAST = (0.001,) * 4 + (1, 0.001, 0.001, 0.001, 0, 0, 0.001, 0.001, 0.001, 0.001, 0, 0, 1, 0, 0, 0, 0.1)
MOST = (100,) * 4 + (10, 4, 4, 0.75, 4.5, 0.8, 3.5, 5, 0.25, 0.9, 4, 1, 6, 2, 2, 0.8, 0.8)
MIX = (41 / 88, 31 / 88)
"""Shares of high and medium likelihood among the seed questions, which the coverage of a full bank keeps to."""


ONE_CURVE, TWO_PARTS = "FSRS-6", "two parts"
"""The kinds of readers: by the curve that their true recall follows."""
FADING, WITHIN, SLOWER = 0.25, 0.3, 0.5
"""Of a reader of two parts: the part that fades at a stability of 0, the days to a factor e, the tail's exponent.

The part falls with stability, as (1 + S)^−½; the exponent is relative to FSRS-6's. Each reader has their own
values: these times exp(N(0, 0.25)).
"""


class Cell(NamedTuple):
    """Questions in the bank, days to the interview, minutes a day."""

    questions: int
    days: int
    minutes: float
    kind: str = ONE_CURVE


class Card:
    """A question: its likelihood weight, what the reader truly keeps, what the scheduler believes, its marks."""

    def __init__(self, number: int, weight: float) -> None:
        self.name, self.weight = f"q{number}", weight
        self.true: MemoryState | None = None
        self.belief = MemoryState(1.0, 5.0)
        self.day = self.due = self.reviews = self.box = 0
        self.interval, self.ease = 0.0, 2.5


class World:
    """One reader with one bank, and the days until the interview."""

    def __init__(self, cell: Cell, seed: int) -> None:
        self.cell, self.rng = cell, random.Random(f"{cell.questions} {cell.days} {cell.minutes:g} {seed}")
        noisy = (w * exp(self.rng.gauss(0, SPREAD)) for w in DEFAULT_WEIGHTS)
        weights = tuple(min(max(w, low), high) for w, low, high in zip(noisy, LEAST, MOST, strict=True))
        self.truth, self.belief = model_for(Parameters(weights)), model_for(Parameters())
        self.first = tuple(p * exp(self.rng.gauss(0, SPREAD)) for p in FIRST)
        self.passed = tuple(p * exp(self.rng.gauss(0, SPREAD)) for p in PASSED)
        high, medium = (round(cell.questions * share) for share in MIX)
        likely = [3.0] * high + [2.0] * medium + [1.0] * (cell.questions - high - medium)
        self.rng.shuffle(likely)
        self.cards = [Card(number, weight) for number, weight in enumerate(likely)]
        own = random.Random(f"{cell} {seed}")
        self.fading, self.within, self.slower = (
            typical * exp(own.gauss(0, SPREAD)) for typical in (FADING, WITHIN, SLOWER)
        )
        self.bins = [(0, 0, 0)] * BINS

    def recall(self, card: Card, day: int) -> float:
        """True recall of a card on a day."""
        assert card.true is not None
        stability, days = card.true.stability, day - card.day
        known: float = self.truth.retrievability(stability, days)
        if self.cell.kind == ONE_CURVE:
            return known
        fading = min(1.0, self.fading / sqrt(1 + stability))
        tail: float = known**self.slower
        return fading * exp(-days / self.within) + (1 - fading) * tail

    def compare(self, predicted: float, *, passed: bool) -> None:
        """Count a review on a later day as `Progress.calibration` does."""
        at = min(BINS - 1, int(BINS * predicted))
        n, millionths, right = self.bins[at]
        self.bins[at] = n + 1, millionths + round(MILLION * predicted), right + passed

    def study(self, card: Card, day: int) -> tuple[int, float]:
        """A question through one day, its same-day steps with it: (first grade, seconds)."""
        rng, truth, belief = self.rng, self.truth, self.belief
        if card.true is None:
            grade = rng.choices((1, 2, 3, 4), self.first)[0]
            spent, steps = DEFAULT.first[grade - 1], LEARNING
            card.true, card.belief = truth.initial_state(Rating(grade)), belief.initial_state(Rating(grade))
            step, last = {1: 0, 2: 0, 3: 1, 4: 2}[grade], 2
        else:
            chance = self.recall(card, day)
            assumed = belief.retrievability(card.belief.stability, day - card.day)
            grade = 1 if rng.random() >= chance else rng.choices((2, 3, 4), self.passed)[0]
            self.compare(assumed, passed=grade > 1)
            spent, steps = DEFAULT.later[grade - 1], RELEARNING
            card.true, card.belief = (
                truth.next_state(*card.true, chance, Rating(grade)),
                belief.next_state(*card.belief, assumed, Rating(grade)),
            )
            step, last = (0 if grade == 1 else 1), 1
        look = grade
        while step < last:
            look = rng.choices((1, 2, 3, 4), steps[look - 1])[0]
            spent += DEFAULT.look * (1.3, 1.2, 1.0, 0.65)[look - 1]
            card.true, card.belief = (
                truth.short_term_state(*card.true, Rating(look)),
                belief.short_term_state(*card.belief, Rating(look)),
            )
            step = {1: 0, 2: step, 3: step + 1, 4: last}[look]
        card.day, card.reviews = day, card.reviews + 1
        return grade, spent

    def readiness(self) -> float:
        """The weighted mean of true recall on the interview's morning."""
        known = sum(card.weight * self.recall(card, self.cell.days) for card in self.cards if card.true)
        return known / sum(card.weight for card in self.cards)

    def morning(self) -> float:
        """The weighted share of cards recalled on the interview's morning: what came."""
        known = sum(
            card.weight
            for card in self.cards
            if card.true and self.rng.random() < self.recall(card, self.cell.days)
        )
        return known / sum(card.weight for card in self.cards)


class Promise(NamedTuple):
    """What the plan promised for the morning."""

    value: float
    low: float
    high: float
    open_above: bool
    """Whether the range was cut at the most that is ever promised."""

    def kept(self, came: float) -> bool:
        """Whether what came lies within; more than the most that is ever promised breaks no promise."""
        return self.low <= came and (came <= self.high or self.open_above)


class Result(NamedTuple):
    """Readiness on the morning, all the minutes spent until then, what came, and what was promised when."""

    readiness: float
    minutes: float
    came: float = 0.0
    promises: tuple[Promise, ...] = ()


Order = Callable[[World, int, float], list[Card]]
"""A scheduler's choice for a day, after so many minutes of it; asked again while some of them are left."""

After = Callable[[World, Card, int, int], None]
"""What a scheduler does after a grade on a day."""


Promiser = Callable[[World, int], Promise]
"""What is promised for the morning at the beginning of a day."""


def run(
    cell: Cell,
    seed: int,
    order: Order,
    after: After,
    minutes: float | None = None,
    promiser: Promiser | None = None,
) -> Result:
    """Study until the interview; a question begun within the minutes is finished.

    A `promiser` is asked at the start, at half-time and on the day before the interview.
    """
    world = World(cell, seed)
    budget = 60 * (cell.minutes if minutes is None else minutes)
    total = 0.0
    promises = []
    for day in range(cell.days):
        if promiser and day in (0, cell.days // 2, cell.days - 1):
            promises.append(promiser(world, day))
        spent = 0.0
        while spent < budget and (cards := order(world, day, spent / 60)):
            for card in cards:
                grade, seconds = world.study(card, day)
                after(world, card, grade, day)
                spent += seconds
                if spent >= budget:
                    break
        total += spent
    return Result(world.readiness(), total / 60, world.morning(), tuple(promises))


def due_first(likely: bool) -> Order:
    """Due questions, then new ones: those that cost most to forget and the likelier first, or as they come."""

    def order(world: World, day: int, spent: float) -> list[Card]:
        due = [card for card in world.cards if card.true and card.due <= day and card.day < day]
        new = [card for card in world.cards if not card.true]
        if not likely:
            return sorted(due, key=lambda card: card.due) + new

        def cost(card: Card) -> float:
            return -card.weight * (1 - world.belief.retrievability(card.belief.stability, day - card.day))

        return sorted(due, key=cost) + sorted(new, key=lambda card: -card.weight)

    return order


def fsrs(retention: float) -> After:
    """FSRS with a fixed desired retention."""

    def after(world: World, card: Card, grade: int, day: int) -> None:
        card.due = day + _interval(world.belief, card.belief.stability, retention)

    return after


def deadline(world: World, card: Card, grade: int, day: int) -> None:
    """FSRS whose intervals stop the day before the interview, with retention rising from 0.9 to 0.95."""
    left = world.cell.days - day
    retention = 0.9 + 0.05 * day / max(1, world.cell.days - 1)
    card.due = day + min(_interval(world.belief, card.belief.stability, retention), max(1, left - 1))


def sm2(world: World, card: Card, grade: int, day: int) -> None:
    """Anki's SM-2 with its defaults."""
    if card.reviews == 1:
        card.interval = 4.0 if grade == 4 else 1.0
    elif grade == 1:
        card.interval, card.ease = 1.0, max(1.3, card.ease - 0.2)
    else:
        late, before = max(0, day - card.due), card.interval
        if grade == 2:
            card.ease = max(1.3, card.ease - 0.15)
            card.interval = max(before + 1, (before + late / 4) * 1.2)
        elif grade == 3:
            card.interval = max(before + 1, (before + late / 2) * card.ease)
        else:
            card.interval = max(before + 1, (before + late) * card.ease * 1.3)
            card.ease += 0.15
    card.due = day + max(1, round(card.interval))


def leitner(world: World, card: Card, grade: int, day: int) -> None:
    """Five boxes, looked through every 1, 2, 4, 8 and 16 days; a miss falls back to the first."""
    card.box = 1 if grade == 1 or card.reviews == 1 else min(5, card.box + 1)
    card.due = day + (1, 2, 4, 8, 16)[card.box - 1]


def planned(stance: str, valuer: Valuer, minutes: float) -> Order:
    """mlflash's plan, made again each day and corrected by this reader's reviews so far."""

    def order(world: World, day: int, spent: float) -> list[Card]:
        by_name = {card.name: card for card in world.cards}
        made = _plan(world, day, valuer, minutes, stance=stance, spent=spent, looking_ahead=False)
        return [by_name[name] for name in made.today]

    return order


def promising(valuer: Valuer, minutes: float) -> Promiser:
    """The forecast of mlflash's plan."""

    def promise(world: World, day: int) -> Promise:
        point = _plan(world, day, valuer, minutes).forecast[-1]
        return Promise(point.readiness, point.low, point.high, point.high >= calibrated(world.bins).most)

    return promise


def _plan(world: World, day: int, valuer: Valuer, minutes: float, **options: Any) -> Plan:
    goal = InterviewDate(START + timedelta(days=world.cell.days))
    items = [Item(card.name, "all", card.weight, _memory(card)) for card in world.cards]
    today = START + timedelta(days=day)
    return plan(items, Calendar((goal,), minutes), today, valuer, calibration=calibrated(world.bins), **options)


def unmoved(world: World, card: Card, grade: int, day: int) -> None:
    """A plan keeps no due dates."""


def _memory(card: Card) -> Memory | None:
    if card.true is None:
        return None
    day = START + timedelta(days=card.day)
    return Memory(REVIEW, None, card.belief.stability, card.belief.difficulty, day, MORNING, day)


def _interval(belief: FsrsModel, stability: float, retention: float) -> int:
    ratio: float = retention ** (-1 / belief.decay) - 1
    return max(1, round(stability / belief.factor * ratio))
