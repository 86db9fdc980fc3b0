"""What a session came to: the lines missed, readiness before and after, the streak, tomorrow. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from mlflash.bank.text import readable
from mlflash.scheduler.card_state import DayTotals, Progress
from mlflash.scheduler.events import AGAIN
from mlflash.scheduler.study_day import streak
from mlflash.study.interview_plan import plan_today, readiness, upcoming
from mlflash.study.lines import count_lines, lines_to_recall
from mlflash.study.session import Graded, Session
from mlflash.study.today import today
from mlflash.study.view import View


class SessionMiss(NamedTuple):
    """A line missed in a session, or a card failed without a line being ticked."""

    card_id: str
    """The card."""
    question: str
    """Its question."""
    line: int | None
    """The number of the line, from 1; None for the card as a whole."""
    text: str
    """The line as the reader sees it."""


class Workload(NamedTuple):
    """Cards and the time they take."""

    cards: int
    """How many cards."""
    minutes: float
    """About how many minutes."""


class SessionReport(NamedTuple):
    """The figures of one session."""

    grades: tuple[int, ...]
    """The grades given, in order."""
    cards: int
    """How many cards were graded."""
    new: int
    """How many of them were new."""
    minutes: float
    """Minutes from each question to its grade."""
    hit: int
    """Lines recalled, of the cards whose lines were ticked."""
    lines: int
    """Lines those cards have."""
    missed: tuple[SessionMiss, ...]
    """What was missed, in the order of the session."""
    interview: bool
    """Whether an interview is to come: recall is then predicted for its morning, else for today."""
    before: float
    """Predicted recall of the whole bank before the session."""
    after: float
    """Predicted recall of the whole bank now."""
    streak: int
    """Days in a row with reviews."""
    day: Workload
    """Everything graded today, in this session and before it."""
    tomorrow: Workload
    """What tomorrow holds if nothing more is done today."""


def session_report(view: View, session: Session, before: Progress) -> SessionReport:
    """The report of a session that began with the progress `before`."""
    graded = session.graded
    ticked = [one for one in graded if one.lines is not None and one.card_id in view.catalog]
    totals = view.progress.days.get(view.day, DayTotals())
    return SessionReport(
        grades=tuple(one.rating for one in graded),
        cards=len({one.card_id for one in graded}),
        new=sum(one.new for one in graded),
        minutes=sum(one.ms for one in graded) / 60_000,
        hit=sum(len(one.lines or ()) for one in ticked),
        lines=sum(count_lines(view.catalog[one.card_id], view.state(one.card_id).own_lines) for one in ticked),
        missed=misses(view, graded),
        interview=upcoming(view.settings, view.day) is not None,
        before=readiness(view._replace(progress=before)).overall.value,
        after=readiness(view).overall.value,
        streak=streak(view.progress.days, view.day),
        day=Workload(totals.reviews, totals.ms / 60_000),
        tomorrow=tomorrow(view),
    )


def misses(view: View, graded: Sequence[Graded]) -> tuple[SessionMiss, ...]:
    """The lines missed at any showing of their card, each once and in the order of the answer.

    Of a card failed without ticks its question alone.

    A card that cannot be opened is left out.
    """
    found: dict[tuple[str, int | None], SessionMiss] = {}
    for one in graded:
        card = view.catalog.card_if_readable(one.card_id)
        if card is None:
            continue
        lines = lines_to_recall(card, view.state(card.id))
        lost: list[int | None] = []
        if one.lines is not None:
            lost += [number for number in range(1, len(lines) + 1) if number not in one.lines]
        elif one.rating == AGAIN:
            lost.append(None)
        for number in lost:
            text = "" if number is None else readable(lines[number - 1])
            found.setdefault((card.id, number), SessionMiss(card.id, readable(card.question), number, text))
    place = {card_id: at for at, card_id in enumerate(dict.fromkeys(card_id for card_id, _ in found))}
    return tuple(sorted(found.values(), key=lambda miss: (place[miss.card_id], miss.line or 0)))


def tomorrow(view: View) -> Workload:
    """What tomorrow holds if nothing more is done today."""
    day = view.day + timedelta(days=1)
    then = view._replace(now=view.now + timedelta(days=1), day=day)
    plan = plan_today(then)
    found = today(then, plan)
    return Workload(len(found.queue), found.minutes)
