"""Messages in rows of their own above the key bar: one for each action, gone with the next."""

from __future__ import annotations

from textual.notifications import Notify

from mlflash.errors import MlflashError
from mlflash.tui.keyboard import Keyboard
from mlflash.tui.textual_private import notifications, remove_notifications

NOTE = "Note"
"""The title of warnings about the journal and the banks; no key removes them."""


class Messages(Keyboard):
    """An app that shows one message at a time, next to its notes."""

    def on_notify(self, event: Notify) -> None:
        """A message takes the place of the one before."""
        if event.notification.title != NOTE:
            self.clear_notifications()

    def key_comes(self) -> None:
        """The next action removes the message of the one before."""
        self.clear_notifications()

    def clear_notifications(self) -> None:
        """Remove the messages shown, but not those titled `NOTE`."""
        remove_notifications(self, [shown for shown in notifications(self) if shown.title != NOTE])

    def report(self, error: MlflashError) -> None:
        """Show an error to the reader."""
        self.notify(str(error), title="Not done", severity="error", timeout=10, markup=False)
