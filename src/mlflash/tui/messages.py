"""Messages in rows of their own above the key bar: one at a time, removed by the next action."""

from __future__ import annotations

from collections.abc import Mapping

from textual.actions import ActionParseResult
from textual.dom import DOMNode
from textual.notifications import Notify

from mlflash.errors import MlflashError
from mlflash.tui.keyboard import Keyboard
from mlflash.tui.textual_private import notifications, remove_notifications

NOTE = "Note"
"""The title of notes: warnings about the journal and the banks, which no key removes."""


class Messages(Keyboard):
    """An app that shows one message at a time, and its notes."""

    def on_notify(self, event: Notify) -> None:
        """Replace the message shown before."""
        if event.notification.title != NOTE:
            self.clear_notifications()

    def key_comes(self) -> None:
        """Remove the message of the action before."""
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
