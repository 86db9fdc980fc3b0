"""The figures of the first screen: today's cards, how ready the reader is, and each section."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from mlflash.bank.catalog import OFTEN, CardHead, SectionHead
from mlflash.scheduler.card_state import DayTotals
from mlflash.scheduler.study_day import streak
from mlflash.scheduler.weakness import weakness
from mlflash.study.interview_day import InterviewDay, interview_day
from mlflash.study.no_cards import Explanation, explain
from mlflash.study.queries import tomorrows_cards
from mlflash.study.queue import sort_cards
from mlflash.study.selection import weak_cards
from mlflash.study.today import Today, todays_cards
from mlflash.study.today_words import WaitingCards, waiting_cards
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan
    from mlflash.scheduler.plan.readiness import Readiness, ReadinessReport


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
    """Everything the first screen shows."""

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
    waits: tuple[WaitingCards, ...] = ()
    """The due cards that do not come today, by reason."""
    added: int = 0
    """How many cards more than at first the plan has today, below 0 for fewer: it goes by the minutes left."""


def overview(view: View, plan: Plan | None, first: Plan | None = None) -> Overview:
    """The figures of the first screen, now, by today's plan where there is one; `first` is the plan made first."""
    today = todays_cards(view, plan)
    by_section: dict[str, list[CardHead]] = {}
    for card in (cards := view.cards()):
        by_section.setdefault(card.section, []).append(card)
    ready = _readiness(view) if plan else None
    own = view.personal()
    everything = SectionHead("", "Everything", None, None, ())
    all_cards = _section_line(view, everything, cards, today, ready.overall if ready else None)
    return Overview(
        day=view.day,
        today=today,
        none=None
        if today.queue or today.steps
        else explain(view, today, view.catalog.cards, tomorrow=tomorrows_cards(view)),
        done=view.done(view.day),
        weak=len(weak_cards(view)),
        missed_lines=_count_missed_lines(view) if all_cards.seen else 0,
        own=(sum(view.askable(card) for card in own), len(own)),
        all=all_cards._replace(waiting=0),
        sections=tuple(
            _section_line(view, head, by_section[name], today, ready.sections.get(name) if ready else None)
            for name, head in view.catalog.sections.items()
            if name in by_section
        ),
        streak=streak(view.progress.days, view.day),
        past=tuple(view.done(view.day - timedelta(days=n)).reviews for n in range(6, -1, -1)),
        ahead=view.due_by_day(cards, 7),
        ready=ready,
        interview=interview_day(view),
        waits=waiting_cards(view, today),
        added=cards_added(view, first, today) if first else 0,
    )


def cards_added(view: View, first: Plan, today: Today) -> int:
    """How many cards more today holds than the plan made first; below 0 for fewer.

    Cards met meanwhile are left out: they have come, or come back in their learning steps.
    """

    def open_(card_id: str) -> bool:
        memory = view.state(card_id).memory
        return view.drillable(card_id) and (memory is None or memory.day < view.day)

    before, now = ({card_id for card_id in ids if open_(card_id)} for ids in (first.today, today.queue))
    return len(now) - len(before)


def _section_line(
    view: View, section: SectionHead, cards: Sequence[CardHead], today: Today, ready: Readiness | None
) -> SectionLine:
    """The figures of a section with these cards; suspended cards have no weight."""
    ids = {card.id for card in cards}
    seen, weight, recalled = 0, 0.0, 0.0
    for card in cards:
        state = view.state(card.id)
        seen += state.memory is not None
        if not state.suspended:
            weight += view.weight(card)
            recalled += view.weight(card) * (view.recall(card.id) or 0.0)
    coming = (*today.queue, *(card_id for _, card_id in today.steps))
    held_back = (view.state(held.card_id) for held in today.held_back if held.card_id in ids)
    return SectionLine(
        id=section.id,
        title=section.title,
        cards=len(cards),
        today=sum(card_id in ids for card_id in coming),
        seen=seen,
        recalled=ready.value if ready else recalled / weight if weight else 0.0,
        next_due=sort_cards(view, cards).next_due,
        waiting=sum(state.memory is not None for state in held_back),
    )


def why_today(view: View, card: CardHead) -> str:
    """Why a card comes today, in a few words."""
    state = view.counted(card.id)
    if state.memory is None:
        return f"new, asked {OFTEN[card.likelihood]}"
    if isinstance(state.memory.due, datetime):
        return "in learning"
    weak = weakness(state, view.weight(card), view.day, view.decay)
    if weak.weak and weak.causes:
        return weak.causes[0]
    return "due" if state.memory.due_day <= view.day else f"by plan, recall {weak.retrievability:.0%}"


def _count_missed_lines(view: View) -> int:
    from mlflash.study.line_drill import lines_kept_missing

    return len(lines_kept_missing(view))


def _readiness(view: View) -> ReadinessReport:
    from mlflash.study.interview_plan import readiness

    return readiness(view)
