"""What of a card goes out."""

from __future__ import annotations

from mlflash.exchange.outgoing import outgoing_cards
from mlflash.scheduler.card_state import NEW_CARD
from mlflash.study.study import Study

from .cards import bank_cards


def test_a_card_goes_out_as_its_bank_has_it(study: Study) -> None:
    first = next(iter(study.catalog))
    study.write(first.id, ("mine",), "a note")
    study.mark("flag", [first.id])
    (one,) = outgoing_cards(study.view(), [first])
    assert one == bank_cards(study.catalog)[0]
    assert (one.lines, one.note, one.state) == (one.card.answer, None, NEW_CARD)


def test_own_lines_join_the_bank_s_and_empty_ones_stay_here(study: Study) -> None:
    head = study.catalog["tree-gbdt"]
    study.write(head.id, ("mine", "", "", "", "", "sixth"), "a note")
    (one,) = outgoing_cards(study.view(), [head], mine=True)
    assert one.lines == ("mine", *one.card.answer[1:], "sixth")
    assert one.note == "a note"
    assert one.state == NEW_CARD


def test_progress_takes_the_state_along(study: Study) -> None:
    head = study.catalog["tree-gbdt"]
    study.mark("suspend", [head.id])
    (one,) = outgoing_cards(study.view(), [head], progress=True)
    assert one.state.suspended
