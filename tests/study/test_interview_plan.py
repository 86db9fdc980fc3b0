"""Preparing: the plan fed from bank, memory and settings, and what the drill makes of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.scheduler.schedule import retrievability
from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.store.settings_file import change_settings, read_settings
from mlflash.study import interview_plan, new_events
from mlflash.study.overview import overview
from mlflash.study.study import Study
from mlflash.study.view import View
from tests.conftest import Clock, Opener

TODAY = date(2026, 11, 23)
SOON = Settings(timezone="UTC", welcome=False, interviews=(InterviewDate(date(2026, 12, 7), "Acme"),))


@pytest.fixture
def dated(open_study: Opener) -> Study:
    """A study with an interview in two weeks."""
    return open_study(settings=SOON)


def drilled(study: Study, clock: Clock, count: int = 20, rating: int = 3) -> None:
    """So many questions learned through their steps, two days ago."""
    clock.forward(days=-2)
    for card in study.catalog.cards[:count]:
        for _ in range(2):
            clock.forward(seconds=20)
            study.record_final([new_events.review(study, card.id, rating, None, 20_000, mode="drill")])
    clock.forward(days=2)


class TestQueue:
    def test_follows_the_plan_whatever_the_caps(self, dated: Study) -> None:
        dated.use_settings(dated.settings._replace(new_per_day=1, minutes=40))
        plan = dated.plan()
        assert plan is not None
        assert sorted(dated.today().queue) == sorted(plan.today)
        assert len(dated.today().queue) > 10

    def test_without_a_date_it_is_plain_fsrs(self, study: Study) -> None:
        assert study.plan() is None
        assert len(study.today().queue) == study.settings.new_per_day

    def test_on_the_day_it_still_plans_and_after_it_does_not(self, open_study: Opener, clock: Clock) -> None:
        for days, planned in ((0, True), (1, True), (-1, False)):
            study = open_study(settings=SOON._replace(interviews=(InterviewDate(TODAY + timedelta(days=days)),)))
            assert (study.plan() is not None) is planned
            study.journal.close()

    def test_a_filter_takes_its_share_of_the_plan(self, dated: Study) -> None:
        chosen = Filter(sections=("ml-fundamentals",))
        plan = dated.plan()
        assert plan is not None
        share = [q for q in plan.today if dated.catalog[q].section == "ml-fundamentals"]
        assert sorted(dated.today(chosen).queue) == sorted(share)

    def test_learning_steps_come_first_and_not_before_their_minutes(self, dated: Study, clock: Clock) -> None:
        first = dated.today().queue[0]
        dated.record_final([new_events.review(dated, first, 1, None, 5_000, mode="drill")])
        assert first not in dated.today().queue
        clock.forward(minutes=2)
        assert dated.today().queue[0] == first

    def test_it_shrinks_as_minutes_are_spent(self, dated: Study, clock: Clock) -> None:
        before = len(dated.today().queue)
        for card_id in dated.today().queue[:5]:
            dated.record_final([new_events.review(dated, card_id, 4, None, 120_000, mode="drill")])
        left = len(dated.today().queue)
        assert left < before - 5
        clock.forward(days=1)
        assert len(dated.today().queue) > left, "tomorrow has its own minutes"

    def test_buried_and_suspended_questions_rest(self, dated: Study) -> None:
        first, second = dated.today().queue[:2]
        dated.mark("bury", [first])
        dated.mark("suspend", [second])
        assert not {first, second} & set(dated.today().queue)

    def test_others_take_the_place_of_what_is_buried(self, dated: Study) -> None:
        before, length = dated.plan(), len(dated.today().queue)
        dated.mark("bury", dated.today().queue[:5])
        after = dated.plan()
        assert before is not None
        assert after is not None
        assert len(after.today) == after.new == length
        assert after.minutes == pytest.approx(before.minutes, abs=1)
        assert interview_plan.plan_outlook(dated.view()).plan.today == after.today

    def test_a_scope_without_questions_falls_back(self, open_study: Opener) -> None:
        nowhere = InterviewDate(date(2026, 12, 7), sections=(("no-such-section", 1.0),))
        study = open_study(settings=SOON._replace(interviews=(nowhere,)))
        assert study.plan() is None
        assert len(study.today().queue) == study.settings.new_per_day

    def test_today_is_of_the_plan(self, dated: Study, clock: Clock) -> None:
        drilled(dated, clock)
        today = dated.today()
        new = sum(dated.progress.state(q).memory is None for q in today.queue)
        assert len(today.review) + len(today.learning) + new == len(today.queue)

    def test_the_plan_is_made_once_until_something_changes(self, dated: Study) -> None:
        first = dated.plan()
        assert dated.plan() is first
        dated.record_final([new_events.review(dated, dated.today().queue[0], 3, None, 30_000, mode="drill")])
        assert dated.plan() is not first


def with_cards(view: View, count: int) -> View:
    """A view of the bank's first cards."""
    whole = view.catalog
    kept = whole.cards[:count]
    catalog = Catalog(whole.banks, list(whole.sections.values()), kept, lambda at: whole.card(kept[at].id))
    return view._replace(catalog=catalog)


class TestProspect:
    def test_more_minutes_reach_more(self, dated: Study, clock: Clock) -> None:
        drilled(dated, clock)
        found = interview_plan.plan_outlook(dated.view())
        assert found.plan.on == date(2026, 12, 7)
        assert found.reached is not None
        assert found.less[-1].readiness < found.reached.readiness < found.more[-1].readiness
        assert found.reached.low < found.reached.readiness < found.reached.high
        assert found.plan.forecast[0].day == TODAY
        assert [p.seen for p in found.plan.forecast] == sorted(p.seen for p in found.plan.forecast)
        assert found.report.overall.value < found.reached.readiness

    def test_readiness_is_of_the_interviews_sections(self, dated: Study, clock: Clock) -> None:
        drilled(dated, clock)
        only = dated.settings._replace(interviews=(InterviewDate(date(2026, 12, 7), sections=(("trees", 1.0),)),))
        report = interview_plan.readiness(dated.view()._replace(settings=only))
        assert set(report.sections) == {"trees"}
        entries = [e for e in dated.catalog if e.section == "trees"]
        memories = [dated.progress.state(e.id).memory for e in entries]
        known = sum(
            e.weight * retrievability(m, date(2026, 12, 7)) for e, m in zip(entries, memories, strict=True) if m
        )
        assert report.overall.value == pytest.approx(known / sum(e.weight for e in entries)), (
            "no review corrects it"
        )

    def test_without_a_date_it_is_as_of_today(self, study: Study, clock: Clock) -> None:
        drilled(study, clock)
        found = interview_plan.plan_outlook(study.view())
        assert found.plan.policy == "fsrs"
        assert (found.plan.forecast, found.less, found.reached) == ((), (), None)
        assert found.report.on == TODAY

    def test_ten_minutes_less_than_ten_is_no_plan(self, dated: Study) -> None:
        few = dated.settings._replace(minutes=8.0)
        found = interview_plan.plan_outlook(dated.view()._replace(settings=few))
        assert found.less == ()
        assert found.more

    def test_a_bank_of_one_and_a_thousand_days(self, dated: Study) -> None:
        far = interview_plan.with_date(dated.settings, TODAY + timedelta(days=1000), TODAY)
        dated.write(dated.catalog.cards[0].id, ("mine",), None)
        found = interview_plan.plan_outlook(with_cards(dated.view(), 1)._replace(settings=far))
        assert found.plan.today == (dated.catalog.cards[0].id,)
        assert len(found.plan.forecast) <= 200

    def test_an_empty_scope_is_said(self, dated: Study) -> None:
        with pytest.raises(MlflashError, match="no card is in scope"):
            interview_plan.plan_outlook(with_cards(dated.view(), 0))
        dated.mark("suspend", [card.id for card in dated.catalog])
        with pytest.raises(MlflashError, match="no card is in scope"):
            interview_plan.plan_outlook(dated.view())


class TestChanging:
    def test_the_next_interview_is_moved_and_the_others_stay(self) -> None:
        past, later = InterviewDate(date(2026, 1, 1)), InterviewDate(date(2027, 2, 1), "Zeta")
        settings = SOON._replace(interviews=(past, *SOON.interviews, later))
        moved = interview_plan.with_date(settings, date(2026, 12, 24), TODAY)
        assert moved.interviews == (past, InterviewDate(date(2026, 12, 24), "Acme"), later)
        assert interview_plan.upcoming(moved, TODAY) == InterviewDate(date(2026, 12, 24), "Acme")

    def test_one_is_added_where_none_is_to_come(self) -> None:
        settings = SOON._replace(interviews=(InterviewDate(date(2026, 1, 1)),))
        assert interview_plan.with_date(settings, TODAY, TODAY).interviews[-1] == InterviewDate(TODAY)

    @pytest.mark.parametrize(
        ("on", "words"), [(date(2026, 11, 22), "1 day past"), (date(2046, 1, 1), "over ten years away")]
    )
    def test_dates_out_of_reason(self, on: date, words: str) -> None:
        with pytest.raises(MlflashError, match=words):
            interview_plan.with_date(SOON, on, TODAY)

    @pytest.mark.parametrize("minutes", [0, -1, 1441, float("nan"), float("inf")])
    def test_minutes_out_of_reason(self, minutes: float) -> None:
        with pytest.raises(MlflashError, match="expected 1 to 1440"):
            interview_plan.with_minutes(SOON, minutes)

    def test_weekdays_move_along_and_free_ones_stay_free(self) -> None:
        settings = SOON._replace(minutes=20.0, minutes_by_day=(("sat", 45.0), ("sun", 0.0)))
        assert interview_plan.with_minutes(settings, 30).minutes_by_day == (("sat", 55.0), ("sun", 0.0))

    def test_dates_as_written(self) -> None:
        assert interview_plan.parse_date("2027-01-31", TODAY) == date(2027, 1, 31)
        assert interview_plan.parse_date(" +14 ", TODAY) == date(2026, 12, 7)
        for bad in ("soon", "", "+", "31.1.2027", "+999999999999"):
            with pytest.raises(MlflashError, match="expected one like"):
                interview_plan.parse_date(bad, TODAY)

    def test_what_is_written_reads_back(self, paths: object, home: object) -> None:
        from mlflash.store.paths import find_paths

        path = find_paths().config
        interview = InterviewDate(date(2026, 12, 7), "Acme", (("trees", 2.0), ("nlp", 1.0)))
        wanted = SOON._replace(interviews=(interview,), minutes=35.0, minutes_by_day=(("sun", 0.0),))
        change_settings(path, interview_plan.changes(wanted))
        read = read_settings(path)
        assert (read.interviews, read.minutes, read.minutes_by_day) == (
            wanted.interviews,
            wanted.minutes,
            wanted.minutes_by_day,
        )
        change_settings(path, interview_plan.changes(wanted._replace(interviews=(), minutes_by_day=())))
        assert read_settings(path).interviews == ()


class TestOverview:
    def test_tells_readiness_while_an_interview_is_to_come(self, dated: Study, clock: Clock) -> None:
        drilled(dated, clock)
        seen = overview(dated.view(), dated.plan())
        assert seen.ready is not None
        assert seen.ready.on == date(2026, 12, 7)
        assert seen.today.queue == dated.today().queue
        assert seen.all.today == sum(line.today for line in seen.sections) == len(dated.today().queue)
        plan = dated.plan()
        assert plan is not None
        assert seen.today.minutes == plan.minutes

    def test_and_nothing_of_it_otherwise(self, study: Study) -> None:
        seen = overview(study.view(), study.plan())
        assert (seen.ready, seen.today.planned) == (None, False)
