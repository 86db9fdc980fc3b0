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
from mlflash.scheduler.card_state import DayTotals, Progress
from mlflash.scheduler.plan.calendar import Calendar, check_date, weighed
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
    """A plan, what ten minutes a day less and ten more would come to, and readiness as it stands."""

    plan: Plan
    """The plan, with its forecast."""
    minutes: float
    """The minutes of a day."""
    less: tuple[Point, ...]
    """The forecast with ten minutes a day less."""
    more: tuple[Point, ...]
    """The forecast with ten minutes a day more."""
    report: ReadinessReport
    """Readiness for the next interview's morning were nothing more studied, or for today without one."""
    reached: Point | None
    """The interview's morning by the plan."""


def scope(entries: Iterable[CardHead], progress: Progress) -> list[CardHead]:
    """The cards that count for readiness: all but those suspended."""
    return [card for card in entries if not progress.state(card.id).suspended]


def buried(view: View) -> frozenset[str]:
    """The cards that the day's plan leaves out."""
    return frozenset(card.id for card in view.catalog if view.state(card.id).buried == view.day)


def by_start(view: View) -> list[CardHead]:
    """The cards that count, those of the first two weeks first: the planner breaks ties by the order given."""
    return sorted(view.cards(), key=lambda card: view.catalog.start_place(card.id))


def items(view: View, cards: Iterable[CardHead], valuer: Valuer | None = None) -> list[Item]:
    """Cards as the planner sees them."""
    found = []
    for card in scope(cards, view.progress):
        state = view.state(card.id)
        own = pace(state, valuer.seconds) if valuer else 1.0
        found.append(Item(card.id, card.section, view.weight(card), state.memory, own))
    return found


def valuer_for(progress: Progress, settings: Settings) -> Valuer:
    """What reviews are worth to this reader: their parameters and their seconds."""
    return Valuer(settings.parameters, seconds_from(progress.states.values()))


def calendar(settings: Settings) -> Calendar:
    """The reader's interviews and minutes."""
    return Calendar(settings.interviews, settings.minutes, settings.minutes_by_day, frozenset(settings.days_off))


def spent(progress: Progress, day: date) -> float:
    """Minutes drilled on a study day so far."""
    return progress.days.get(day, DayTotals()).ms / 60_000


def upcoming(settings: Settings, day: date) -> InterviewDate | None:
    """The next interview, today's included."""
    coming = [interview for interview in settings.interviews if interview.on >= day]
    return min(coming, key=lambda interview: interview.on) if coming else None


def unheard(entries: Iterable[CardHead], settings: Settings, day: date) -> list[str]:
    """A line for each interview to come whose sections are not all of the bank: a slip there plans nothing."""
    known = {card.section for card in entries}
    lines = []
    for interview in settings.interviews:
        unknown = [name for name, _ in interview.sections if name not in known]
        if unknown and interview.on >= day:
            what = "a section" if len(unknown) == 1 else "sections"
            names = ", ".join(unknown)
            lines.append(f"the interview on {interview.on} names {what} that no question belongs to: {names}")
    return lines


def with_date(settings: Settings, on: date, day: date) -> Settings:
    """The settings with the next interview moved to a date, or one added; raises `MlflashError` for the past."""
    check_date(on, day)
    if (on - day).days > FARTHEST:
        raise MlflashError(f"the interview date {on} is over ten years away: set a nearer one", code=2)
    old = upcoming(settings, day)
    changed = InterviewDate(on) if old is None else old._replace(on=on)
    others = [interview for interview in settings.interviews if interview is not old]
    return settings._replace(interviews=tuple(sorted([*others, changed], key=lambda interview: interview.on)))


def without_date(settings: Settings, day: date) -> Settings:
    """The settings without the next interview."""
    old = upcoming(settings, day)
    return settings._replace(interviews=tuple(one for one in settings.interviews if one is not old))


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


def with_typed(settings: Settings, what: str, text: str, day: date) -> Settings:
    """The settings with the `date` or the `minutes` as typed; without text, as they are. Raises `MlflashError`."""
    text = text.strip()
    if not text:
        return settings
    if what == "minutes":
        return with_minutes(settings, parse_minutes(text))
    if text.lower() == "none":
        return without_date(settings, day)
    return with_date(settings, parse_date(text, day), day)


def changes(settings: Settings) -> dict[str, object]:
    """Dates, minutes and stance as `config.change` writes them."""
    interviews: list[dict[str, object]] = []
    for interview in settings.interviews:
        table: dict[str, object] = {"on": interview.on}
        if interview.name:
            table["name"] = interview.name
        if interview.sections:
            table["sections"] = dict(interview.sections)
        interviews.append(table)
    return {
        "interviews": interviews or None,
        "minutes": settings.minutes,
        "minutes_by_day": dict(settings.minutes_by_day) or None,
        "stance": settings.stance,
    }


def readiness(view: View, cards: Iterable[CardHead] | None = None) -> ReadinessReport:
    """Readiness for the next interview's morning, or for today where none is set, were nothing more studied.

    Of all cards where none are given.
    """
    chosen = items(view, view.cards(cards))
    coming = upcoming(view.settings, view.day)
    if coming is not None:
        chosen = weighed(chosen, coming)
    on = view.day if coming is None else coming.on
    return report(chosen, on, view.progress.calibration, view.decay)


def plan_today(view: View) -> Plan | None:
    """Today's plan without a view ahead; None where no interview is to come or nothing in scope counts for it.

    Buried cards are left out of its list.
    """
    if upcoming(view.settings, view.day) is None:
        return None
    try:
        return _plan(view, valuer_for(view.progress, view.settings), looking_ahead=False)
    except MlflashError:
        return None


def plan_ahead(view: View) -> Plan | None:
    """Today's plan with its forecast; None where there is nothing to plan.

    It takes tenths of a second, so screens call it in a thread.
    """
    if upcoming(view.settings, view.day) is None:
        return None
    try:
        return _plan(view, valuer_for(view.progress, view.settings), looking_ahead=True)
    except MlflashError:
        return None


def plan_outlook(view: View) -> PlanOutlook:
    """The whole plan; raises `MlflashError` where scope or minutes make none."""
    progress, settings, day = view.progress, view.settings, view.day
    valuer = valuer_for(progress, settings)
    made = _plan(view, valuer, looking_ahead=True)
    others = [
        forecast(
            items(view, by_start(view), valuer),
            calendar(settings),
            day,
            settings.parameters,
            stance=settings.stance,
            seconds=valuer.seconds,
            spent=spent(progress, day),
            more=more,
            calibration=calibrated(progress.calibration),
            valuer=valuer,
        )
        if made.forecast and settings.minutes + more > 0
        else ()
        for more in (-STEP, STEP)
    ]
    reached = next((point for point in made.forecast if point.day == made.on), None)
    return PlanOutlook(made, settings.minutes, others[0], others[1], readiness(view), reached)


def _plan(view: View, valuer: Valuer, *, looking_ahead: bool) -> Plan:
    progress, settings = view.progress, view.settings
    return plan(
        items(view, by_start(view), valuer),
        calendar(settings),
        view.day,
        settings.parameters,
        stance=settings.stance,
        seconds=valuer.seconds,
        spent=spent(progress, view.day),
        calibration=calibrated(progress.calibration),
        valuer=valuer,
        looking_ahead=looking_ahead,
        resting=buried(view),
    )


def stance_word(stance: str) -> str:
    """A stance in words."""
    return "meet every question" if stance == COVER else "secure the likely ones"
