"""What can be read of a reader's study at this instant: today's cards, tomorrow's, the plan, the counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mlflash.bank.catalog import CardHead, Catalog
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.study_day import study_day
from mlflash.store.setting_parsers import time_zone
from mlflash.store.settings import Settings
from mlflash.study import selection
from mlflash.study.ledger import Ledger
from mlflash.study.lines import count_asked
from mlflash.study.plan_cache import PlanCache
from mlflash.study.today import Today, today
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan
    from mlflash.study.counts import Counts


class Reading:
    """Questions to bank, settings and progress that change nothing."""

    def __init__(
        self, catalog: Catalog, settings: Settings, ledger: Ledger, clock: Callable[[], datetime]
    ) -> None:
        self.catalog, self.settings, self.ledger, self.clock = catalog, settings, ledger, clock
        self.zone = time_zone(settings.timezone)
        self._plans = PlanCache()

    @property
    def progress(self) -> Progress:
        """The fold of the journal."""
        return self.ledger.progress

    def view(self) -> View:
        """Bank, progress and settings, now."""
        now = self.clock()
        return View(self.catalog, self.progress, self.settings, now, self.day_of(now))

    @property
    def ahead(self) -> timedelta:
        """How early a card in its learning steps may come when nothing else waits."""
        return timedelta(minutes=self.settings.learn_ahead)

    def day_of(self, at: datetime) -> date:
        """The study day of an instant."""
        return study_day(at, self.zone, self.settings.rollover)

    def asked(self, card_id: str) -> int:
        """The number of lines that a card of the bank asks for."""
        return count_asked(self.catalog.require(card_id), self.progress.state(card_id).own_lines)

    def today(self, chosen: Filter = EVERYTHING) -> Today:
        """What today holds among the cards chosen: by the plan until the last interview, else as FSRS has them."""
        view = self.view()
        return today(view, self._plans.plan(view), selection.chosen_or_all(view, chosen))

    def tomorrow(self) -> Today:
        """What tomorrow holds if nothing more is done today."""
        later = self.view().tomorrow()
        return today(later, PlanCache().plan(later))

    def queue(self, chosen: Filter = EVERYTHING, limit: int | None = None) -> list[str]:
        """Today's cards among those chosen, in order."""
        return list(self.today(chosen).queue[:limit])

    def plan(self) -> Plan | None:
        """Today's plan to the next interview; None where no interview is to come."""
        return self._plans.plan(self.view())

    def more(self, chosen: Filter = EVERYTHING, limit: int = 10) -> list[str]:
        """Cards beyond today's."""
        return selection.cards_beyond_today(self.view(), chosen, limit)

    def select(self, chosen: Filter = EVERYTHING) -> list[CardHead]:
        """The cards chosen, in bank order."""
        return selection.select_cards(self.view(), chosen)

    def counts(self, chosen: Filter = EVERYTHING) -> Counts:
        """How many of the cards chosen wait."""
        from mlflash.study.counts import count_waiting

        view = self.view()
        return count_waiting(view, self._plans.plan(view), selection.chosen_or_all(view, chosen))
