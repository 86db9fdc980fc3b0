"""Today in words: what comes, in the words of every screen; what waits, with the reason."""

from __future__ import annotations

from datetime import timedelta

from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.interview_plan import plan_today
from mlflash.study.study import Study
from mlflash.study.today import todays_cards
from mlflash.study.today_words import today_in_words, waiting_cards, why_waiting
from tests.conftest import Clock, Opener


def test_the_words_for_today_get_shorter_before_they_are_cut(study: Study) -> None:
    found = study.today()
    found = found._replace(review=("a",) * 14, new=("b",) * 6, steps=((study.clock(), "c"),) * 3, minutes=21.0)
    assert today_in_words(found, 80) == "14 to review · 3 learning · 6 new · about 21 min"
    assert today_in_words(found, 45) == "14 to review · 3 learning · 6 new · 21 min"
    assert today_in_words(found, 30) == "23 cards · about 21 min"
    assert today_in_words(found, 20) == "23 cards · 21 min"


def test_a_card_that_waits_says_why_and_until_when(open_study: Opener, settings: Settings, clock: Clock) -> None:
    study = open_study(settings=settings._replace(new_per_day=1))
    first, second, third, fourth = study.today().queue[0], "nn-dropout", "tree-gbdt", "project-problem"

    def why(card_id: str) -> str | None:
        return why_waiting(study.view(), study.today(), card_id)

    assert why(first) is None
    assert why(second) == "over the cap: tomorrow"
    assert why(fourth) == "write your lines first"
    study.mark("bury", [third])
    assert why(third) == "buried until tomorrow"
    study.record_final([new_events.review(study, second, 1, None, 5_000, mode="drill")])
    assert why(second) == "comes back at 08:01"
    study.record_final([new_events.review(study, second, 4, None, 5_000, mode="drill")])
    assert str(why(second)).startswith("done today, due ")
    study.mark("suspend", [second])
    assert why(second) == "suspended"


def test_under_a_plan_a_due_card_that_waits_says_so(open_study: Opener, settings: Settings, clock: Clock) -> None:
    study = open_study()
    study.record_final([new_events.review(study, "nn-dropout", 4, None, 5_000, mode="drill")])
    clock.forward(days=60)
    day = study.view().day
    study.use_settings(settings._replace(interviews=(InterviewDate(day + timedelta(days=9)),), days_off=(day,)))
    assert why_waiting(study.view(), study.today(), "nn-dropout") == "not in today's plan"
    view = study.view()
    plan = plan_today(view, looking_ahead=True)
    study.plans.keep_forecast(view, plan)
    assert plan is not None
    held = {one.card_id: one.until for one in study.today().held_back}
    assert held.keys() >= plan.back.keys() and all(held[card_id] == day for card_id, day in plan.back.items())
    assert str(why_waiting(view, study.today(), next(iter(plan.back)))).startswith("planned ")
    never = [card_id for card_id, until in held.items() if until == day + timedelta(days=10)]
    assert {*held} == {*plan.back, *never}, "the forecast never takes up the others"
    assert {why_waiting(view, study.today(), card_id) for card_id in never} <= {"not planned by 31 Jan"}


def slow_reader(open_study: Opener, settings: Settings, clock: Clock, minutes: float) -> Study:
    """A reader who takes long for a card, on the third day of a plan with few minutes a day."""
    soon = InterviewDate(clock.now.date() + timedelta(days=21))
    study = open_study(settings=settings._replace(interviews=(soon,), minutes=minutes))
    for _ in range(2):
        for card_id in study.today().queue[:16]:
            for rating in (3, 3):
                study.record_final([new_events.review(study, card_id, rating, None, 72_000, mode="drill")])
        clock.forward(days=3)
    return study


def test_due_cards_that_wait_under_a_plan_say_why_and_until_when(
    open_study: Opener, settings: Settings, clock: Clock
) -> None:
    study = slow_reader(open_study, settings, clock, minutes=20.0)
    view, found = study.view(), study.today()
    [waits] = waiting_cards(view, found)
    assert waits.why == f"the plan's 20 minutes hold {len(found.queue)}"
    ahead = plan_today(view, looking_ahead=True)
    [waits] = waiting_cards(view, todays_cards(view, ahead))
    assert ahead is not None and waits.cards == sum(
        one.card_id not in found.queue and view.state(one.card_id).memory is not None for one in found.held_back
    )
    assert waits.sentence.startswith(f"{waits.cards} due cards wait: the plan's 20 minutes hold ")
    assert waits.why.endswith("; none before the interview") and waits.late, (
        "new cards gain more until the last day"
    )
    late = next(one for one in todays_cards(view, ahead).held_back if view.state(one.card_id).memory is not None)
    assert why_waiting(view, todays_cards(view, ahead), late.card_id) == "not planned by 14 Dec"


def test_a_weak_card_never_waits_without_a_reason(open_study: Opener, settings: Settings, clock: Clock) -> None:
    for minutes in (5.0, 20.0):
        study = slow_reader(open_study, settings, clock, minutes)
        for card in study.catalog.cards[:9]:
            study.record_final([new_events.review(study, card.id, 1, None, 72_000, mode="drill")])
        clock.forward(days=1)
        view, found = study.view(), study.today()
        for card in view.cards():
            state = view.state(card.id)
            if state.memory is not None:
                assert (why_waiting(view, found, card.id) is None) == (card.id in found.queue)


def test_a_cap_says_so(open_study: Opener, settings: Settings, clock: Clock) -> None:
    study = open_study(settings=settings._replace(reviews_per_day=1))
    for card_id in ("nn-dropout", "tree-gbdt", "tree-decision-tree"):
        study.record_final([new_events.review(study, card_id, 4, None, 5_000, mode="drill")])
    clock.forward(days=90)
    study.mark("bury", ["tree-gbdt"])
    assert [one.sentence for one in waiting_cards(study.view(), study.today())] == [
        "1 due card waits: today's cap of 1 review is reached",
        "1 due card waits: buried until tomorrow",
    ]
