"""The plan to the interview as rows: readiness, the forecast drawn, today's share, what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from mlflash.bank.catalog import Catalog
from mlflash.bank.text import visible
from mlflash.scheduler.plan.forecast import Point
from mlflash.scheduler.plan.readiness import Calibration, Readiness, ReadinessReport
from mlflash.study.interview_plan import STEP, PlanOutlook
from mlflash.tui.plan.line_chart import AXIS, Curve, columns, lines
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import clip, plural, rule, wrap

LABEL = 15


def day_name(day: date, today: date) -> str:
    """A day as it is said: with its weekday, and its year where that is another."""
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day:%a} {day.day} {day:%b}{year}"


def to_go(on: date, today: date) -> str:
    """How long until the interview."""
    days = (on - today).days
    return "today" if days == 0 else "tomorrow" if days == 1 else f"{days:,} days to go"


def band(ready: Readiness) -> str:
    """How far readiness may be off: ±4, or the range where the reader's own reviews say other than the curve."""
    low, high = ready.low, ready.high
    if abs((low + high) / 2 - ready.value) < 0.015:
        return f"±{round(50 * (high - low))}"
    span = f"{round(100 * low)}–{round(100 * high)} %"
    return f"{span} likely" if low <= ready.value <= high else f"{span} by your record"


def calibration_words(calibration: Calibration) -> str:
    """Predicted recall beside actual."""
    if not calibration.n:
        return "not known yet: no review on a later day"
    reviews = plural(calibration.n, "review")
    return f"predicted {calibration.predicted:.0%}, recalled {calibration.actual:.0%} in {reviews}"


def labelled(label: str, *parts: tuple[str, str] | str) -> Content:
    """A row with its label in a column of its own."""
    return Content.assemble("  ", (f"{label:<{LABEL}}", DIM), *parts)


def gauge_row(label: str, share: float, after: str, width: int, style: str = "$primary") -> Content:
    """A share as a number, a thin line and a word."""
    line, rest = rule(share, max(6, min(30, width - LABEL - len(after) - 13)))
    return labelled(label, (f"{share:>4.0%}  ", "bold"), (line, style), (rest, FAINT), (f"  {after}", DIM))


def ready_rows(report: ReadinessReport, today: date, planned: tuple[str, str], width: int) -> list[Content]:
    """The first screen's word on the interview: readiness, whether predictions hold, and today's plan."""
    room = 25 if width >= 66 else LABEL
    away = to_go(report.on, today)
    after = f"{band(report.overall)}   {away}"
    line, rest = rule(report.overall.value, max(4, min(22, width - room - len(after) - 13)))
    ready = "Ready for the interview" if room > LABEL else "Ready"
    label, words = planned
    rows = [
        Content.assemble("  ", (f"{label:<{room}}", DIM), (clip(words, width - room - 3), "bold")),
        Content.assemble(
            "  ",
            (f"{ready:<{room}}", DIM),
            (f"{report.overall.value:.0%}  ", "bold"),
            (line, "$primary"),
            (rest, FAINT),
            (f"  {band(report.overall)}", DIM),
            (f"   {away}", "bold"),
        ),
    ]
    if report.calibration.n:
        said = clip(calibration_words(report.calibration), width - room - 3)
        rows.append(Content.assemble("  ", (f"{'Calibration':<{room}}", DIM), (said, DIM)))
    return rows


def prospect_rows(found: PlanOutlook, catalog: Catalog, today: date, width: int, height: int) -> list[Content]:
    """Everything below date and minutes, in about `height` rows: the chart takes what the rest leaves."""
    made, held = found.plan, found.report.overall
    top, below = [], []
    if made.on is None:
        top.append(gauge_row("Ready today", held.value, band(held), width))
    elif found.reached is not None and made.on != today:
        top.append(gauge_row("Ready then", found.reached, "by this plan", width, "$success"))
        top.append(gauge_row("Stopping now", held.value, band(held), width))
    else:
        top.append(gauge_row("Ready", held.value, band(held), width))
    top.append(
        labelled("Calibration", (clip(calibration_words(found.report.calibration), width - LABEL - 3), DIM))
    )
    below += _today(found, width)
    below += _left(found, catalog, width)
    if len(made.forecast) < 2:
        return [*top, Content(), *below]
    if height < 12:
        return [*top, *below, *_chart(found, today, width, 5), _legend(found, width)]
    chart = max(3, min(11, height - len(top) - len(below) - 5))
    return [*top, Content(), *_chart(found, today, width, chart), _legend(found, width), Content(), *below]


def _chart(found: PlanOutlook, today: date, width: int, height: int) -> list[Content]:
    """The three forecasts between the least of them and the most, the questions seen, and the days below."""
    points = found.plan.forecast
    first, last = points[0].day, points[-1].day
    span = max(1, (last - first).days)

    def line(series: Sequence[Point]) -> list[tuple[float, float]]:
        return [((point.day - first).days / span, point.readiness) for point in series]

    shares = [point.readiness for point in (*points, *found.less, *found.more)]
    low = int(10 * min(shares)) / 10
    high = min(1.0, max(low + 0.1, -int(-10 * max(shares) // 1) / 10))
    drawn = [
        Curve(line(found.less), "$warning"),
        Curve(line(found.more), "$success"),
        Curve(line(points), "bold $primary"),
    ]
    total = max(1, found.plan.ready.questions)
    seen = columns([(x, p.seen / total) for (x, _), p in zip(line(points), points, strict=True)], width - 2 - AXIS)
    end = day_name(last, today)
    gap = " " * max(1, width - 2 - AXIS - len(end) - len("today"))
    return [
        *lines(drawn, width - 2, height, low, high),
        Content.assemble((f"{'seen':>{AXIS - 2}} ", DIM), ("│", FAINT), (seen, DIM)),
        Content.assemble(" " * AXIS, (f"today{gap}{end}", DIM)),
    ]


def _legend(found: PlanOutlook, width: int) -> Content:
    """Which line is which, with where each ends."""
    on = found.plan.on

    def end(points: Sequence[Point]) -> str:
        return next((f"{point.readiness:.0%}" for point in points if point.day == on), "")

    parts: list[tuple[str, str] | str] = ["       "]
    shown = (
        (found.plan.forecast, "$primary", f"{found.minutes:g} min"),
        (found.less, "$warning", f"{found.minutes - STEP:g}"),
        (found.more, "$success", f"{found.minutes + STEP:g}"),
    )
    for points, style, name in shown:
        if points:
            parts += [("━ ", style), (f"{name} {end(points)}   ", DIM)]
    if width >= 66:
        last = found.plan.forecast[-1].seen
        parts.append((f"seen {last:.0f} of {found.plan.ready.questions}", DIM))
    return Content.assemble(*parts)


def _today(found: PlanOutlook, width: int) -> list[Content]:
    made = found.plan
    reviews = len(made.today) - made.new
    if made.policy == "fsrs":
        words = f"{reviews} to review"  # new ones come as the settings allow, which is no part of a plan
    elif made.today:
        words = f"{plural(reviews, 'review')} · {made.new} new · about {max(1, round(made.minutes))} min"
    else:
        words = "nothing more"
    rows = [labelled("Today", (words, "bold"))]
    return rows + [labelled("", (row, DIM)) for row in wrap(made.why, max(10, width - LABEL - 3))]


def _left(found: PlanOutlook, catalog: Catalog, width: int) -> list[Content]:
    made = found.plan
    if not made.left:
        return []
    names = ", ".join(f"{visible(catalog.section_title(one.section))} ({one.questions})" for one in made.left)
    words = f"not all fits; cheapest to leave: {names}"
    if made.without is not None and found.reached is not None:
        words += f"; {made.without:.0%} would be ready without, {found.reached:.0%} by this plan"
    return [
        labelled("Leave" if i == 0 else "", (row, "$warning"))
        for i, row in enumerate(wrap(words, max(10, width - LABEL - 3)))
    ]
