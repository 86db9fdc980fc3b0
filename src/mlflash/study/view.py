"""What the reader has at one instant: the value that queue, figures and screens are worked out from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from mlflash.bank.catalog import CardHead, Catalog
from mlflash.scheduler.card_state import CardState, Progress
from mlflash.scheduler.study_day import day_start
from mlflash.store.setting_parsers import time_zone
from mlflash.store.settings import Settings
from mlflash.study.status import Status, status


class View(NamedTuple):
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
        """Whether the bank has another text than the one that the reader graded last, or made a version of."""
        state = self.progress.state(card.id)
        regraded = state.answer is None or state.answer == card.answer_hash
        return not state.own_lines and (card.outdated or not regraded)

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
