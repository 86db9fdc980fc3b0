"""Why there is no card to ask: each reason has its own sentence and its own way on."""

from __future__ import annotations

from datetime import date

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.no_cards import Explanation, NoCards, explain
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from tests.conftest import Clock, Opener


def explained(study: Study, chosen: Filter = EVERYTHING, mode: SessionMode = SessionMode.DRILL) -> Explanation:
    return explain(study.view(), study.today(chosen), study.select(chosen), mode=mode, tomorrow=study.tomorrow())


def learn(study: Study, clock: Clock, *card_ids: str) -> None:
    for card_id in card_ids:
        for _ in range(2):
            clock.forward(seconds=20)
            study.record_final([new_events.review(study, card_id, 4, None, 20_000, mode=SessionMode.DRILL)])


def test_no_match_none_weak_and_none_awake(study: Study) -> None:
    assert explained(study, Filter(search="zzzqqq")).why is NoCards.NO_MATCH
    assert explained(study, mode=SessionMode.WEAK).text == "No weak cards yet."
    study.mark("suspend", ["nn-dropout"])
    assert explained(study, Filter(ids=("nn-dropout",))).why is NoCards.SUSPENDED


def test_personal_cards_want_to_be_written_first(study: Study) -> None:
    own = Filter(sections=("project-deep-dive",))
    assert explained(study, own).why is NoCards.UNWRITTEN
    for card in study.select(own):
        study.write(card.id, ("mine",))
    assert explained(study, own).why is not NoCards.UNWRITTEN


def test_a_day_without_cards_says_when_the_next_comes(
    open_study: Opener, settings: Settings, clock: Clock
) -> None:
    study = open_study(settings=settings._replace(new_per_day=1))
    only = Filter(ids=("nn-dropout",))
    learn(study, clock, "nn-dropout")
    done = explained(study, only)
    assert done.why is NoCards.DONE
    assert done.text == "Done for today. Tomorrow: 1 card, about 2 min."
    clock.forward(days=1)
    waits = explained(study, only)
    assert waits.why is NoCards.NOT_DUE
    assert waits.text.startswith("Nothing is due.")


def test_a_cap_names_its_setting(open_study: Opener, settings: Settings, clock: Clock) -> None:
    study = open_study(settings=settings._replace(new_per_day=0, reviews_per_day=0))
    assert explained(study).text.endswith("new cards wait: today's cap of 0 new cards is reached.")
    learn(study, clock, "nn-dropout", "tree-gbdt")
    clock.forward(days=60)
    held = explained(study)
    assert held.text == "2 cards are due over today's cap of 0 reviews."
    assert held.action == "more" and "`mlflash drill --more`" in held.command


def test_a_plan_says_what_can_wait(open_study: Opener, settings: Settings, clock: Clock) -> None:
    study = open_study(settings=settings)
    learn(study, clock, "nn-dropout", "tree-gbdt")
    clock.forward(days=60)
    soon = InterviewDate(date(2027, 2, 20))
    study.use_settings(settings._replace(interviews=(soon,), days_off=(study.view().day,)))
    done = explained(study)
    assert done.why is NoCards.DONE
    assert "2 due cards wait: today is a day off." in done.text
