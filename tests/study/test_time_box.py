"""As many cards as fit into some minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mlflash.study import new_events
from mlflash.study.launch import launch_options, session_of
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.study.today import cards_within, today_within
from tests.conftest import Clock, Opener


def test_new_cards_take_a_minute_and_a_half_each(study: Study) -> None:
    view, ids = study.view(), [card.id for card in study.catalog][:10]
    assert [cards_within(view, ids, most) for most in (0.1, 1.5, 2.9, 3.0, 15.0, 99.0)] == [1, 1, 1, 2, 10, 10]
    assert cards_within(view, [], 5) == 0


def test_the_readers_own_pace_counts(study: Study, clock: Clock) -> None:
    ids = [card.id for card in study.catalog if not card.personal][:40]
    for card_id in ids[:20]:
        study.record_final([new_events.review(study, card_id, 3, (), 60_000, mode="drill", at=clock())])
        clock.forward(minutes=1)
    view = study.view()
    assert cards_within(view, ids[:20], 10) == 10
    assert cards_within(view, ids[20:], 10) == 3


@pytest.mark.parametrize("planned", [False, True])
def test_the_minutes_that_today_says_hold_all_of_today(open_study: Opener, planned: bool) -> None:
    from mlflash.study.interview_plan import with_date

    study = open_study()
    if planned:
        day = study.view().day
        study = open_study(settings=with_date(study.settings, day + timedelta(days=20), day))
    view, today = study.view(), study.today()
    assert today.planned == planned
    assert today_within(view, today, today.minutes).queue == today.queue
    half = today_within(view, today, today.minutes / 2).queue
    assert half == today.queue[: len(half)]
    assert 0 < len(half) <= len(today.queue) / 2


@pytest.mark.parametrize("mode", [SessionMode.DRILL, SessionMode.CRAM, SessionMode.MORE])
def test_a_session_keeps_to_its_minutes(study: Study, mode: SessionMode) -> None:
    options = launch_options()._replace(mode=mode, within=4)
    assert session_of(study, options).left == 2
    assert session_of(study, options._replace(limit=1)).left == 1


def test_a_card_in_its_steps_comes_if_its_minutes_are_left(study: Study, clock: Clock) -> None:
    study.record_final([new_events.review(study, "nn-dropout", 1, (), None, mode="drill", at=clock())])
    today = study.today()
    assert len(today.steps) == 1
    assert len(today_within(study.view(), today, 1).steps) == 0
    assert len(today_within(study.view(), today, 99).steps) == 1
