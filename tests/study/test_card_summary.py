"""What an undo took back, in a sentence."""

from __future__ import annotations

from mlflash.scheduler.events import Rating, Review
from mlflash.study import session
from mlflash.study.card_summary import undo_message
from mlflash.study.study import Study

QUESTION = "nn-dropout"
QUOTED = "“What is dropout and what problem does it…”"


def undo_and_say(study: Study) -> str:
    taken = study.undo(earlier=True)
    return undo_message(study.view(), taken)


def test_a_grade_says_how_the_question_now_stands(study: Study) -> None:
    study.start(session.start([QUESTION]))
    study.reveal()
    study.grade(3)
    taken = study.undo()
    assert undo_message(study.view(), taken) == f"Undone: good for {QUOTED}; it is new"


def test_each_thing_is_named(study: Study) -> None:
    probe = study.catalog.card(QUESTION).probes[0].hash
    study.mark("flag", [QUESTION])
    study.mark("bury", [QUESTION])
    study.mark("suspend", [QUESTION, "nn-backprop"])
    study.write(QUESTION, (), "mine")
    study.answer_probe(QUESTION, probe, True)
    study.answer_probe(QUESTION, probe, False)
    assert [undo_and_say(study) for _ in range(6)] == [
        f"Undone: a probe of {QUOTED}, not known",
        f"Undone: a probe of {QUOTED}, known",
        f"Undone: your words for {QUOTED}",
        "Undone: suspend 2 questions",
        f"Undone: bury {QUOTED}; it is new",
        f"Undone: flag {QUOTED}",
    ]


def test_a_card_no_longer_in_the_bank_is_named_as_plain_text(study: Study) -> None:
    at = study.clock()
    event = Review("1", at, at.date(), "gone\x1b[31m\nfar", Rating.GOOD)
    said = undo_message(study.view(), [event])
    assert said.startswith("Undone: good for gone")
    assert "\x1b" not in said and "\n" not in said
