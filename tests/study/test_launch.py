"""What a command line opens: the questions of each mode, a glance that leaves no trace, one catalog."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.bank.faults import BankFaults
from mlflash.bank.filter import Filter
from mlflash.store.paths import Paths, bundled_bank
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.launch import (
    MORE,
    LaunchOptions,
    chosen_cards,
    due_counts,
    launch_options,
    parse_in_second_process,
    session_of,
    studying,
)
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from tests.conftest import Clock, Opener, count_askable

TREES = Filter(sections=("trees",))


@pytest.fixture
def opening(catalog: Catalog, settings: Settings, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> LaunchOptions:
    monkeypatch.setenv("MLFLASH_NOW", "2026-11-23T08:00:00Z")
    return LaunchOptions(settings, lambda: catalog, paths)


def grade(study: Study, card_id: str, rating: int) -> None:
    study.record_final([new_events.review(study, card_id, rating, None, None, mode="cli")])


def test_drill_and_more(study: Study, opening: LaunchOptions) -> None:
    today = session_of(study, opening)
    assert today.left == study.settings.new_per_day
    assert session_of(study, opening._replace(limit=3)).waiting == today.waiting[:2]
    more = opening._replace(mode=SessionMode.MORE)
    assert len(chosen_cards(study, more)) == MORE
    assert len(chosen_cards(study, more._replace(limit=40))) == 40


def test_weak_are_those_with_a_cause_the_costliest_first(
    study: Study, opening: LaunchOptions, clock: Clock
) -> None:
    weak = opening._replace(mode=SessionMode.WEAK)
    assert chosen_cards(study, weak) == []
    grade(study, "tree-gbdt", 4)
    grade(study, "nn-dropout", 1)
    clock.forward(days=3)
    grade(study, "tree-decision-tree", 1)
    assert chosen_cards(study, weak) == ["nn-dropout", "tree-decision-tree"]
    assert chosen_cards(study, weak._replace(chosen=TREES)) == ["tree-decision-tree"]
    study.mark("suspend", ["nn-dropout"])
    assert chosen_cards(study, weak) == ["tree-decision-tree"]


def test_cram_takes_all_that_is_chosen_and_awake(study: Study, opening: LaunchOptions, catalog: Catalog) -> None:
    cram = opening._replace(mode=SessionMode.CRAM, chosen=TREES)
    trees = [card.id for card in catalog if card.section == "trees"]
    assert sorted(chosen_cards(study, cram)) == sorted(trees)
    grade(study, trees[0], 4)
    study.mark("bury", [trees[1]])
    assert sorted(chosen_cards(study, cram)) == sorted(set(trees) - {trees[1]})
    assert chosen_cards(study, cram)[-1] == trees[0]  # known today, so it costs least


def test_looking_leaves_no_trace(opening: LaunchOptions, home: Path, catalog: Catalog) -> None:
    assert due_counts(opening).today.unseen == count_askable(catalog)
    with studying(opening) as study:
        assert study.today().queue
    assert not home.exists()


def test_glance_sees_what_a_study_sees_and_keeps_the_snapshot(opening: LaunchOptions, paths: Paths) -> None:
    with studying(opening) as study:
        grade(study, "nn-dropout", 1)
        grade(study, "tree-gbdt", 4)
        today = study.today()
    paths.progress.unlink()
    seen = due_counts(opening)
    assert seen.today == today
    assert isinstance(seen.today.next_due, datetime)
    assert timedelta(0) < seen.today.next_due - study.clock() <= timedelta(minutes=1)
    assert paths.progress.exists()


def test_a_study_that_fails_is_kept_all_the_same(opening: LaunchOptions, paths: Paths) -> None:
    with pytest.raises(ZeroDivisionError), studying(opening) as study:
        grade(study, "nn-dropout", 1)
        raise ZeroDivisionError
    assert paths.progress.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a bank parsed by another process")
def test_another_process_puts_a_bank_into_the_cache(paths: Paths) -> None:
    opening = launch_options((bundled_bank(),))
    waited = parse_in_second_process(opening)
    waited()
    assert list(paths.cache.glob("bank-*.jsonl"))
    assert parse_in_second_process(opening) is bool  # nothing is left to do
    assert "fund-bias-variance" in opening.catalog()


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a bank parsed by another process")
def test_faults_found_by_the_second_process_are_raised_here(tmp_path: Path, paths: Paths) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("version: 1\ntitle: [\n", encoding="utf-8")
    opening = launch_options((broken,))
    parse_in_second_process(opening)()
    assert not paths.cache.exists()
    with pytest.raises(BankFaults):
        opening.catalog()


def test_a_drill_takes_along_what_is_in_learning(open_study: Opener, opening: LaunchOptions, clock: Clock) -> None:
    study = open_study(settings=opening.settings._replace(new_per_day=0))
    assert session_of(study, opening).over
    grade(study, "nn-dropout", 1)
    grade(study, "tree-gbdt", 3)
    study.start(session_of(study, opening))
    assert study.session.current == "nn-dropout"
    assert [card_id for _, card_id in study.session.learning] == ["tree-gbdt"]
    assert not study.today().learning
    trees = session_of(study, opening._replace(chosen=TREES))
    assert [card_id for _, card_id in trees.learning] == ["tree-gbdt"]
    assert session_of(study, opening._replace(limit=0)).over
    study.mark("bury", ["nn-dropout", "tree-gbdt"])
    assert session_of(study, opening).over


def test_what_is_asked_anyhow_is_not_taken_along_twice(study: Study, opening: LaunchOptions, clock: Clock) -> None:
    grade(study, "nn-dropout", 1)
    assert session_of(study, opening).learning != ()
    for mode in ("weak", "cram", "more"):
        assert session_of(study, opening._replace(mode=mode)).learning == ()
    assert session_of(study, opening._replace(chosen=Filter(ids=("nn-dropout",)))).left == 1
    clock.forward(minutes=2)
    assert session_of(study, opening).learning == ()
    assert session_of(study, opening).current == "nn-dropout"


def test_beyond_learn_ahead_a_question_in_learning_is_waited_for(
    open_study: Opener, opening: LaunchOptions, clock: Clock
) -> None:
    study = open_study(settings=opening.settings._replace(new_per_day=0, learn_ahead=0))
    grade(study, "nn-dropout", 1)
    study.start(session_of(study, opening))
    assert study.session.current is None
    clock.forward(minutes=1, seconds=1)
    assert study.wake().current == "nn-dropout"


def test_a_session_knows_its_mode(study: Study, opening: LaunchOptions) -> None:
    for mode in ("drill", "weak", "cram", "more"):
        sitting = session_of(study, opening._replace(mode=mode, chosen=TREES))
        assert (sitting.mode, sitting.chosen, sitting.journaled) == (mode, TREES, "drill")
    assert session_of(study, opening._replace(plain=True)).journaled == "plain"
