"""What the plan promises, in one sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mlflash.scheduler.plan.calendar import Calendar
from mlflash.scheduler.plan.gain import Valuer
from mlflash.scheduler.plan.planner import plan
from mlflash.scheduler.plan.readiness import Item, Readiness
from mlflash.scheduler.schedule import Parameters
from mlflash.store.setting_parsers import InterviewDate
from mlflash.study.promise import Promise, promise_in_words, promised_by, range_in_words

TODAY = date(2026, 11, 26)
NOW = Readiness(0.11, 0.08, 0.15, 12, 88)


def test_the_sentence() -> None:
    promise = Promise(date(2026, 12, 17), NOW, 0.84, 0.92)
    assert promise_in_words(promise, TODAY) == "now 11% → 84 to 92% on 17 December"
    assert promise_in_words(promise, TODAY, dated=False) == "now 11% → 84 to 92%"
    assert promise_in_words(promise._replace(on=date(2027, 1, 2)), TODAY).endswith("on 2 January 2027")
    assert promise_in_words(promise._replace(on=TODAY), TODAY) == "ready 8 to 15%", "nothing is to come"


@pytest.mark.parametrize(("low", "high", "words"), [(0.84, 0.92, "84 to 92%"), (0.949, 0.951, "95%")])
def test_a_range(low: float, high: float, words: str) -> None:
    assert range_in_words(low, high) == words


def test_it_is_the_forecast_of_the_interviews_morning() -> None:
    items = [Item(str(n), "s", 1.0) for n in range(30)]
    on = TODAY + timedelta(days=5)
    made = plan(items, Calendar((InterviewDate(on),)), TODAY, Valuer(Parameters()))
    promise = promised_by(made)
    assert promise is not None
    assert (promise.on, promise.now) == (on, made.ready)
    assert (promise.low, promise.high) == (made.forecast[-1].low, made.forecast[-1].high)
    assert promise.low < promise.high <= 0.95, "no later-day review yet"
    assert promised_by(plan(items, Calendar(), TODAY, Valuer(Parameters()))) is None
    assert promised_by(None) is None
