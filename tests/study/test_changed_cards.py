"""Cards whose answer has changed since the reader graded it: `--state changed`."""

from __future__ import annotations

from mlflash.bank.filter import Filter
from mlflash.scheduler.events import Rating
from mlflash.study import new_events
from mlflash.study.study import Study
from mlflash.study.update_notices import MANY_CHANGED, changed_notice_once

CHANGED = Filter(states=("changed",))


def test_a_card_is_changed_once_its_graded_answer_is_another(study: Study) -> None:
    assert study.select(CHANGED) == []
    graded = new_events.review(study, "nn-dropout", Rating.GOOD, None, None, mode="cli")
    study.record_final([graded])
    assert study.select(CHANGED) == []
    study.record_final([graded._replace(id=f"{graded.id}0", answer="0123456789ab")])
    assert [card.id for card in study.select(CHANGED)] == ["nn-dropout"]


def test_own_lines_are_graded_in_place_of_the_bank_s(study: Study) -> None:
    graded = new_events.review(study, "nn-dropout", Rating.GOOD, None, None, mode="cli")
    study.record_final([graded._replace(answer="0123456789ab")])
    study.write("nn-dropout", ("mine", "", "", ""), "")
    assert study.select(CHANGED) == []


def graded_before_the_update(study: Study, count: int) -> None:
    for card_id in [card.id for card in study.view().cards()][:count]:
        event = new_events.review(study, card_id, Rating.GOOD, None, None, mode="cli")
        study.record_final([event._replace(answer="0123456789ab")])


def test_many_changed_cards_are_reported_once(study: Study) -> None:
    graded_before_the_update(study, MANY_CHANGED)
    notice = changed_notice_once(study.view(), study.paths.cache)
    assert notice is not None
    assert notice.startswith(f"{MANY_CHANGED} cards have new text")
    assert changed_notice_once(study.view(), study.paths.cache) is None
    (study.paths.cache / "changed-notice").write_text("0.0.1", "utf-8")
    assert changed_notice_once(study.view(), study.paths.cache) == notice


def test_a_few_changed_cards_are_not_reported(study: Study) -> None:
    graded_before_the_update(study, MANY_CHANGED - 1)
    assert changed_notice_once(study.view(), study.paths.cache) is None
