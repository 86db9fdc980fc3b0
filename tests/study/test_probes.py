"""Which probes are asked, and a round of them."""

from __future__ import annotations

from mlflash.bank.catalog import Catalog
from mlflash.study import session
from mlflash.study.probes import LIGHTNING_PROBES, ProbeRound, lightning_round, probe_round
from mlflash.study.study import Study


def chosen(study: Study, most: int = LIGHTNING_PROBES) -> list[str]:
    return [asked.card_id for asked in lightning_round(study.view()).probes][:most]


def learn(study: Study, card_id: str, rating: int = 3) -> None:
    study.start(session.start([card_id]))
    study.reveal()
    study.grade(rating)


def test_a_fresh_reader_gets_likely_questions(study: Study) -> None:
    questions = chosen(study)
    assert len(questions) == len(set(questions)) == LIGHTNING_PROBES
    assert {study.catalog[q].likelihood for q in questions} == {"high"}


def test_learned_questions_come_first_and_those_with_wrong_probes_before(study: Study) -> None:
    low = [e.id for e in study.catalog if e.likelihood == "low" and study.catalog.card(e.id).probes][:3]
    for card_id in low:
        learn(study, card_id)
    study.answer_probe(low[2], study.catalog.card(low[2]).probes[1].hash, False)
    questions = chosen(study)
    assert questions[0] == low[2]
    assert set(questions[:3]) == set(low)


def test_suspended_and_buried_cards_are_not_asked(study: Study) -> None:
    first, second = chosen(study, 2)
    study.mark("suspend", [first])
    study.mark("bury", [second])
    assert not {first, second} & set(chosen(study))


def test_where_few_cards_have_probes_their_next_ones_come(study: Study) -> None:
    few = chosen(study, 3)
    study.mark("suspend", [card.id for card in study.catalog if card.id not in few])
    asked = lightning_round(study.view()).probes
    assert len({one.probe for one in asked}) == len(asked) > len(few)
    assert {one.card_id for one in asked} == set(few)


def test_probes_not_known_come_first_within_a_question(study: Study, catalog: Catalog) -> None:
    card_id = chosen(study, 1)[0]
    probes = catalog.card(card_id).probes
    study.answer_probe(card_id, probes[-1].hash, False)
    asked = probe_round(study.view(), [card_id]).probes
    assert asked[0].probe == probes[-1]
    assert {a.probe for a in asked} == set(probes)


def test_probes_of_many_questions_take_turns(study: Study, catalog: Catalog) -> None:
    questions = chosen(study, 3)
    asked = probe_round(study.view(), questions).probes
    assert [one.card_id for one in asked[:6]] == questions * 2
    assert len(asked) == len(set(asked)) == sum(len(catalog.card(q).probes) for q in questions)


def test_a_round_that_is_stopped_is_over_with_what_was_answered(study: Study, catalog: Catalog) -> None:
    start = probe_round(study.view(), chosen(study, 2))
    stopped = start.show().answer(True).show().answer(False).show().stop()
    assert (stopped.current, stopped.right, stopped.wrong) == (None, (True, False), start.probes[1:2])


def test_a_round_goes_forth_and_back(study: Study, catalog: Catalog) -> None:
    start = probe_round(study.view(), chosen(study, 1))
    assert start.current == start.probes[0]
    assert start.back() == start
    assert start.show().shown
    after = start.show().answer(False)
    assert (after.current, after.shown, after.wrong) == (start.probes[1], False, start.probes[:1])
    assert after.back() == start.show()
    done = start
    for i, _ in enumerate(start.probes):
        done = done.show().answer(i % 2 == 0)
    assert done.current is None
    assert done.show() == done
    assert done.again().probes == start.probes[1::2]


def test_a_round_of_nothing_is_over() -> None:
    assert ProbeRound(()).current is None
