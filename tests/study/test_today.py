"""Today: every card that is due or new comes, or is held back for one reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlflash.bank.catalog import Catalog
from mlflash.bank.filter import Filter
from mlflash.scheduler.card_state import NO_PROGRESS, CardState
from mlflash.scheduler.schedule import LEARNING, RELEARNING, REVIEW, Memory, Phase
from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.study import new_events, session
from mlflash.study.interview_plan import plan_today
from mlflash.study.overview import overview
from mlflash.study.selection import select_cards
from mlflash.study.status import Status
from mlflash.study.study import Study
from mlflash.study.today import HeldBack, Reason, todays_cards
from mlflash.study.view import View
from tests.conftest import Clock, Opener, count_askable

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = NOW.date()
TOMORROW = DAY + timedelta(days=1)


def _memory(phase: Phase, stability: float, ago: int, wait: int) -> Memory:
    at = NOW - timedelta(hours=ago)
    step, due = (
        (None, (at.date() + timedelta(days=wait), None))
        if phase is REVIEW
        else (0, (at.date(), at + timedelta(minutes=wait)))
    )
    return Memory(phase, step, stability, 5.0, at.date(), at, *due)


MEMORIES = st.builds(
    _memory,
    st.sampled_from((LEARNING, REVIEW, REVIEW, RELEARNING)),
    st.floats(0.1, 100.0),
    st.integers(0, 2000),
    st.integers(0, 100),
)
STATES = st.tuples(st.none() | MEMORIES, st.booleans(), st.sampled_from((None, None, DAY))).map(
    lambda drawn: CardState(memory=drawn[0], suspended=drawn[1], buried=drawn[2])
)


@given(
    states=st.lists(STATES, max_size=60),
    caps=st.tuples(st.integers(0, 60), st.integers(0, 90)),
    planned=st.booleans(),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_card_due_or_new_comes_or_is_held_back_once(
    catalog: Catalog, states: list[CardState], caps: tuple[int, int], planned: bool
) -> None:
    known = dict(zip(catalog.ids, states, strict=False))
    interviews = (InterviewDate(date(2026, 12, 7)),) if planned else ()
    view = View(
        catalog=catalog,
        progress=NO_PROGRESS._replace(states=known),
        settings=Settings(reviews_per_day=caps[0], new_per_day=caps[1], interviews=interviews),
        now=NOW,
        day=DAY,
    )
    found = todays_cards(view, plan_today(view))
    held = [one.card_id for one in found.held_back]
    assert sorted(found.queue) == sorted((*found.review, *found.learning, *found.new))
    assert len({*found.queue, *held}) == len(found.queue) + len(held)
    assert all(view.drillable(card_id) for card_id in found.queue)
    for card_id in catalog.ids:
        what = view.status(card_id)
        if not view.askable(catalog[card_id]):
            assert card_id not in found.queue and card_id not in held
        elif what.drillable and what & (Status.DUE | Status.NEW):
            assert card_id in found.queue or card_id in held
        elif what.drillable:
            assert card_id not in held
    reasons = {one.reason for one in found.held_back}
    assert reasons <= {Reason.BURIED, Reason.PLAN if planned else Reason.CAP}


def test_a_cap_holds_back_until_tomorrow(open_study: Opener, settings: Settings) -> None:
    study = open_study(settings=settings._replace(new_per_day=3))
    found = study.today()
    assert found.new == found.queue == study.today().queue
    assert len(found.new) == 3
    assert found.unseen == count_askable(study.catalog)
    assert {one[1:] for one in found.held_back} == {(Reason.CAP, TOMORROW)}
    assert len(found.held_back) == count_askable(study.catalog) - 3


def test_what_is_buried_is_held_back_and_what_is_suspended_is_not(study: Study) -> None:
    first, second = study.today().queue[:2]
    study.mark("bury", [first])
    study.mark("suspend", [second])
    held = study.today().held_back
    assert HeldBack(first, Reason.BURIED, TOMORROW) in held
    assert second not in {one.card_id for one in held}


def test_a_plan_holds_back_without_a_day(open_study: Opener, settings: Settings) -> None:
    soon = InterviewDate(date(2026, 12, 7))
    study = open_study(settings=settings._replace(interviews=(soon,), minutes=10.0))
    found, plan = study.today(), study.plan()
    assert plan is not None
    assert sorted(found.queue) == sorted(plan.today)  # related cards are kept apart
    assert found.queue[0] == plan.today[0]
    assert {one[1:] for one in found.held_back} == {(Reason.PLAN, None)}


def test_steps_come_back_with_their_time(study: Study, clock: Clock) -> None:
    study.start(session.start(["nn-dropout"]))
    study.reveal()
    study.grade(1)
    [(due, card_id)] = study.today().steps
    assert (card_id, due) == ("nn-dropout", NOW + timedelta(minutes=1))
    assert study.today().next_due == due
    clock.forward(minutes=1)
    assert study.today().learning == ("nn-dropout",)
    assert study.today().steps == ()


def test_sections_are_counted_as_a_filter_counts_them(study: Study) -> None:
    view, plan = study.view(), study.plan()
    for section in overview(view, plan).sections:
        counted = todays_cards(view, plan, select_cards(view, Filter(sections=(section.id,))))
        assert counted == study.today(Filter(sections=(section.id,)))
        assert section.next_due == counted.next_due


def test_tomorrow_is_what_today_will_be(study: Study, clock: Clock) -> None:
    study.record_final([new_events.review(study, "nn-dropout", 1, None, 5_000, mode="drill")])
    foreseen = study.tomorrow()
    clock.now = clock.now.replace(hour=4, minute=0) + timedelta(days=1)
    assert study.today().queue == foreseen.queue
    assert study.today().minutes == foreseen.minutes
