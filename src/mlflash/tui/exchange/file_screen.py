"""What the screens of import and export share: a path to type, and a task in a thread that says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, ProgressBar, Static

from mlflash.bank.text import one_line
from mlflash.errors import MlflashError
from mlflash.study.study import Study
from mlflash.tui.dialogs.unsaved import UNSAVED, UnsavedText
from mlflash.tui.open_screen import is_open
from mlflash.tui.shell import ShellUser

Result = TypeVar("Result")


class FileScreen(ShellUser, Screen[None]):
    """Asks for a file, and reads or writes it in a thread."""

    LEAVING: ClassVar[str] = UNSAVED
    """What the first Escape says while a path is typed."""
    DEFAULT_CSS = """
    FileScreen ProgressBar { display: none; width: 100%; & > Bar { width: 1fr; } }
    FileScreen.-working ProgressBar { display: block; }
    """

    def __init__(self, study: Study, name: str = "") -> None:
        super().__init__()
        self.study = study
        self.working = False
        self.unsaved = UnsavedText(name)
        """The path as it was offered, or last read."""

    def run(self, task: Callable[[], Result], done: Callable[[Result | MlflashError], None]) -> None:
        """Do a task in a thread, and hand its result or its error to `done`."""
        app = self.app

        def work() -> None:
            try:
                result: Result | MlflashError = task()
            except MlflashError as error:
                result = error
            app.call_from_thread(self._finished, done, result)

        self.say("")
        self._set_working(True)
        app.run_worker(work, thread=True)  # the app's: it continues when this screen is left

    def _finished(self, done: Callable[[Result | MlflashError], None], result: Result | MlflashError) -> None:
        self._set_working(False)
        done(result)

    def _set_working(self, on: bool) -> None:
        """Show or hide the bar, and offer the keys that go with it."""
        self.working = on
        if is_open(self):
            if on:
                self.query_one(ProgressBar).update(total=None, progress=0)
            self.set_class(on, "-working")
            self.refresh_bindings()

    def on_progress(self, done: int, total: int) -> None:
        """Show how far the task is; it calls this from its thread."""
        self.app.call_from_thread(self._show_progress, done, total)

    def _show_progress(self, done: int, total: int) -> None:
        if is_open(self):
            self.query_one(ProgressBar).update(total=total, progress=done)

    def say(self, text: str) -> None:
        """Show what is wrong, or what the next key does."""
        self.query_one("#fault", Static).update(Content(one_line(text)))

    def action_leave(self) -> None:
        """Leave; a typed path is lost only after a warning."""
        if not self.warn_unsaved():
            self.dismiss()

    def warn_unsaved(self) -> bool:
        """Warn once before a typed path is lost; returns whether it warned."""
        if self.working or not self.unsaved.needs_warning(self.query_one(Input).value):
            return False
        self.say(self.LEAVING)
        return True
