"""`mlflash plan`: the forecast to the interview, and what is planned today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from mlflash.cli.options import Parser, add_bank, add_json, opening
from mlflash.cli.output import BOLD, DIM, count_of, dump, note, one_line, paragraph, replay_progress, styled, table
from mlflash.errors import MlflashError
from mlflash.scheduler.plan.forecast import Point
from mlflash.scheduler.plan.readiness import Readiness
from mlflash.store.settings import Settings, change_settings
from mlflash.study import interview_plan
from mlflash.study.interview_plan import STEP, PlanOutlook
from mlflash.study.launch import studying
from mlflash.study.study import Study

ROWS = 15
"""Mornings printed at most."""

BAR = 24


def plan(arguments: list[str]) -> int:
    """Print the plan with the settings' interview and minutes, or with others tried out."""
    parser = Parser("plan", "The plan to the interview: readiness by day, today's questions, what does not fit.")
    parser.add_argument("--date", metavar="DATE", help="try another date: 2027-01-31, or +14 days")
    parser.add_argument(
        "--minutes", type=interview_plan.parse_minutes, metavar="N", help="try other minutes a day"
    )
    parser.add_argument("--save", action="store_true", help="keep the date and the minutes given in the settings")
    add_bank(parser)
    add_json(parser)
    args = parser.parse_args(arguments)
    if args.save and args.date is None and args.minutes is None:
        raise MlflashError("--save keeps what is given with --date and --minutes: give one", code=2)
    opened = opening(args)
    with studying(opened, replay_progress()) as study:
        note(study.complaints)
        settings, view = study.settings, study.view()
        if args.date is not None:
            settings = interview_plan.with_date(settings, interview_plan.parse_date(args.date, view.day), view.day)
        if args.minutes is not None:
            settings = interview_plan.with_minutes(settings, args.minutes)
        found = interview_plan.plan_outlook(view._replace(settings=settings))
        note(interview_plan.unheard(study.catalog.entries, settings, view.day))
        if args.save:
            change_settings(opened.paths.config, interview_plan.changes(settings))
        if args.json:
            dump(_plain(found, view.day))
        else:
            _print(found, study, settings)
            if args.save:
                print(f"\nkept in {one_line(str(opened.paths.config))}")
    return 0


def _print(found: PlanOutlook, study: Study, settings: Settings) -> None:
    made, day = found.plan, study.view().day
    held = found.report.overall
    if made.on is None:
        print(styled(f"Ready today: {_banded(held)}", BOLD))
        print(f"{made.why}; `mlflash plan --date {day.year + 1}-01-31 --save` sets a date")
        _today(found, study)
        return
    coming = interview_plan.upcoming(settings, day)
    name = f" ({one_line(coming.name)})" if coming and coming.name else ""
    days = (made.on - day).days
    away = "today" if days == 0 else f"{count_of(days, 'day')} to go"
    print(styled(f"Interview on {made.on}{name}, {away}, {found.minutes:g} min a day", BOLD))
    print(f"Ready then, were nothing more studied: {_banded(held)}")
    if found.reached is not None and days:
        print(f"Ready then, by this plan: {found.reached:.0%} ({interview_plan.stance_word(settings.stance)})")
    reached = _by_day(made.forecast)
    for later in sorted(settings.interviews, key=lambda interview: interview.on):
        if later.on > made.on and later.on in reached:
            called = f" ({one_line(later.name)})" if later.name else ""
            print(f"Then {later.on}{called}: {reached[later.on]:.0%} by this plan")
    _calibration(found)
    _today(found, study)
    if days:
        _forecast(found)
    _leave(found, study)


def _banded(ready: Readiness) -> str:
    # The number is FSRS's, the band is moved by how its predictions held: the one may lie outside the other.
    band = f"by your reviews so far between {ready.low:.0%} and {ready.high:.0%}"
    return f"{ready.value:.0%}, {band}; {ready.seen} of {ready.questions} seen"


def _calibration(found: PlanOutlook) -> None:
    calibration = found.report.calibration
    if not calibration.n:
        print(styled("No review yet on a later day: how well predictions hold is not known.", DIM))
        return
    reviews = count_of(calibration.n, "review")
    print(styled(f"Predicted {calibration.predicted:.0%}, recalled {calibration.actual:.0%} in {reviews}.", DIM))


def _today(found: PlanOutlook, study: Study) -> None:
    made = found.plan
    line = f"\nToday: {count_of(len(made.today) - made.new, 'review')}"
    if made.policy != "fsrs":  # without a plan, new ones come as the settings allow
        line += f", {made.new} new, about {made.minutes:.0f} min"
    print(styled(line, BOLD))
    if made.on is not None:
        print(one_line(made.why))
    for card_id in made.today[:10]:
        paragraph(" ".join(study.catalog[card_id].question.split()), "    ", "  - ")
    if len(made.today) > 10:
        print(f"  and {len(made.today) - 10} more")


def _forecast(found: PlanOutlook) -> None:
    points = found.plan.forecast
    less, more = _by_day(found.less), _by_day(found.more)
    heads = ["morning", f"{STEP:g} min less", f"{found.minutes:g} min", f"{STEP:g} more", "seen", ""]
    rows = []
    for point in thinned(points, ROWS):
        filled = round(point.readiness * BAR)
        rows.append(
            [
                point.day.isoformat(),
                _share(less.get(point.day)),
                _share(point.readiness),
                _share(more.get(point.day)),
                f"{point.seen:.0f}",
                "━" * filled + "─" * (BAR - filled),
            ]
        )
    print()
    table(rows, heads, right=(1, 2, 3, 4))


def thinned(points: Sequence[Point], most: int) -> list[Point]:
    """At most so many points, evenly apart, the first and the last among them."""
    if len(points) <= most:
        return list(points)
    return [points[round(i * (len(points) - 1) / (most - 1))] for i in range(most)]


def _by_day(points: Sequence[Point]) -> dict[date, float]:
    return {point.day: point.readiness for point in points}


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"


def _leave(found: PlanOutlook, study: Study) -> None:
    left, without = found.plan.left, found.plan.without
    if not left:
        return
    print(styled("\nNot everything fits. Cheapest to leave:", BOLD))
    for one in left:
        title = one_line(study.catalog.section_title(one.section))
        print(f"  - {title}: {one.questions} unseen, {100 * one.cost:.1f} points")
    if without is not None and found.reached is not None:
        print(f"Without them {without:.0%} would be ready, against {found.reached:.0%} by this plan.")


def _plain(found: PlanOutlook, day: date) -> dict[str, Any]:
    made, held = found.plan, found.report
    return {
        "date": made.on.isoformat() if made.on else None,
        "days": (made.on - day).days if made.on else None,
        "minutes": found.minutes,
        "readiness": _ready(held.overall),
        "reached": _rounded(found.reached),
        "sections": {section: _ready(ready) for section, ready in held.sections.items()},
        "calibration": {
            "reviews": held.calibration.n,
            "predicted": _rounded(held.calibration.predicted) if held.calibration.n else None,
            "recalled": _rounded(held.calibration.actual) if held.calibration.n else None,
        },
        "today": {
            "questions": list(made.today),
            "new": made.new,
            "learning": made.learning,
            "minutes": round(made.minutes, 1),
            "budget": round(made.budget, 1),
            "stop": made.stop,
            "why": made.why,
        },
        "forecast": _points(made.forecast),
        "less": _points(found.less),
        "more": _points(found.more),
        "leave": [
            {"section": one.section, "questions": one.questions, "cost": _rounded(one.cost)} for one in made.left
        ],
        "without": _rounded(made.without),
    }


def _ready(ready: Readiness) -> dict[str, Any]:
    return {
        "value": _rounded(ready.value),
        "low": _rounded(ready.low),
        "high": _rounded(ready.high),
        "seen": ready.seen,
        "questions": ready.questions,
    }


def _points(points: Sequence[Point]) -> list[dict[str, Any]]:
    return [
        {"day": point.day.isoformat(), "readiness": _rounded(point.readiness), "seen": round(point.seen, 1)}
        for point in points
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
