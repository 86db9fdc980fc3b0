"""The plan to the interview as rows: the promise, other minutes, today's cards, what does not fit, the chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.bank.catalog import Catalog
from mlflash.bank.text import readable, visible
from mlflash.scheduler.plan.day_plan import StopReason
from mlflash.scheduler.plan.forecast import Point
from mlflash.scheduler.plan.readiness import Calibration
from mlflash.store.setting_parsers import InterviewDate
from mlflash.study.format import short_date
from mlflash.study.interview_plan import STEP, PlanOutlook
from mlflash.study.plan_figures import PaceChange, PlanFigures
from mlflash.study.promise import promise_in_words, promised_by, range_in_words
from mlflash.study.today_words import today_in_words
from mlflash.tui.plan.line_chart import AXIS, Spot, band_chart
from mlflash.tui.themes import DIM
from mlflash.tui.wrap import clip, wrap

LABEL = 15
"""Columns of the labels."""
SHORT = 14
"""Rows under which there are no blank rows."""
NAMED = 4
"""Sections to leave that are named; `mlflash plan` names all."""
FEW = 7
"""Rows under which a chart shows nothing."""


def day_name(day: date, today: date) -> str:
    """A day with its weekday, and with its year if it is not this year."""
    return f"{day:%a} {short_date(day, today)}"


def to_go(on: date, today: date) -> str:
    """How long until the interview."""
    days = (on - today).days
    return "today" if days == 0 else "tomorrow" if days == 1 else f"{days:,} days to go"


def interview_row(coming: InterviewDate | None, today: date) -> Content:
    """The date of the next interview, or that there is none."""
    if coming is None:
        return Content.styled("no date yet", "bold")
    name = f"  {visible(coming.name)}" if coming.name else ""
    return Content.assemble((day_name(coming.on, today), "bold"), (f"  {to_go(coming.on, today)}{name}", DIM))


def entry_hint(*, removable: bool) -> Content:
    """The key that saves the text typed, and the word that removes the value."""
    return Content.styled("  ⏎ saves it" + ("; none removes it" if removable else ""), DIM)


def calibration_words(calibration: Calibration) -> str:
    """How the reader's recall compares with the prediction."""
    if not calibration.n:
        return "no review on a later day yet, so the ranges are wide"
    reviews = count_of(calibration.n, "review")
    shares = f"predicted {calibration.predicted:.0%}, recalled {calibration.actual:.0%}"
    return f"{shares} in {reviews} on later days; corrected for it"


def labelled(label: str, *parts: tuple[str, str] | str) -> Content:
    """A row with its label in the column of labels."""
    return Content.assemble("  ", (f"{label:<{LABEL}}", DIM), *parts)


def wrapped(label: str, words: str, width: int, style: str = "") -> list[Content]:
    """Words in as many rows as they need, the label next to the first."""
    rows = wrap(words, max(10, width - LABEL - 3))
    return [labelled("" if n else label, (row, style)) for n, row in enumerate(rows)]


def pace_words(pace: PaceChange) -> str:
    """How the reader's own pace has moved the forecast, in a sentence."""
    points = count_of(round(abs(100 * pace.gained)), "point")
    moved = f"raises the forecast by {points}" if pace.gained > 0 else f"lowers the forecast by {points}"
    return (
        f"your times so far put a review at {pace.now:.0f} s, not {pace.before:.0f} s as yesterday: this {moved}"
    )


def figure_rows(figures: PlanFigures, catalog: Catalog, today: date, width: int, height: int) -> list[Content]:
    """The promise and what it is based on, then today's cards and what does not fit; no gaps in few rows."""
    short, outlook = height < SHORT, figures.outlook
    promise, ready = promised_by(outlook.plan), outlook.report.overall
    ready_range = range_in_words(ready.low, ready.high) if ready.seen else "0%"
    without_study = f"{ready_range} · seen {ready.seen} of {ready.questions}"
    if promise is None:
        rows = wrapped("Ready today", without_study, width, "bold")
    else:
        rows = wrapped("Readiness", promise_in_words(promise, today), width, "bold")
        if promise.on != today:
            rows += wrapped("If you stop", without_study, width, DIM)
            rows += _other_minutes(outlook, width)
    rows += wrapped("Your reviews", calibration_words(outlook.report.calibration), width, DIM)
    if figures.pace is not None:
        rows += wrapped(
            "Your pace", pace_words(figures.pace), width, "$warning" if figures.pace.gained < 0 else DIM
        )
    gap = [] if short else [Content()]
    return [*rows, *gap, *_today(figures, width, short=short), *_left_out(outlook, catalog, width)]


def chart_rows(figures: PlanFigures, today: date, width: int, height: int, *, ansi: bool) -> list[Content]:
    """Readiness by the day until which the plan is followed, with its range, in `height` rows."""
    plan = figures.outlook.plan
    points = [point for point in plan.forecast if plan.on is not None and point.day <= plan.on]
    if len(points) < 2 or plan.on is None or height < FEW:
        return []
    span = (points[-1].day - points[0].day).days
    spots = [Spot((p.day - today).days / span, p.low, p.readiness, p.high) for p in points]
    end = day_name(plan.on, today)
    gap = " " * max(1, width - 2 - AXIS - len(end) - len("today"))
    title = "Ready on the day, if you follow the plan until" if width >= 60 else "Ready, following the plan until"
    return [
        Content.styled(" " * AXIS + title, DIM),
        *band_chart(spots, width - 2, height - 2, ansi=ansi),
        Content.styled(" " * AXIS + f"today{gap}{end}", DIM),
    ]


def card_rows(figures: PlanFigures, catalog: Catalog, width: int, most: int) -> list[Content]:
    """Today's first cards, in at most `most` rows."""
    ids = figures.today.queue
    shown = ids if len(ids) <= most else ids[: max(0, most - 1)]
    rows = [
        labelled("" if n else "Cards", clip(readable(catalog[card_id].question), width - LABEL - 3))
        for n, card_id in enumerate(shown)
    ]
    if rows and len(ids) > len(shown):
        rows.append(labelled("", (f"and {len(ids) - len(shown)} more", DIM)))
    return rows


def _other_minutes(outlook: PlanOutlook, width: int) -> list[Content]:
    """The readiness that ten minutes a day less and ten more would lead to."""
    if outlook.reached is None:
        return []

    def end(points: Sequence[Point]) -> Point | None:
        return next((point for point in points if point.day == outlook.plan.on), None)

    less, more = end(outlook.less), end(outlook.more)
    ranges = [
        f"{minutes:g} min: {range_in_words(point.low, point.high)}"
        for minutes, point in ((outlook.minutes - STEP, less), (outlook.minutes + STEP, more))
        if point is not None
    ]
    words = f"with {' · '.join(ranges)}"
    if more is not None and more.readiness - outlook.reached.readiness < 0.005:
        minutes = f"{outlook.minutes:g} {'minute a day is' if outlook.minutes == 1 else 'minutes a day are'}"
        words += f". {minutes} enough: {STEP:g} more add almost nothing"
    return wrapped("Other minutes", words, width, DIM)


def _today(figures: PlanFigures, width: int, *, short: bool) -> list[Content]:
    """Today in the words of Home, why the plan has no more cards, and which due cards wait."""
    plan, today, room = figures.outlook.plan, figures.today, width - LABEL - 3
    words = "nothing more · ⏎ goes on with more cards"
    if today.queue or today.steps:
        words = today_in_words(today, room)
    rows = [labelled("Today", (clip(words, room), "bold"))]
    if not (figures.waits and plan.stop is StopReason.BUDGET):  # the row of waiting cards says it, too
        rows += wrapped("", plan.why, width, DIM)
    if plan.policy != "fsrs" and not short:
        rows += wrapped("", "daily caps do not count under a plan", width, DIM)
    for waiting in figures.waits:
        style = "$warning" if waiting.late else DIM
        rows += wrapped("Waiting", f"{waiting.cards:,} due: {waiting.why}", width, style)
    return rows


def _left_out(outlook: PlanOutlook, catalog: Catalog, width: int) -> list[Content]:
    """The sections to leave out where the minutes do not suffice for all, and what that costs."""
    plan = outlook.plan
    if not plan.left:
        return []
    named = [
        f"{visible(catalog.section_title(section.section))} ({section.questions})" for section in plan.left[:NAMED]
    ]
    more = len(plan.left) - len(named)
    names = ", ".join(named) + (f" and {count_of(more, 'more section')}" if more else "")
    words = f"not all fits; cheapest to leave: {names}"
    if plan.without is not None and outlook.reached is not None:
        lost = max(0, round(100 * (outlook.reached.readiness - plan.without)))
        words += f"; leaving them costs {'next to nothing' if not lost else count_of(lost, 'point')}"
    return wrapped("Leave", words, width, "$warning")
