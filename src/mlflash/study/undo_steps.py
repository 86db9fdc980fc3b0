"""What can be undone: the steps of a session and of what was done before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.record import Record
from mlflash.scheduler.card_state import Progress
from mlflash.scheduler.events import Event
from mlflash.scheduler.fold import live
from mlflash.store import journal_reader
from mlflash.store.paths import Paths
from mlflash.study.session import Session


class UndoStep(Record, frozen=True):
    """One step back."""

    session: Session
    """The session to return to."""
    progress: Progress | None
    """The progress to return to; None where only a replay knows it."""
    events: tuple[Event, ...] = ()
    """The events that the undo takes back; a skip or a filter has none."""


class UndoSteps:
    """A stack of steps; those below the floor were done before the session under way."""

    def __init__(self) -> None:
        self._steps: list[UndoStep] = []
        self._floor = 0

    @property
    def in_session(self) -> bool:
        """Whether something was done in this session that can be undone."""
        return len(self._steps) > self._floor

    def push(self, step: UndoStep) -> None:
        """Add a step."""
        self._steps.append(step)

    def clear(self) -> None:
        """Forget all steps."""
        self._steps.clear()
        self._floor = 0

    def raise_floor(self) -> None:
        """Begin a session: what was done before can no longer be undone from within it."""
        self._floor = len(self._steps)

    def last(self, *, earlier: bool) -> UndoStep:
        """The step to undo next, left on the stack; raises `MlflashError` where there is none.

        `earlier` also takes what was done before this session, and passes over steps without events.
        """
        while earlier and self._steps and not self._steps[-1].events:
            self.pop()
        if not (self._steps if earlier else self.in_session):
            raise MlflashError("there is nothing to undo")
        return self._steps[-1]

    def pop(self) -> None:
        """Remove the last step."""
        self._steps.pop()
        self._floor = min(self._floor, len(self._steps))

    def forget_progress(self) -> None:
        """After a replay, only another replay knows what an earlier step returns to."""
        self._steps = [step._replace(progress=None) for step in self._steps]

    def change_sessions(self, change: Callable[[Session], Session]) -> None:
        """Apply a change to the session of every step."""
        self._steps = [step._replace(session=change(step.session)) for step in self._steps]


def last_own_event(paths: Paths, own: Path) -> Event:
    """The last event in this device's journal that still counts; raises `MlflashError` where there is none.

    Last in the file, not by its instant: a grade given for an earlier day can be the last thing done.
    """
    counted = {event.id for event in live(journal_reader.read(paths.journal_dir).events)}
    undoable = [event for event in journal_reader.read_file(own) if event.id in counted]
    if not undoable:
        raise MlflashError("there is nothing to undo")
    return undoable[-1]
