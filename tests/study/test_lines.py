"""The lines of a card as they are asked of a reader who wrote some of their own."""

from __future__ import annotations

from msgspec import convert

from mlflash.bank.card import Card
from mlflash.bank.filter import Filter
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.line_ticks import line_hash
from mlflash.scheduler.weakness import missed_lately, missed_line
from mlflash.study import new_events
from mlflash.study.lines import count_lines, lines_asked, with_misses_of
from mlflash.study.mock.interview import MockInterview
from mlflash.study.study import Study
from mlflash.study.weak_lists import missed_lines

BANK = ("b1", "b2", "b3", "b4")
DROPOUT, PROJECT = "nn-dropout", "project-problem"


def test_lines_left_empty_keep_the_banks_words_after_the_last_one_written_too() -> None:
    assert lines_asked(BANK, None, personal=False) == BANK
    assert lines_asked(BANK, ("mine",), personal=False) == ("mine", "b2", "b3", "b4")
    assert lines_asked(BANK, ("", "", "mine"), personal=False) == ("b1", "b2", "mine", "b4")
    assert lines_asked(BANK, (*"vwxyz",), personal=False) == (*"vwxyz",)


def test_a_personal_card_may_have_fewer_lines() -> None:
    assert lines_asked(BANK, (), personal=True) == BANK
    assert lines_asked(BANK, ("mine", "", "too"), personal=True) == ("mine", "b2", "too")


def test_as_many_lines_count_as_are_asked(study: Study) -> None:
    card = study.catalog[DROPOUT]
    assert [count_lines(card, own) for own in (None, ("a",), (*"abcde",))] == [4, 4, 5]
    assert count_lines(study.catalog[PROJECT], ("a", "b")) == 2
    study.write(DROPOUT, ("mine",))
    study.write(PROJECT, ("mine",))
    assert (study.line_count(DROPOUT), study.line_count(PROJECT)) == (4, 1)
    assert new_events.review(study, DROPOUT, 3, (1, 4), None, mode="drill").of is None
    assert new_events.review(study, PROJECT, 3, (1,), None, mode="drill").of == 1


def test_an_interview_asks_the_same_lines(study: Study) -> None:
    study.write(DROPOUT, ("", "mine"))
    interview = MockInterview(study, 10, 1, Filter(ids=(DROPOUT,)))
    assert len(interview.lines) == 4 and interview.lines[1] == "mine" and interview.lines[0]


def test_a_lost_line_is_named_in_the_words_that_are_asked(study: Study) -> None:
    study.write(DROPOUT, ("mine",))
    for _ in range(2):
        study.record_final([new_events.review(study, DROPOUT, 3, (1, 2, 4), None, mode="drill")])
    [lost] = missed_lines(study.view(), [study.catalog[DROPOUT]])
    assert (lost.line, lost.text) == (3, study.catalog.card(DROPOUT).answer[2])


def test_a_rewritten_line_begins_without_a_miss(study: Study) -> None:
    for _ in range(3):
        study.record_final([new_events.review(study, DROPOUT, 2, (1,), None, mode="drill")])
    study.write(DROPOUT, ("", "mine"))
    state = study.progress.state(DROPOUT)
    assert [missed_lately(state, line) for line in range(1, 5)] == [(0, 3), (0, 3), (3, 3), (3, 3)]
    study.write(DROPOUT, ("", "mine", "", ""), "a note alone changes no line")
    assert study.progress.state(DROPOUT).line_misses == (0, 0, 3, 3)
    study.undo()
    study.undo()
    assert missed_lately(study.progress.state(DROPOUT), 2) == (3, 3)


OLD = ("Alpha is first.", "Beta is second.", "Gamma is third.", "Delta is fourth.")


def card_of(lines: tuple[str, ...]) -> Card:
    card = {"id": "c-one", "section": "s", "question": "Which letters?", "difficulty": "easy"}
    derived = {"answer": lines, "answer_hash": "0", "lines": len(lines)}
    return convert(card | {"likelihood": "high"} | derived, Card, strict=False)


def state_of(lines: tuple[str, ...], *missed: int) -> CardState:
    return CardState(
        line_misses=tuple(2 * (n in missed) for n in range(1, len(lines) + 1)),
        recent_misses=(missed, missed),
        line_hashes=tuple(map(line_hash, lines)),
        ticked_reviews=2,
    )


def test_misses_follow_the_words_of_a_line_and_end_with_them() -> None:
    state = state_of(OLD, 4)
    assert missed_line(with_misses_of(card_of(OLD), state)) == (4, 2, 2)
    assert missed_line(with_misses_of(card_of(OLD[1:]), state)) == (3, 2, 2)
    assert missed_line(with_misses_of(card_of((*OLD[:2], OLD[3], OLD[2])), state)) == (3, 2, 2)
    assert missed_line(with_misses_of(card_of(OLD[:3]), state)) is None
    assert missed_line(with_misses_of(card_of((*OLD[:3], "Epsilon came.")), state)) is None
