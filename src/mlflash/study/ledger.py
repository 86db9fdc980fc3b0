"""Keep the journal on disk and `Progress` in memory in step: an event is written first, then folded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from mlflash.errors import MlflashError
from mlflash.record import Record
from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.events import Event
from mlflash.scheduler.fold import extend, needs_all
from mlflash.scheduler.schedule import Parameters
from mlflash.store import journal, journal_reader, loss_warning, snapshot
from mlflash.store.paths import Paths
from mlflash.store.snapshot import newer


class Refold(Record, frozen=True):
    """The journals folded with other parameters, not yet in use."""

    parameters: Parameters
    """The parameters they were folded with."""
    snapshot: snapshot.Snapshot
    """What they come to."""
    stamps: dict[str, journal_reader.Stamp]
    """The journal files as they were before they were read."""


class Ledger:
    """The journal, and the progress that it comes to with these parameters."""

    def __init__(
        self,
        paths: Paths,
        own: journal.Journal,
        parameters: Parameters,
        on_progress: snapshot.OnProgress | None = None,
    ) -> None:
        self.paths, self.journal, self.parameters = paths, own, parameters
        self.complaints: list[str] = []
        self.loss: str | None = None
        self.refusal: str | None = None
        """Why nothing can be recorded now; None where it can."""
        self._heard = 0
        self._stamps = journal_reader.stamps(paths.journal_dir)
        self._take(snapshot.current(paths.journal_dir, paths.progress, parameters, on_progress))
        self.complaints += self._snapshot.complaints

    def _take(self, taken: snapshot.Snapshot) -> None:
        self._snapshot = taken
        self.progress: Progress = taken.progress
        self._lost = taken.lost
        self._newest = taken.newest
        name = self.journal.path.name
        self.journal.folded(taken.marks.get(name), self._stamps.get(name))
        self.unsaved = taken.changed
        self._beyond = False  # whether progress holds events of ours that the snapshot's bookmark does not cover
        before = self.loss
        self.loss = loss_warning.loss_message(self.paths, taken.lost, taken.progress, empty=not taken.marks)
        if self.loss is not None and before is None:
            self.complaints.append(self.loss)

    def news(self) -> list[str]:
        """The warnings that have come up since the last call."""
        self.complaints += self.journal.complaints
        self.journal.complaints.clear()
        fresh, self._heard = self.complaints[self._heard :], len(self.complaints)
        return fresh

    def stamp(self, offset: int = 0) -> tuple[str, datetime]:
        """An id and an instant for a new event, the `offset`th of several written together."""
        self._check()
        self.journal.open()
        event_id, at = self.journal.stamp()
        return (event_id if not offset else f"{event_id}{offset:x}"), at + timedelta(milliseconds=offset)

    def record(self, events: Sequence[Event]) -> bool:
        """Put events on disk, then into memory; raises `NotWritten`, with nothing changed.

        Returns whether more than these came in, so that only a replay knows what was before.
        """
        self._check()
        events = journal.as_read(events)
        others = self.journal.append(events)
        self.unsaved = self._beyond = True
        self._newest = newer(self._newest, events)
        again = needs_all(self.progress, events)
        extended = extend(self.progress, events, self.parameters)
        self._lost = loss_warning.losses_after(self._lost, self.progress, extended.progress)
        if not self._lost:
            self.loss = None  # there was no journal, and now there is
        if not (others or again or extended.stale or extended.sought):
            self.progress = extended.progress
            return False
        try:
            self.reload(extended.progress)
        except MlflashError as error:
            self._unread(error, extended.progress)
        return True

    def _check(self) -> None:
        """Raise `MlflashError` where nothing can be recorded."""
        if self.refusal is not None:
            raise MlflashError(self.refusal)

    def _unread(self, error: Exception, progress: Progress) -> None:
        """Go on with the progress given: what is on disk is not to be done again because a reading failed."""
        self.complaints.append(str(error))
        self.journal.seen = journal.UNKNOWN
        self.progress = progress

    def retract(self, undos: Sequence[Event], before: Progress | None, taken_back: Sequence[str]) -> bool:
        """Put undos on disk and go back to the progress `before`, or replay where that is not known.

        Returns whether it was a replay; one that fails is reported, and the next event or read makes up for it.
        Raises `NotWritten`, with nothing changed.
        """
        self._check()
        others = self.journal.append(undos)
        self.unsaved = self._beyond = True
        self._newest = newer(self._newest, undos)
        if others or before is None:
            try:
                self.reload()
            except MlflashError as error:
                known = self.progress if before is None else before
                self._unread(error, known._replace(undone=self.progress.undone | set(taken_back)))
            return True
        self._lost = loss_warning.losses_after(self._lost, self.progress, before)
        self.progress = before._replace(undone=self.progress.undone | set(taken_back))
        return False

    def refresh(self) -> bool:
        """Take in what other processes and devices have written since; returns whether they had.

        Raises `MlflashError`.
        """
        if self._take_rewritten():
            return True
        own = self.journal.bookmark()
        known = {name: mark.length for name, mark in self._snapshot.marks.items()}
        if own is not None:
            known[self.journal.path.name] = own.length
        if {name: stamp.size for name, stamp in journal_reader.stamps(self.paths.journal_dir).items()} == known:
            return False
        self.reload()
        return True

    def _take_rewritten(self) -> bool:
        """Read everything again where another program rewrote a journal in place; returns whether one did.

        What this session had on disk is put back first. Raises `MlflashError`.
        """
        rewritten = self.journal.settle()
        now = journal_reader.stamps(self.paths.journal_dir)
        for name, stamp in self._stamps.items():
            if name == self.journal.path.name and self.journal.is_open:
                continue  # written to since; it knows itself
            rewritten |= name in now and now[name] != stamp and now[name].size == stamp.size
        if rewritten:
            self.reload(whole=True)
        return rewritten

    def reload(self, known: Progress | None = None, *, whole: bool = False) -> None:
        """Take in everything written since this process last read, its own events among it.

        `known` is what is to be found again, where that is more than was remembered so far. With `whole`, and
        where the journal of this device was rewritten, everything is read again.
        """
        kept, stamps = self._snapshot._replace(lost=self._lost), journal_reader.stamps(self.paths.journal_dir)
        taken = snapshot.renewed(
            self.paths.journal_dir,
            kept,
            known or self.progress,
            self.parameters,
            whole=whole or self.journal.rewritten,
        )
        self._stamps = stamps
        self._take(taken._replace(changed=True))

    def refolded(self, parameters: Parameters) -> Refold:
        """Fold the journals with other parameters; raises `MlflashError`.

        This changes nothing here, so it may run in a thread while the ledger is in use.
        """
        stamps = journal_reader.stamps(self.paths.journal_dir)
        return Refold(parameters, snapshot.rebuild(self.paths.journal_dir, parameters), stamps)

    def adopt(self, refold: Refold) -> None:
        """Go on with other parameters, and with what was written since they were folded; raises `MlflashError`."""
        self.parameters, self._stamps = refold.parameters, refold.stamps
        lost = loss_warning.losses_since(self._lost, None, refold.snapshot.progress)
        self._take(refold.snapshot._replace(lost=lost))
        if journal_reader.stamps(self.paths.journal_dir) != refold.stamps:
            self.reload()

    def save(self) -> None:
        """Write progress.json, where something changed since it was written and the disk holds what was folded."""
        if not self.unsaved and not self.journal.is_open:
            return
        try:
            self._take_rewritten()
        except MlflashError:
            return  # the next start reads what this one could not
        if not self.unsaved:
            return
        marks = dict(self._snapshot.marks)
        own = self.journal.bookmark()
        if own is not None:
            marks[self.journal.path.name] = own
        elif self._beyond or self.journal.is_open or self.journal.seen == journal.UNKNOWN:
            return  # how far the file is folded is not known: the next start folds it from the last bookmark
        self._snapshot = snapshot.Snapshot(self.progress, marks, [], False, self._lost, self._newest)
        failed = snapshot.write(self.paths.progress, self._snapshot, self.parameters)
        if failed is not None and failed not in self.complaints:
            self.complaints.append(failed)
        self.unsaved = self._beyond = False

    def close(self) -> None:
        """Save, and release the journal."""
        self.save()
        self.journal.close()
