"""Which lines the line drill asks and in which order, a round of it, and what its answers count for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.errors import MlflashError
from mlflash.scheduler.events import LineAnswer
from mlflash.scheduler.line_ticks import line_hash
from mlflash.scheduler.weakness import missed_lately, missed_line
from mlflash.store import journal_reader, own_file
from mlflash.study import line_drill, new_events, session
from mlflash.study.line_drill import LineDrill, LineItem, lines_kept_missing, lines_missed_in
from mlflash.study.study import Study
from tests.conftest import Clock, Opener

NORM, VARIANCE, SPLIT = "nn-batch-norm", "fund-bias-variance", "fund-train-val-test"


def tick(study: Study, card_id: str, *hit: int, times: int = 1) -> None:
    for _ in range(times):
        study.record_final([new_events.review(study, card_id, 3, hit, 20_000, mode="drill")])


def places(study: Study, chosen: Filter = EVERYTHING) -> list[tuple[str, int]]:
    return [(line.card_id, line.number) for line in lines_kept_missing(study.view(), chosen)]


def practise(study: Study, *known: bool) -> LineDrill:
    drill = LineDrill(lines_kept_missing(study.view()))
    for one in known:
        drill = line_drill.answer(study, drill.show(), known=one)
    return drill


def test_a_line_missed_once_is_not_kept_missing(study: Study) -> None:
    tick(study, NORM, 1, 2, 3)
    assert places(study) == []
    tick(study, NORM, 1, 2, 3)
    assert places(study) == [(NORM, 4)]
    tick(study, NORM, 1, 2, 3, 4)
    assert places(study) == [], "known the last time"


def test_the_greatest_expected_loss_comes_first(study: Study, clock: Clock) -> None:
    tick(study, NORM, 1, 2, 3, 4)
    tick(study, NORM, 1, 2, 3, times=2)
    tick(study, VARIANCE, 1, 2, 4, times=3)
    likely = study.catalog[VARIANCE].likelihood, study.catalog[NORM].likelihood
    assert likely == ("high", "high")
    assert places(study) == [(VARIANCE, 3), (NORM, 4)], "always missed before mostly missed"
    low = next(card.id for card in study.catalog if card.likelihood == "low" and card.lines == 4)
    tick(study, low, 1, 2, 3, times=3)
    assert places(study)[-1] == (low, 4), "a question rarely asked last"


def test_the_lines_of_a_card_take_turns_with_those_of_others(study: Study) -> None:
    for card_id in (VARIANCE, SPLIT):
        tick(study, card_id, 1, 2, times=2)
    cards = [card_id for card_id, _ in places(study)]
    assert cards[:2] == cards[2:]
    assert len({*cards}) == 2


def test_lines_of_the_card_still_to_come_are_covered(study: Study) -> None:
    tick(study, VARIANCE, 1, 2, times=2)
    tick(study, SPLIT, 2, 3, 4, times=2)
    drill = LineDrill(lines_kept_missing(study.view()))
    seen = {}
    while drill.current is not None:
        seen[drill.current.card_id, drill.current.number] = drill.covered
        drill = drill.show().answer(True)
    assert seen == {(VARIANCE, 3): {4}, (SPLIT, 1): frozenset(), (VARIANCE, 4): frozenset()}
    assert drill.covered == frozenset()


def test_filter_and_limit_hold(study: Study) -> None:
    tick(study, NORM, 1, 2, 3, times=2)
    tick(study, VARIANCE, 1, 2, 4, times=2)
    assert places(study, Filter(ids=(NORM,))) == [(NORM, 4)]
    assert len(lines_kept_missing(study.view(), limit=1)) == 1


def test_cards_that_cannot_be_drilled_have_no_lines(study: Study) -> None:
    for card_id in (NORM, VARIANCE):
        tick(study, card_id, 1, 2, 3, times=2)
    study.mark("suspend", [NORM])
    study.mark("bury", [VARIANCE])
    assert places(study) == []


def test_personal_cards_come_once_written_with_the_readers_words(study: Study) -> None:
    personal = next(card.id for card in study.catalog if card.personal)
    tick(study, personal, 1, times=2)
    assert places(study) == []
    study.write(personal, ("my first", "my second", "my third"))
    tick(study, personal, 1, 3, times=3)
    (line,) = lines_kept_missing(study.view())
    assert (line.number, line.text) == (2, "my second")


def test_own_lines_replace_the_banks(study: Study) -> None:
    study.write(NORM, ("", "", "", "the last line in my words"))
    tick(study, NORM, 1, 2, 3, times=2)
    assert [line.text for line in lines_kept_missing(study.view())] == ["the last line in my words"]
    study.write(NORM, ("", "", "", "other words"))
    assert places(study) == [], "the reworded line begins without misses"


def test_a_line_is_found_by_its_text_where_the_bank_reordered_the_answer(study: Study) -> None:
    texts = study.catalog.card(NORM).answer
    old = new_events.review(study, NORM, 3, (2, 3, 4), 20_000, mode="drill")
    for n in range(2):
        hashes = tuple(line_hash(text) for text in reversed(texts))
        study.record_final([old._replace(id=f"{old.id}{n}", hashes=hashes)])
    assert places(study) == [(NORM, 4)]
    gone = new_events.review(study, NORM, 3, (2, 3, 4), 20_000, mode="drill")
    for n in range(2):
        hashes = ("a line that is no more", *map(line_hash, texts[1:]))
        study.record_final([gone._replace(id=f"{gone.id}{n}", hashes=hashes)])
    assert places(study) == []


def test_ticks_of_former_versions_count_by_number(study: Study) -> None:
    old = new_events.review(study, NORM, 3, (1, 2, 3), 20_000, mode="drill")
    for n in range(2):
        hashes = None
        study.record_final([old._replace(id=f"{old.id}{n}", hashes=hashes)])
    assert places(study) == [(NORM, 4)]
    practise(study, True)
    assert places(study) == [], "known since, though its misses have no text"
    study.record_final([old._replace(id=f"{old.id}9", hashes=None, answer="another answer")])
    assert places(study) == [], "who knows which line the fourth was"


def test_a_line_known_leaves_and_a_line_not_yet_known_stays(study: Study) -> None:
    tick(study, NORM, 1, 2, 3, times=2)
    tick(study, VARIANCE, 1, 2, 4, times=2)
    drill = practise(study, True, False)
    (known, not_yet) = drill.lines
    assert drill.not_yet == (not_yet,)
    assert places(study) == [(not_yet.card_id, not_yet.number)]
    assert missed_lately(study.progress.state(not_yet.card_id), not_yet.number) == (3, 3)
    assert missed_lately(study.progress.state(known.card_id), known.number) == (2, 3)
    assert missed_line(study.progress.state(known.card_id)) is None
    practise(study, True)
    assert places(study) == []


def test_practice_adds_to_a_single_miss_and_the_next_review_decides(study: Study) -> None:
    tick(study, NORM, 1, 2, 3)
    once = LineItem(NORM, 4, study.catalog.card(NORM).answer[3], (1, 1))
    line_drill.answer(study, LineDrill((once,)).show(), known=False)
    assert places(study) == [(NORM, 4)]
    line_drill.answer(study, LineDrill((once,)).show(), known=True)
    assert places(study) == []
    tick(study, NORM, 1, 2, 3)
    assert places(study) == [(NORM, 4)], "missed again in a review"
    tick(study, NORM, 1, 2, 3, 4)
    assert places(study) == []


def test_the_schedule_stays_as_it_is(study: Study, clock: Clock) -> None:
    for card_id in (NORM, VARIANCE, SPLIT):
        tick(study, card_id, 1, 2, times=2)
    clock.forward(days=1)

    def schedule() -> object:
        states = {card_id: (s.memory, s.reps, s.lapses, s.rating) for card_id, s in study.progress.states.items()}
        return states, study.today().queue, study.progress.days, study.progress.calibration

    before = schedule()
    practise(study, True, False, True, False, True, True)
    assert schedule() == before


def test_each_answer_is_a_line_event_and_a_replay_agrees(study: Study, open_study: Opener) -> None:
    tick(study, NORM, 1, 2, 3, times=2)
    tick(study, VARIANCE, 1, 2, 4, times=2)
    drill = practise(study, True, False)
    reading = journal_reader.read(study.paths.journal_dir)
    assert reading is not None
    events = [event for event in reading.events if isinstance(event, LineAnswer)]
    assert [(e.card_id, e.line, e.right) for e in events] == [
        (line.card_id, line_hash(line.text), known) for line, known in zip(drill.lines, drill.known, strict=True)
    ]
    assert open_study().progress.states == study.progress.states


def test_undo_asks_the_line_again_and_takes_its_answer_back(study: Study) -> None:
    tick(study, NORM, 1, 2, 3, times=2)
    tick(study, VARIANCE, 1, 2, 4, times=2)
    before, start = study.progress.states, LineDrill(lines_kept_missing(study.view()))
    drill = practise(study, False, False)
    again = line_drill.answer(study, drill.again().show(), known=True)
    for _ in range(3):
        assert again.can_undo
        again = line_drill.undo(study, again)
        assert again.shown
    assert again == start.show()
    assert study.progress.states == before
    assert not again.can_undo
    assert line_drill.undo(study, again) == again


def test_an_answer_that_cannot_be_written_leaves_the_line(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    tick(study, NORM, 1, 2, 3, times=2)
    drill = practise(study)

    def fail(*_: object) -> bool:
        raise own_file.NotWritten("the disk is full")

    monkeypatch.setattr(study.journal, "append", fail)
    with pytest.raises(MlflashError):
        line_drill.answer(study, drill.show(), known=True)
    assert places(study) == [(NORM, 4)]


def test_the_lines_missed_in_a_session(study: Study) -> None:
    study.start(session.start([NORM, VARIANCE, SPLIT]))
    for lines in ((1, 4), None, (2, 3, 4)):
        study.reveal()
        study.grade(3, lines)
    found = lines_missed_in(study.view(), study.session)
    assert [(line.card_id, line.number) for line in found] == [(NORM, 2), (SPLIT, 1), (NORM, 3)]
    assert found[0].missed == (1, 1)
    study.mark("suspend", [NORM])
    assert [line.card_id for line in lines_missed_in(study.view(), study.session)] == [SPLIT]


LINES = tuple(LineItem(f"card-{n // 2}", 1 + n % 2, f"line {n}", (2, 2)) for n in range(5))


@given(st.lists(st.sampled_from(["show", "known", "not yet", "stop", "again"]), max_size=40))
def test_going_back_leads_through_every_answer_to_the_start(steps: list[str]) -> None:
    drill, answers = LineDrill(LINES), 0
    for step in steps:
        before = drill
        match step:
            case "show":
                drill = drill.show()
            case "stop":
                drill = drill.stop()
            case "again" if drill.current is None:
                drill = drill.again()
            case "known" | "not yet":
                drill = drill.answer(step == "known")
                answers += drill != before
        assert drill.current is None or drill.current.number not in drill.covered
        assert len(drill.not_yet) <= len(drill.known) <= len(drill.lines)
        assert not (drill.shown and drill.current is None)
    for _ in range(answers):
        assert drill.can_undo
        drill = drill.back()
        assert drill.shown
        assert not drill.stopped
    assert (drill.lines, drill.known, drill.before) == (LINES, (), None)
    assert not drill.can_undo


@given(st.lists(st.booleans(), max_size=5))
def test_every_line_is_asked_once_in_order(known: list[bool]) -> None:
    drill = LineDrill(LINES)
    assert drill.answer(True) == drill, "no answer before the line is shown"
    for one, line in zip(known, LINES, strict=False):
        assert drill.current == line
        drill = drill.show().answer(one)
    assert drill.known == tuple(known)
    assert (drill.current is None) == (len(known) == len(LINES))
    assert drill.stop().not_yet == tuple(line for line, one in zip(LINES, known, strict=False) if not one)
