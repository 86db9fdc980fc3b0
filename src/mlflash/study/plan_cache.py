"""Today's plan, kept until what it was made from changes: every key asks for it, and making it takes time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.scheduler.plan.day_plan import Plan


class PlanCache:
    """The last plan, with the view it was made from."""

    def __init__(self) -> None:
        self._view: View | None = None
        self._plan: Plan | None = None

    def plan(self, view: View) -> Plan | None:
        """Today's plan to the next interview; None where no interview is to come.

        Catalog, progress and settings are compared by identity: each is replaced when it changes, and comparing
        progress by value would open every card's state.
        """
        if all(interview.on < view.day for interview in view.settings.interviews):
            return None
        before = self._view
        if (
            before is None
            or before.progress is not view.progress
            or before.catalog is not view.catalog
            or before.settings is not view.settings
            or before.day != view.day
        ):
            from mlflash.study.interview_plan import plan_today

            self._view, self._plan = view, plan_today(view)
        return self._plan
