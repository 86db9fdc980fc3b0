"""The reader's desk: bank, memory, settings and clock in one place, to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from mlflash.bank.catalog import CardHead, Catalog
from mlflash.bank.filter import EVERYTHING, Filter, select
from mlflash.scheduler.card_fold import rebased
from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.events import AGAIN, RATING_NAMES, Rating
from mlflash.scheduler.schedule import REVIEW, Memory, preview
from mlflash.scheduler.study_day import day_start, study_day
from mlflash.store import journal, snapshot
from mlflash.store.paths import Paths
from mlflash.store.setting_parsers import time_zone
from mlflash.store.settings import Settings
from mlflash.study import overrides, queue
from mlflash.study.ledger import Ledger
from mlflash.study.lines import count_asked
from mlflash.study.queue import Counts, Moment
from mlflash.study.session import spared

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan


class Desk:
    """What can be asked, what is remembered, and what waits; nothing here changes it.

    `clock` gives the time in UTC, `token` a short random text for event ids.
    """

    def __init__(
        self,
        catalog: Catalog,
        settings: Settings,
        paths: Paths,
        device: str,
        clock: Callable[[], datetime],
        token: Callable[[], str],
        told: snapshot.OnProgress | None = None,
    ) -> None:
        self.catalog, self.settings, self.paths, self.clock = catalog, settings, paths, clock
        self.zone = time_zone(settings.timezone)
        own = journal.Journal(paths.journal_dir / f"{device}.jsonl", clock, token)
        self.ledger = Ledger(paths, own, settings.parameters, told)
        self._planned: tuple[tuple[Progress, Catalog, Settings, date], Plan | None] | None = None
        self.complaints = [*overrides.complaints_of(catalog), *self.ledger.news()]

    @property
    def progress(self) -> Progress:
        """What is remembered."""
        return self.ledger.progress

    @property
    def loss(self) -> str | None:
        """What the journals held once and hold no longer, in a line; None where nothing is known to be gone."""
        return self.ledger.loss

    @property
    def journal(self) -> journal.Journal:
        """The journal of this device."""
        return self.ledger.journal

    def news(self) -> list[str]:
        """What there is to complain of since this desk was set up, or since this was asked; each is told once."""
        return self.ledger.news()

    def asked(self, card_id: str) -> int:
        """How many lines a question in the bank is asked for."""
        return count_asked(self.catalog.require(card_id), self.progress.state(card_id).own_lines)

    # Time

    @property
    def moment(self) -> Moment:
        """The instant, and the study day it falls on."""
        now = self.clock()
        return Moment(now, self.day_of(now))

    @property
    def ahead(self) -> timedelta:
        """How early a learning question may come when nothing else waits."""
        return timedelta(minutes=self.settings.learn_ahead)

    def instant(self, due: date | datetime) -> datetime:
        """A due date as an instant in UTC: a day begins at its rollover."""
        if isinstance(due, datetime):
            return due.astimezone(UTC)
        return day_start(due, self.zone, self.settings.rollover)

    def day_of(self, at: datetime) -> date:
        """The study day of an instant."""
        return study_day(at, self.zone, self.settings.rollover)

    # What waits

    def queue(self, chosen: Filter = EVERYTHING, limit: int | None = None) -> list[str]:
        """Today's questions among those chosen: by the plan until the last interview, else as FSRS has them."""
        plan, moment = self.plan(), self.moment
        if plan is None:
            return queue.build_queue(self.catalog, self.progress, chosen, self.settings, moment, limit=limit)
        return queue.planned_queue(
            plan.today, self.catalog, self.progress, chosen, self.settings, moment, limit=limit
        )

    def learning(self, chosen: Filter = EVERYTHING) -> list[tuple[datetime, str]]:
        """Questions chosen that are in the midst of their learning steps, and when each comes back."""
        return queue.learning_cards(self.catalog, self.progress, chosen, self.settings, self.moment)

    def plan(self) -> Plan | None:
        """Today's plan to the next interview, kept until something changes; None where none is to come."""
        moment = self.moment
        if all(interview.on < moment.day for interview in self.settings.interviews):
            return None
        of = (self.progress, self.catalog, self.settings, moment.day)
        if self._planned is None or self._planned[0] != of:
            from mlflash.study.interview_plan import plan_today

            self._planned = (of, plan_today(self.catalog.entries, self.progress, self.settings, moment))
        return self._planned[1]

    def more(self, chosen: Filter = EVERYTHING, limit: int = 10) -> list[str]:
        """Questions beyond today's."""
        return queue.cards_beyond_today(self.catalog, self.progress, chosen, self.settings, self.moment, limit)

    def select(self, chosen: Filter = EVERYTHING) -> list[CardHead]:
        """The questions chosen, in bank order."""
        return select(self.catalog, chosen, queue.status_lookup(self.progress, self.moment, self.settings))

    def counts(self, chosen: Filter = EVERYTHING) -> Counts:
        """How much waits among the questions chosen."""
        counts = queue.count_waiting(self.catalog, self.progress, chosen, self.settings, self.moment)
        return counts if self.plan() is None else self._as_planned(counts, self.queue(chosen))

    def counts_by_section(self) -> dict[str, Counts]:
        """How much waits in each section, in one pass over the bank."""
        questions: dict[str, list[str]] = {section: [] for section in self.catalog.sections}
        for head in self.catalog:
            questions[head.section].append(head.id)
        moment = self.moment
        counts = {
            section: queue.count_cards(own, self.progress, self.settings, moment)
            for section, own in questions.items()
        }
        if self.plan() is None:
            return counts
        queues: dict[str, list[str]] = {section: [] for section in questions}
        for card_id in self.queue():
            queues[self.catalog[card_id].section].append(card_id)
        return {section: self._as_planned(counts[section], queues[section]) for section in counts}

    def _as_planned(self, counts: Counts, queue: Sequence[str]) -> Counts:
        """Counts where the day's questions are those of a plan."""
        memories = [self.progress.state(card_id).memory for card_id in queue]
        new = memories.count(None)
        learning = sum(memory is not None and memory.phase != REVIEW for memory in memories)
        return counts._replace(due=len(memories) - new - learning, learning=learning, new_today=new)

    def counting(self, card_id: str, mode: str) -> dict[int, bool]:
        """Whether the schedule would go by each grade, given now in a sitting of that mode."""
        counts = not spared(mode, self.progress.state(card_id).memory, *self.moment)
        return dict.fromkeys(RATING_NAMES, counts) | {AGAIN: counts or self.settings.cram_counts_fails}

    def outcomes(self, card_id: str, mode: str) -> dict[int, Memory | None]:
        """What each grade would give the question now in a sitting of that mode; None where that is no change."""
        counting = self.counting(card_id, mode)
        previews = self.previews(card_id) if any(counting.values()) else {}
        return {rating: previews[Rating(rating)] if counts else None for rating, counts in counting.items()}

    def previews(self, card_id: str) -> dict[Rating, Memory]:
        """What each grade would give the question now."""
        state, moment = self.progress.state(card_id), self.moment
        memory = state.memory
        if memory is not None and state.stands_after(moment.now, "") is not None:
            memory = rebased(memory, moment.day)  # as the fold will take what a clock that was ahead has left
        return preview(memory, moment.now, moment.day, self.settings.parameters, (card_id, state.reps))
