"""Messages in rows of their own above the key bar: one for each action, gone with the next."""

from __future__ import annotations

from collections.abc import Mapping

from textual.actions import ActionParseResult
from textual.dom import DOMNode
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

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Perform an action; what it cannot do, such as read a card whose bank has gone, is said to the reader."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except MlflashError as error:
            self.report(error)
            return True

    def report(self, error: MlflashError) -> None:
        """Show an error to the reader."""
        self.notify(str(error), title="Not done", severity="error", timeout=10, markup=False)
