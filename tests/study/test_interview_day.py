"""The interview's morning, the days after it, and the weight of questions that came."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.study import interview_plan, new_events
from mlflash.study.interview_day import (
    DAYS_TO_ASK,
    WEAKEST,
    interview_day,
    interview_events,
    outcome_of,
    past_interview,
    past_interviews,
)
from mlflash.study.study import Study
from mlflash.study.view import ASKED_LATELY
from tests.conftest import Clock, Opener

TODAY = date(2026, 11, 23)


def on(*days: int) -> Settings:
    dates = tuple(InterviewDate(TODAY + timedelta(days=n)) for n in days)
    return Settings(timezone="UTC", welcome=False, interviews=dates)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ((), None),
        ((3,), None),
        ((0, -1), (0, False)),
        ((-1, 5), (-1, True)),
        ((-DAYS_TO_ASK,), (-DAYS_TO_ASK, True)),
        ((-8,), None),
    ],
)
def test_an_interview_is_of_its_day_and_of_the_week_after(
    open_study: Opener, days: tuple[int, ...], found: tuple[int, bool] | None
) -> None:
    seen = interview_day(open_study(settings=on(*days)).view())
    assert (seen and ((seen.interview.on - TODAY).days, seen.over)) == found


def test_once_questions_are_noted_it_asks_no_more(open_study: Opener) -> None:
    study = open_study(settings=on(-1))
    card = study.catalog.cards[0].id
    study.record(new_events.asked(study, [card], TODAY - timedelta(days=1)))
    assert interview_day(study.view()) is None
    study.undo()
    assert interview_day(study.view()) is not None


def test_what_is_noted_is_kept_listed_and_undone_in_one_step(open_study: Opener) -> None:
    study, yesterday = open_study(settings=on(-40, -1, 3)), TODAY - timedelta(days=1)
    cards = [card.id for card in study.catalog][4:6]
    study.record(interview_events(study, yesterday, [*reversed(cards), cards[0]], "mixed", "Two rounds."))
    found = past_interview(study.view(), yesterday)
    assert (found.went, found.note, found.questions) == ("mixed", "Two rounds.", tuple(cards))
    assert [one.on for one in past_interviews(study.view())] == [yesterday, TODAY - timedelta(days=40)]
    assert interview_events(study, yesterday, cards, "mixed", "Two rounds.") == [], "nothing of it is new"
    study.save()
    assert past_interview(open_study(settings=on(-1)).view(), yesterday) == found
    study.undo(earlier=True)
    assert not past_interview(study.view(), yesterday).noted
    study.ledger.reload(whole=True)
    assert not past_interview(study.view(), yesterday).noted


def test_an_interview_that_no_setting_names_is_listed(open_study: Opener) -> None:
    study = open_study(settings=on())
    study.record(interview_events(study, TODAY, [], "well", None))
    assert [(one.on, one.went, one.questions) for one in past_interviews(study.view())] == [(TODAY, "well", ())]


def test_what_is_left_out_stays_and_empty_removes(study: Study) -> None:
    for went, note in (("well", "one"), ("badly", None), (None, "two"), ("", None)):
        study.record([new_events.outcome(study, TODAY, went, note)])
    assert outcome_of(study.progress, TODAY) == (None, "two")
    study.undo()
    assert outcome_of(study.progress, TODAY) == ("badly", "two")


def test_the_last_answer_counts_whatever_the_clock_said(open_study: Opener, clock: Clock) -> None:
    study = open_study()
    clock.forward(days=400)
    study.record([new_events.outcome(study, TODAY, "badly", None)])
    clock.forward(days=-400)
    study.record([new_events.outcome(study, TODAY, "mixed", None)])
    study.record([new_events.outcome(study, TODAY, "well", None)])
    assert outcome_of(study.progress, TODAY)[0] == "well"
    study.ledger.reload(whole=True)
    assert outcome_of(study.progress, TODAY)[0] == "well"
    study.undo()
    assert outcome_of(study.progress, TODAY)[0] == "mixed"
    study.ledger.reload(whole=True)
    assert outcome_of(study.progress, TODAY)[0] == "mixed"


def test_of_two_interviews_in_a_week_each_is_asked_about(open_study: Opener) -> None:
    study = open_study(settings=on(-3, -1))
    for days in (1, 3):
        found = interview_day(study.view())
        assert found is not None and found.interview.on == TODAY - timedelta(days=days)
        study.record(interview_events(study, found.interview.on, [], "well", None))
    assert interview_day(study.view()) is None


def test_the_morning_has_own_answers_and_the_ten_weakest(open_study: Opener, clock: Clock) -> None:
    study = open_study(settings=on(0))
    own = study.view().personal()[0].id
    study.write(own, ("my own line",), None)
    met = [card.id for card in study.catalog if not card.personal][:15]
    clock.forward(days=-5)
    for card_id in met:
        study.record_final(
            [new_events.review(study, card_id, 4 if card_id in met[:5] else 3, None, 20_000, mode="drill")]
        )
    clock.forward(days=5)
    found = interview_day(study.view())
    assert found is not None
    assert found.own == (own,)
    assert len(found.weakest) == WEAKEST
    assert found.cards == (*found.own, *found.weakest)
    assert set(found.weakest) <= set(met)
    assert not set(found.weakest) & set(met[:5]), "those best known are not looked over"


def test_an_interview_that_is_over_has_nothing_to_look_over(open_study: Opener) -> None:
    study = open_study(settings=on(-1))
    study.write(study.view().personal()[0].id, ("my own line",), None)
    found = interview_day(study.view())
    assert found is not None and found.over
    assert found.cards == ()


def test_a_question_that_came_counts_as_likely_for_ninety_days(study: Study, clock: Clock) -> None:
    card = next(one for one in study.catalog if one.likelihood == "low")
    assert study.view().weight(card) == card.weight == 1.0
    study.record(new_events.asked(study, [card.id], study.view().day))
    assert study.view().weight(card) == 3.0
    (item,) = interview_plan.items(study.view(), [card])
    assert item.weight == 3.0, "the plan, too"
    clock.forward(days=ASKED_LATELY)
    assert study.view().weight(card) == 3.0
    clock.forward(days=1)
    assert study.view().weight(card) == 1.0
