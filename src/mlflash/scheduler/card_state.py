"""The results of a fold: the state of each card, the totals of each study day, and `Progress` with both."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from mlflash.record import Record
from mlflash.scheduler.event_order import Path, newest_later
from mlflash.scheduler.events import InterviewOutcome, Mock, Rating, Rename
from mlflash.scheduler.line_ticks import Ticks
from mlflash.scheduler.schedule import Memory

BINS = 10
"""The number of ranges of predicted recall for calibration."""
MILLION = 1_000_000
"""The factor by which predicted recall is multiplied before it is summed."""


class CardState(Record, frozen=True, gc=False, omit_defaults=True):
    """Everything known of one card. A card without a state is new and unmarked."""

    memory: Memory | None = None
    """What FSRS knows of the card; None for a new one."""
    reps: int = 0
    """Reviews that the schedule counts."""
    lapses: int = 0
    """Reviews in which a learned card was forgotten."""
    rating: Rating | None = None
    """The last rating."""
    ms: int = 0
    """Milliseconds that the timed reviews took."""
    timed: int = 0
    """Reviews whose time is known."""
    line_misses: tuple[int, ...] = ()
    """In how many of the ticked reviews each line was missed.

    A line that was not asked for counts as hit, and so does a line whose words were different from those of today.
    """
    ticked_reviews: int = 0
    """Reviews in which lines were ticked."""
    recent_misses: tuple[tuple[int, ...], ...] = ()
    """The numbers of the lines missed in each of the last few ticked reviews, newest last."""
    expected: float = 0.0
    """How many lapses the forgetting curve predicted over all reviews of the learned card."""
    overconfident: int = 0
    """Reviews failed after the reader had said that they were sure."""
    wrong_probes: tuple[str, ...] = ()
    """The hashes of the probes last answered wrong."""
    answer: str | None = None
    """The hash of the answer last graded."""
    suspended: bool = False
    """Whether the reader took the card out of the drill."""
    buried: date | None = None
    """The study day for which the card is hidden."""
    flagged: bool = False
    """Whether the reader flagged the card."""
    own_lines: tuple[str, ...] | None = None
    """The reader's own lines; for an empty line the bank's words are used."""
    note: str | None = None
    """The reader's own note."""
    first: date | None = None
    """The study day of the first review."""
    last: tuple[datetime, str] | None = None
    """The newest event folded in: its instant and id."""
    behind: Path = ()
    """The rest of the newest event's path, if it is folded after an event of a later instant (`event_order`)."""
    awaited: tuple[str, ...] = ()
    """The ids of missing events that decide the order, and of events that name each other (`event_order`)."""
    line_hashes: tuple[str, ...] = ()
    """The hashes of the lines that `line_misses` and `recent_misses` count."""
    practised: tuple[tuple[str, bool], ...] = ()
    """Lines practised by themselves since the last ticked review: their hash, and whether known; newest last."""
    interviews: tuple[date, ...] = ()
    """The dates of the interviews in which the card came up."""

    @property
    def path(self) -> Path:
        """The path of the newest event; empty without an event."""
        return (self.last, *self.behind) if self.last is not None else ()

    def after(self, now: datetime, event_id: str) -> str | None:
        """The id that an event made now has to name: the newest event later than the clock; None without one."""
        return newest_later(self.path, (now, event_id))

    @property
    def ticks(self) -> Ticks:
        """The counts of its lines."""
        return Ticks(self.line_misses, self.recent_misses, self.line_hashes)


class DayTotals(NamedTuple):
    """The totals of a study day."""

    reviews: int = 0
    """All reviews."""
    new: int = 0
    """Cards reviewed for the first time."""
    ms: int = 0
    """Milliseconds that the reviews took."""
    learned: int = 0
    """Reviews of cards out of their learning steps, last reviewed on an earlier day: calibration counts these."""
    passed: int = 0
    """How many of the `learned` reviews were passed."""
    predicted: int = 0
    """How many passes the curve predicted for them, in millionths, so that sums are exact in any order."""
    crammed: int = 0
    """Reviews that the schedule does not count."""

    def plus(self, other: "DayTotals", sign: int = 1) -> "DayTotals":
        """Both days' figures added, or the other's subtracted."""
        return DayTotals(*(a + sign * b for a, b in zip(self, other, strict=True)))


class Progress(Record, frozen=True):
    """Everything derived from the journal."""

    states: Mapping[str, CardState]
    """The state of each card that has one, by its present id; never changed in place."""
    days: dict[date, DayTotals]
    """The totals of each study day that has reviews."""
    calibration: tuple[tuple[int, int, int], ...]
    """Reviews predicted between i/10 and (i+1)/10: how many, the sum predicted in millionths, how many passed."""
    mocks: tuple[Mock, ...]
    """The mock interviews, in order."""
    undone: frozenset[str]
    """The ids that undo events name, so that an event arriving after its undo stays undone."""
    renames: tuple[Rename, ...] = ()
    """The renames that count, in order."""
    names: Mapping[str, str] = MappingProxyType({})
    """The present id for each former id."""
    interviews: tuple[InterviewOutcome, ...] = ()
    """How interviews went, event by event, in order."""

    def name(self, card_id: str) -> str:
        """The present id of a card: its own, or the id it was renamed to."""
        return self.names.get(card_id, card_id)

    def state(self, card_id: str) -> CardState:
        """The state of a card; an empty one for a new card."""
        return self.states.get(self.names.get(card_id, card_id), NEW_CARD)


NEW_CARD = CardState()
NO_PROGRESS = Progress({}, {}, ((0, 0, 0),) * BINS, (), frozenset())


def due_on(memory: Memory, now: datetime, day: date) -> bool:
    """Whether a card is due now: its study day has come, or its learning step is over."""
    if memory.due_at is not None:
        return memory.due_at <= now or memory.day < day
    return memory.due_day <= day
