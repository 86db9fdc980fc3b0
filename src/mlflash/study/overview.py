"""What the first screen tells: how much waits, and how much of each section is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from mlflash.scheduler.card_state import CardState, DayTotals
from mlflash.scheduler.schedule import retrievability
from mlflash.scheduler.study_day import streak
from mlflash.study.study import Study

if TYPE_CHECKING:
    from mlflash.scheduler.plan.readiness import ReadinessReport

EXPECTED_SECONDS = {"review": 25.0, "new": 90.0}


class SectionLine(NamedTuple):
    """A section's figures; `recalled` is the weighted mean chance of recall, unseen questions counting 0.

    On the morning of the next interview where one is planned for, else today.
    """

    id: str
    title: str
    cards: int
    due: int
    new: int
    weak: int
    recalled: float


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


def overview(study: Study) -> Overview:
    """The figures of the first screen, now."""
    moment, decay = study.moment, study.settings.parameters.decay
    weights: dict[str, float] = {}
    known: dict[str, float] = {}
    cards: dict[str, int] = {}
    ahead = [0] * 7
    for card in study.catalog:
        cards[card.section] = cards.get(card.section, 0) + 1
        state = study.progress.state(card.id)
        if state.suspended:
            continue
        weights[card.section] = weights.get(card.section, 0.0) + card.weight
        if state.memory is not None:
            chance = retrievability(state.memory, moment.day, decay)
            known[card.section] = known.get(card.section, 0.0) + card.weight * chance
            _ahead(state, moment.day, ahead)
    plan = study.plan()
    ready = _ready(study) if plan else None
    lines = []
    waiting = study.counts_by_section()
    for section in study.catalog.sections.values():
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
    counts = study.counts()
    days = study.progress.days
    past = tuple(days.get(moment.day - timedelta(days=n), DayTotals()).reviews for n in range(6, -1, -1))
    total = sum(weights.values())
    return Overview(
        due=counts.due,
        learning=counts.learning,
        new_today=counts.new_today,
        weak=counts.weak,
        minutes=plan.minutes if plan else minutes(study, counts.due + counts.learning, counts.new_today),
        recalled=sum(known.values()) / total if total else 0.0,
        streak=streak(days, moment.day),
        past=past,
        ahead=tuple(ahead),
        sections=tuple(lines),
        next_due=counts.next_due,
        ready=ready,
        planned=plan.why if plan else None,
    )


def _ready(study: Study) -> ReadinessReport:
    from mlflash.study.interview_plan import readiness

    return readiness(study.catalog.entries, study.progress, study.settings, study.moment.day)


def _ahead(state: CardState, today: date, ahead: list[int]) -> None:
    """Count a question on the day it falls due, if that is within the next seven."""
    assert state.memory is not None
    place = max(0, (state.memory.due_day - today).days)
    if place < len(ahead):
        ahead[place] += 1


def minutes(study: Study, reviews: int, new: int) -> float:
    """About how long a sitting takes, from the reader's own pace once there is one."""
    spent = sum(state.ms for state in study.progress.states.values())
    timed = sum(state.timed for state in study.progress.states.values())
    pace = spent / timed / 1000 if timed >= 20 else EXPECTED_SECONDS["review"]
    return (reviews * pace + new * max(EXPECTED_SECONDS["new"], 3 * pace)) / 60
