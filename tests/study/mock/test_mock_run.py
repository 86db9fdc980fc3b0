"""Mock interviews: what is drawn, how a run goes, what is kept of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import NO_PROGRESS, CardState, Progress
from mlflash.scheduler.events import Mock, Review
from mlflash.store import journal_reader
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.mock import mock_run
from mlflash.study.mock.interview import MockInterview
from mlflash.study.mock.mock_run import MockPhase, MockQuestion, MockRun
from mlflash.study.mock.scorecard import clock, earlier_mean, markdown, scorecard, scorecards, summary
from mlflash.study.study import Study
from mlflash.study.view import View
from tests.conftest import MORNING, Clock, Opener

DAY = date(2026, 11, 23)


def drawn(
    catalog: Catalog, minutes: float = 30, seed: int = 1, progress: Progress = NO_PROGRESS
) -> tuple[MockQuestion, ...]:
    view = View(catalog=catalog, progress=progress, settings=Settings(), now=MORNING, day=DAY)
    return mock_run.draw(list(catalog), view, minutes, Random(seed), lambda _: ("p", "q", "r"))


def begun(*probes: tuple[str, ...], minutes: float = 30) -> MockRun:
    asks = [MockQuestion(f"q{i}", "s", False, 120, each) for i, each in enumerate(probes)]
    return MockRun(tuple(asks), minutes, 1, MORNING, MORNING)


def later(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


class TestDraw:
    def test_projects_that_are_written_open_in_bank_order_and_take_a_third(self, catalog: Catalog) -> None:
        assert not any(ask.personal for ask in drawn(catalog))
        states = {card.id: CardState(own_lines=("mine",)) for card in catalog if card.personal}
        asks = drawn(catalog, progress=NO_PROGRESS._replace(states=states))
        projects = [ask for ask in asks if ask.personal]
        assert len(projects) == 2
        assert list(asks[:2]) == projects
        assert [catalog.position(ask.card_id) for ask in projects] == sorted(
            catalog.position(ask.card_id) for ask in projects
        )
        assert len(asks) == 2 + 7

    def test_the_countdowns_fill_the_minutes_and_no_more(self, catalog: Catalog) -> None:
        for minutes in (1, 5, 12, 30, 60):
            asks = drawn(catalog, minutes)
            total = sum(ask.seconds + mock_run.JUDGING_SECONDS for ask in asks) / 60
            assert total <= minutes * 1.1 or len(asks) == 1
            assert total >= minutes * 0.75 or len(asks) == len(catalog)

    def test_the_same_seed_asks_the_same(self, catalog: Catalog) -> None:
        assert drawn(catalog, seed=3) == drawn(catalog, seed=3)
        assert drawn(catalog, seed=3) != drawn(catalog, seed=4)

    def test_likely_questions_are_drawn_more_often(self, catalog: Catalog) -> None:
        counts = {"high": 0, "medium": 0, "low": 0}
        for seed in range(60):
            for ask in drawn(catalog, seed=seed):
                counts[catalog[ask.card_id].likelihood] += not ask.personal
        of = {name: sum(e.likelihood == name and not e.personal for e in catalog) for name in counts}
        assert counts["high"] / of["high"] > 1.6 * counts["low"] / max(1, of["low"])

    def test_what_is_remembered_is_drawn_less(self, study: Study, catalog: Catalog) -> None:
        entries = [e for e in catalog if e.section == "rec" or not e.personal][:20]
        known = {e.id for e in entries[:10]}
        for card_id in known:
            study.record_final([new_events.review(study, card_id, 4, None, None, mode="cli")])
        asked = [
            ask.card_id
            for seed in range(30)
            for ask in mock_run.draw(entries, study.view(), 15, Random(seed), lambda _: ())
        ]
        assert sum(q in known for q in asked) < len(asked) / 10

    def test_suspended_questions_are_not_asked(self, study: Study, catalog: Catalog) -> None:
        first, *others = [card.id for card in catalog if not card.personal]
        study.mark("suspend", others)
        only = mock_run.draw(list(catalog), study.view(), 30, Random(1), lambda _: ())
        assert [ask.card_id for ask in only] == [first]
        study.mark("suspend", [first])
        with pytest.raises(MlflashError, match="no card is left"):
            mock_run.draw(list(catalog), study.view(), 30, Random(1), lambda _: ())

    @pytest.mark.parametrize("minutes", [0, -5, 0.5, 241, float("nan")])
    def test_minutes_out_of_reason_are_refused(self, catalog: Catalog, minutes: float) -> None:
        with pytest.raises(MlflashError, match="expected 1 to 240"):
            drawn(catalog, minutes)

    def test_one_or_two_probes_with_the_one_last_wrong_first(self, study: Study, catalog: Catalog) -> None:
        head = next(e for e in catalog if not e.personal)
        study.answer_probe(head.id, "q", False)
        for seed in range(10):
            (ask,) = mock_run.draw([head], study.view(), 10, Random(seed), lambda _: ("p", "q", "r"))
            assert ask.probes[0] == "q"
            assert 1 <= len(ask.probes) <= 2


class TestRun:
    def test_a_question_goes_through_its_phases(self) -> None:
        run = begun(("a", "b"), ())
        assert (run.phase, mock_run.seconds_left(run, later(50))) == (MockPhase.ANSWER, 70)
        run = mock_run.reveal(run, later(130))
        assert (run.phase, run.spent, mock_run.seconds_left(run, later(500))) == (MockPhase.TICKS, 130, -10)
        run = mock_run.judge(run, (3, 1), 4, 3, later(140))
        assert (run.phase, run.probe) == (MockPhase.PROBE, "a")
        assert run.results[0].hit == (1, 3)
        run = mock_run.show_probe(run)
        assert run.phase == MockPhase.PROBED
        run = mock_run.answer_probe(run, True, later(150))
        assert (run.phase, run.probe) == (MockPhase.PROBE, "b")
        run = mock_run.answer_probe(mock_run.show_probe(run), False, later(160))
        assert run.results[0].probes == (("a", True), ("b", False))
        assert (run.phase, run.at, run.since) == (MockPhase.ANSWER, 1, later(160))
        run = mock_run.judge(mock_run.reveal(run, later(170)), (), 4, 1, later(171))
        assert run.phase == MockPhase.OVER
        assert run.finished
        assert run.current is None

    def test_steps_out_of_turn_change_nothing(self) -> None:
        run = begun(("a",))
        assert mock_run.judge(run, (), 4, 1, MORNING) == run
        assert mock_run.show_probe(run) == run
        assert mock_run.answer_probe(run, True, MORNING) == run
        ticking = mock_run.reveal(run, MORNING)
        assert mock_run.reveal(ticking, later(5)) == ticking

    def test_it_ends_when_the_time_is_over(self) -> None:
        run = begun((), (), minutes=1)
        run = mock_run.judge(mock_run.reveal(run, later(61)), (), 4, 1, later(61))
        assert run.phase == MockPhase.OVER
        assert not run.finished

    def test_stopping_keeps_the_results(self) -> None:
        run = mock_run.judge(mock_run.reveal(begun((), ()), MORNING), (1,), 4, 1, MORNING)
        stopped = mock_run.stop(run)
        assert (len(stopped.results), stopped.finished, stopped.current) == (1, False, None)


def finish(interview: MockInterview, at: Clock, ticks: tuple[bool, ...], right: bool = True) -> None:
    """Answer the question being asked, with its probes."""
    at.forward(seconds=100)
    interview.reveal()
    at.forward(seconds=10)
    interview.judge(ticks)
    while interview.run.phase == MockPhase.PROBE:
        interview.show_probe()
        interview.answer_probe(right)


class TestInterview:
    def test_everything_is_on_disk_at_once(self, study: Study, clock: Clock, paths: Paths) -> None:
        interview = MockInterview(study, 30, 7)
        finish(interview, clock, (True, False, False, False), right=False)
        reading = journal_reader.read(paths.journal_dir)
        assert reading is not None
        (review,) = [e for e in reading.events if isinstance(e, Review)]
        assert (review.mode, review.rating, review.lines, review.ms) == ("mock", 1, (1,), 110_000)
        (mock,) = study.progress.mocks
        assert mock.summary["results"][0]["probes"][0][1] is False
        assert mock.summary["finished"] is False

    def test_one_mock_remains_and_a_replay_agrees(self, study: Study, clock: Clock, open_study: Opener) -> None:
        interview = MockInterview(study, 12, 7)
        while interview.run.phase != MockPhase.OVER:
            finish(interview, clock, (True,) * 4)
        assert len(study.progress.mocks) == 1
        card = interview.scorecard
        assert card is not None
        assert card.finished
        assert card.all.hit == card.all.lines
        study.journal.close()
        assert open_study().progress == study.progress

    def test_the_snapshot_agrees_with_the_journal(self, study: Study, clock: Clock, open_study: Opener) -> None:
        finish(MockInterview(study, 12, 7), clock, (True, False, False, True))
        study.close()
        assert open_study().progress == study.progress

    def test_a_pass_of_what_is_not_due_leaves_the_schedule(self, study: Study, clock: Clock) -> None:
        chosen = Filter(ids=("fund-bias-variance",))
        study.record_final([new_events.review(study, "fund-bias-variance", 4, None, None, mode="cli")])
        before = study.progress.state("fund-bias-variance")
        clock.forward(days=1)
        finish(MockInterview(study, 10, 1, chosen), clock, (True, True, True, False))
        after = study.progress.state("fund-bias-variance")
        assert (after.memory, after.reps) == (before.memory, 1)
        clock.forward(days=1)
        finish(MockInterview(study, 10, 1, chosen), clock, (True, False, False, False))
        assert study.progress.state("fund-bias-variance").lapses == 1

    def test_a_pass_of_what_is_new_or_due_counts(self, study: Study, clock: Clock) -> None:
        for reps in (1, 2):
            finish(MockInterview(study, 10, 1, Filter(ids=("fund-bias-variance",))), clock, (True,) * 4)
            assert study.progress.state("fund-bias-variance").reps == reps
            clock.forward(days=400)

    def test_own_lines_are_the_ones_asked_for(self, study: Study, clock: Clock) -> None:
        study.write("project-problem", ("mine one", "mine two"))
        interview = MockInterview(study, 10, 1, Filter(ids=("project-problem",)))
        assert interview.lines == ("mine one", "mine two")
        finish(interview, clock, (True, True))
        assert interview.run.results[0].of == 2
        assert interview.run.results[0].rating == 3

    def test_typed_lines_are_kept_only_on_request(
        self, open_study: Opener, clock: Clock, settings: Settings, paths: Paths
    ) -> None:
        for keep in (False, True):
            study = open_study(settings=settings._replace(keep_typed=keep))
            interview = MockInterview(study, 10, 1, Filter(ids=("fund-bias-variance",)))
            interview.reveal()
            interview.judge((False,) * 4, ("a", "b"))
            study.journal.close()
        reading = journal_reader.read(paths.journal_dir)
        assert reading is not None
        assert [e.typed for e in reading.events if isinstance(e, Review)] == [None, ("a", "b")]


def mock_of(day: int, summary: dict[str, Any]) -> Mock:
    return Mock(f"m{day}", datetime(2026, 11, day, 9, tzinfo=UTC), date(2026, 11, day), summary)


def result(card_id: str, hit: list[int], rating: int, probes: list[list[object]] | None = None) -> dict[str, Any]:
    return {
        "question": card_id, "section": card_id.split("-")[0], "hit": hit, "of": 4,
        "seconds": 90, "limit": 120, "rating": rating, "probes": probes or [],
    }  # fmt: skip


class TestScorecard:
    def test_a_run_survives_its_summary(self) -> None:
        run = begun(("a",), ())
        run = mock_run.judge(mock_run.reveal(run, later(130)), (1, 2, 4), 4, 3, later(140))
        run = mock_run.answer_probe(mock_run.show_probe(run), False, later(150))
        card = scorecard(mock_of(1, summary(run)))
        assert card is not None
        assert card.results == run.results
        assert (card.all.hit, card.all.lines, card.all.right, card.all.probes) == (3, 4, 0, 1)
        assert (card.asked, card.finished) == (2, False)

    def test_tonight_lists_failures_first_and_what_was_lacking(self) -> None:
        results = [
            result("fund-a", [1, 2, 3, 4], 4),
            result("fund-b", [1, 2, 3], 3, [["p", False]]),
            result("rec-c", [2], 1, [["p", False], ["q", False]]),
            result("rec-d", [1, 2, 3], 3),
        ]
        card = scorecard(mock_of(1, {"minutes": 30, "asked": 4, "finished": True, "results": results}))
        assert card is not None
        assert [(one.card_id, one.why) for one in card.tonight] == [
            ("rec-c", "lines a, c, d and 2 probes"),
            ("fund-b", "line d and a probe"),
        ]
        assert [(name, score.hit) for name, score in card.sections] == [("fund", 7), ("rec", 4)]

    @pytest.mark.parametrize(
        "broken",
        [
            {},
            {"results": 3},
            {"minutes": 3, "asked": 1, "results": [{"question": "a"}]},
            {"minutes": "x", "asked": 1, "results": []},
            {"minutes": 3, "asked": 1, "results": [result("a", [], 1) | {"of": 10**9}]},
            {"minutes": 3, "asked": 1, "results": [result("a", [], 1) | {"seconds": float("inf")}]},
            {"minutes": float("inf"), "asked": 1, "results": [result("a", [], 1)]},
        ],
    )
    def test_a_summary_of_another_form_is_passed_over(self, broken: dict[str, Any]) -> None:
        assert scorecards([mock_of(1, broken)]) == []

    def test_compared_with_the_ones_before(self, catalog: Catalog) -> None:
        def card(day: int, *hit: int) -> Mock:
            results = [result("fund-bias-variance", list(hit), 3)]
            return mock_of(day, {"minutes": 30, "asked": 1, "finished": True, "results": results})

        cards = scorecards([card(1, 1), card(2, 1, 2), card(3, 1, 2, 3)])
        assert earlier_mean(cards, cards[0]) is None
        assert earlier_mean(cards, cards[2]) == pytest.approx(0.375)
        assert earlier_mean(cards, cards[2], "rec") is None
        text = markdown(cards[2], cards, catalog)
        assert "# Mock interview, 2026-11-03" in text
        assert "Before: 38% on average, so +38 points." in text
        assert "| All | 1 | 3/4 | — | 1:30 of 2:00 |" in text
        assert "| 2026-11-02 | 1 | 50% | — |" in text

    def test_markdown_keeps_a_bank_from_writing_markdown(self, catalog: Catalog) -> None:
        bad = result("x<script>|`\x1b", [], 1)
        (card,) = scorecards([mock_of(1, {"minutes": 30, "asked": 1, "results": [bad]})])
        text = markdown(card, [card], catalog)
        assert "x\\<script\\>\\|\\`␛" in text
        assert "\x1b" not in text

    def test_clock_reads_as_minutes_and_seconds(self) -> None:
        assert [clock(65), clock(0), clock(-5)] == ["1:05", "0:00", "+0:05"]
