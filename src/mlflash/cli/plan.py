"""`mlflash plan`: print the forecast to the interview and today's plan."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from typing import Any

from mlflash.amounts import count_of
from mlflash.cli.command import Command
from mlflash.cli.opened_study import opened_study
from mlflash.cli.options import add_bank_and_json, parse_launch_options
from mlflash.cli.output import BOLD, DIM, dump, note, one_line, paragraph, sentence, styled, table
from mlflash.errors import MlflashError
from mlflash.scheduler.plan.forecast import Point
from mlflash.scheduler.plan.readiness import Readiness
from mlflash.store.settings import Settings
from mlflash.store.settings_file import change_settings
from mlflash.study import interview_plan
from mlflash.study.interview_plan import STEP, PlanOutlook
from mlflash.study.promise import promise_in_words, promised_by, range_in_words
from mlflash.study.study import Study
from mlflash.study.today import Today, todays_cards

ROWS = 15
"""Rows of the forecast at most."""

BAR = 24
"""Width of a forecast bar in cells."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--date",
        metavar="DATE",
        help="try another date: 2027-01-31, or +14 for in 14 days; `mlflash config unset interviews` removes it",
    )
    parser.add_argument(
        "--minutes", type=interview_plan.parse_minutes, metavar="N", help="try other minutes a day"
    )
    parser.add_argument("--save", action="store_true", help="save the given date and minutes in the settings")
    add_bank_and_json(parser)


def plan(args: Namespace) -> None:
    """Print the plan for the interview and the minutes of the settings, or of the options."""
    if args.save and args.date is None and args.minutes is None:
        raise MlflashError("--save saves what --date and --minutes give: give one", code=2)
    options = parse_launch_options(args)
    with opened_study(options) as study:
        settings, changed = _settings_to_try(study, args)
        view = study.view()._replace(settings=settings)
        outlook = interview_plan.plan_outlook(view)
        today_now = todays_cards(view, outlook.plan if outlook.plan.on else None)
        if args.minutes is not None and outlook.plan.on is None:
            note(["minutes make a plan only with an interview date: give --date as well"])
        note(interview_plan.unknown_sections(study.catalog.cards, settings, study.view().day))
        if args.save:
            changes = interview_plan.changes(settings)
            change_settings(options.paths.config, {key: changes[key] for key in changed})
        if args.json:
            dump(_plain(outlook, today_now, view.day))
        else:
            _print(outlook, today_now, study, settings)
            if args.save:
                print(f"\nsaved in {one_line(str(options.paths.config))}")


def _settings_to_try(study: Study, args: Namespace) -> tuple[Settings, list[str]]:
    """The settings with the date and minutes of the options, and the names of the settings that these change."""
    settings, day = study.settings, study.view().day
    changed: list[str] = []
    if args.date is not None:
        settings = interview_plan.with_date(settings, interview_plan.parse_date(args.date, day), day)
        changed += ["interviews"]
    if args.minutes is not None:
        settings = interview_plan.with_minutes(settings, args.minutes)
        changed += ["minutes", "minutes_by_day"]
    return settings, changed


def _print(outlook: PlanOutlook, todays: Today, study: Study, settings: Settings) -> None:
    plan, day = outlook.plan, study.view().day
    readiness = outlook.report.overall
    if plan.on is None:
        sentence(f"Ready today: {_banded(readiness)}", BOLD)
        sentence(f"{plan.why}; `mlflash plan --date {day.year + 1}-01-31 --save` sets a date")
        _today(outlook, todays, study)
        return
    coming = interview_plan.upcoming(settings, day)
    name = f" ({one_line(coming.name)})" if coming and coming.name else ""
    days = (plan.on - day).days
    away = "today" if days == 0 else f"{count_of(days, 'day')} to go"
    sentence(f"Interview on {plan.on}{name}, {away}, {outlook.minutes:g} min a day", BOLD)
    promise = promised_by(plan)
    if promise is not None:
        sentence(f"Readiness: {promise_in_words(promise, day)}", BOLD)
    sentence(f"If you stop now: {_banded(readiness)}")
    if days:
        sentence(f"The plan: {interview_plan.stance_word(settings.stance)}; daily caps do not count under it")
    reached = _by_day(plan.forecast)
    for later in sorted(settings.interviews, key=lambda interview: interview.on):
        if later.on > plan.on and later.on in reached:
            called = f" ({one_line(later.name)})" if later.name else ""
            then = reached[later.on]
            sentence(f"Then {later.on}{called}: {range_in_words(then.low, then.high)} by this plan")
    _calibration(outlook)
    _today(outlook, todays, study)
    if days:
        _forecast(outlook)
    _leave(outlook, study)


def _banded(ready: Readiness) -> str:
    return f"{_range(ready)}; {ready.seen} of {ready.questions} seen"


def _calibration(outlook: PlanOutlook) -> None:
    calibration = outlook.report.calibration
    if not calibration.n:
        sentence("No review yet on a later day: how well predictions hold is not known.", DIM)
        return
    reviews = count_of(calibration.n, "review")
    sentence(
        f"Predicted {calibration.predicted:.0%}, recalled {calibration.actual:.0%} in {reviews} on later days.",
        DIM,
    )


def _today(outlook: PlanOutlook, todays: Today, study: Study) -> None:
    plan = outlook.plan
    learning = f", {todays.in_learning} learning" if todays.in_learning else ""
    line = f"\nToday: {len(todays.review)} to review{learning}, {len(todays.new)} new"
    sentence(f"{line}, about {todays.minutes:.0f} min" if todays.queue else line, BOLD)
    if plan.on is not None:
        sentence(one_line(plan.why))
    for card_id in todays.queue[:10]:
        paragraph(" ".join(study.catalog[card_id].question.split()), "    ", "  - ")
    if len(todays.queue) > 10:
        print(f"  and {len(todays.queue) - 10} more")


def _forecast(outlook: PlanOutlook) -> None:
    less, more = _by_day(outlook.less), _by_day(outlook.more)
    heads = ["morning", f"{STEP:g} min less", f"{outlook.minutes:g} min", f"{STEP:g} more", "seen", ""]
    rows = []
    for point in thinned(outlook.plan.forecast, ROWS):
        first, last = round(point.low * BAR), round(point.high * BAR)
        bar = "━" * first + "░" * (last - first) + "─" * (BAR - last)
        ranges = [_range(morning) for morning in (less.get(point.day), point, more.get(point.day))]
        rows.append([point.day, *ranges, f"{point.seen:.0f}", bar])
    print()
    table(rows, heads, right=(1, 2, 3, 4))


def thinned(points: Sequence[Point], most: int) -> list[Point]:
    """At most `most` evenly spaced points, with the first and the last."""
    if len(points) <= most:
        return list(points)
    return [points[round(i * (len(points) - 1) / (most - 1))] for i in range(most)]


def _by_day(points: Sequence[Point]) -> dict[date, Point]:
    return {point.day: point for point in points}


def _range(reached: Point | Readiness | None) -> str | None:
    return reached and (range_in_words(reached.low, reached.high) if reached.seen else "0%")


def _leave(outlook: PlanOutlook, study: Study) -> None:
    left, without = outlook.plan.left, outlook.plan.without
    if not left:
        return
    print(styled("\nNot everything fits. Cheapest to leave:", BOLD))
    for section in left:
        title = one_line(study.catalog.section_title(section.section))
        sentence(f"  - {title}: {section.questions} unseen, {100 * section.cost:.1f} points")
    if without is not None and outlook.reached is not None:
        lost = max(0, round(100 * (outlook.reached.readiness - without)))
        sentence(f"Leaving them out costs {count_of(lost, 'point') if lost else 'next to nothing'}.")


def _plain(outlook: PlanOutlook, todays: Today, day: date) -> dict[str, Any]:
    from mlflash.study.stats.figures import to_json  # the printed plan needs no figures

    plan, reached, calibration = outlook.plan, outlook.reached, outlook.report.calibration
    sections = {section: to_json(ready) for section, ready in outlook.report.sections.items()}
    return {
        "date": plan.on.isoformat() if plan.on else None,
        "days": (plan.on - day).days if plan.on else None,
        "minutes": outlook.minutes,
        "readiness": to_json(outlook.report.overall),
        "reached": to_json(reached.readiness) if reached else None,
        "reached_low": to_json(reached.low) if reached else None,
        "reached_high": to_json(reached.high) if reached else None,
        "sections": sections,
        "by_section": [{"id": section, **ready} for section, ready in sections.items()],
        "calibration": {
            "reviews": calibration.n,
            "predicted": to_json(calibration.predicted) if calibration.n else None,
            "recalled": to_json(calibration.actual) if calibration.n else None,
        },
        "today": {
            "questions": list(todays.queue),
            **todays.numbers(),
            "budget": round(plan.budget, 1),
            "stop": plan.stop,
            "why": plan.why,
        },
        "forecast": _points(plan.forecast),
        "less": _points(outlook.less),
        "more": _points(outlook.more),
        "leave": [{"id": section.section, **to_json(section)} for section in plan.left],
        "without": to_json(plan.without),
    }


def _points(points: Sequence[Point]) -> list[dict[str, Any]]:
    return [
        {
            "day": point.day.isoformat(),
            "readiness": round(point.readiness, 4),
            "low": round(point.low, 4),
            "high": round(point.high, 4),
            "seen": round(point.seen, 1),
        }
        for point in points
    ]


COMMANDS = {
    "plan": Command(
        "The plan to the interview: readiness by day, today's cards, and what does not fit.", _add_arguments, plan
    )
}
