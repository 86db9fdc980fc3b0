"""Why a day's plan ends where it does, in words."""

from __future__ import annotations

import pytest

from mlflash.scheduler.plan.day_plan import StopReason, reason_in_words


@pytest.mark.parametrize(
    ("rate", "budget", "words"),
    [
        (0.0012, 20.0, "20 minutes are full; one more today would add 0.1 points"),
        (0.0004, 20.0, "20 minutes are full; one more today would add almost nothing"),
        (0.02, 1.0, "1 minute is full; one more today would add 2.0 points"),
        (0.02, 0.4, "today's minutes are used up; one more today would add 2.0 points"),
    ],
)
def test_full_minutes_say_what_one_more_today_would_add(rate: float, budget: float, words: str) -> None:
    assert reason_in_words(StopReason.BUDGET, rate, budget) == words


def test_enough_is_said_of_today() -> None:
    assert reason_in_words(StopReason.ENOUGH, 0.0, 20.0, 14.2).startswith("14 minutes are enough today: ")


def test_without_an_interview_cards_come_when_fsrs_has_them_due() -> None:
    assert reason_in_words(StopReason.AFTER, 0.0, 0.0) == "cards come as FSRS has them due"
