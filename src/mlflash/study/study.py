"""The facade that screens and commands share: the bank, the memory and the store, sitting at one table.

Nothing counts until it is on disk: an event is appended first, and only then the state is swapped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from mlflash.bank.catalog import Catalog
from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.events import Event, Mock, ProbeAnswer, Review, Undo
from mlflash.scheduler.fold import live
from mlflash.store import journal, snapshot
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings, time_zone
from mlflash.study import new_events, session
from mlflash.study.banks import open_catalog as open_catalog
from mlflash.study.desk import Desk
from mlflash.study.ledger import Refold
from mlflash.study.session import Graded, Session


class UndoStep(NamedTuple):
    """What an undo returns to, and the events it takes back; no progress where only a replay knows it."""

    session: Session
    progress: Progress | None
    events: tuple[Event, ...]


class Study(Desk):
    """One reader's studying: the desk, the sitting under way, and everything that is done at it."""

    def __init__(
        self,
        catalog: Catalog,
        settings: Settings,
        paths: Paths,
        device: str,
        clock: Callable[[], datetime],
        token: Callable[[], str],
        told: snapshot.Told | None = None,
    ) -> None:
        super().__init__(catalog, settings, paths, device, clock, token, told)
        self.session = Session()
        self._steps: list[UndoStep] = []
        self._floor = 0

    # The sitting

    def begin(self, questions: Sequence[str], mode: str = "drill") -> Session:
        """Sit down to these questions; what was done before can no longer be undone from within the sitting."""
        return self.sit_down(session.start(questions, mode))

    def sit_down(self, sitting: Session, *, onward: bool = False) -> Session:
        """Begin a sitting; where it goes `onward` from the one under way, undo returns to that."""
        if onward:
            self._steps.append(UndoStep(self.session, self.progress, ()))
        else:
            self._floor = len(self._steps)
        self.session = sitting
        return self.wake()

    def extend(self, questions: Sequence[str]) -> Session:
        """Go on with questions beyond those of the sitting under way, and ask one if none is asked."""
        before = self.session
        mode = "cram" if before.mode == "cram" else "more"
        return self.sit_down(before._replace(waiting=(*before.waiting, *questions), mode=mode), onward=True)

    def reveal(self) -> Session:
        """Show the answer of the current question."""
        self.session = session.reveal(self.session)
        return self.session

    def wake(self) -> Session:
        """Look again whether a learning question's time has come, where none is asked."""
        if self.session.current is None:
            self.session = session.advance(self.session, self.clock(), self.ahead)
        return self.session

    def skip(self) -> Session:
        """Put the current question off to the end of the sitting."""
        after = session.skip(self.session, self.clock(), self.ahead)
        if after is not self.session:
            self._steps.append(UndoStep(self.session, self.progress, ()))
            self.session = after
        return self.session

    def grade(
        self,
        rating: int,
        lines: tuple[int, ...] | None = None,
        ms: int | None = None,
        *,
        sure: bool | None = None,
        typed: tuple[str, ...] | None = None,
    ) -> Session:
        """Grade the current question and ask the next; raises `NotWritten`, with nothing changed."""
        card_id = self.session.current
        if card_id is None or not self.session.revealed:
            raise MlflashError("there is no revealed question to grade")
        mode = self.session.journaled if self.counting(card_id, self.session.mode)[rating] else "cram"
        before, was = self.session, self.progress
        typed = typed if self.settings.keep_typed else None
        event = self.review_event(card_id, rating, lines, ms, mode=mode, sure=sure, typed=typed)
        self._record([event], UndoStep(before, was, (event,)))
        after = self.progress.state(card_id).memory
        graded = Graded(card_id, rating, ms or 0, was.state(card_id).memory is None, lines)
        self.session = session.graded(before, graded, after if event.counts else None, event.at, self.ahead)
        return self.session

    def prospects(self) -> list[Session]:
        """The sittings that the reveal, or once the answer is shown the four grades, would lead to now."""
        card_id = self.session.current
        if card_id is None:
            return []
        if not self.session.revealed:
            return [session.reveal(self.session)]
        now, new = self.clock(), self.progress.state(card_id).memory is None
        return [
            session.graded(self.session, Graded(card_id, rating, 0, new, None), memory, now, self.ahead)
            for rating, memory in self.outcomes(card_id, self.session.mode).items()
        ]

    # Facts

    def review_event(
        self,
        card_id: str,
        rating: int,
        lines: tuple[int, ...] | None,
        ms: int | None,
        *,
        mode: str,
        at: datetime | None = None,
        sure: bool | None = None,
        typed: tuple[str, ...] | None = None,
    ) -> Review:
        """A review of a question in the bank, now or at an instant given."""
        return new_events.review(self, card_id, rating, lines, ms, mode=mode, at=at, sure=sure, typed=typed)

    def record_review(self, event: Review) -> None:
        """Put a review on disk and in memory, outside a sitting."""
        self._record([event], None)

    def probe_event(self, card_id: str, probe: str, right: bool) -> ProbeAnswer:
        """A probe known or not, to be recorded with others; `probe` is the hash of its question."""
        return new_events.probe(self, card_id, probe, right)

    def record_mock(
        self, summary: Mapping[str, Any], results: Sequence[Event] = (), before: str | None = None
    ) -> str:
        """Put how far a mock interview has come on disk, in one write with the results that led there.

        It takes the place of the mock event with the id `before`; returns the id of the new one.
        """
        event_id, at = self.ledger.stamp(len(results))
        events: list[Event] = [*results, Mock(event_id, at, self.day_of(at), summary)]
        if before is not None:
            undo_id, at = self.ledger.stamp(len(events))
            events.append(Undo(undo_id, at, self.day_of(at), before))
        self._record(events, None)
        return event_id

    def mark(self, kind: str, questions: Iterable[str]) -> None:
        """Suspend, resume, bury, flag, unflag or forget questions; in a sitting, what rests leaves it."""
        events = [new_events.mark(self, kind, card_id, offset) for offset, card_id in enumerate(questions)]
        if not events:
            return
        self._record(events, UndoStep(self.session, self.progress, tuple(events)))
        if kind in ("suspend", "bury"):
            for event in events:
                self.session = session.drop(self.session, event.card_id, self.clock(), self.ahead)

    def write(self, card_id: str, lines: tuple[str, ...] | None = None, note: str | None = None) -> None:
        """Keep the reader's own lines or note for a question."""
        event = new_events.write(self, card_id, lines, note)
        self._record([event], UndoStep(self.session, self.progress, (event,)))

    def answer_probe(self, card_id: str, probe: str, right: bool) -> None:
        """Keep whether a probe was known; `probe` is the hash of its question."""
        event = self.probe_event(card_id, probe, right)
        self._record([event], UndoStep(self.session, self.progress, (event,)))

    def answer_line(self, card_id: str, text: str, right: bool) -> None:
        """Keep whether one line of a card, practised by itself, was known."""
        event = new_events.line(self, card_id, text, right)
        self._record([event], UndoStep(self.session, self.progress, (event,)))

    def came_up(self, card_ids: Sequence[str], interview: date) -> None:
        """Keep that cards came up in the interview of a date."""
        events = new_events.asked(self, card_ids, interview)
        if events:
            self._record(events, UndoStep(self.session, self.progress, tuple(events)))

    def rename(self, card_id: str, to: str) -> None:
        """Keep a card's history under another id from now on; an undo gives it back to the first."""
        event = new_events.rename(self, card_id, to)
        self._record([event], UndoStep(self.session, self.progress, (event,)))

    # Undo

    @property
    def can_undo(self) -> bool:
        """Whether something was done in this sitting that can be taken back."""
        return len(self._steps) > self._floor

    def undo(self, *, earlier: bool = False) -> tuple[Event, ...]:
        """Take back the last thing done in this sitting; the question it was done to is asked again.

        `earlier` takes back what was done before this sitting, too, and passes over skips and the like. Returns
        the events taken back; a skip, a filter and the like are none.
        """
        while earlier and self._steps and not self._steps[-1].events:
            self._steps.pop()
        self._floor = min(self._floor, len(self._steps))
        if not (self._steps if earlier else self.can_undo):
            raise MlflashError("there is nothing to undo")
        step = self._steps[-1]
        if step.events:
            ids = [event.id for event in step.events]
            self._replayed(self.ledger.retract(self._undos(ids), step.progress, ids))
        self._steps.pop()
        self._floor = min(self._floor, len(self._steps))
        self.session = step.session
        return step.events

    def undo_last(self) -> Event:
        """Take back what this device wrote last and still counts; returns that event.

        Last in the file, not by its instant: a grade given for an earlier day can be the last thing done.
        """
        everything = journal.read(self.paths.journal_dir)
        assert everything is not None
        counted = {event.id for event in live(everything.events)}
        own = journal.read_file(self.journal.path)
        undoable = [event for event in own if event.id in counted]
        if not undoable:
            raise MlflashError("there is nothing to undo")
        event = undoable[-1]
        self._replayed(self.ledger.retract(self._undos((event.id,)), None, (event.id,)))
        return event

    def _undos(self, ids: Iterable[str]) -> list[Event]:
        undos: list[Event] = []
        for target in ids:
            event_id, at = self.ledger.stamp(len(undos))
            undos.append(Undo(event_id, at, self.day_of(at), target))
        return undos

    # Keeping

    def _record(self, events: Sequence[Event], step: UndoStep | None) -> None:
        """On disk first, then in memory; what has no `step` can be taken back as little as all before it."""
        replayed = self.ledger.record(events)
        if step is None:
            self._steps.clear()
            self._floor = 0
        else:
            self._steps.append(step)
        self._replayed(replayed)

    def _replayed(self, replayed: bool) -> None:
        """After a replay, only another replay knows what an earlier step goes back to."""
        if replayed:
            self._steps = [step._replace(progress=None) for step in self._steps]

    def refresh(self) -> None:
        """Take in what other processes and devices have written since, if anything; raises `MlflashError`."""
        self._replayed(self.ledger.refresh())

    def refold(self, settings: Settings) -> Refold:
        """Fold all journals as these settings have it and change nothing; raises `MlflashError`. For a thread."""
        return self.ledger.refold(settings.parameters)

    def use_settings(self, settings: Settings, refold: Refold | None = None) -> bool:
        """Use other settings from now on; where they change the schedule, with their `refold`, made here if None.

        False, with nothing changed, if something was recorded since the refold began.
        """
        zone = time_zone(settings.timezone)
        if settings.parameters != self.settings.parameters:
            if not self.ledger.use(refold or self.refold(settings)):
                return False
            self._replayed(True)
        self.settings, self.zone = settings, zone
        return True

    def use_catalog(self, catalog: Catalog) -> None:
        """Ask from another catalog from now on; what it does not hold leaves the sitting."""
        for card_id in [card.id for card in self.catalog if card.id not in catalog]:
            self.session = session.drop(self.session, card_id, self.clock(), self.ahead)
            self._steps = [
                step._replace(session=session.drop(step.session, card_id, self.clock(), self.ahead))
                for step in self._steps
            ]
        self.catalog = catalog

    def save(self) -> None:
        """Write progress.json, where something changed since it was written."""
        self.ledger.save()

    def close(self) -> None:
        """Save, and let the journal go."""
        self.ledger.close()
