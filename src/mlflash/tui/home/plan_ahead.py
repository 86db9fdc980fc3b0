"""Work out where the plan leads to after the first frame, for the headline and for when cards come back."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import work
from textual.screen import Screen

from mlflash.errors import MlflashError
from mlflash.study.overview import Overview
from mlflash.study.promise import Promise
from mlflash.study.study import Study

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan
    from mlflash.study.view import View


class PlanAhead(Screen[None]):
    """A screen that shows what the plan promises, once a thread has worked it out."""

    study: Study
    overview: Overview | None
    promise: Promise | None = None
    """What the plan promises; None until that is known, and without an interview."""
    _made_from: tuple[Any, ...] = ()
    """The progress and settings that the promise was made from."""

    def draw(self) -> None:
        """Draw the screen."""
        raise NotImplementedError

    def look_ahead(self) -> None:
        """Work out in a thread, after the first frame, where the plan leads to."""
        made_from = self.study.progress, self.study.settings
        if self.overview is None or self.overview.ready is None:
            self.promise = None
        elif [*map(id, self._made_from)] != [*map(id, made_from)]:
            self._made_from = made_from
            self.set_timer(0.3, self._forecast)

    @work(thread=True, exclusive=True, group="promise")
    def _forecast(self) -> None:
        from mlflash.study.interview_plan import plan_ahead

        view = self.study.view()
        with suppress(MlflashError, RuntimeError):  # there may be nothing to plan; the app may be over
            self.app.call_from_thread(self._take, view, plan_ahead(view))

    def _take(self, view: View, plan: Plan | None) -> None:
        from mlflash.study.promise import promised_by

        self.study.keep_forecast(view, plan)
        self.promise = promised_by(plan)
        self.draw()
