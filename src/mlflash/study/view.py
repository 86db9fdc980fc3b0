"""What the reader has at one instant: the value that queue, figures and screens are worked out from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from mlflash.bank.catalog import CardHead, Catalog
from mlflash.record import Record
from mlflash.scheduler.card_state import CardState, Progress
from mlflash.scheduler.study_day import day_start
from mlflash.store.setting_parsers import time_zone
from mlflash.store.settings import Settings
from mlflash.study.status import Status, status


class View(Record, frozen=True):
    """Bank, progress and settings at one instant."""

    catalog: Catalog
    """The cards that can be asked."""
    progress: Progress
    """The fold of the journal."""
    settings: Settings
    """The settings in force."""
    now: datetime
    """The instant, in UTC."""
    day: date
    """The study day that `now` falls on."""

    @property
    def decay(self) -> float:
        """The exponent of the forgetting curve."""
        return self.settings.parameters.decay

    @property
    def zone(self) -> Any:
        """The reader's time zone, None for the machine's own."""
        return time_zone(self.settings.timezone)

    def state(self, card_id: str) -> CardState:
        """The state of a card; a card that was never met has an empty one."""
        return self.progress.state(card_id)

    def status(self, card_id: str) -> Status:
        """Everything that a card is now."""
        return status(self.progress.state(card_id), self.now, self.day, self.decay)

    def changed(self, card: CardHead) -> bool:
        """Whether the bank's answer is another than the one that the reader graded last."""
        state = self.progress.state(card.id)
        return state.answer is not None and state.answer != card.answer_hash and not state.own_lines

    def words(self, card: CardHead) -> frozenset[str]:
        """Everything that a card is now, in the words of the filter."""
        words = self.status(card.id).words
        return words | {"changed"} if self.changed(card) else words

    def drillable(self, card_id: str) -> bool:
        """Whether a card can be asked now: neither suspended nor buried."""
        return status(self.progress.state(card_id), self.now, self.day).drillable

    def instant(self, due: date | datetime) -> datetime:
        """A due date as an instant in UTC: a day begins at its rollover."""
        if isinstance(due, datetime):
            return due.astimezone(UTC)
        return day_start(due, self.zone, self.settings.rollover)


MANY_CHANGED = 10
"""From this many changed cards on, a start reports them."""


def changed_notice(view: View) -> str | None:
    """Report that an update changed many cards; None once a card has been graded on the text it has now."""
    changed = 0
    for card in view.catalog:
        state = view.state(card.id)
        if state.answer is not None and not state.own_lines:
            if not view.changed(card):
                return None
            changed += 1
    if changed < MANY_CHANGED:
        return None
    return f"{changed} cards have new text since you graded them: `mlflash drill --state changed` drills them"
