"""The figures at the end of a session: lines missed, readiness before and after, streak, tomorrow. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlflash.bank.text import readable
from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.events import AGAIN
from mlflash.scheduler.study_day import streak
from mlflash.study.interview_plan import readiness, upcoming
from mlflash.study.lines import count_lines, lines_to_recall
from mlflash.study.queries import tomorrows_cards
from mlflash.study.session import Graded, Session
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
    ticked = [grade for grade in graded if grade.lines is not None and grade.card_id in view.catalog]
    tomorrow, totals = tomorrows_cards(view), view.done(view.day)
    return SessionReport(
        grades=tuple(grade.rating for grade in graded),
        cards=len({grade.card_id for grade in graded}),
        new=sum(grade.new for grade in graded),
        minutes=sum(grade.ms for grade in graded) / 60_000,
        hit=sum(len(grade.lines or ()) for grade in ticked),
        lines=sum(
            count_lines(view.catalog[grade.card_id], view.state(grade.card_id).own_lines) for grade in ticked
        ),
        missed=misses(view, graded),
        interview=upcoming(view.settings, view.day) is not None,
        before=readiness(view._replace(progress=before)).overall.value,
        after=readiness(view).overall.value,
        streak=streak(view.progress.days, view.day),
        day=Workload(totals.reviews, totals.ms / 60_000),
        tomorrow=Workload(len(tomorrow.queue), tomorrow.minutes),
    )


def misses(view: View, graded: Sequence[Graded]) -> tuple[SessionMiss, ...]:
    """The lines missed in the session, each once and in the order of its answer.

    A card failed without ticks is listed without a line; a card that cannot be opened is left out.
    """
    missed: dict[tuple[str, int | None], SessionMiss] = {}
    for grade in graded:
        card = view.catalog.card_if_readable(grade.card_id)
        if card is None:
            continue
        lines = lines_to_recall(card, view.state(card.id))
        numbers: list[int | None] = [None] if grade.rating == AGAIN else []
        if grade.lines is not None:
            numbers = [number for number in range(1, len(lines) + 1) if number not in grade.lines]
        for number in numbers:
            text = "" if number is None else readable(lines[number - 1])
            missed.setdefault((card.id, number), SessionMiss(card.id, readable(card.question), number, text))
    place = {card_id: at for at, card_id in enumerate(dict.fromkeys(card_id for card_id, _ in missed))}
    return tuple(sorted(missed.values(), key=lambda miss: (place[miss.card_id], miss.line or 0)))
