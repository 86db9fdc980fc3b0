"""Make the plan's forecast after the first frame: the headline and the return dates of cards need it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import Screen

from mlflash.errors import MlflashError
from mlflash.study.study import Study

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan
    from mlflash.study.view import View

DELAY = 0.3
"""Seconds until the thread begins: the first frame and the first keys come first."""


class PlanAhead(Screen[None]):
    """A screen that shows part of the plan's forecast, once a thread has made it."""

    study: Study

    def forecast_known(self) -> None:
        """Draw again: the plan has its forecast now."""
        raise NotImplementedError

    def request_forecast(self) -> None:
        """Have the forecast made in a thread, unless it is known or being made."""
        if self.study.plans.needs_forecast(self.study.view()):
            self.set_timer(DELAY, self.begin_forecast)

    def begin_forecast(self) -> None:
        """Start the thread that makes the forecast, unless another screen has done so."""
        if self.study.plans.needs_forecast(self.study.view()):
            self.study.plans.begin_forecast()
            make = partial(_forecast, self.app, self.study, self.study.view())
            self.app.run_worker(make, thread=True, group="forecast")


def _forecast(app: App[object], study: Study, view: View) -> None:
    """In a thread: make the forecast, and give it to every open screen that shows part of it."""
    from mlflash.study.interview_plan import plan_today

    with suppress(MlflashError, RuntimeError):  # there may be nothing to plan; the app may be over
        app.call_from_thread(_show, app, study, view, plan_today(view, looking_ahead=True))


def _show(app: App[object], study: Study, view: View, plan: Plan | None) -> None:
    study.plans.keep_forecast(view, plan)
    for screen in app.screen_stack:
        if isinstance(screen, PlanAhead):
            screen.forecast_known()
