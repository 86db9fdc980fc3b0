"""Keep the journal on disk and `Progress` in memory consistent: an event is written first, then folded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from mlflash.errors import MlflashError
from mlflash.record import Record
from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.events import Event
from mlflash.scheduler.fold import extend, needs_all
from mlflash.scheduler.schedule import Parameters
from mlflash.store import journal, journal_reader, loss_warning, own_file, snapshot
from mlflash.store.files import FileStat
from mlflash.store.paths import Paths
from mlflash.store.snapshot import newer


class Refold(Record, frozen=True):
    """The journals folded with other parameters, not yet in use."""

    parameters: Parameters
    """The parameters they were folded with."""
    snapshot: snapshot.Snapshot
    """The result."""
    file_stats: dict[str, FileStat]
    """The stats of the journal files before they were read."""


class Ledger:
    """The journal, and its fold with these parameters."""

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
        """Why nothing can be recorded now; None if events can be recorded."""
        self._reported = 0
        self._file_stats = journal_reader.file_stats(paths.journal_dir)
        self._use(snapshot.current(paths.journal_dir, paths.progress, parameters, on_progress))
        self.complaints += self._snapshot.complaints

    def _use(self, new: snapshot.Snapshot) -> None:
        self._snapshot = new
        self.progress: Progress = new.progress
        self._lost = new.lost
        self._newest = new.newest
        name = self.journal.path.name
        self.journal.folded(new.marks.get(name), self._file_stats.get(name))
        self.unsaved = new.changed
        self._folded_more = False  # whether progress contains events of ours that the snapshot does not
        before = self.loss
        self.loss = loss_warning.loss_message(self.paths, new.lost, new.progress, empty=not new.marks)
        if self.loss is not None and before is None:
            self.complaints.append(self.loss)

    def new_warnings(self) -> list[str]:
        """The warnings that have come up since the last call."""
        self.complaints += self.journal.complaints
        self.journal.complaints.clear()
        new, self._reported = self.complaints[self._reported :], len(self.complaints)
        return new

    def stamp(self, offset: int = 0) -> tuple[str, datetime]:
        """An id and an instant for a new event, the `offset`th of several written together."""
        self._check()
        self.journal.open()
        event_id, at = self.journal.stamp()
        return (event_id if not offset else f"{event_id}{offset:x}"), at + timedelta(milliseconds=offset)

    def record(self, events: Sequence[Event]) -> bool:
        """Write events to disk, then fold them; raises `NotWritten`, with nothing changed.

        Returns whether more than these events were folded: then only a replay can tell the progress before.
        """
        self._check()
        events = own_file.as_read(events)
        others = self.journal.append(events)
        self.unsaved = self._folded_more = True
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
            self._go_on_unread(error, extended.progress)
        return True

    def _check(self) -> None:
        """Raise `MlflashError` if nothing can be recorded."""
        if self.refusal is not None:
            raise MlflashError(self.refusal)

    def _go_on_unread(self, error: Exception, progress: Progress) -> None:
        """Go on with this progress and report that the journal could not be read: the events are on disk."""
        self.complaints.append(str(error))
        self.journal.seen = journal.UNKNOWN
        self.progress = progress

    def retract(self, undos: Sequence[Event], before: Progress | None, undone: Sequence[str]) -> bool:
        """Write undos to disk and go back to the progress `before`, or replay if that is not known.

        Returns whether it was a replay. A replay that fails is reported, and done by the next one. Raises
        `NotWritten`, with nothing changed.
        """
        self._check()
        others = self.journal.append(undos)
        self.unsaved = self._folded_more = True
        self._newest = newer(self._newest, undos)
        if others or before is None:
            try:
                self.reload()
            except MlflashError as error:
                progress = self.progress if before is None else before
                self._go_on_unread(error, progress._replace(undone=self.progress.undone | set(undone)))
            return True
        self._lost = loss_warning.losses_after(self._lost, self.progress, before)
        self.progress = before._replace(undone=self.progress.undone | set(undone))
        return False

    def refresh(self) -> bool:
        """Read what other processes and devices have written since; returns whether they have.

        Raises `MlflashError`.
        """
        if self._read_rewritten():
            return True
        own = self.journal.bookmark()
        read = {name: mark.length for name, mark in self._snapshot.marks.items()}
        if own is not None:
            read[self.journal.path.name] = own.length
        if {name: stat.size for name, stat in journal_reader.file_stats(self.paths.journal_dir).items()} == read:
            return False
        self.reload()
        return True

    def _read_rewritten(self) -> bool:
        """Read everything again if another program changed a journal in place; returns whether it did.

        The lines that this session wrote are written again first. Raises `MlflashError`.
        """
        rewritten = self.journal.settle()
        now = journal_reader.file_stats(self.paths.journal_dir)
        for name, stat in self._file_stats.items():
            if name == self.journal.path.name and self.journal.is_open:
                continue  # the journal itself knows whether another program changed it
            rewritten |= name in now and now[name] != stat and now[name].size == stat.size
        if rewritten:
            self.reload(whole=True)
        return rewritten

    def reload(self, known: Progress | None = None, *, whole: bool = False) -> None:
        """Read everything written since this process last read, including its own events.

        Reviews in the progress `known` that are missing from it are lost. With `whole`, or if the journal of this
        device was rewritten, everything is read again.
        """
        old, stats = self._snapshot._replace(lost=self._lost), journal_reader.file_stats(self.paths.journal_dir)
        new = snapshot.renewed(
            self.paths.journal_dir,
            old,
            known or self.progress,
            self.parameters,
            whole=whole or self.journal.rewritten,
        )
        self._file_stats = stats
        self._use(new._replace(changed=True))

    def refolded(self, parameters: Parameters) -> Refold:
        """Fold the journals with other parameters; raises `MlflashError`.

        This changes nothing here, so it may run in a thread while the ledger is in use.
        """
        stats = journal_reader.file_stats(self.paths.journal_dir)
        return Refold(parameters, snapshot.rebuild(self.paths.journal_dir, parameters), stats)

    def adopt(self, refold: Refold) -> None:
        """Go on with other parameters, and with what was written since they were folded; raises `MlflashError`."""
        self.parameters, self._file_stats = refold.parameters, refold.file_stats
        lost = loss_warning.losses_since(self._lost, None, refold.snapshot.progress)
        self._use(refold.snapshot._replace(lost=lost))
        if journal_reader.file_stats(self.paths.journal_dir) != refold.file_stats:
            self.reload()

    def save(self) -> None:
        """Write progress.json, if it has changed and the journals on disk are those that were folded."""
        if not self.unsaved and not self.journal.is_open:
            return
        try:
            self._read_rewritten()
        except MlflashError:
            return  # the next start reads the journals again
        if not self.unsaved:
            return
        marks = dict(self._snapshot.marks)
        own = self.journal.bookmark()
        if own is not None:
            marks[self.journal.path.name] = own
        elif self._folded_more or self.journal.is_open or self.journal.seen == journal.UNKNOWN:
            return  # how far the file is folded is not known: the next start folds it from the last bookmark
        self._snapshot = snapshot.Snapshot(self.progress, marks, [], False, self._lost, self._newest)
        failed = snapshot.write(self.paths.progress, self._snapshot, self.parameters)
        if failed is not None and failed not in self.complaints:
            self.complaints.append(failed)
        self.unsaved = self._folded_more = False

    def close(self) -> None:
        """Save, and release the journal."""
        self.save()
        self.journal.close()
