"""The figures of the first screen: today's cards, how ready the reader is, and each section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from mlflash.bank.catalog import CardHead
from mlflash.scheduler.card_state import CardState, DayTotals
from mlflash.scheduler.schedule import retrievability
from mlflash.scheduler.study_day import streak
from mlflash.scheduler.weakness import weakness
from mlflash.study.counts import count_by_section, counts_of
from mlflash.study.interview_day import InterviewDay, interview_day
from mlflash.study.no_cards import Explanation, explain
from mlflash.study.today import Today, today
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan
    from mlflash.scheduler.plan.readiness import ReadinessReport

ASKED = {"high": "asked often", "medium": "asked sometimes", "low": "asked rarely"}
"""A card's likelihood in words."""


class SectionLine(NamedTuple):
    """A section's figures."""

    id: str
    """The id of the section; empty for all of them."""
    title: str
    """Its title."""
    cards: int
    """Its cards in all."""
    today: int
    """How many of today's cards lie in it, those in their learning steps among them."""
    seen: int
    """Its cards that were ever graded."""
    recalled: float
    """The weighted mean retrievability, new cards counting 0, at the next interview, or today without one."""
    next_due: date | datetime | None
    """When its next card falls due."""
    waiting: int = 0
    """Its due cards that a plan or a cap holds back."""


class Overview(NamedTuple):
    """Everything the first screen tells."""

    day: date
    """The study day."""
    today: Today
    """What today holds."""
    none: Explanation | None
    """Why there is no card to ask; None where there is one."""
    done: DayTotals
    """What was done on this day so far."""
    weak: int
    """Weak cards."""
    missed_lines: int
    """The lines that the reader keeps missing."""
    own: tuple[int, int]
    """How many of the personal cards are written, of how many."""
    all: SectionLine
    """The figures of all cards."""
    sections: tuple[SectionLine, ...]
    """Each section, in bank order."""
    streak: int
    """Study days without a gap."""
    past: tuple[int, ...]
    """Reviews on each of the last seven days, oldest first."""
    ahead: tuple[int, ...]
    """Reviews due on each of the next seven days."""
    ready: ReadinessReport | None
    """Readiness for the next interview; None without one."""
    interview: InterviewDay | None
    """An interview that is today, or was lately and whose questions are not noted; None without one."""


def overview(view: View, plan: Plan | None) -> Overview:
    """The figures of the first screen, now, by today's plan where there is one."""
    found = today(view, plan)
    weights: dict[str, float] = {}
    known: dict[str, float] = {}
    cards: dict[str, int] = {}
    seen: dict[str, int] = {}
    ahead = [0] * 7
    for card in view.cards():
        cards[card.section] = cards.get(card.section, 0) + 1
        state = view.state(card.id)
        if state.memory is not None:
            seen[card.section] = seen.get(card.section, 0) + 1
        if state.suspended:
            continue
        weights[card.section] = weights.get(card.section, 0.0) + view.weight(card)
        if state.memory is not None:
            chance = retrievability(state.memory, view.day, view.decay)
            known[card.section] = known.get(card.section, 0.0) + view.weight(card) * chance
            _ahead(state, view.day, ahead)
    comes = _by_section(view, (*found.queue, *(card_id for _, card_id in found.steps)))
    held = _by_section(view, (one.card_id for one in found.held_back if view.state(one.card_id).memory))
    ready = _ready(view) if plan else None
    waiting = count_by_section(view, plan)

    def line(section: str, title: str) -> SectionLine:
        weight = weights.get(section, 0.0)
        then = ready.sections.get(section) if ready else None
        return SectionLine(
            id=section,
            title=title,
            cards=cards.get(section, 0),
            today=comes[section],
            seen=seen.get(section, 0),
            recalled=then.value if then else known.get(section, 0.0) / weight if weight else 0.0,
            next_due=waiting[section].next_due,
            waiting=held[section],
        )

    total = sum(weights.values())
    days, counts = view.progress.days, counts_of(view, found)
    everything = SectionLine(
        id="",
        title="Everything",
        cards=sum(cards.values()),
        today=len(found.queue) + len(found.steps),
        seen=sum(seen.values()),
        recalled=ready.overall.value if ready else sum(known.values()) / total if total else 0.0,
        next_due=found.next_due,
    )
    own = view.personal()
    return Overview(
        day=view.day,
        today=found,
        none=None if found.queue or found.steps else _none(view, found),
        done=days.get(view.day, DayTotals()),
        weak=counts.weak,
        missed_lines=_missed_lines(view) if seen else 0,
        own=(sum(view.askable(card) for card in own), len(own)),
        all=everything,
        sections=tuple(
            line(section.id, section.title) for section in view.catalog.sections.values() if section.id in cards
        ),
        streak=streak(days, view.day),
        past=tuple(days.get(view.day - timedelta(days=n), DayTotals()).reviews for n in range(6, -1, -1)),
        ahead=tuple(ahead),
        ready=ready,
        interview=interview_day(view),
    )


def why_today(view: View, card: CardHead) -> str:
    """Why a card comes today, in a few words."""
    state = view.counted(card.id)
    if state.memory is None:
        return f"new, {ASKED[card.likelihood]}"
    if isinstance(state.memory.due, datetime):
        return "in learning"
    weak = weakness(state, view.weight(card), view.day, view.decay)
    if weak.weak and weak.causes:
        return weak.causes[0]
    return "due" if state.memory.due_day <= view.day else f"by plan, recall {weak.retrievability:.0%}"


def _by_section(view: View, card_ids: Iterable[str]) -> Counter[str]:
    """How many of the cards lie in each section, so that the sections add up to what today holds."""
    return Counter(view.catalog[card_id].section for card_id in card_ids)


def _none(view: View, found: Today) -> Explanation:
    """Why there is no card, with what tomorrow holds."""
    from mlflash.study.queries import tomorrows_cards

    return explain(view, found, view.catalog.cards, tomorrow=tomorrows_cards(view))


def _missed_lines(view: View) -> int:
    from mlflash.study.line_drill import lines_kept_missing

    return len(lines_kept_missing(view))


def _ready(view: View) -> ReadinessReport:
    from mlflash.study.interview_plan import readiness

    return readiness(view)


def _ahead(state: CardState, today: date, ahead: list[int]) -> None:
    """Count a card on the day it falls due, if that is within the next seven."""
    assert state.memory is not None
    place = max(0, (state.memory.due_day - today).days)
    if place < len(ahead):
        ahead[place] += 1
