"""Call the planner with the reader's bank, states and settings.

`plan_today` gives the order alone and takes milliseconds: it runs before a card is shown. `plan_outlook` adds the
forecasts and takes seconds: it runs in a thread of a screen, and in commands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from mlflash.bank.catalog import CardHead
from mlflash.errors import MlflashError
from mlflash.scheduler.plan.calendar import Calendar, check_date, to_come, weighed
from mlflash.scheduler.plan.day_plan import Plan
from mlflash.scheduler.plan.effort import pace, seconds_from
from mlflash.scheduler.plan.forecast import Point
from mlflash.scheduler.plan.gain import Valuer
from mlflash.scheduler.plan.planner import COVER, forecast, plan
from mlflash.scheduler.plan.readiness import Item, ReadinessReport, calibrated, report
from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.study.view import View

STEP = 10.0
"""Minutes a day by which the two other forecasts differ from the plan's own."""
FARTHEST = 3660
"""Days to an interview at most."""
LEAST_MINUTES, MOST_MINUTES = 1.0, 1440.0


class PlanOutlook(NamedTuple):
    """A plan with its forecasts, and the readiness of now."""

    plan: Plan
    """The plan, with its forecast."""
    minutes: float
    """The minutes of a day."""
    less: tuple[Point, ...]
    """The forecast with ten minutes a day less."""
    more: tuple[Point, ...]
    """The forecast with ten minutes a day more."""
    report: ReadinessReport
    """Readiness if nothing more is studied: for the next interview's morning, or for today without one."""
    reached: Point | None
    """The interview's morning by the plan."""


def items(view: View, cards: Iterable[CardHead], valuer: Valuer | None = None) -> list[Item]:
    """Cards as the planner sees them, without those suspended."""
    states = ((card, view.state(card.id)) for card in cards)
    return [
        Item(
            card.id, card.section, view.weight(card), state.memory, pace(state, valuer.seconds) if valuer else 1.0
        )
        for card, state in states
        if not state.suspended
    ]


def planned_items(view: View, valuer: Valuer) -> list[Item]:
    """The cards that count, those of the first two weeks first: the planner breaks ties by this order."""
    return items(view, sorted(view.cards(), key=lambda card: view.catalog.start_place(card.id)), valuer)


def valuer_for(view: View) -> Valuer:
    """What reviews are worth to this reader: their parameters and their seconds."""
    return Valuer(view.settings.parameters, seconds_from(view.progress.states.values()))


def calendar(settings: Settings) -> Calendar:
    """The reader's interviews and minutes."""
    return Calendar(settings.interviews, settings.minutes, settings.minutes_by_day, frozenset(settings.days_off))


def upcoming(settings: Settings, day: date) -> InterviewDate | None:
    """The next interview, today's included."""
    return next(iter(to_come(settings.interviews, day)), None)


def unknown_sections(cards: Iterable[CardHead], settings: Settings, day: date) -> list[str]:
    """A warning for each interview to come that names a section without cards: nothing is planned for it."""
    known = {card.section for card in cards}
    lines = []
    for interview in settings.interviews:
        unknown = [name for name, _ in interview.sections if name not in known]
        if unknown and interview.on >= day:
            noun, names = "a section" if len(unknown) == 1 else "sections", ", ".join(unknown)
            lines.append(f"the interview on {interview.on} names {noun} that no card belongs to: {names}")
    return lines


def with_date(settings: Settings, on: date | None, day: date) -> Settings:
    """The settings with the next interview moved to a date, added or, with None, removed.

    Raises `MlflashError` for the past.
    """
    old = upcoming(settings, day)
    interviews = [interview for interview in settings.interviews if interview is not old]
    if on is not None:
        check_date(on, day)
        if (on - day).days > FARTHEST:
            raise MlflashError(f"the interview date {on} is over ten years away: set a nearer one", code=2)
        interviews.append(InterviewDate(on) if old is None else old._replace(on=on))
        interviews.sort(key=lambda interview: interview.on)
    return settings._replace(interviews=tuple(interviews))


def check_minutes(minutes: float) -> None:
    """Raise `MlflashError` where a day's minutes are none, or more than a day has."""
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise MlflashError(
            f"minutes a day: found {minutes:g}, expected {LEAST_MINUTES:g} to {MOST_MINUTES:g}", code=2
        )


def with_minutes(settings: Settings, minutes: float) -> Settings:
    """The settings with other minutes a day, the same on every weekday that has any; raises `MlflashError`."""
    check_minutes(minutes)
    by_day = tuple(
        (name, m and max(LEAST_MINUTES, m + minutes - settings.minutes)) for name, m in settings.minutes_by_day
    )
    return settings._replace(minutes=minutes, minutes_by_day=by_day)


def parse_date(text: str, day: date) -> date:
    """A date as the reader writes it: 2027-01-31, or days from today as +14; raises `MlflashError`."""
    text = text.strip()
    try:
        ahead = text.removesuffix("days").removesuffix("day").strip()
        if ahead.startswith("+") and ahead[1:].isdigit():
            return day + timedelta(days=int(ahead[1:]))
        return date.fromisoformat(text)
    except (ValueError, OverflowError):
        raise MlflashError(
            f"found the date {text!r}, expected one like {day.year + 1}-01-31, or +14", code=2
        ) from None


def parse_minutes(text: str) -> float:
    """Minutes as the reader writes them; raises `MlflashError`."""
    try:
        minutes = float(text)
    except ValueError:
        raise MlflashError(f"found {text!r}, expected a number of minutes", code=2) from None
    check_minutes(minutes)
    return minutes


def with_typed(settings: Settings, field: str, text: str, day: date) -> Settings:
    """The settings with the `date` or the `minutes` as typed; without text, as they are. Raises `MlflashError`."""
    text = text.strip()
    if not text:
        return settings
    if field == "minutes":
        return with_minutes(settings, parse_minutes(text))
    return with_date(settings, None if text.lower() == "none" else parse_date(text, day), day)


def changes(settings: Settings) -> dict[str, object]:
    """Dates, minutes and stance as `config.change` writes them."""
    fields = [{"on": it.on, "name": it.name, "sections": dict(it.sections)} for it in settings.interviews]
    interviews = [{name: value for name, value in table.items() if value} for table in fields]
    return {
        "interviews": interviews or None,
        "minutes": settings.minutes,
        "minutes_by_day": dict(settings.minutes_by_day) or None,
        "stance": settings.stance,
    }


def readiness(view: View, cards: Iterable[CardHead] | None = None) -> ReadinessReport:
    """Readiness of the cards given, or of all, if nothing more is studied.

    It is that of the next interview's morning, or of today where no interview is set.
    """
    chosen, coming = items(view, view.cards(cards)), upcoming(view.settings, view.day)
    on = view.day
    if coming is not None:
        chosen, on = weighed(chosen, coming), coming.on
    return report(chosen, on, view.progress.calibration, view.decay)


def plan_today(view: View, *, looking_ahead: bool = False) -> Plan | None:
    """Today's plan; None where no interview is to come or nothing in scope counts for it.

    `looking_ahead` adds its forecast, which takes tenths of a second, so screens ask for that in a thread. Buried
    cards are left out of its list.
    """
    if upcoming(view.settings, view.day) is None:
        return None
    try:
        return _plan(view, valuer_for(view), looking_ahead=looking_ahead)
    except MlflashError:
        return None


def plan_outlook(view: View) -> PlanOutlook:
    """The whole plan; raises `MlflashError` where scope or minutes make none."""
    minutes, valuer = view.settings.minutes, valuer_for(view)
    own = _plan(view, valuer, looking_ahead=True)
    cards = planned_items(view, valuer)
    less, more = (
        points_ahead(view, cards, valuer, step) if own.forecast and minutes + step > 0 else ()
        for step in (-STEP, STEP)
    )
    reached = next((point for point in own.forecast if point.day == own.on), None)
    return PlanOutlook(own, minutes, less, more, readiness(view), reached)


def points_ahead(view: View, cards: list[Item], valuer: Valuer, more: float = 0.0) -> tuple[Point, ...]:
    """The forecast of the plan, with some minutes a day more."""
    return forecast(
        cards,
        calendar(view.settings),
        view.day,
        valuer,
        stance=view.settings.stance,
        spent=view.done(view.day).ms / 60_000,
        more=more,
        calibration=calibrated(view.progress.calibration),
    )


def _plan(view: View, valuer: Valuer, *, looking_ahead: bool) -> Plan:
    return plan(
        planned_items(view, valuer),
        calendar(view.settings),
        view.day,
        valuer,
        stance=view.settings.stance,
        spent=view.done(view.day).ms / 60_000,
        calibration=calibrated(view.progress.calibration),
        looking_ahead=looking_ahead,
        resting=frozenset(card.id for card in view.catalog if view.state(card.id).buried == view.day),
    )


def stance_word(stance: str) -> str:
    """A stance in words."""
    return "meet every question" if stance == COVER else "secure the likely ones"
