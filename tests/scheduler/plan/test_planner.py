from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from pytest import MonkeyPatch, approx, mark, raises

from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import MILLION
from mlflash.scheduler.plan import effort, planner
from mlflash.scheduler.plan.calendar import Calendar, check_date
from mlflash.scheduler.plan.day_plan import Plan
from mlflash.scheduler.plan.gain import Valuer
from mlflash.scheduler.plan.planner import forecast, plan
from mlflash.scheduler.plan.readiness import MOST_UNTESTED, Calibration, Item, calibrated, report
from mlflash.scheduler.schedule import LEARNING, REVIEW, Memory, Parameters
from mlflash.store.setting_parsers import InterviewDate

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DEFAULTS = Valuer(Parameters())


def known(stability: float, ago: int, difficulty: float = 5.0, due: int = 0) -> Memory:
    day = TODAY - timedelta(days=ago)
    at = NOW - timedelta(days=ago)
    return Memory(REVIEW, None, stability, difficulty, day, at, TODAY + timedelta(days=due))


def bank(questions: int, sections: int = 1) -> list[Item]:
    """New questions of likelihood 3, 2, 1, 3, 2, 1 …"""
    return [Item(f"q{n:05}", f"s{n % sections}", float(3 - n % 3)) for n in range(questions)]


def until(days: int, minutes: float = 20.0, **more: Any) -> Calendar:
    return Calendar((InterviewDate(TODAY + timedelta(days=days)),), minutes, **more)


# Today


def test_today_fits_the_minutes_and_takes_the_likeliest_first() -> None:
    items = bank(300)
    made = plan(items, until(14), TODAY, DEFAULTS)
    weights = {item.id: item.weight for item in items}
    assert {weights[card_id] for card_id in made.today} == {3.0}
    assert made.new == len(made.today) > 10
    assert 18 <= made.minutes <= 21
    assert made.stop == "budget"
    assert made.why == "20 minutes are full; one more today would add 0.3 points"


def test_minutes_already_spent_are_gone() -> None:
    whole = plan(bank(300), until(14), TODAY, DEFAULTS, looking_ahead=False)
    rest = plan(bank(300), until(14), TODAY, DEFAULTS, spent=15, looking_ahead=False)
    assert rest.budget == 5
    assert 0 < len(rest.today) < len(whole.today) / 2
    assert plan(bank(300), until(14), TODAY, DEFAULTS, spent=30).today == ()


def test_a_fading_question_goes_before_one_that_holds() -> None:
    items = [Item("holds", "s", 1.0, known(40, 3)), Item("fades", "s", 1.0, known(4, 6))]
    assert plan(items, until(20), TODAY, DEFAULTS).today[0] == "fades"


def test_a_question_that_takes_the_reader_longer_goes_later() -> None:
    items = [Item("slow", "s", 1.0, known(4, 6), 3.0), Item("usual", "s", 1.0, known(4, 6))]
    assert plan(items, until(20), TODAY, DEFAULTS).today == ("usual", "slow")


def test_what_is_under_way_comes_first_and_what_was_reviewed_today_not_at_all() -> None:
    step = Memory(LEARNING, 1, 2.3, 5.0, TODAY, NOW, TODAY, NOW + timedelta(minutes=10))
    items = [*bank(5), Item("step", "s0", 1.0, step), Item("done", "s0", 3.0, known(0.5, 0))]
    made = plan(items, until(14), TODAY, DEFAULTS)
    assert made.today[0] == "step"
    assert made.learning == 1
    assert "done" not in made.today


def test_a_step_left_over_from_another_day_is_planned_as_a_review() -> None:
    day = TODAY - timedelta(days=2)
    left = Memory(LEARNING, 0, 0.3, 7.0, day, NOW - timedelta(days=2), day, NOW - timedelta(days=2))
    made = plan([Item("left", "s", 1.0, left)], until(14), TODAY, DEFAULTS)
    assert made.today == ("left",)
    assert made.learning == 0


def test_learning_steps_make_new_questions_dearer() -> None:
    short = plan(bank(300), until(14), TODAY, Valuer(Parameters(learning_steps=())), looking_ahead=False)
    steps = Parameters(learning_steps=(1, 5, 10, 20))
    long = plan(bank(300), until(14), TODAY, Valuer(steps), looking_ahead=False)
    assert long.new < short.new


def test_it_stops_where_another_minute_gains_next_to_nothing() -> None:
    items = [Item(str(n), "s", 1.0, known(200, 12)) for n in range(30)]
    made = plan(items, until(10, 60), TODAY, DEFAULTS)
    assert made.today == ()
    assert made.stop in ("enough", "done")
    assert made.why in ("enough for today: more adds almost nothing", "no other card can gain today")
    assert made.forecast[-1].readiness == MOST_UNTESTED


def test_a_reader_who_forgets_more_goes_on_for_longer_within_the_minutes() -> None:
    items = [Item(str(n), "s", 1.0, known(6 + n / 2, 5)) for n in range(100)]
    missed, held = (calibrated([(300, 280 * MILLION, passed)]) for passed in (265, 280))

    def planned(calibration: Calibration, minutes: float) -> Plan:
        return plan(items, until(30, minutes), TODAY, DEFAULTS, calibration=calibration, looking_ahead=False)

    usual, longer = planned(held, 60), planned(missed, 60)
    assert usual.stop == "enough"
    assert set(usual.today) < set(longer.today)
    assert longer.minutes < 60
    short = planned(missed, 5)
    assert (short.stop, short.today) == ("budget", longer.today[: len(short.today)])
    assert short.minutes <= 5.5


def test_the_last_day_looks_over_even_what_holds() -> None:
    items = [Item(str(n), "s", 1.0, known(3, 1)) for n in range(20)]
    assert len(plan(items, until(1, 60), TODAY, DEFAULTS).today) == 20


def test_a_day_off_has_nothing_and_the_next_makes_up_for_it() -> None:
    calendar = until(14, days_off=frozenset({TODAY}))
    off = plan(bank(300), calendar, TODAY, DEFAULTS)
    assert (off.today, off.stop, off.budget) == ((), "off", 0.0)
    after = plan(bank(300), calendar, TODAY + timedelta(days=1), DEFAULTS)
    assert after.new > 10


def test_weekdays_can_have_minutes_of_their_own() -> None:
    calendar = until(14, 20, by_weekday=(("mon", 5.0), ("sat", 0.0)))
    assert TODAY.weekday() == 0
    assert plan(bank(300), calendar, TODAY, DEFAULTS).budget == 5.0
    assert plan(bank(300), calendar, TODAY + timedelta(days=5), DEFAULTS).stop == "off"
    assert plan(bank(300), calendar, TODAY + timedelta(days=1), DEFAULTS).budget == 20.0


# Stances and interviews


def test_cover_meets_every_question_where_that_can_be_done() -> None:
    items = [*bank(60), *(Item(f"weak{n}", "s0", 30.0, known(0.5, 9)) for n in range(20))]
    cover = plan(items, until(6, 20), TODAY, DEFAULTS)
    core = plan(items, until(6, 20), TODAY, DEFAULTS, stance="core")
    assert cover.policy == "cover"
    assert cover.new == len(cover.today)
    assert core.new < cover.new / 2
    assert cover.forecast[-1].seen == approx(80, abs=1)


def test_core_weighs_the_likely_more() -> None:
    faded, unlikely = Item("likely", "s", 3.0, known(20, 9)), Item("new", "s", 1.0)
    items = [faded, unlikely, *(Item(str(n), "s", 1.0, known(30, 1)) for n in range(20))]
    assert plan(items, until(10), TODAY, DEFAULTS).today[0] == "new"
    heavy = [item._replace(weight=item.weight * 4) if item is faded else item for item in items]
    assert plan(heavy, until(10), TODAY, DEFAULTS, stance="core").today[0] == "likely"


def test_an_interview_counts_only_the_sections_it_names() -> None:
    items = bank(200, sections=2)
    goal = InterviewDate(TODAY + timedelta(days=10), sections=(("s1", 1.0),))
    made = plan(items, Calendar((goal,)), TODAY, DEFAULTS)
    sections = {item.id: item.section for item in items}
    assert {sections[card_id] for card_id in made.today} == {"s1"}
    assert made.ready.questions == 200 and made.ready.value == 0


def test_two_interviews_share_the_days_and_the_first_comes_first() -> None:
    items = [Item(f"{n}", "near" if n % 2 else "far", 1.0) for n in range(200)]
    near, far = (
        InterviewDate(TODAY + timedelta(days=5), sections=(("near", 1.0),)),
        InterviewDate(TODAY + timedelta(days=12), sections=(("far", 1.0),)),
    )
    made = plan(items, Calendar((far, near)), TODAY, DEFAULTS)
    assert made.on == near.on
    assert made.forecast[-1].day == far.on
    by_day = {point.day: point.readiness for point in made.forecast}
    assert by_day[near.on] > 0.2
    assert by_day[far.on] > 0.2
    later = plan(items, Calendar((far, near)), TODAY + timedelta(days=6), DEFAULTS)
    assert {int(card_id) % 2 for card_id in later.today} == {0}


def test_heavier_sections_come_first() -> None:
    goal = InterviewDate(TODAY + timedelta(days=10), sections=(("s0", 1.0), ("s1", 5.0)))
    items = [Item(f"{n}", f"s{n % 2}", 1.0) for n in range(200)]
    assert {int(q) % 2 for q in plan(items, Calendar((goal,)), TODAY, DEFAULTS).today} == {1}


# The view ahead


def test_the_forecast_runs_from_this_morning_to_the_interview() -> None:
    items = [*bank(60), *(Item(f"k{n}", "s0", 2.0, known(8, 3)) for n in range(40))]
    made = plan(items, until(14), TODAY, DEFAULTS)
    days = [point.day for point in made.forecast]
    assert days == [TODAY + timedelta(days=n) for n in range(15)]
    ready = report(items, days[-1]).overall
    assert made.ready == ready
    assert made.forecast[0].readiness == approx(ready.value, abs=1e-6)
    assert made.forecast[0].seen == approx(40)
    assert made.forecast[-1].readiness > made.forecast[7].readiness > made.forecast[0].readiness


@mark.parametrize("questions", [40, 300, 2000])
def test_more_minutes_give_more(questions: int) -> None:
    items = bank(questions)
    less, same, more = (
        forecast(items, until(14), TODAY, DEFAULTS, more=minutes)[-1].readiness for minutes in (-10, 0, 10)
    )
    assert less < same < more or more == MOST_UNTESTED
    assert same == plan(items, until(14), TODAY, DEFAULTS).forecast[-1].readiness


def test_a_forecast_is_the_same_each_time() -> None:
    assert forecast(bank(90), until(30), TODAY, DEFAULTS) == forecast(bank(90), until(30), TODAY, DEFAULTS)


def test_a_thinned_bank_promises_what_the_whole_would(monkeypatch: MonkeyPatch) -> None:
    items = bank(1500, sections=5)
    thin = forecast(items, until(10, 120), TODAY, DEFAULTS)[-1]
    monkeypatch.setattr("mlflash.scheduler.plan.forecast.SAMPLE", 1500)
    whole = forecast(items, until(10, 120), TODAY, DEFAULTS)[-1]
    assert thin.readiness == approx(whole.readiness, abs=0.01)
    assert thin.seen == approx(whole.seen, rel=0.03)


def test_where_not_all_fits_it_says_what_to_leave_and_what_that_costs() -> None:
    items = [Item(f"{n}", "likely" if n % 2 else "rare", 3.0 if n % 2 else 1.0) for n in range(200)]
    made = plan(items, until(7, 15), TODAY, DEFAULTS)
    assert [(leave.section, leave.questions) for leave in made.left] == [("rare", 100)]
    assert made.left[0].cost < 0.05
    assert made.without is not None
    assert made.without == approx(made.forecast[-1].readiness, abs=0.05)
    assert plan(items, until(60, 60), TODAY, DEFAULTS).left == ()


def test_a_large_bank_is_planned_without_weighing_every_question_every_day(monkeypatch: MonkeyPatch) -> None:
    weighed = 0
    real = effort.later_day

    def counted(*given: Any) -> Any:
        nonlocal weighed
        weighed += 1
        return real(*given)

    monkeypatch.setattr("mlflash.scheduler.plan.gain.later_day", counted)
    items = [
        Item(f"{n}", f"s{n % 33}", 1.0 + n % 3, known(0.5 + n % 997 / 10, n % 50 + 1, 1 + n % 90 / 10))
        for n in range(10_000)
    ]
    made = plan(items, until(60, 40), TODAY, DEFAULTS)
    assert len(made.forecast) == 61
    assert weighed < 40_000


# Bad input


def test_after_the_interview_fsrs_goes_on() -> None:
    items = [
        Item("due", "s", 1.0, known(5, 9)),
        Item("later", "s", 1.0, known(5, 1, due=4)),
        Item("new", "s", 3.0),
    ]
    past = Calendar((InterviewDate(TODAY - timedelta(days=1)),))
    made = plan(items, past, TODAY, DEFAULTS)
    assert (made.today, made.policy, made.stop) == (("due",), "fsrs", "after")
    assert "2026-11-22" in made.why
    assert "no interview is set" in plan(items, Calendar(), TODAY, DEFAULTS).why
    assert forecast(items, past, TODAY, DEFAULTS) == ()


def test_a_date_in_the_past_is_refused_when_it_is_set() -> None:
    with raises(MlflashError, match="1 day past"):
        check_date(TODAY - timedelta(days=1), TODAY)
    check_date(TODAY, TODAY)


def test_an_empty_scope_and_one_that_counts_for_nothing_are_errors() -> None:
    with raises(MlflashError, match="no card is in scope"):
        plan([], until(14), TODAY, DEFAULTS)
    goal = InterviewDate(TODAY + timedelta(days=3), sections=(("elsewhere", 1.0),))
    with raises(MlflashError, match="counts for the interview"):
        plan(bank(3), Calendar((goal,)), TODAY, DEFAULTS)


def test_no_minutes_at_all_is_said() -> None:
    made = plan(bank(9), until(14, 0), TODAY, DEFAULTS)
    assert made.today == ()
    assert made.why == "no day until the interview has any minutes"
    assert made.left == (), "to name every section would say nothing"
    assert made.forecast[-1].readiness == 0


@mark.parametrize("minutes", [-1.0, 1441.0, float("nan")])
def test_impossible_minutes_are_errors(minutes: float) -> None:
    with raises(MlflashError, match="minutes a day"):
        plan(bank(3), until(14, minutes), TODAY, DEFAULTS)


def test_an_unknown_stance_is_an_error() -> None:
    with raises(MlflashError, match="cover or core"):
        plan(bank(3), until(14), TODAY, DEFAULTS, stance="hope")


def test_one_question_is_met_and_kept() -> None:
    made = plan([Item("only", "s", 1.0)], until(14), TODAY, DEFAULTS)
    assert made.today == ("only",)
    assert 0.9 < made.forecast[-1].readiness <= 1
    assert made.forecast[1].seen == approx(1)


def test_a_thousand_days_are_planned_in_strides() -> None:
    made = plan(bank(88), until(1000), TODAY, DEFAULTS)
    assert made.new > 5
    assert made.forecast[-1].day == TODAY + timedelta(days=1000)
    assert len(made.forecast) < 150
    assert made.forecast[-1].readiness > 0.9


def test_on_the_morning_itself_there_is_a_last_look() -> None:
    items = [Item("shaky", "s", 1.0, known(2, 9)), Item("new", "s", 1.0)]
    made = plan(items, until(0, 10), TODAY, DEFAULTS)
    assert set(made.today) == {"shaky", "new"}
    assert made.on == TODAY
    assert [point.day for point in made.forecast] == [TODAY]


def test_a_clock_set_back_does_not_upset_the_plan() -> None:
    ahead = Memory(REVIEW, None, 3.0, 5.0, TODAY + timedelta(days=2), NOW, TODAY + timedelta(days=5))
    made = plan([Item("ahead", "s", 1.0, ahead), *bank(3)], until(14), TODAY, DEFAULTS)
    assert "ahead" not in made.today


def test_every_stance_has_its_power() -> None:
    assert set(planner.STANCES) == {"cover", "core"}
