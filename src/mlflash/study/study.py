"""Facade over bank, scheduler and journal, shared by the TUI and the CLI.

Nothing counts until it is on disk: an event is appended first, and only then the state is swapped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from mlflash.bank.catalog import Catalog
from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.events import Event, Mode, study_ms
from mlflash.store import journal, snapshot
from mlflash.store.paths import Paths
from mlflash.store.setting_parsers import time_zone
from mlflash.store.settings import Settings
from mlflash.store.settings_file import read_settings_file
from mlflash.study import new_events, session
from mlflash.study.ledger import Ledger, Refold
from mlflash.study.outcomes import ratings_that_count
from mlflash.study.queries import StudyQueries
from mlflash.study.session import Graded, Session, SessionMode
from mlflash.study.stopwatch import Timer
from mlflash.study.undo_steps import UndoStep, UndoSteps, last_own_event


class Study(StudyQueries):
    """A reader's cards, progress, settings and the session under way.

    `clock` gives the time in UTC, `token` a short random text for event ids. `timer` gives seconds to measure
    answers, not counting the sleep of the machine; by default it is the clock. `on_progress` is called during a
    long replay of the journal.
    """

    def __init__(
        self,
        catalog: Catalog,
        settings: Settings,
        paths: Paths,
        device: str,
        clock: Callable[[], datetime],
        token: Callable[[], str],
        on_progress: snapshot.OnProgress | None = None,
        timer: Timer | None = None,
    ) -> None:
        own = journal.Journal(paths.journal_dir / f"{device}.jsonl", clock, token)
        super().__init__(catalog, settings, clock, Ledger(paths, own, settings.parameters, on_progress))
        self.paths = paths
        self.timer = timer or (lambda: clock().timestamp())
        self.complaints = [*catalog.complaints, *self.ledger.new_warnings()]
        self.session = Session()
        self._steps = UndoSteps()

    @property
    def loss(self) -> str | None:
        """The warning about reviews that have disappeared from the journal, in one line; None without losses."""
        return self.ledger.loss

    @property
    def journal(self) -> journal.Journal:
        """The journal of this device."""
        return self.ledger.journal

    def new_warnings(self) -> list[str]:
        """The warnings that have come up since the last call."""
        return self.ledger.new_warnings()

    # The session

    def start(self, begun: Session, *, onward: bool = False) -> Session:
        """Begin a session; if it goes `onward` from the session under way, undo returns to that one."""
        if onward:
            self._steps.push(UndoStep(self.session, self.progress))
        else:
            self._steps.raise_floor()
        self.session = begun
        return self.wake()

    def extend(self, card_ids: Sequence[str]) -> Session:
        """Add cards to the session under way, and ask the next one if no card is asked now."""
        before = self.session
        mode = SessionMode.CRAM if before.mode is SessionMode.CRAM else SessionMode.MORE
        return self.start(before._replace(waiting=(*before.waiting, *card_ids), mode=mode), onward=True)

    def reveal(self) -> Session:
        """Show the answer of the current card."""
        self.session = session.reveal(self.session)
        return self.session

    def wake(self) -> Session:
        """If no card is asked, ask one whose learning step is over by now."""
        if self.session.current is None:
            self.session = session.advance(self.session, self.clock(), self.ahead)
        return self.session

    def skip(self) -> Session:
        """Move the current card to the end of the session."""
        after = session.skip(self.session, self.clock(), self.ahead)
        if after is not self.session:
            self._steps.push(UndoStep(self.session, self.progress))
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
        """Grade the current card and ask the next; raises `NotWritten`, with nothing changed."""
        before, was = self.session, self.progress
        card_id = before.current
        if card_id is None or not before.revealed:
            raise MlflashError("there is no revealed card to grade")
        counts = ratings_that_count(self.view(), card_id, before.mode)[rating]
        typed = typed if self.settings.keep_typed else None
        mode = before.journaled if counts else Mode.CRAM
        event = new_events.review(self, card_id, rating, lines, ms, mode=mode, sure=sure, typed=typed)
        self._record([event], UndoStep(before, was, (event,)))
        after = self.progress.state(card_id).memory
        graded = Graded(card_id, rating, study_ms(ms) or 0, was.state(card_id).memory is None, lines)
        self.session = session.grade(before, graded, after if event.counts else None, event.at, self.ahead)
        return self.session

    # Recording

    def record(self, events: Sequence[Event]) -> None:
        """Write events, to be undone together; raises `NotWritten`, with nothing changed."""
        if events:
            self._record(events, UndoStep(self.session, self.progress, tuple(events)))

    def record_final(self, events: Sequence[Event]) -> None:
        """Write events that cannot be undone in the session, nor anything before them."""
        self._record(events, None)

    def mark(self, kind: str, card_ids: Iterable[str]) -> None:
        """Suspend, resume, bury, flag, unflag or forget cards; suspended and buried cards leave the session."""
        ids = tuple(card_ids)
        self.record([new_events.mark(self, kind, card_id, offset) for offset, card_id in enumerate(ids)])
        if kind in ("suspend", "bury"):
            self.session = self._without(self.session, ids)

    def write(self, card_id: str, lines: tuple[str, ...] | None = None, note: str | None = None) -> None:
        """Record the reader's own lines or note for a card."""
        self.record([new_events.write(self, card_id, lines, note)])

    def answer_probe(self, card_id: str, probe: str, right: bool) -> None:
        """Record whether a probe was known; `probe` is the hash of its question."""
        self.record([new_events.probe(self, card_id, probe, right)])

    def _record(self, events: Sequence[Event], step: UndoStep | None) -> None:
        replayed = self.ledger.record(events)
        if step is None:
            self._steps.clear()
        else:
            self._steps.push(step)
        if replayed:
            self._steps.forget_progress()

    # Undo

    @property
    def can_undo(self) -> bool:
        """Whether there is something in this session to undo."""
        return self._steps.in_session

    def undo(self, *, earlier: bool = False) -> tuple[Event, ...]:
        """Undo the last step of this session; the card it was done to is asked again.

        `earlier` also undoes what was done before this session, and leaves out steps without events. Returns the
        events undone; skipping a card or choosing other cards has none.
        """
        step = self._steps.last(earlier=earlier)
        self._retract([event.id for event in step.events], step.progress)
        self._steps.pop()
        self.session = step.session
        return step.events

    def undo_last(self) -> Event:
        """Undo the last event in this device's journal that still counts, and return it."""
        event = last_own_event(self.paths, self.journal.path)
        self._retract([event.id], None)
        return event

    def _retract(self, ids: Sequence[str], before: Progress | None) -> None:
        """Undo events; `before` is the progress without them, None where only a replay knows it."""
        if ids and self.ledger.retract(new_events.undos(self, ids), before, ids):
            self._steps.forget_progress()

    # Changes from elsewhere

    def refresh(self) -> None:
        """Read what other processes and devices have written since; raises `MlflashError`."""
        if self.ledger.refresh():
            self._steps.forget_progress()

    def refolded(self, settings: Settings) -> Refold | None:
        """Fold the journal again if the settings change the schedule; raises `MlflashError`.

        This changes nothing here: it may run in a thread, and the result is given to `use_settings`.
        """
        return self.ledger.refolded(settings.parameters) if settings.parameters != self.ledger.parameters else None

    def use_settings(
        self, settings: Settings, write: Callable[[], object] = bool, refold: Refold | None = None
    ) -> None:
        """Use other settings from now on, with the result of `refolded` if that was called before.

        `write` stores them; it is called once the journal is folded. If either raises, nothing is changed.
        """
        zone = time_zone(settings.timezone)
        if refold is None or refold.parameters != settings.parameters:
            refold = self.refolded(settings)
        write()
        if refold is not None:
            self.ledger.adopt(refold)
            self._steps.forget_progress()
        self.settings, self.zone = settings, zone
        self.ledger.refusal = read_settings_file(self.paths.config).refusal

    def use_catalog(self, catalog: Catalog) -> None:
        """Use another catalog from now on; cards that it does not contain leave the session."""
        gone = [card_id for card_id in self.catalog.ids if card_id not in catalog]
        self.catalog = catalog
        self.session = self._without(self.session, gone)
        self._steps.change_sessions(lambda before: self._without(before, gone))

    def _without(self, before: Session, card_ids: Iterable[str]) -> Session:
        """A session without some cards."""
        for card_id in card_ids:
            before = session.drop(before, card_id, self.clock(), self.ahead)
        return before

    def save(self) -> None:
        """Write progress.json, where something changed since it was written."""
        self.ledger.save()

    def close(self) -> None:
        """Save, and release the journal."""
        self.ledger.close()
