"""The figures of the first screen: how many cards wait, and how much of each section is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from mlflash.scheduler.card_state import CardState, DayTotals
from mlflash.scheduler.schedule import retrievability
from mlflash.scheduler.study_day import streak
from mlflash.study.counts import count_by_section, count_waiting
from mlflash.study.today import minutes
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan
    from mlflash.scheduler.plan.readiness import ReadinessReport


class SectionLine(NamedTuple):
    """A section's figures."""

    id: str
    """The id of the section."""
    title: str
    """Its title."""
    cards: int
    """Its cards in all."""
    due: int
    """Cards to review or in learning now."""
    new: int
    """New cards."""
    weak: int
    """Weak cards."""
    recalled: float
    """The weighted mean retrievability, new cards counting 0, at the next interview, or today without one."""


class Overview(NamedTuple):
    """Everything the first screen tells. `past` and `ahead` are reviews a day, oldest and nearest first.

    `ready` is readiness for the next interview and `planned` says where today's plan stops; None without one.
    """

    due: int
    learning: int
    new_today: int
    weak: int
    minutes: float
    recalled: float
    streak: int
    past: tuple[int, ...]
    ahead: tuple[int, ...]
    sections: tuple[SectionLine, ...]
    next_due: date | datetime | None
    ready: ReadinessReport | None = None
    planned: str | None = None


def overview(view: View, plan: Plan | None) -> Overview:
    """The figures of the first screen, now, by today's plan where there is one."""
    weights: dict[str, float] = {}
    known: dict[str, float] = {}
    cards: dict[str, int] = {}
    ahead = [0] * 7
    for card in view.cards():
        cards[card.section] = cards.get(card.section, 0) + 1
        state = view.state(card.id)
        if state.suspended:
            continue
        weights[card.section] = weights.get(card.section, 0.0) + card.weight
        if state.memory is not None:
            chance = retrievability(state.memory, view.day, view.decay)
            known[card.section] = known.get(card.section, 0.0) + card.weight * chance
            _ahead(state, view.day, ahead)
    ready = _ready(view) if plan else None
    lines = []
    waiting = count_by_section(view, plan)
    for section in view.catalog.sections.values():
        counts = waiting[section.id]
        weight = weights.get(section.id, 0.0)
        then = ready.sections.get(section.id) if ready else None
        lines.append(
            SectionLine(
                section.id,
                section.title,
                cards.get(section.id, 0),
                counts.due + counts.learning,
                counts.new,
                counts.weak,
                then.value if then else known.get(section.id, 0.0) / weight if weight else 0.0,
            )
        )
    counts = count_waiting(view, plan)
    days = view.progress.days
    past = tuple(days.get(view.day - timedelta(days=n), DayTotals()).reviews for n in range(6, -1, -1))
    total = sum(weights.values())
    return Overview(
        due=counts.due,
        learning=counts.learning,
        new_today=counts.new_today,
        weak=counts.weak,
        minutes=plan.minutes if plan else minutes(view.progress, counts.due + counts.learning, counts.new_today),
        recalled=sum(known.values()) / total if total else 0.0,
        streak=streak(days, view.day),
        past=past,
        ahead=tuple(ahead),
        sections=tuple(lines),
        next_due=counts.next_due,
        ready=ready,
        planned=plan.why if plan else None,
    )


def _ready(view: View) -> ReadinessReport:
    from mlflash.study.interview_plan import readiness

    return readiness(view)


def _ahead(state: CardState, today: date, ahead: list[int]) -> None:
    """Count a card on the day it falls due, if that is within the next seven."""
    assert state.memory is not None
    place = max(0, (state.memory.due_day - today).days)
    if place < len(ahead):
        ahead[place] += 1
