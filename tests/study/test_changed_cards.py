"""Cards whose answer has changed since the reader graded it: `--state changed`."""

from __future__ import annotations

from mlflash.bank.filter import Filter
from mlflash.scheduler.events import Rating
from mlflash.study import new_events
from mlflash.study.study import Study

CHANGED = Filter(states=("changed",))


def test_a_card_is_changed_once_its_graded_answer_is_another(study: Study) -> None:
    assert study.select(CHANGED) == []
    graded = new_events.review(study, "nn-dropout", Rating.GOOD, None, None, mode="cli")
    study.record_review(graded)
    assert study.select(CHANGED) == []
    study.record_review(graded._replace(id=f"{graded.id}0", answer="0123456789ab"))
    assert [card.id for card in study.select(CHANGED)] == ["nn-dropout"]


def test_own_lines_are_graded_in_place_of_the_bank_s(study: Study) -> None:
    graded = new_events.review(study, "nn-dropout", Rating.GOOD, None, None, mode="cli")
    study.record_review(graded._replace(answer="0123456789ab"))
    study.write("nn-dropout", ("mine", "", "", ""), "")
    assert study.select(CHANGED) == []
