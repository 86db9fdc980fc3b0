"""Run a mock interview: every result is on disk before the next card is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from mlflash.bank.card import Card
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.scheduler.card_state import due_on
from mlflash.scheduler.events import AGAIN, Event, Mode
from mlflash.study import new_events
from mlflash.study.lines import lines_to_recall, suggest
from mlflash.study.mock import mock_run
from mlflash.study.mock.mock_run import MockRun
from mlflash.study.mock.scorecard import Scorecard, scorecards, summary
from mlflash.study.selection import select_cards
from mlflash.study.stopwatch import Stopwatch
from mlflash.study.study import Study


class MockInterview:
    """One interview under way. Raises `MlflashError` if there is nothing to ask, or nothing can be written."""

    def __init__(
        self, study: Study, minutes: float, seed: int, chosen: Filter = EVERYTHING, limit: int | None = None
    ) -> None:
        self.study = study
        view = study.view()

        def hashes(card_id: str) -> list[str]:
            return [probe.hash for probe in study.catalog.card(card_id).probes]

        asks = mock_run.draw(select_cards(view, chosen), view, minutes, Random(seed), hashes)
        self.stopwatch = Stopwatch(study.timer)
        self.run = MockRun(asks[:limit], minutes, seed, begun=view.now, since=view.now)
        self._event: str | None = None

    @property
    def now(self) -> datetime:
        """The instant by the interview's own clock, which stops while it is interrupted."""
        return self.run.begun + timedelta(seconds=self.stopwatch.seconds)

    @property
    def card(self) -> Card | None:
        """The card being asked."""
        ask = self.run.current
        return None if ask is None else self.study.catalog.card(ask.card_id)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that the card being asked has."""
        card = self.card
        return () if card is None else lines_to_recall(card, self.study.progress.state(card.id))

    @property
    def scorecard(self) -> Scorecard | None:
        """The scorecard of this interview so far; None before the first result."""
        cards = scorecards(mock for mock in self.study.progress.mocks if mock.id == self._event)
        return cards[0] if cards else None

    def reveal(self) -> None:
        """Show the lines of the answer, and stop the countdown."""
        self.run = mock_run.reveal(self.run, self.now)

    def judge(self, ticks: Sequence[bool], typed: tuple[str, ...] | None = None) -> None:
        """Record the lines ticked; a miss, or a card that was due or new, counts as a review as well."""
        run, study = self.run, self.study
        if run.phase != mock_run.MockPhase.TICKS or (ask := run.current) is None:
            return
        view, of = study.view(), len(self.lines)
        hit = tuple(n for n, tick in enumerate(ticks[:of], 1) if tick)
        suggestion = suggest([n in hit for n in range(1, of + 1)], run.spent, study.settings)
        rating = suggestion.rating if suggestion and 2 * len(hit) >= min(of, 4) else AGAIN
        after = mock_run.judge(run, hit, of, rating, self.now)
        memory = view.state(ask.card_id).memory
        results: list[Event] = []
        if rating == AGAIN or memory is None or due_on(memory, view.now, view.day):
            ms = round((self.now - run.since).total_seconds() * 1000)
            typed = typed if study.settings.keep_typed else None
            results.append(new_events.review(study, ask.card_id, rating, hit, ms, mode=Mode.MOCK, typed=typed))
        self._record(after, results)

    def show_probe(self) -> None:
        """Show the answer of the probe."""
        self.run = mock_run.show_probe(self.run)

    def answer_probe(self, right: bool) -> None:
        """Record whether the probe was known."""
        ask, probe = self.run.current, self.run.probe
        if self.run.phase != mock_run.MockPhase.PROBED or ask is None or probe is None:
            return
        after = mock_run.answer_probe(self.run, right, self.now)
        self._record(after, [new_events.probe(self.study, ask.card_id, probe, right)])

    def stop(self) -> None:
        """End the interview here; its results so far are recorded already."""
        self.run = mock_run.stop(self.run)

    def _record(self, after: MockRun, results: Sequence[Event]) -> None:
        """Write results to disk, then go on with the interview after them."""
        mock, *undo = new_events.mock(self.study, summary(after), len(results), self._event)
        self.study.record_final([*results, mock, *undo])
        self._event = mock.id
        self.run = after


def outlook(study: Study, minutes: float, chosen: Filter = EVERYTHING) -> tuple[int, int]:
    """How many project cards and how many others an interview would have; raises as `MockInterview` does."""
    view = study.view()
    asks = mock_run.draw(select_cards(view, chosen), view, minutes, Random(0), lambda _: ())
    projects = sum(ask.personal for ask in asks)
    return projects, len(asks) - projects
