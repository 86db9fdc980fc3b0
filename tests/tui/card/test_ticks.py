"""Ticks: turned over, and kept as many as there are lines."""

from __future__ import annotations

from mlflash.tui.card.ticks import fitted, flipped, flipped_all, ticks_of


def test_before_the_answer_is_said_a_line_can_stay_unsaid() -> None:
    assert flipped((), 1, 3, complete=False) == (None, True, None)
    assert flipped((None, True, None), 1, 3, complete=False) == (None, False, None)


def test_afterwards_what_is_not_ticked_was_not_had() -> None:
    assert flipped((), 1, 3, complete=True) == (False, True, False)
    assert fitted((None, True), 3, complete=True) == (False, True, False)


def test_another_text_takes_ticks_for_its_own_lines_only() -> None:
    assert fitted((True, False, True), 2, complete=True) == (True, False)
    assert fitted((), 2, complete=True) == ()
    assert flipped((True, True, True), 0, 2, complete=True) == (False, True)


def test_all_and_none() -> None:
    assert flipped_all((), 2) == (True, True)
    assert flipped_all((True, False), 2) == (True, True)
    assert flipped_all((True, True), 2) == (False, False)
    assert flipped_all((True, True), 3) == (True, True, True)


def test_a_line_in_other_words_is_unsaid() -> None:
    assert ticks_of((True, False, True), ("a", "b", "c"), ("a", "x", "c")) == (True, None, True)
    assert ticks_of((True, False, True), ("a", "b", "c"), ("a",)) == (True,)
    assert ticks_of((), ("a",), ("b",)) == ()


def test_a_tick_follows_its_line_and_a_corrected_slip() -> None:
    before = ("It averges many trees.", "b", "c")
    assert ticks_of((True, False, True), before, ("It averages many trees.", "b", "c")) == (True, False, True)
    assert ticks_of((True, False, True), ("a", "b", "c"), ("new", "a", "c")) == (None, True, True)


def test_a_line_that_is_back_has_its_tick_back() -> None:
    assert ticks_of((True, None, False), ("a", "x", "c"), ("a", "b", "c"), (False, True, True)) == (
        True,
        True,
        False,
    )
