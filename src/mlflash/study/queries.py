"""What a study answers without changing anything: today's cards, the plan, the cards that a filter selects."""

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
from mlflash.study.ledger import Ledger
from mlflash.study.lines import count_lines
from mlflash.study.today import Today, todays_cards
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan


class PlanCache:
    """Today's plan with the view it was made from: every key asks for it, and making it takes time."""

    def __init__(self) -> None:
        self._view: View | None = None
        self._plan: Plan | None = None
        self._first: Plan | None = None
        self._forecast_for: View | None = None

    def plan(self, view: View) -> Plan | None:
        """Today's plan to the next interview; None where no interview is to come.

        Catalog, progress and settings are compared by identity: each is replaced when it changes, and comparing
        progress by value would open every card's state.
        """
        if all(interview.on < view.day for interview in view.settings.interviews):
            return None
        if not self._holds_for(view):
            from mlflash.study.interview_plan import plan_today

            before, self._view, self._plan = self._view, view, plan_today(view)
            if before is None or not _same_but_progress(before, view):
                self._first = self._plan
        return self._plan

    def first(self, view: View) -> Plan | None:
        """The plan of the day as it was when it was first asked for, with the same cards and settings."""
        return self._first if self.plan(view) is not None else None

    def keep_forecast(self, view: View, plan: Plan | None) -> None:
        """Use the same plan with its forecast, which knows when cards come back, if nothing has changed since."""
        if self._holds_for(view):
            self._plan = plan

    def needs_forecast(self, view: View) -> bool:
        """Whether there is a plan whose forecast is neither known nor being made."""
        plan = self.plan(view)
        return plan is not None and not plan.forecast and self._forecast_for is not self._view

    def begin_forecast(self) -> None:
        """Note that the forecast of the plan is being made."""
        self._forecast_for = self._view

    def _holds_for(self, view: View) -> bool:
        before = self._view
        return before is not None and before.progress is view.progress and _same_but_progress(before, view)


def _same_but_progress(one: View, other: View) -> bool:
    return one.catalog is other.catalog and one.settings is other.settings and one.day == other.day


class StudyQueries:
    """The part of `Study` that only reads: bank, progress and settings, and all that follows from them."""

    def __init__(
        self, catalog: Catalog, settings: Settings, clock: Callable[[], datetime], ledger: Ledger
    ) -> None:
        self.catalog, self.settings, self.clock, self.ledger = catalog, settings, clock, ledger
        self.zone = time_zone(settings.timezone)
        self.plans = PlanCache()

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

    def line_count(self, card_id: str) -> int:
        """How many lines a card of the bank asks for; raises `MlflashError` where there is no such card."""
        return count_lines(self.catalog.require(card_id), self.progress.state(card_id).own_lines)

    def today(self, chosen: Filter = EVERYTHING) -> Today:
        """What today holds among the cards chosen: by the plan until the last interview, else as FSRS has them."""
        view = self.view()
        return todays_cards(view, self.plans.plan(view), self.select(chosen) if chosen else None)

    def tomorrow(self) -> Today:
        """What tomorrow holds if nothing more is done today."""
        return tomorrows_cards(self.view())

    def plan(self) -> Plan | None:
        """Today's plan to the next interview; None where no interview is to come."""
        return self.plans.plan(self.view())

    def first_plan(self) -> Plan | None:
        """Today's plan as it was when it was first asked for; None where no interview is to come."""
        return self.plans.first(self.view())

    def more(self, chosen: Filter = EVERYTHING, limit: int = 10) -> list[str]:
        """Cards beyond today's."""
        from mlflash.study.selection import cards_beyond_today

        return cards_beyond_today(self.view(), chosen, limit)

    def select(self, chosen: Filter = EVERYTHING) -> list[CardHead]:
        """The cards chosen, in bank order."""
        from mlflash.study.selection import select_cards

        return select_cards(self.view(), chosen)


def tomorrows_cards(view: View) -> Today:
    """What tomorrow holds if nothing more is done today."""
    tomorrow = view.tomorrow()
    return todays_cards(tomorrow, PlanCache().plan(tomorrow))
