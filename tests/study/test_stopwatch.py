"""A stopwatch counts what was studied."""

from __future__ import annotations

import pytest

from mlflash.study.stopwatch import Stopwatch


class Seconds:
    """A timer that moves by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def timer() -> Seconds:
    return Seconds()


def test_it_counts_from_its_start(timer: Seconds) -> None:
    watch = Stopwatch(timer)
    timer.at += 2.5
    assert (watch.seconds, watch.ms) == (2.5, 2500)
    watch.restart()
    timer.at += 1
    assert watch.seconds == 1


def test_a_pause_does_not_count_however_often_it_is_said(timer: Seconds) -> None:
    watch = Stopwatch(timer)
    timer.at += 2
    watch.run(False)
    timer.at += 60
    watch.run(False)
    assert not watch.running
    watch.run(True)
    watch.run(True)
    timer.at += 3
    assert watch.seconds == 5


def test_restarted_in_a_pause_it_waits(timer: Seconds) -> None:
    watch = Stopwatch(timer)
    watch.run(False)
    timer.at += 9
    watch.restart()
    timer.at += 9
    assert watch.seconds == 0
    watch.run(True)
    timer.at += 1
    assert watch.seconds == 1


def test_what_is_deducted_is_at_most_what_was_counted(timer: Seconds) -> None:
    watch = Stopwatch(timer)
    timer.at += 30
    watch.deduct(20)
    assert watch.seconds == 10
    watch.deduct(500)
    assert watch.seconds == 0
    timer.at += 4
    assert watch.seconds == 4


def test_a_timer_set_back_counts_nothing(timer: Seconds) -> None:
    watch = Stopwatch(timer)
    timer.at -= 50
    assert watch.seconds == 0
