"""View: bank, progress and settings at one instant, from which queue, figures and screens are computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mlflash.bank.catalog import LIKELIHOOD_WEIGHT, CardHead, Catalog
from mlflash.record import Record
from mlflash.scheduler.card_state import CardState, DayTotals, Progress
from mlflash.scheduler.schedule import retrievability
from mlflash.scheduler.study_day import day_start
from mlflash.scheduler.weakness import missed_line
from mlflash.store.setting_parsers import time_zone
from mlflash.store.settings import Settings
from mlflash.study.lines import with_misses_of
from mlflash.study.status import Status, status

ASKED_LATELY = 90
"""Days for which a card that came up in an interview counts as likely."""
MOST_LIKELY = max(LIKELIHOOD_WEIGHT.values())


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

    def recall(self, card_id: str) -> float | None:
        """The recall predicted for a card today; None for a new card."""
        memory = self.progress.state(card_id).memory
        return None if memory is None else retrievability(memory, self.day, self.decay)

    def done(self, day: date) -> DayTotals:
        """What was done on a study day."""
        return self.progress.days.get(day, DayTotals())

    def counted(self, card_id: str) -> CardState:
        """The state of a card with the misses of its present lines; opens a card that has a missed line."""
        state = self.progress.state(card_id)
        if missed_line(state) is None or card_id not in self.catalog:
            return state
        card = self.catalog.card_if_readable(card_id)
        return state if card is None else with_misses_of(card, state)

    def askable(self, card: CardHead) -> bool:
        """Whether a card asks anything: a personal card does once the reader has written lines of their own."""
        return not card.personal or bool(self.progress.state(card.id).own_lines)

    def cards(self, among: Iterable[CardHead] | None = None) -> list[CardHead]:
        """The cards that count, of those given or of all: a personal card that is not written counts nowhere."""
        return [card for card in (self.catalog if among is None else among) if self.askable(card)]

    def weight(self, card: CardHead) -> float:
        """How much a card counts: by its likelihood, or as a likely one if it came up in an interview lately."""
        lately = (0 <= (self.day - on).days <= ASKED_LATELY for on in self.state(card.id).interviews)
        return MOST_LIKELY if any(lately) else card.weight

    def personal(self) -> list[CardHead]:
        """The cards that the reader writes themselves, written or not, in bank order."""
        return [card for card in self.catalog if card.personal]

    def status(self, card_id: str) -> Status:
        """The status of a card; a personal card that is not written is neither due nor weak."""
        now = status(self.progress.state(card_id), self.now, self.day, self.decay)
        if Status.WEAK in now:
            now = status(self.counted(card_id), self.now, self.day, self.decay)
        return now if self._asks(card_id) else now & ~UNASKED

    def changed(self, card: CardHead) -> bool:
        """Whether the bank's text has changed since the reader graded it last, or made a version of it."""
        state = self.progress.state(card.id)
        regraded = state.answer is None or state.answer == card.answer_hash
        return not state.own_lines and (card.outdated or not regraded)

    def words(self, card: CardHead) -> frozenset[str]:
        """The status of a card in the words of the filter."""
        words = self.status(card.id).words
        return words | {"changed"} if self.changed(card) else words

    def drillable(self, card_id: str) -> bool:
        """Whether a card can be asked now: not suspended, not buried, and not a personal card still to write."""
        return status(self.progress.state(card_id), self.now, self.day).drillable and self._asks(card_id)

    def _asks(self, card_id: str) -> bool:
        """Whether a card of this id asks anything; true of a card that is not in the bank."""
        card = self.catalog.get(card_id)
        return card is None or self.askable(card)

    def due_by_day(self, cards: Iterable[CardHead], count: int) -> tuple[int, ...]:
        """How many of the cards fall due on each of the next `count` days; what is overdue counts today."""
        states = [self.state(card.id) for card in cards]
        due = [state.memory.due_day for state in states if state.memory is not None and not state.suspended]
        away = Counter(max(0, (day - self.day).days) for day in due)
        return tuple(away[day] for day in range(count))

    def tomorrow(self) -> View:
        """The view at the beginning of the next study day."""
        day = self.day + timedelta(days=1)
        return self._replace(day=day, now=self.instant(day))

    def instant(self, due: date | datetime) -> datetime:
        """A due date as an instant in UTC: a day begins at its rollover."""
        if isinstance(due, datetime):
            return due.astimezone(UTC)
        return day_start(due, self.zone, self.settings.rollover)


UNASKED = Status.DUE | Status.WEAK
"""What a card cannot be while it asks nothing."""
