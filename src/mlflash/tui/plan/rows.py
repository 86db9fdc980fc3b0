"""The plan to the interview as rows: the promise, what other minutes would give, today's share, the chart."""

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
SHORT = 14
"""Rows under which nothing is left blank."""
NAMED = 4
"""Sections to leave that are named; `mlflash plan` names all."""
FEW = 7
"""Rows under which a chart shows nothing."""


def day_name(day: date, today: date) -> str:
    """A day as it is said: with its weekday, and its year where that is another."""
    return f"{day:%a} {short_date(day, today)}"


def to_go(on: date, today: date) -> str:
    """How long until the interview."""
    days = (on - today).days
    return "today" if days == 0 else "tomorrow" if days == 1 else f"{days:,} days to go"


def interview_row(coming: InterviewDate | None, today: date) -> Content:
    """The next interview, or that there is none."""
    if coming is None:
        return Content.styled("no date yet", "bold")
    name = f"  {visible(coming.name)}" if coming.name else ""
    return Content.assemble((day_name(coming.on, today), "bold"), (f"  {to_go(coming.on, today)}{name}", DIM))


def entry_hint(*, removable: bool) -> Content:
    """What ends typing in place."""
    return Content.styled("  ⏎ saves it" + ("; none removes it" if removable else ""), DIM)


def calibration_words(calibration: Calibration) -> str:
    """How the reader's recall compares with the prediction, and what that does to the forecast."""
    if not calibration.n:
        return "no review on a later day yet, so the ranges are wide"
    reviews = count_of(calibration.n, "review")
    shares = f"predicted {calibration.predicted:.0%}, recalled {calibration.actual:.0%}"
    return f"{shares} in {reviews} on later days; corrected for it"


def labelled(label: str, *parts: tuple[str, str] | str) -> Content:
    """A row with its label in a column of its own."""
    return Content.assemble("  ", (f"{label:<{LABEL}}", DIM), *parts)


def wrapped(label: str, words: str, width: int, style: str = "") -> list[Content]:
    """Words in as many rows as they need, the label beside the first."""
    rows = wrap(words, max(10, width - LABEL - 3))
    return [labelled("" if at else label, (row, style)) for at, row in enumerate(rows)]


def pace_words(pace: PaceChange) -> str:
    """How the reader's own pace has moved the forecast, in a sentence."""
    points = count_of(round(abs(100 * pace.gained)), "point")
    moved = f"raises the forecast by {points}" if pace.gained > 0 else f"lowers the forecast by {points}"
    return (
        f"your times so far put a review at {pace.now:.0f} s, not {pace.before:.0f} s as yesterday: this {moved}"
    )


def figure_rows(figures: PlanFigures, catalog: Catalog, today: date, width: int, height: int) -> list[Content]:
    """The promise and what it rests on, then today and what does not fit; where there are few rows, no gaps."""
    short, found = height < SHORT, figures.outlook
    made, held = found.plan, found.report.overall
    promise = promised_by(made)
    stop = range_in_words(held.low, held.high) if held.seen else "0%"
    rows = []
    if promise is None:
        rows += wrapped("Ready today", f"{stop} · seen {held.seen} of {held.questions}", width, "bold")
    elif promise.on == today:
        rows += wrapped("Readiness", promise_in_words(promise, today), width, "bold")
    else:
        rows += wrapped("Readiness", promise_in_words(promise, today), width, "bold")
        rows += wrapped("If you stop", f"{stop} · seen {held.seen} of {held.questions}", width, DIM)
        rows += _other_minutes(found, width)
    rows += wrapped("Your reviews", calibration_words(found.report.calibration), width, DIM)
    if figures.pace is not None:
        rows += wrapped(
            "Your pace", pace_words(figures.pace), width, "$warning" if figures.pace.gained < 0 else DIM
        )
    gap = [] if short else [Content()]
    return [*rows, *gap, *_today(figures, width, short=short), *_left(found, catalog, width)]


def chart_rows(found: PlanFigures, today: date, width: int, height: int) -> list[Content]:
    """Readiness by the day until which the plan is followed, with its range, in `height` rows."""
    made = found.outlook.plan
    points = [point for point in made.forecast if made.on is not None and point.day <= made.on]
    if len(points) < 2 or made.on is None or height < FEW:
        return []
    span = (points[-1].day - points[0].day).days
    spots = [Spot((p.day - today).days / span, p.low, p.readiness, p.high) for p in points]
    end = day_name(made.on, today)
    gap = " " * max(1, width - 2 - AXIS - len(end) - len("today"))
    title = "Ready on the day, if you follow the plan until" if width >= 60 else "Ready, following the plan until"
    return [
        Content.styled(" " * AXIS + title, DIM),
        *band_chart(spots, width - 2, height - 2),
        Content.styled(" " * AXIS + f"today{gap}{end}", DIM),
    ]


def card_rows(found: PlanFigures, catalog: Catalog, width: int, most: int) -> list[Content]:
    """Today's first cards, in at most `most` rows."""
    ids = found.today.queue
    shown = ids if len(ids) <= most else ids[: max(0, most - 1)]
    rows = [
        labelled("Cards" if at == 0 else "", clip(readable(catalog[card_id].question), width - LABEL - 3))
        for at, card_id in enumerate(shown)
    ]
    if rows and len(ids) > len(shown):
        rows.append(labelled("", (f"and {len(ids) - len(shown)} more", DIM)))
    return rows


def _other_minutes(found: PlanOutlook, width: int) -> list[Content]:
    """Where ten minutes a day less and ten more would lead."""
    if found.reached is None:
        return []

    def end(points: Sequence[Point]) -> Point | None:
        return next((point for point in points if point.day == found.plan.on), None)

    less, more = end(found.less), end(found.more)
    said = [
        f"{minutes:g} min: {range_in_words(point.low, point.high)}"
        for minutes, point in ((found.minutes - STEP, less), (found.minutes + STEP, more))
        if point is not None
    ]
    words = f"with {' · '.join(said)}"
    if more is not None and more.readiness - found.reached.readiness < 0.005:
        words += f". {found.minutes:g} minutes are enough: more adds almost nothing"
    return wrapped("Other minutes", words, width, DIM)


def _today(figures: PlanFigures, width: int, *, short: bool) -> list[Content]:
    """Today in the words of Home, why the plan has no more cards, and which due ones wait."""
    made, found, room = figures.outlook.plan, figures.today, width - LABEL - 3
    words = (
        today_in_words(found, room) if found.queue or found.steps else "nothing more · ⏎ goes on with more cards"
    )
    rows = [labelled("Today", (clip(words, room), "bold"))]
    if not (figures.waits and made.stop is StopReason.BUDGET):  # that the minutes are full is said of what waits
        rows += wrapped("", made.why, width, DIM)
    if made.policy != "fsrs" and not short:
        rows += wrapped("", "daily caps do not count under a plan", width, DIM)
    for one in figures.waits:
        style = "$warning" if one.late else DIM
        rows += wrapped("Waiting", f"{one.cards:,} due: {one.why}", width, style)
    return rows


def _left(found: PlanOutlook, catalog: Catalog, width: int) -> list[Content]:
    made = found.plan
    if not made.left:
        return []
    named = [f"{visible(catalog.section_title(one.section))} ({one.questions})" for one in made.left[:NAMED]]
    more = len(made.left) - len(named)
    names = ", ".join(named) + (f" and {count_of(more, 'more section')}" if more else "")
    words = f"not all fits; cheapest to leave: {names}"
    if made.without is not None and found.reached is not None:
        lost = max(0, round(100 * (found.reached.readiness - made.without)))
        words += f"; leaving them costs {'next to nothing' if not lost else count_of(lost, 'point')}"
    return wrapped("Leave", words, width, "$warning")
