"""What an undo took back, in a sentence."""

from __future__ import annotations

from mlflash.scheduler.events import Rating, Review
from mlflash.study.card_summary import undo_message
from mlflash.study.study import Study

QUESTION = "nn-dropout"


def test_a_grade_says_how_the_question_now_stands(study: Study) -> None:
    study.begin([QUESTION])
    study.reveal()
    study.grade(3)
    assert undo_message(study, study.undo()) == "took back: nn-dropout good; it is new"


def test_each_thing_is_named(study: Study) -> None:
    probe = study.catalog.card(QUESTION).probes[0].hash
    study.mark("flag", [QUESTION])
    study.mark("bury", [QUESTION])
    study.mark("suspend", [QUESTION, "nn-backprop"])
    study.write(QUESTION, (), "mine")
    study.answer_probe(QUESTION, probe, True)
    study.answer_probe(QUESTION, probe, False)
    assert [undo_message(study, study.undo(earlier=True)) for _ in range(6)] == [
        "took back: a probe of nn-dropout, not known",
        "took back: a probe of nn-dropout, known",
        "took back: what you wrote for nn-dropout",
        "took back: suspend of 2 questions",
        "took back: bury nn-dropout; it is new",
        "took back: flag nn-dropout",
    ]


def test_a_question_no_longer_in_the_bank_is_told_as_text(study: Study) -> None:
    at = study.clock()
    event = Review("1", at, at.date(), "gone\x1b[31m\nfar", Rating.GOOD)
    said = undo_message(study, [event])
    assert said.startswith("took back: gone") and said.endswith("good")
    assert "\x1b" not in said and "\n" not in said
