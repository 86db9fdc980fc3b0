from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import exp, log, sqrt

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from mlflash.scheduler.card_state import MILLION
from mlflash.scheduler.plan.readiness import (
    BELOW,
    DOUBT,
    DRIFT,
    FADING,
    MOST,
    MOST_UNTESTED,
    UNTESTED,
    Calibration,
    Item,
    calibrated,
    expected,
    promised,
    report,
)
from mlflash.scheduler.schedule import REVIEW, Memory, retrievability

TODAY = date(2026, 11, 23)


def known(stability: float, ago: int = 0) -> Memory:
    day = TODAY - timedelta(days=ago)
    return Memory(REVIEW, None, stability, 5.0, day, datetime(2026, 11, 1, tzinfo=UTC), day)


def test_unseen_questions_count_as_not_known() -> None:
    items = [Item("a", "trees", 3.0, known(10.0)), Item("b", "trees", 1.0)]
    ready = report(items, TODAY).overall
    assert ready.value == approx(0.75)
    assert (ready.seen, ready.questions) == (1, 2)


def test_readiness_is_the_weighted_recall_of_the_morning_and_of_each_section() -> None:
    items = [Item("a", "trees", 3.0, known(2.0)), Item("b", "gnn", 1.0, known(30.0, 3))]
    morning = TODAY + timedelta(days=14)
    found = report(items, morning)
    first, second = (retrievability(item.memory, morning) for item in items if item.memory)
    assert found.overall.value == approx((3 * first + second) / 4)
    assert found.sections["trees"].value == approx(first)
    assert found.sections["gnn"].value == approx(second)


def test_the_range_holds_the_chance_of_the_morning_and_the_doubt_about_the_curve() -> None:
    morning = TODAY + timedelta(days=10)
    few = [Item(str(n), "s", 1.0, known(10.0)) for n in range(4)]
    many = [Item(str(n), "s", 1.0, known(10.0)) for n in range(4000)]
    narrow, wide = report(many, morning).overall, report(few, morning).overall
    assert narrow.value == approx(0.9, abs=1e-3)
    assert wide.high - wide.low > narrow.high - narrow.low
    doubt = BELOW * sqrt(DOUBT**2 + DRIFT**2)
    by_curve = 0.9 - 1 / (1 + exp(doubt - log(0.9 / 0.1)))
    assert narrow.low == approx(0.9 - sqrt(by_curve**2 + (BELOW * FADING * 0.9) ** 2), abs=0.01)


def test_even_cards_that_the_curve_is_sure_of_may_have_faded() -> None:
    sure = [Item(str(n), "s", 1.0, known(5000.0)) for n in range(4000)]
    untested = report(sure, TODAY).overall
    tested = report(sure, TODAY, [(3000, 2999 * MILLION, 2999)]).overall
    assert untested.low == approx(1 - BELOW * FADING, abs=0.01)
    assert untested.low < tested.low < tested.value == MOST


def test_good_calibration_narrows_the_range_and_bad_corrects_the_figure() -> None:
    items = [Item(str(n), "s", 1.0, known(10.0)) for n in range(500)]
    morning = TODAY + timedelta(days=10)
    before = report(items, morning).overall
    held = report(items, morning, [(0, 0, 0), (1000, 900 * MILLION, 900)])
    missed = report(items, morning, [(1000, 900 * MILLION, 700)])
    assert held.overall.high - held.overall.low < before.high - before.low
    assert held.calibration.n == 1000
    assert held.calibration.predicted == approx(held.calibration.actual) == approx(0.9)
    assert held.overall.value == approx(before.value)
    assert missed.overall.value == approx(0.7, abs=0.02)
    assert missed.overall.low < missed.overall.value < missed.overall.high < held.overall.low


def test_few_reviews_correct_little() -> None:
    shifts = [calibrated([(n, n * 9 * MILLION // 10, n * 7 // 10)]).shift for n in (10, 100, 1000)]
    assert 0 > shifts[0] > shifts[1] > shifts[2] > -1.4
    assert calibrated([(0, 0, 0)]) == UNTESTED


def test_a_perfect_record_leaves_some_doubt() -> None:
    calibration = calibrated([(5, 5 * MILLION, 5)])
    assert 0 < calibration.error < DOUBT


@given(
    st.lists(st.tuples(st.floats(0.001, 5000), st.integers(0, 60)), max_size=30),
    st.integers(0, 30),
    st.lists(st.tuples(st.integers(0, 60), st.floats(0, 1), st.floats(0, 1)), max_size=10),
)
def test_no_figure_is_above_what_may_be_promised(
    cards: list[tuple[float, int]], unseen: int, reviews: list[tuple[int, float, float]]
) -> None:
    items = [Item(str(n), "s", 1.0, known(stability, ago)) for n, (stability, ago) in enumerate(cards)]
    items += [Item(f"new{n}", "s", 1.0) for n in range(unseen)]
    bins = [(n, round(n * predicted * MILLION), int(n * passed)) for n, predicted, passed in reviews]
    found = report(items, TODAY + timedelta(days=3), bins)
    most = MOST if found.calibration.n else MOST_UNTESTED
    ready = found.overall
    assert 0 <= ready.low <= ready.value <= ready.high <= most or ready.value == 0
    assert ready.high <= len(cards) / max(1, len(items)) + 1e-9


shares = st.lists(st.tuples(st.floats(0.001, 1), st.floats(0, 1)), min_size=1, max_size=20)


@given(shares, st.floats(0, 1), st.floats(0, 1), st.floats(-3, 3), st.floats(0.01, DOUBT), st.integers(0, 5000))
def test_a_range_holds_its_figure_and_reaches_less_far_down_the_more_reviews_there_are(
    seen: list[tuple[float, float]], unseen: float, to_come: float, shift: float, error: float, reviews: int
) -> None:
    total = unseen + sum(share for share, _ in seen)
    calibration = Calibration(reviews, 0.9, 0.9, shift, error)
    found = expected([(share / total, recall) for share, recall in seen], calibration)
    value, low, high = promised(found, calibration, to_come)
    assert 0 <= low <= value <= high <= calibration.most
    assert value == min(found.value, calibration.most)
    if reviews:
        after = promised(found, calibration._replace(n=2 * reviews), to_come)
        assert after[1] >= low
        assert (after[0], after[2]) == (value, high), "what fades lowers the range and raises nothing"


def test_nothing_in_scope_is_no_readiness() -> None:
    assert report([], TODAY).overall == (0.0, 0.0, 0.0, 0, 0)
    assert report([Item("a", "s", 0.0, known(3.0))], TODAY).sections == {}
    assert calibrated([]).n == 0
